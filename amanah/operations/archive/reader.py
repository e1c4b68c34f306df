"""Reading an archive: everything about it is doubted until it has been checked, whole."""

import gzip
import hashlib
import hmac
import json
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from amanah import __version__
from amanah.operations.archive import form
from amanah.operations.archive.form import BadArchive, Manifest
from amanah.operations.stop import Stop

CHUNK = 1024 * 1024
LONGEST_LINE = 64 * CHUNK
BROKEN = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)


@dataclass
class Archive:
    """An archive that has been checked and can be read."""

    tar: tarfile.TarFile
    manifest: Manifest = field(init=False)
    seal: bytes = b""

    def rows(self, table: str) -> Iterator[list[Any]]:
        """The names of a table's columns, then its rows. Never more than was announced."""
        told = self.manifest.tables[table]
        left, count = told.bytes, -1
        with gzip.GzipFile(fileobj=self.tar.extractfile(f"tables/{table}.jsonl.gz")) as lines:
            while line := lines.readline(min(left, LONGEST_LINE) + 1):
                left -= len(line)
                if left < 0 or not line.endswith(b"\n"):
                    raise BadArchive(f"The table {table} unpacks to more than was announced.")
                count += 1
                yield json.loads(line)
        if (left, count) != (0, told.rows):
            raise BadArchive(f"The table {table} is not whole.")

    def member(self, name: str) -> bytes | None:
        """The content of a small member, or None if there is none of that name."""
        if name not in {member.name for member in self.manifest.members}:
            return None
        return _content(self.tar, self.tar.getmember(name))

    def prove(self, keys: Sequence[bytes]) -> None:
        """Refuse an archive that nobody who holds one of these field keys has written."""
        told = json.loads(self.seal)
        for key in keys:
            wanted = form.seal(told["sha256"], key)
            if json.loads(wanted)["key"] == told["key"]:
                if hmac.compare_digest(wanted, self.seal):
                    return
                raise BadArchive("The archive was altered after it was written.")
        raise Stop(
            "the field keys at hand are not those of this archive. Put the field.keys of its "
            "installation into the home, or name it in AMANAH_FIELD_KEYS_FILE, or give the age "
            "identity that opens the keys inside: --identity FILE. Nothing was changed."
        )

    def unpack_attachments(self, folder: Path) -> None:
        """Write every attachment below a new folder."""
        folder.mkdir(mode=0o700)
        for name, place in self.manifest.attachments.items():
            path = folder / place
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            source: Any = self.tar.extractfile(name)
            with path.open("xb") as file:
                shutil.copyfileobj(source, file, CHUNK)


@contextmanager
def opened(path: Path, *, room: int | None = None) -> Iterator[Archive]:
    """Check an archive from its first byte to its last, and give it to be read.

    Raises `BadArchive` if anything about it is not as `amanah backup` writes it, and `Stop` if
    what it holds would not fit into `room` bytes.
    """
    try:
        file = path.open("rb")
    except OSError as cause:
        raise Stop(f"{path} cannot be read ({cause.strerror}).") from cause
    with file:
        try:
            with tarfile.open(fileobj=file, mode="r:") as tar:
                archive = _checked(tar, path.stat().st_size, room)
        except BROKEN as cause:
            raise BadArchive(
                f"{path} is not a whole archive of Amanah: it is truncated or damaged."
            ) from cause
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:") as again:
            archive.tar = again
            yield archive


def _checked(tar: tarfile.TarFile, size: int, room: int | None) -> Archive:
    found, archive = _members(tar), Archive(tar)
    if [name for name, *_rest in found[-2:]] != [form.MANIFEST, form.SEAL]:
        raise BadArchive("The archive is truncated: its manifest or seal is missing.")
    archive.seal = _content(tar, tar.getmember(form.SEAL))
    _check_end(tar, archive.seal, size)
    manifest = archive.manifest = Manifest.read(_content(tar, tar.getmember(form.MANIFEST)))
    _refuse_newer(manifest)
    told = [(member.name, member.bytes, member.sha256) for member in manifest.members]
    if told != found[:-2]:
        raise BadArchive("The archive was altered: a part is not the one that was written.")
    _check_names(manifest)
    _check_places(manifest)
    _check_room(manifest, room)
    for table in manifest.tables:
        for _row in archive.rows(table):
            pass
    return archive


