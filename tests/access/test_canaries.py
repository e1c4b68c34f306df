"""The searcher sees: one planted leak for each disguise."""

import base64
import gzip
import html
import io
import json
import quopri
import urllib.parse
import zipfile
import zlib

import pytest
from django.core import signing

from tests import canaries


def zipped(word):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", word)
    return packed.getvalue()


DISGUISES = {
    "plain": str.encode,
    "in a sentence": lambda word: f"Dear {word}, hello".encode(),
    "base64": lambda word: base64.b64encode(f"x{word} and more words around it".encode()),
    "base64 from the second byte": lambda word: base64.b64encode(f"xy{word} words".encode() * 2),
    "base64 for addresses": lambda word: base64.urlsafe_b64encode(f"??>{word}??>".encode()),
    "base64 in lines": lambda word: base64.encodebytes(f"{'a' * 50}{word}{'b' * 80}".encode()),
    "quoted-printable": lambda word: quopri.encodestring(f"ü {word}".encode(), quotetabs=True),
    "quoted-printable, all of it": lambda word: "".join(
        f"={b:02X}" for b in word.encode()
    ).encode(),
    "percent": lambda word: "".join(f"%{byte:02x}" for byte in word.encode()).encode(),
    "an address": lambda word: urllib.parse.quote(f"a b {word}").encode(),
    "HTML": lambda word: html.escape(f"<{word}>").encode(),
    "HTML by number": lambda word: "".join(f"&#{ord(letter)};" for letter in word).encode(),
    "JSON": lambda word: json.dumps({"said": f"é {word}"}).encode(),
    "JSON by number": lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word).encode(),
    "UTF-16": lambda word: f"é {word}".encode("utf-16"),
    "UTF-16, the other way round": lambda word: word.encode("utf-16-be"),
    "gzip": lambda word: gzip.compress(word.encode()),
    "gzip in the middle": lambda word: b"head" + gzip.compress(word.encode()),
    "deflate": lambda word: zlib.compress(word.encode()),
    "zip": zipped,
    "a session": lambda word: signing.dumps({"kept": word * 5}, compress=True).encode(),
    "gzip in base64": lambda word: base64.b64encode(gzip.compress(word.encode() * 3)),
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_canary_is_seen_through_its_disguise(disguise):
    word = canaries.plant("profile", "mentee")

    assert word in canaries.hits(disguise(word))


def test_nothing_is_seen_where_nothing_is():
    assert canaries.hits(b"cnry is a word, and so is cnry-profile" + bytes(range(256))) == set()


def test_files_and_their_names_are_looked_through(tmp_path):
    in_file, in_name = canaries.plant("a", "b"), canaries.plant("c", "d")
    (tmp_path / "plain.txt").write_text(in_file)
    (tmp_path / f"{in_name}.bin").write_bytes(b"")

    found = canaries.hits_in(tmp_path)

    assert found == {"plain.txt": {in_file}, f"{in_name}.bin": {in_name}}
