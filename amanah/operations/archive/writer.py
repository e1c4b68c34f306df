"""Writing an archive."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from pathlib import Path
from typing import IO, Any

from amanah.operations.archive import codec, form
from amanah.operations.archive.snapshot import Snapshot
from amanah.operations.stop import Stop

CHUNK = 1024 * 1024
IN_MEMORY = 8 * CHUNK


class Writer:
    """An archive that is being written."""

    def __init__(self, file: IO[bytes], manifest: form.Manifest) -> None:
        self.file = _Hashed(file)
        self.tar = tarfile.TarFile(
            fileobj=self.file,  # type: ignore[arg-type]
            mode="w",
            format=tarfile.USTAR_FORMAT,
        )
        self.manifest = manifest

    def add_table(self, model: Any, snapshot: Snapshot) -> None:
        """Add every row of a model's table."""
        fields = model._meta.local_concrete_fields
        name, rows, size = model._meta.db_table, 0, 0
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as packed:
            with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6) as lines:
                size += lines.write(_line([field.column for field in fields]))
                for row in snapshot.rows(model):
                    values = [codec.plain(f, raw) for f, raw in zip(fields, row, strict=True)]
                    size += lines.write(_line(values))
                    rows += 1
            self.add(f"tables/{name}.jsonl.gz", packed)
        self.manifest.tables[name] = form.Table(rows, size)

    def add_attachments(self, folder: Path) -> None:
        """Add every file below the folder. One that goes away meanwhile is left out."""
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        for number, path in enumerate(found, start=1):
            if path.is_symlink():
                raise Stop(f"{path} is a link; attachments are files. Remove it.")
            name = f"attachments/{number:08}"
            try:
                with path.open("rb") as file:
                    self.add(name, file)
            except FileNotFoundError:
                continue
            self.manifest.attachments[name] = path.relative_to(folder).as_posix()

    def add(self, name: str, file: IO[bytes]) -> None:
        """Add a member, and note its checksum."""
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        reader = _Hashing(file, size)
        self._put(name, size, reader)
        self.manifest.members.append(form.Member(name, size, reader.hash.hexdigest()))

    def close(self, key: bytes) -> None:
        """Write the manifest and, over all of it, the seal."""
        manifest = self.manifest.written()
        self._put(form.MANIFEST, len(manifest), io.BytesIO(manifest))
        self.file.write(form.ending(form.seal(self.file.hash.hexdigest(), key)))

    def _put(self, name: str, size: int, file: Any) -> None:
        self.tar.addfile(form.header(name, size), file)


class _Hashed:
    """Hashes whatever is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash, self.tell = file, hashlib.sha256(), file.tell

    def write(self, content: bytes) -> int:
        self.hash.update(content)
        return self.file.write(content)


class _Hashing:
    """Reads at most the size that was announced, and hashes on the way."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file, self.left, self.hash = file, size, hashlib.sha256()

    def read(self, wanted: int) -> bytes:
        chunk = self.file.read(min(wanted, self.left))
        self.left -= len(chunk)
        self.hash.update(chunk)
        return chunk


def _line(values: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
