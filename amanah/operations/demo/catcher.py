"""Mail of the demo: caught in a folder instead of sent, and read on a page."""

import email
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from amanah.base import clock

FOLDER = "demo-mail"


@dataclass(frozen=True)
class Caught:
    """One letter as its reader would have got it."""

    name: str
    to: str
    subject: str
    at: datetime
    body: str


class Catcher(BaseEmailBackend):
    """Django's mail interface over a folder in the demo's home."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(exist_ok=True)
        for letter in email_messages:
            message = letter.message()
            del message["Date"]
            message["Date"] = format_datetime(clock.now())
            # Made whole elsewhere and moved in, so that a reader never sees half a letter.
            half = folder() / f".{secrets.token_hex(8)}"
            half.write_bytes(message.as_bytes())
            half.rename(folder() / f"{time.time_ns()}-{secrets.token_hex(4)}.eml")
        return len(email_messages)


def letters() -> list[Caught]:
    """Every letter that was caught, newest first."""
    return [_read(path) for path in sorted(folder().glob("*.eml"), reverse=True)]


def letter(name: str) -> Caught | None:
    """One of them by its name."""
    return next((_read(path) for path in folder().glob("*.eml") if path.stem == name), None)


def folder() -> Path:
    return Path(settings.HOME, FOLDER)


def _read(path: Path) -> Caught:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    return Caught(
        path.stem,
        str(message["To"]),
        str(message["Subject"]),
        parsedate_to_datetime(message["Date"]),
        body.get_content() if body else "",
    )
