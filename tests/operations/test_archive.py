"""An archive is refused, before anything is touched, unless it is exactly what we wrote."""

import gzip
import hashlib
import io
import json
import tarfile

import pytest
from django.apps import apps

from amanah import __version__
from amanah.operations.archive import form
from amanah.operations.archive.reader import opened
from amanah.operations.archive.writer import Writer
from amanah.operations.stop import Stop

KEY = b"k" * 32
ROWS = [["id", "name"], [1, "one"], [2, "two"]]
PLACE = "talks/1/a talk.bin"


def packed(rows):
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    return gzip.compress(lines, mtime=0), len(lines)


def archive(path, *, change=None, place=PLACE, table=None, **manifest):
    """Write an archive of one table and one attachment; `change(writer)` may add to it."""
    content, size = packed(ROWS)
    with path.open("wb") as file:
        made = form.Manifest(
            **{"amanah": __version__, "made_at": "2026-03-20", "database": "sqlite", "heads": []}
            | manifest
        )
        writer = Writer(file, made)
        writer.add("tables/things.jsonl.gz", io.BytesIO(content))
        made.tables["things"] = table or form.Table(len(ROWS) - 1, size)
        writer.add("attachments/00000001", io.BytesIO(b"sound"))
        made.attachments["attachments/00000001"] = place
        if change:
            change(writer)
        writer.close(KEY)
    return path


def refusal(path, **more):
    with pytest.raises(Stop) as caught, opened(path, **more):
        pass
    return caught.value


@pytest.fixture
def path(tmp_path):
    return tmp_path / "b.amanah"


def test_what_was_written_is_read(path, tmp_path):
    with opened(archive(path), room=10**9) as found:
        found.prove([b"x" * 32, KEY])
        found.unpack_attachments(tmp_path / "out")

        assert list(found.rows("things")) == ROWS
        assert (tmp_path / "out" / PLACE).read_bytes() == b"sound"


def test_one_cut_anywhere_is_refused(path):
    whole = archive(path).read_bytes()

    for length in (*range(0, len(whole), 199), len(whole) - 1):
        path.write_bytes(whole[:length])
        assert refusal(path).code == 4, length
    path.write_bytes(whole)
    with opened(path):
        pass


def test_a_changed_byte_anywhere_is_refused(path):
    whole = archive(path).read_bytes()

    for place in range(0, len(whole), 151):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(Stop) as caught, opened(path) as found:
            found.prove([KEY])
        assert caught.value.code == 4 or "field keys" in str(caught.value), place


def test_one_that_was_altered_and_sealed_anew_without_the_key_is_refused(path):
    archive(path, made_at="2026-03-21")
    whole = path.read_bytes()
    end = len(form.ending(form.seal("0" * 64, KEY)))
    forged = whole[:-end].replace(b"2026-03-21", b"2026-03-22")
    theirs = json.loads(form.seal(hashlib.sha256(forged).hexdigest(), b"x" * 32))
    theirs["key"] = json.loads(form.seal("", KEY))["key"]
    path.write_bytes(forged + form.ending(json.dumps(theirs).encode()))

    with opened(path) as found, pytest.raises(Stop, match="altered after it was written"):
        found.prove([KEY])
    with opened(archive(path)) as found:
        found.prove([KEY])


def test_nothing_that_is_kept_hangs_on_what_is_left_out():
    hanging = [
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label_lower not in form.LEFT_OUT
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model._meta.label_lower in form.LEFT_OUT
    ]

    assert hanging == []
    assert {label for label in form.LEFT_OUT if label not in known_models()} == set()


def test_an_archive_of_before_gives_up_what_is_left_out_today():
    tables = {"people_person": form.Table(2, 10), "sealing_opening": form.Table(1, 5)}
    manifest = form.Manifest("0.1.0", "", "sqlite", [], tables=tables)

    assert list(manifest.taken()) == ["people_person"]


def known_models():
    return {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}


