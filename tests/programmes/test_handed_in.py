"""What may be handed in as a file, by what is in it and not only by what it is called."""

import time
import unicodedata

import pytest

from amanah.programmes import handed_in
from tests.programmes import files

GOOD = {
    "cv.pdf": files.PDF,
    "CV.PDF": files.PDF,
    "letter.docx": files.document(),
    "letter.odt": files.open_document(),
    "me.jpg": files.JPEG,
    "me.JPEG": files.JPEG,
    "me.png": files.PNG,
    "note.txt": files.TEXT,
    "windows.txt": "naïve café\r\n".encode("cp1252"),
    "wide.txt": "خدیجہ".encode("utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_kinds_that_people_have_are_taken(name):
    found = handed_in.looked_over(name, GOOD[name])

    assert (found.name, found.content) == (name, GOOD[name])


LIES = {
    "a program called a PDF": ("cv.pdf", b"MZ\x90\x00" + b"\0" * 60),
    "a page called a PDF": ("cv.pdf", b"<html><script>%PDF-</script>"),
    "a picture called a PDF": ("cv.pdf", files.PNG),
    "a PDF called a picture": ("me.png", files.PDF),
    "a program called text": ("note.txt", b"\x7fELF\x02\x01\x01" + b"\0" * 9),
    "a script called text": ("note.txt", b"#!/bin/sh\nrm -rf /\n"),
    "an archive called a DOCX": ("cv.docx", files.plain_zip()),
    "an ODT called a DOCX": ("cv.docx", files.open_document()),
    "a DOCX called an ODT": ("cv.odt", files.document()),
    "a template called an ODT": (
        "cv.odt",
        files.open_document(b"application/vnd.oasis.opendocument.text-template"),
    ),
    "half a picture's head": ("me.jpg", b"\xff\xd8"),
    "broken wide text": ("note.txt", b"\xff\xfea"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_name_that_lies_is_said_to(lie):
    name, content = LIES[lie]

    with pytest.raises(handed_in.NotTaken, match="is none inside"):
        handed_in.looked_over(name, content)


@pytest.mark.parametrize(
    "name", ["cv.pdf.exe", "run.bat", "page.html", "x.svg", "cv", "", ".", "cv.", "a.docm", "b.zip"]
)
def test_other_kinds_are_not_taken_whatever_is_in_them(name):
    with pytest.raises(handed_in.NotTaken, match="kind of file is not taken"):
        handed_in.looked_over(name, files.PDF)


def test_a_document_with_macros_is_not_taken():
    with pytest.raises(handed_in.NotTaken, match="macros"):
        handed_in.looked_over("cv.docx", files.document("word/vbaProject.bin"))


def test_an_empty_file_is_not_taken_and_one_byte_too_many_neither():
    full = files.PDF + b" " * (files.LIMIT - len(files.PDF))

    assert len(handed_in.looked_over("cv.pdf", full).content) == files.LIMIT
    with pytest.raises(handed_in.NotTaken, match="5 MB at most"):
        handed_in.looked_over("cv.pdf", full + b" ")
    with pytest.raises(handed_in.NotTaken, match="empty"):
        handed_in.looked_over("cv.pdf", b"")


def test_a_document_that_would_unpack_to_far_more_is_not_opened():
    content = files.bomb()
    began = time.process_time()

    found = handed_in.looked_over("cv.docx", content)

    assert len(content) < 200_000
    assert found.content == content
    # Unpacking a hundred megabytes takes far longer.
    assert time.process_time() - began < 0.05


NAMES = {
    "../../etc/cv.pdf": "cv.pdf",
    "..\\..\\windows\\cv.pdf": "cv.pdf",
    "C:\\Users\\Hina\\cv.pdf": "cv.pdf",
    "my  cv\t(new)\r\n.pdf": "my cv (new).pdf",
    "cv\x00\x1b[31m.pdf": "cv[31m.pdf",
    "invoice\u202efdp.exe.pdf": "invoicefdp.exe.pdf",
    "\u2066cv\u2069\u200b\ufeff.pdf": "cv.pdf",
    "خدیجہ مختار ۲۰۲۶.pdf": "خدیجہ مختار ۲۰۲۶.pdf",
    "می\u200cخواهم.pdf": "می\u200cخواهم.pdf",
    "履歴書.pdf": "履歴書.pdf",
    'O\'Brien "CV" <b>.pdf': 'O\'Brien "CV" <b>.pdf',
    ".pdf": "file.pdf",
    "...  .pdf": "file.pdf",
    f"{'a' * 300}.pdf": f"{'a' * 116}.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_given_without_folders_and_what_cannot_be_seen(name):
    assert handed_in.tidy_name(name) == NAMES[name]


def test_a_name_is_kept_in_one_spelling():
    spread = unicodedata.normalize("NFD", "Siobhán.pdf")

    assert handed_in.tidy_name(spread) == "Siobhán.pdf"


def test_a_name_that_turns_the_writing_round_cannot_hide_what_it_is():
    with pytest.raises(handed_in.NotTaken, match="kind of file"):
        handed_in.looked_over("cv\u202efdp.exe", files.PDF)
