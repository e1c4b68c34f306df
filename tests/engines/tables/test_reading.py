"""Sheets as people send them, and sheets as nobody should."""

import io
import zipfile

import openpyxl
import pytest

from amanah.engines.tables import Limits, Unreadable, read

NAMES = [["Name", "Post"], ["Zoë Ó Súilleabháin", "Fellow"], ["خدیجہ مختار", "Professor"]]


@pytest.fixture
def sheet(tmp_path):
    def write(data, name="people.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def cells(table):
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_delimiter_and_mark_is_read(sheet, delimiter, encoding):
    text = "\r\n".join(delimiter.join(row) for row in NAMES)

    table = read(sheet(text.encode(encoding)))

    assert [list(table.header), *cells(table)] == NAMES


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("cp1252", "José Müller-Ångström"),
        ("cp1251", "Тарас Шевченко"),
        ("cp1256", "محمد عبدالله"),
    ],
)
def test_windows_encodings_are_recognised(sheet, encoding, name):
    text = f"Name,Post\r\n{name},Fellow\r\n"

    table = read(sheet(text.encode(encoding)))

    assert cells(table) == [[name, "Fellow"]]
    assert encoding in table.how


def test_a_cell_may_hold_delimiters_quotation_marks_and_line_ends(sheet):
    table = read(sheet('a;b\r\n"one\ntwo, three; ""four""";5\r\nsix;7\r\n'))

    assert cells(table) == [['one\ntwo, three; "four"', "5"], ["six", "7"]]
    assert [row.line for row in table.rows] == [2, 4]


def test_what_excel_says_of_its_delimiter_is_believed(sheet):
    table = read(sheet("sep=;\r\na;b,c\r\n1;2\r\n"))

    assert (table.header, table.rows[0].line) == (("a", "b,c"), 3)


def test_rows_are_filled_up_and_wider_ones_set_apart(sheet):
    table = read(sheet("a,b\n1\n\n1,2,\n1,2,3\n"))

    assert cells(table) == [["1", ""], ["1", "2"]]
    assert [row.line for row in table.crooked] == [5]


def test_every_column_has_one_name(sheet):
    assert read(sheet("a,,a\n1,2,3\n")).header == ("a", "column 2", "a (2)")


def test_ten_thousand_rows_are_read(sheet):
    table = read(sheet("a,b\n" + "".join(f"{at},x\n" for at in range(10_000))))

    assert (len(table.rows), table.rows[-1].line) == (10_000, 10_001)


def workbook(rows):
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def test_a_workbook_is_read_as_text(sheet):
    import datetime

    data = workbook([["Name", "Places", "Away"], ["Zoë", 2.0, datetime.date(2027, 3, 1)]])

    table = read(sheet(data, "people.xlsx"))

    assert table.header == ("Name", "Places", "Away")
    assert cells(table) == [["Zoë", "2", "2027-03-01"]]


def test_a_formula_is_not_evaluated(sheet):
    table = read(sheet(workbook([["a", "b"], ["=1+1", "x"]]), "people.xlsx"))

    assert cells(table) == [["", "x"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b'a,b\n"never closed,1\n', "Line 2"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged"),
        (b"\xd0\xcf\x11\xe0 an old one", "old or a locked workbook"),
        (b"a,b\n1,\0\n", "no text"),
        (b"\xff\xfe\x00", "utf-16"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(sheet, data, said):
    path = sheet(data)

    with pytest.raises(Unreadable, match=said) as refusal:
        read(path)
    assert str(refusal.value).startswith("people.csv: ")


def test_a_damaged_workbook_is_refused(sheet):
    data = workbook([["a", "b"], ["1", "2"]])
    assert cells(read(sheet(data))) == [["1", "2"]]

    with pytest.raises(Unreadable, match="damaged"):
        read(sheet(data[: len(data) // 2]))
    with pytest.raises(Unreadable, match="damaged"):
        read(sheet(without_its_sheet(data)))


def without_its_sheet(data):
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for item in old.namelist():
            new.writestr(item, b"<broken" if "sheet1" in item else old.read(item))
    return kept.getvalue()


def test_a_file_of_200_megabytes_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(200 << 20)

    with pytest.raises(Unreadable, match="200 MB large; 50 MB"):
        read(path)


def test_a_small_archive_that_unpacks_to_a_huge_one_is_refused(sheet):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (400 << 20))

    with pytest.raises(Unreadable, match="unpack to 400 MB"):
        read(sheet(data.getvalue()))


def test_the_child_cannot_outgrow_its_memory(sheet):
    path = sheet("a,b\n" + f"{'x' * 2000},y\n" * 10_000)
    assert len(read(path).rows) == 10_000

    with pytest.raises(Unreadable, match="too large"):
        read(path, Limits(memory=64 << 20))


def test_too_many_rows_and_columns_are_refused(sheet):
    path = sheet("a,b\n1,2\n3,4\n")
    assert len(read(path, Limits(rows=2, columns=2)).rows) == 2

    with pytest.raises(Unreadable, match="more than 1 rows"):
        read(path, Limits(rows=1))
    with pytest.raises(Unreadable, match="more than 1 columns"):
        read(path, Limits(columns=1))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Unreadable, match=r"people.csv: There is no such file"):
        read(tmp_path / "people.csv")