def test_one_of_a_newer_version_or_form_is_refused(path):
    newer = refusal(archive(path, amanah="99.0.0"))
    other = refusal(archive(path, form=2))

    assert (newer.code, other.code) == (4, 4)
    assert "made by Amanah 99.0.0" in str(newer)
    assert "form 2" in str(other)


@pytest.mark.parametrize(
    "place",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "..",
        "",
        ".",
        "a//b",
        "./a",
        "a\\b",
        "a\0b",
        "a/",
    ],
)
def test_an_attachment_never_leaves_its_folder(path, place):
    assert refusal(archive(path, place=place)).code == 4
    with opened(archive(path, place="a/b..c/…d")):
        pass


@pytest.mark.parametrize("second", [PLACE, "talks/1", "talks/1/a talk.bin/deeper"])
def test_one_attachment_never_takes_the_place_of_another(path, second):
    def add(place):
        def change(writer):
            writer.add("attachments/00000002", io.BytesIO(b"other"))
            writer.manifest.attachments["attachments/00000002"] = place

        return change

    assert refusal(archive(path, change=add(second))).code == 4
    with opened(archive(path, change=add("talks/2"))):
        pass


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (tarfile.SYMTYPE, "attachments/00000002"),
        (tarfile.LNKTYPE, "attachments/00000002"),
        (tarfile.DIRTYPE, "attachments/00000002"),
        (tarfile.CHRTYPE, "attachments/00000002"),
        (tarfile.FIFOTYPE, "attachments/00000002"),
        (tarfile.GNUTYPE_SPARSE, "attachments/00000002"),
        (tarfile.CONTTYPE, "attachments/00000002"),
        (tarfile.REGTYPE, "../../etc/passwd"),
        (tarfile.REGTYPE, "/etc/passwd"),
        (tarfile.REGTYPE, "tables/../x.jsonl.gz"),
        (tarfile.REGTYPE, "tables/things.jsonl.gz"),
        (tarfile.REGTYPE, "anything"),
    ],
)
def test_only_plain_parts_under_our_own_names_pass(path, kind, name):
    def plant(writer):
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd" if kind in b"12" else ""
        writer.tar.addfile(member)

    assert refusal(archive(path, change=plant)).code == 4


def test_a_part_that_nobody_announced_is_refused(path):
    def add(announced):
        def change(writer):
            writer.add("attachments/00000002", io.BytesIO(b"other"))
            if announced:
                writer.manifest.attachments["attachments/00000002"] = "other"

        return change

    assert refusal(archive(path, change=add(announced=False))).code == 4
    with opened(archive(path, change=add(announced=True))):
        pass


@pytest.mark.parametrize(
    "table", [form.Table(2, 10), form.Table(2, 10**6), form.Table(1, 37), form.Table(3, 37)]
)
def test_a_table_unpacks_to_what_was_announced_and_no_more(path, table):
    assert packed(ROWS)[1] == 37
    assert refusal(archive(path, table=table)).code == 4
    with opened(archive(path, table=form.Table(2, 37))):
        pass


def test_a_bomb_is_refused_before_it_goes_off(path):
    def bomb(bytes_told):
        def change(writer):
            content = gzip.compress(b"[" + b" " * 200_000_000 + b"]\n")
            writer.add("tables/bomb.jsonl.gz", io.BytesIO(content))
            writer.manifest.tables["bomb"] = form.Table(0, bytes_told)

        return change

    lying = refusal(archive(path, change=bomb(100)), room=10**6)
    honest = refusal(archive(path, change=bomb(200_000_003)), room=10**6)

    assert (lying.code, "more than was announced" in str(lying)) == (4, True)
    assert (honest.code, "Make room first" in str(honest)) == (3, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 a zip", b"\0" * 20480, b"SQLite format 3\0"])
def test_any_other_file_is_refused(path, content):
    path.write_bytes(content)

    assert refusal(path).code == 4
