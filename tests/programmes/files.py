"""Files as people hand them in, and as somebody would who means harm."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"J" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"P" * 40
TEXT = "Grüße aus Lahore, خدیجہ\n".encode()
LIMIT = 5 * 1024 * 1024


def document(*more, sized=b"<w:document/>"):
    """A DOCX, by the names that stand in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            file.writestr(name, sized)
    return packed.getvalue()


def open_document(kind=b"application/vnd.oasis.opendocument.text"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", kind)
        file.writestr("content.xml", b"<office/>")
    return packed.getvalue()


def plain_zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("setup.exe", b"MZ")
    return packed.getvalue()


def bomb():
    """A DOCX of a few kilobytes that unpacks to a hundred megabytes."""
    return document(sized=b"0" * (50 << 20))


def file(name="cv.pdf", content=PDF):
    return SimpleUploadedFile(name, content)
