"""Canaries: words that are unique, planted where only some may read, and looked for everywhere.

`hits` looks through the disguises in which a word travels: compressed, base64, quoted-printable,
percent and HTML and JSON escapes, UTF-16, and decomposed Unicode.
"""

import base64
import binascii
import html
import io
import quopri
import re
import secrets
import unicodedata
import urllib.parse
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

# No hyphen survives every disguise, so a canary is also known by its last part.
PATTERN = re.compile(rb"cnry-([a-z0-9.]+)-([0-9a-z]+)-([0-9a-f]{8})")
ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{32,}")
DEPTH = 3
# How gzip, zip and deflate begin.
WRAPPED = (b"\x1f\x8b", b"PK", b"\x78\x01", b"\x78\x9c", b"\x78\xda")
LONGEST = 20_000_000


def plant(resource, whose):
    """A word that stands nowhere else: ``cnry-<resource>-<whose>-<8 random>``."""
    return f"cnry-{resource}-{whose}-{secrets.token_hex(4)}"


def hits(content, *, depth=DEPTH):
    """Every canary in some bytes, however they are wrapped."""
    if isinstance(content, str):
        content = content.encode()
    found = {match.group().decode() for match in PATTERN.finditer(content)}
    if depth:
        for unwrapped in _unwrapped(content):
            if unwrapped and unwrapped != content:
                found |= hits(unwrapped, depth=depth - 1)
    return found


def hits_in(folder):
    """Every canary in the files of a folder, and in their names: by path."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        here = hits(str(path.relative_to(folder)))
        if path.is_file():
            here |= hits(path.read_bytes())
        if here:
            found[str(path.relative_to(folder))] = here
    return found


def _unwrapped(content):
    if b"%" in content:
        yield urllib.parse.unquote_to_bytes(content)
    if b"=2D" in content or b"=\n" in content or b"=\r\n" in content:
        yield quopri.decodestring(content)
    if b"&" in content:
        yield html.unescape(content.decode("utf-8", "replace")).encode()
    if b"\\u" in content or b"\\x" in content:
        yield re.sub(
            rb"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))",
            lambda match: chr(int(match[1] or match[2], 16)).encode("utf-8", "replace"),
            content,
        )
    if b"c\0n\0r\0y" in content or b"\0c\0n\0r\0y" in content:
        yield content.replace(b"\0", b"")
    if not content.isascii():
        with suppress(UnicodeDecodeError):
            yield unicodedata.normalize("NFKC", content.decode()).encode()
    yield from _decompressed(content)
    yield from _decoded(content)


def _decoded(content):
    for match in ENCODED.finditer(content):
        for start in range(4):
            run = match.group()[start:].replace(b"-", b"+").replace(b"_", b"/")
            run = run[: len(run) // 4 * 4]
            try:
                decoded = base64.b64decode(run)
            except (binascii.Error, ValueError):
                continue
            if b"cnry" in decoded or decoded[:2] in WRAPPED:
                yield decoded
    # Base64 in lines, as in mail.
    joined = re.sub(rb"(?<=[A-Za-z0-9+/]{60})\r?\n", b"", content)
    if joined != content:
        yield joined


def _decompressed(content):
    if content[:4] == b"PK\x03\x04":
        # What was unwrapped once too often only begins like an archive.
        broken = (zipfile.BadZipFile, ValueError, zlib.error, EOFError, NotImplementedError)
        with suppress(*broken), zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield "\n".join(packed.namelist()).encode()
            for name in packed.namelist():
                yield packed.read(name)
    for start in _starts(content, b"\x1f\x8b\x08"):
        yield _inflated(content[start:], wbits=31)
    if content[:1] == b"\x78":
        yield _inflated(content, wbits=15)


def _inflated(content, *, wbits):
    try:
        return zlib.decompressobj(wbits).decompress(content, LONGEST)
    except zlib.error:
        return b""


def _starts(content, magic):
    start = content.find(magic)
    while start >= 0:
        yield start
        start = content.find(magic, start + 1)
