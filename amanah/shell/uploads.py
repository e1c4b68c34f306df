"""Files that people upload: one that is too large is passed over as it comes in, never stored."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from amanah.engines.tables import Unreadable

# What any form here takes at most, all files together.
MOST = 25 << 20


class Bounded(FileUploadHandler):
    """First among the handlers: lets nothing through of a request that says it is too large."""

    too_large = False

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        self.too_large = content_length > MOST

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def is_too_large(request: HttpRequest) -> bool:
    """Whether the files of a request were passed over."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST


def in_words(reason: Unreadable, *, most: int) -> str:
    """Why a file is no table, in the language of whoever uploaded it, where we have it."""
    told = str(reason).partition(": ")[2]
    for begins, sentence in (
        ("It is empty", _("It is empty: the first row must name the columns.")),
        (
            "It is damaged",
            _("It is damaged or no workbook. Open it and save it again as XLSX, or as CSV."),
        ),
        (
            "It is an old or a locked",
            _("It is an old or a locked workbook. Save it as XLSX without a password."),
        ),
        ("It is no text", _("It is no table. Save your list as CSV in UTF-8, or as XLSX.")),
        (
            "It would unpack",
            _("It would unpack to far more than a list of people. Save only the sheet, as CSV."),
        ),
        ("It is too large", _("It is too large to be read. Save only the rows that are needed.")),
    ):
        if told.startswith(begins):
            return sentence
    if " MB large" in told:
        return _("It is too large: %(most)d MB are read at most.") % {"most": most >> 20}
    return told
