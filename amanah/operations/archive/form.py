"""What an archive looks like."""

import hashlib
import hmac
import json
import re
import tarfile
from dataclasses import asdict, dataclass, field

from amanah.operations.stop import BAD_ARCHIVE, Stop

FORM = 1
MANIFEST, SEAL, KEYS, ERASURES = "manifest.json", "seal.json", "keys.age", "erasures.log"
MEMBER = re.compile(
    r"tables/[a-z][a-z0-9_]{0,99}\.jsonl\.gz|attachments/[0-9]{8}"
    r"|erasures\.log|keys\.age|manifest\.json|seal\.json"
)
LARGEST_MANIFEST = 64 * 1024 * 1024
# True only of a running installation: sessions would also be ways in for whoever steals a backup.
# Where a lock is open ends with its session.
LEFT_OUT = {"people.session", "sealing.opening", "base.worker", "stewardship.parcel"}


class BadArchive(Stop):
    """The archive is not what `amanah backup` wrote, or not for this version."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message} Nothing was changed.", BAD_ARCHIVE)


@dataclass(frozen=True)
class Member:
    """One file in the archive."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """One table: its member holds this many rows and, unpacked, this many bytes."""

    rows: int
    bytes: int


@dataclass
class Manifest:
    """What is in an archive, and where from."""

    amanah: str
    made_at: str
    database: str
    heads: list[list[str]]
    members: list[Member] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    # The member of each attachment, and where it belongs below HOME/attachments.
    attachments: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=lambda: sorted(LEFT_OUT))
    # Where each ledger stood: one that was rewritten since ends in another head.
    ledgers: dict[str, str] = field(default_factory=dict)
    form: int = FORM

    def taken(self) -> dict[str, Table]:
        """The tables that are taken from it: an older archive may hold what is left out today."""
        gone = {label.replace(".", "_") for label in LEFT_OUT}
        return {name: table for name, table in self.tables.items() if name not in gone}

    def written(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        values = json.loads(content)
        if values.get("form") != FORM:
            raise BadArchive(
                f"This archive has form {values.get('form')!r} and this Amanah reads form {FORM}: "
                "restore it with the version that made it, or a newer one."
            )
        values["members"] = [Member(**member) for member in values["members"]]
        values["tables"] = {name: Table(**table) for name, table in values["tables"].items()}
        return cls(**values)


def seal(digest: str, key: bytes) -> bytes:
    """The last member: the checksum of all bytes before it, and that a holder of the key wrote it.

    `key` is a field key. It is named, so that a reader with several knows which to try.
    """
    ours = hmac.digest(key, b"amanah/archive", "sha256")
    content = {
        "key": hashlib.sha256(b"amanah/archive-key/" + key).hexdigest()[:8],
        "mac": hmac.new(ours, digest.encode(), "sha256").hexdigest(),
        "sha256": digest,
    }
    return json.dumps(content).encode()


def header(name: str, size: int) -> tarfile.TarInfo:
    """A member as we write it: nothing in it but its name and size."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def ending(content: bytes) -> bytes:
    """How an archive ends: its seal, and what tar wants after it."""
    head = header(SEAL, len(content)).tobuf(tarfile.USTAR_FORMAT)
    whole = head + content
    return whole + b"\0" * (-len(whole) % tarfile.BLOCKSIZE + 2 * tarfile.BLOCKSIZE)
