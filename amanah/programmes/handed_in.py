"""What may be handed in as a file: how large, of which kind, and called what.

A file is looked at and never opened: its kind is told by how it begins and by names that stand in
it in clear. So whatever it unpacks to, it does so on the machine of whoever wants to read it.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from amanah.base.refusal import Refused

MOST_MB = 5
MOST_BYTES = MOST_MB << 20
LONGEST_NAME = 120
PDF, JPEG, PNG, ZIP = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"
ODT = b"mimetypeapplication/vnd.oasis.opendocument.textPK"
# What a document has in it that would act when it is opened.
MACROS = (b"vbaProject.bin", b"Basic/script-lc.xml")
# Joins letters in Persian, Urdu and many scripts of India; all else that cannot be seen goes.
JOINERS = "\u200c\u200d"
CANNOT_BE_SEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class NotTaken(Refused):
    code = "programmes.file_not_taken"


@dataclass(frozen=True)
class HandedIn:
    """A file that was looked over, under the name that it will be shown with."""

    name: str
    content: bytes


def looked_over(name: str, content: bytes) -> HandedIn:
    """A file as it may be kept. `NotTaken` with what to do instead."""
    if not content:
        raise NotTaken(_("This file is empty. Choose another."))
    if len(content) > MOST_BYTES:
        raise NotTaken(too_large())
    name = tidy_name(name)
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS:
        raise NotTaken(
            _("This kind of file is not taken. Choose a PDF, DOCX, ODT, JPEG, PNG or TXT file.")
        )
    if not KINDS[ending](content):
        said = _("It is called %(kind)s and is none inside. Save it as %(kind)s, and choose that.")
        raise NotTaken(said % {"kind": ending.upper()})
    if any(macro in content for macro in MACROS):
        raise NotTaken(_("This document has macros in it. Save it without them, then choose it."))
    return HandedIn(name, content)


def too_large() -> str:
    return _("This file is too large: %(most)d MB at most.") % {"most": MOST_MB}


def tidy_name(name: str) -> str:
    """What a file is called, in any script: without folders, and without what cannot be seen.

    Marks that turn the direction of writing would let `fdp.exe` look like another thing.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        one
        for one in " ".join(bare.split())
        if one in JOINERS or unicodedata.category(one) not in CANNOT_BE_SEEN
    )
    stem, dot, ending = seen.rpartition(".")
    stem = stem.strip(" .")[: LONGEST_NAME - len(ending) - 1] or _("file")
    return f"{stem}{dot}{ending[:LONGEST_NAME]}"


def _is_docx(content: bytes) -> bool:
    names = (b"[Content_Types].xml", b"word/document.xml")
    return content.startswith(ZIP) and all(name in content for name in names)


def _is_odt(content: bytes) -> bool:
    # The first part of it says what it is, in clear, after the thirty bytes of a head.
    return content.startswith(ZIP) and content[30 : 30 + len(ODT)] == ODT


def _is_text(content: bytes) -> bool:
    """Whether there are only letters in it, in whatever encoding, and no program."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError:
            return False
    else:
        text = content.decode("latin-1")
    strange = {chr(code) for code in range(32)} - set("\t\n\r\f")
    return not text.startswith("#!") and strange.isdisjoint(text)


KINDS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda content: content.startswith(PDF),
    "docx": _is_docx,
    "odt": _is_odt,
    "jpg": lambda content: content.startswith(JPEG),
    "jpeg": lambda content: content.startswith(JPEG),
    "png": lambda content: content.startswith(PNG),
    "txt": _is_text,
}
ACCEPTED = ",".join(f".{kind}" for kind in KINDS)
