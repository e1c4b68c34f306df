"""The list of those who were erased, kept outside the database in `HOME/erasures.log`.

A backup made before an erasure still holds the person. Restoring it reads this list and
erases again, so nobody comes back. The file is append-only, one JSON line an erasure, each
with the hash of the one before; it names nobody, only random ids.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

NAME = "erasures.log"


class BrokenLog(ValueError):
    """A line of the erasure log does not follow from the one before."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            f"line {number} of {NAME} does not follow from the line before it: the file was "
            "altered or cut. Take it from another copy of this installation's home."
        )


@dataclass(frozen=True)
class Line:
    number: int
    person: UUID
    at: datetime
    previous: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    def canonical(self) -> str:
        content = {
            "number": self.number,
            "person": str(self.person),
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "previous": self.previous,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"))

    def written(self) -> str:
        return json.dumps({**json.loads(self.canonical()), "hash": self.hash}, sort_keys=True)


def read(lines: Iterable[str]) -> list[Line]:
    """The log's lines, oldest first. Raises `BrokenLog` at the first that does not follow.

    A last line that breaks off in the middle is left out: its erasure never came about.
    """
    found: list[Line] = []
    previous = ""
    texts = [text for text in lines if text.strip()]
    if texts and not texts[-1].rstrip().endswith("}"):
        texts.pop()
    for number, text in enumerate(texts, start=1):
        try:
            content = json.loads(text)
            line = Line(
                number=content["number"],
                person=UUID(content["person"]),
                at=datetime.fromisoformat(content["at"]),
                previous=content["previous"],
            )
            sound = (line.number, line.previous, line.hash) == (number, previous, content["hash"])
        except (ValueError, KeyError, TypeError) as cause:
            raise BrokenLog(number) from cause
        if not sound:
            raise BrokenLog(number)
        previous = line.hash
        found.append(line)
    return found


def append(home: Path, person: UUID, *, at: datetime) -> int:
    """Add a person to the log, once, wait until it is on the disk, and return the line's number."""
    descriptor = os.open(home / NAME, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        content = file.read()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            # The machine stopped while this line was written, so its erasure never came about.
            file.truncate(len(whole))
        lines = read(whole.decode().splitlines())
        for line in lines:
            if line.person == person:
                return line.number
        line = Line(len(lines) + 1, person, at, lines[-1].hash if lines else "")
        file.write(line.written().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(home)
    return line.number


def _sync_folder(home: Path) -> None:
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