def _members(tar: tarfile.TarFile) -> list[tuple[str, int, str]]:
    """Name, size and checksum of every member; only plain files of our own names pass."""
    found: dict[str, tuple[str, int, str]] = {}
    end = 0
    while (member := tar.next()) is not None:
        plain = member.type == tarfile.REGTYPE and not member.pax_headers and not member.linkname
        if not plain or member.offset != end or not form.MEMBER.fullmatch(member.name):
            raise BadArchive("The archive holds something that Amanah does not write.")
        if member.name in found:
            raise BadArchive("The archive holds a part twice.")
        found[member.name] = (member.name, member.size, _hash(tar, member))
        end = member.offset_data + -(-member.size // tarfile.BLOCKSIZE) * tarfile.BLOCKSIZE
    return list(found.values())


def _check_end(tar: tarfile.TarFile, seal: bytes, size: int) -> None:
    """Whether all bytes before the seal are those it was made over, and nothing follows it."""
    file: Any = tar.fileobj
    left, digest = tar.getmember(form.SEAL).offset, hashlib.sha256()
    if size - left != len(form.ending(seal)):
        raise BadArchive("The archive does not end where it should: it is truncated or altered.")
    file.seek(0)
    while left and (chunk := file.read(min(left, CHUNK))):
        digest.update(chunk)
        left -= len(chunk)
    if file.read() != form.ending(seal) or json.loads(seal)["sha256"] != digest.hexdigest():
        raise BadArchive("The archive was altered after it was written.")


def _hash(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    found = hashlib.sha256()
    source: Any = tar.extractfile(member)
    left = member.size
    while chunk := source.read(CHUNK):
        found.update(chunk)
        left -= len(chunk)
    if left:
        raise EOFError
    return found.hexdigest()


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.size > form.LARGEST_MANIFEST:
        raise BadArchive(f"The part {member.name} is larger than Amanah writes it.")
    source: Any = tar.extractfile(member)
    return bytes(source.read())


def _refuse_newer(manifest: Manifest) -> None:
    if _numbers(manifest.amanah) > _numbers(__version__):
        raise BadArchive(
            f"The archive was made by Amanah {manifest.amanah}, and this is {__version__}. "
            "Install that version or a newer one, and restore with it."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _check_names(manifest: Manifest) -> None:
    """Every table and attachment is a member, and every member is accounted for."""
    names = {member.name for member in manifest.members}
    told = {f"tables/{name}.jsonl.gz" for name in manifest.tables} | set(manifest.attachments)
    if not told <= names or not names - told <= {form.KEYS, form.ERASURES}:
        raise BadArchive("The archive's list of contents does not fit its contents.")


def _check_places(manifest: Manifest) -> None:
    """Refuse attachments that would be written anywhere but below their folder."""
    places = [PurePosixPath(place) for place in manifest.attachments.values()]
    for text, place in zip(manifest.attachments.values(), places, strict=True):
        wild = place.is_absolute() or ".." in place.parts or "\0" in text or "\\" in text
        if wild or text != place.as_posix() or text in {"", "."}:
            raise BadArchive("The archive would write an attachment outside its folder.")
    if len(set(places)) != len(places) or {p for x in places for p in x.parents} & set(places):
        raise BadArchive("The archive would write one attachment over another.")


def _check_room(manifest: Manifest, room: int | None) -> None:
    if any(table.bytes < 0 or table.rows < 0 for table in manifest.tables.values()):
        raise BadArchive("The archive announces less than nothing.")
    needed = sum(table.bytes for table in manifest.tables.values())
    needed += sum(m.bytes for m in manifest.members if m.name in manifest.attachments)
    if room is not None and needed * 2 > room:
        raise Stop(
            f"restoring needs about {needed * 2 / 1e9:.2f} GB and there are {room / 1e9:.2f} GB "
            "free on the disk of AMANAH_HOME. Make room first. Nothing was changed."
        )
