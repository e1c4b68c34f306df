"""Files that people upload: one that is too large is passed over as it comes in, never stored."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

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
