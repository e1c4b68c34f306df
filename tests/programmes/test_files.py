"""Files of every kind and encoding: lists are read, all else is refused in a sentence."""

import json
import zipfile

import pytest

from amanah.engines.tables import as_xlsx
from amanah.programmes import services
from amanah.programmes.models import Application, Intake, IntakeRow
from tests.factories import SPRING
from tests.programmes.lists import HINA, as_csv, people

pytestmark = pytest.mark.django_db


def bomb(path, size=250 << 20):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(size >> 20):
                sheet.write(b"0" * (1 << 20))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "It is empty"),
        (b"Name,E-mail\n", "nobody under them"),
        (b"PK\x03\x04 and then nonsense", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "old or a locked workbook"),
        (b"%PDF-1.7\0\0 binary", "It is no table"),
        (b"Name,E-mail\n\"open,h@x.org\n", "Line 2 cannot be read"),
        (b"Name,E-mail\n" + b"x," * 300 + b"\n", None),
        (b",".join(b"c%d" % n for n in range(201)) + b"\nx\n", "more than 200 columns"),
        (b"Name\n" + b"x\n" * 25_001, "more than 25,000 rows"),
        (b"Name,E-mail\n" + b"y" * 8_001 + b",h@x.org\n", "Line 2 cannot be read"),
        ((b"N" * 301) + b",E-mail\nHina,h@x.org\n", "longer than a name"),
    ],
    ids=[
        "empty", "header", "corrupt", "old", "pdf", "quote", "crooked", "columns", "rows",
        "cell", "name",
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    cohort, coordinator, tmp_path, content, sentence
):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    def read():
        return services.read_list(
            cohort, path, name="list.csv", role="mentee", by=coordinator, at=SPRING
        )

    if sentence is None:
        assert read().rows.count() == 1
    else:
        with pytest.raises(services.CannotRead, match=sentence):
            read()
        assert not Intake.objects.exists()
    path.write_bytes(as_csv(HINA))
    assert read().rows.count() == 1


def test_a_workbook_is_read_and_its_formulas_are_only_text(taken):
    evil = '=HYPERLINK("http://evil.example","Hina")'
    taken(content=as_xlsx(["Name", "E-mail", "Stage"], [[evil, "hina@example.org", "=1+1"]]))

    assert people() == [(evil, True, 0)]
    assert Application.objects.get().stage == "=1+1"


def test_a_row_in_another_encoding_spoils_nothing_silently(uploaded):
    content = b"Name,E-mail\nSiobh\xc3\xa1n,s@x.org\nAm\xe9lie,a@x.org\n"

    intake = uploaded(content=content)

    names = sorted(json.loads(row.cells)[0] for row in intake.rows.all())
    assert ("cp1252" in intake.how, "Am\u00e9lie" in names) == (True, True)


def test_a_bomb_and_a_file_of_200_mb_are_not_even_opened(cohort, coordinator, tmp_path):
    packed, huge = tmp_path / "bomb.xlsx", tmp_path / "huge.csv"
    bomb(packed)
    with huge.open("wb") as file:
        file.truncate(200 << 20)

    for path, sentence in ((packed, "unpack to far more"), (huge, "20 MB are read at most")):
        with pytest.raises(services.CannotRead, match=sentence):
            services.read_list(cohort, path, name="x", role="mentee", by=coordinator, at=SPRING)
    assert not Intake.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_windows_encodings_are_read(uploaded, encoding):
    content = "Name;E-mail;Stage\r\nSiobhán O’Brien;s@x.org;Registrar – year 3\r\n".encode(encoding)

    uploaded(content=content)

    assert "Siobh\\u00e1n" in IntakeRow.objects.get().cells
