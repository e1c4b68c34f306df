"""Sealed things as the browser makes them, for the demo alone: its phrases are published.

Nowhere else does the server make keys or seal words. The formats are those of
docs/explanation/how-sealing-works.md; what is made here opens in every client.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from amanah.sealing import files

WORK = 16
BUCKET, KEY = 256, 32
NO_NONCE, LAST_CHUNK = bytes(12), bytes(11) + b"\x01"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def bare(data: bytes) -> str:
    """Base64 without padding, as in heads of age files and in tags."""
    return b64(data).rstrip("=")


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def written(said: Mapping[str, Any]) -> str:
    """JSON as browsers write it."""
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def padded(text: str) -> bytes:
    plain, size = text.encode(), BUCKET
    while size < len(plain):
        size *= 2
    return plain.ljust(size)


@dataclass(frozen=True)
class Keys:
    """An X25519 key as age writes it: a person's, or a room's of one epoch."""

    identity: str

    @classmethod
    def new(cls) -> "Keys":
        return cls(str(pyrage.x25519.Identity.generate()))

    @cached_property
    def raw(self) -> bytes:
        letters = self.identity.lower().rpartition("1")[2][:-6]
        bits = "".join(f"{files.BECH32.index(letter):05b}" for letter in letters)
        return int(bits[:256], 2).to_bytes(KEY)

    @cached_property
    def private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.raw)

    @cached_property
    def recipient(self) -> str:
        return files.recipient_of(self.private.public_key().public_bytes_raw())

    def tag(self, other: "Keys", purpose: str, said: bytes) -> bytes:
        """What this person vouches for to another."""
        secret = self.private.exchange(other.private.public_key())
        salt = (self.recipient + other.recipient).encode()
        return _mac(_derived(secret, f"amanah/pair/v1/{purpose}", salt), said)


class Phrase:
    """A published phrase, stretched once for every lock that it opens."""

    def __init__(self, phrase: str) -> None:
        self.salt = secrets.token_bytes(16)
        salt = b"age-encryption.org/v1/scrypt" + self.salt
        self.key = hashlib.scrypt(
            phrase.encode(), salt=salt, n=2**WORK, r=8, p=1, maxmem=2**27, dklen=KEY
        )

    def seal(self, plain: bytes) -> bytes:
        key = secrets.token_bytes(16)
        body = ChaCha20Poly1305(self.key).encrypt(NO_NONCE, key, None)
        return _age(f"{files.SCRYPT} {bare(self.salt)} {WORK}", body, key, plain)


def seal_to(recipient: Keys, plain: bytes) -> bytes:
    """An age file to one key."""
    key, once = secrets.token_bytes(16), X25519PrivateKey.generate()
    share = once.public_key().public_bytes_raw()
    to = recipient.private.public_key().public_bytes_raw()
    secret = once.exchange(X25519PublicKey.from_public_bytes(to))
    wrap = _derived(secret, "age-encryption.org/v1/X25519", share + to)
    body = ChaCha20Poly1305(wrap).encrypt(NO_NONCE, key, None)
    return _age(f"{files.X25519} {bare(share)}", body, key, plain)


def seal_to_oneself(keys: Keys, plain: bytes) -> bytes:
    key, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    body = AESGCM(_derived(keys.raw, "amanah/self/v1/seal")).encrypt(nonce, key, None)
    return _age(f"{files.TO_SELF} {bare(nonce)}", body, key, plain)


def pins_of(keys: Keys, pins: Mapping[str, Any]) -> bytes:
    """Two lines: what vouches for the pins, and the pins sealed to oneself."""
    file = seal_to_oneself(keys, padded(written(pins)))
    about = ("amanah/pins/v1", pins["person"], pins["generation"], pins["counter"])
    said = "\n".join([*map(str, about), b64(sha256(file))])
    vouched = _mac(_derived(keys.raw, "amanah/self/v1/mac"), said.encode())
    return f"{b64(vouched)}\n{b64(file)}".encode()


def grant(by: Keys, to: Keys, room_key: Keys, terms: Mapping[str, Any]) -> tuple[str, bytes, bytes]:
    """The key of an epoch, handed to one person: statement, tag and file."""
    held = {"v": 1, "room": terms["room"], "epoch": terms["epoch"], "key": room_key.identity}
    file = seal_to(to, padded(written(held)))
    statement = written(
        {
            "v": 1,
            "suite": terms["suite"],
            "room": terms["room"],
            "epoch": terms["epoch"],
            "from": by.recipient,
            "to": to.recipient,
            "by": terms["by"],
            "members": dict(sorted(terms["members"].items())),
            "from_n": terms["from_n"],
            "head": terms["head"],
            "file": b64(sha256(file)),
        }
    )
    return statement, by.tag(to, "grant", statement.encode()), file


def envelope(
    by: Keys, room_key: Keys, words: Mapping[str, Any], members: Mapping[str, Keys]
) -> bytes:
    """Words, with a tag of the room and one to each member."""
    said = written(words).encode()
    about = f"amanah/envelope/v1/{words['epoch']}"
    of_room = _mac(_derived(room_key.raw, about, words["room"].encode()), said)
    tags = [bare(by.tag(keys, "words", said)) for _person, keys in sorted(members.items())]
    plain = f"{bare(of_room)}\n{' '.join(tags)}\n{said.decode()}"
    return seal_to(room_key, padded(plain))


def first_head(room: str) -> bytes:
    return sha256(f"amanah/chain/v1\n{room}".encode())


def next_head(head: bytes, file: bytes) -> bytes:
    return sha256(head, sha256(file))


def _age(stanza: str, body: bytes, key: bytes, plain: bytes) -> bytes:
    """An age file of one stanza and one chunk."""
    head = f"age-encryption.org/v1\n-> {stanza}\n{bare(body)}\n---".encode()
    vouched = bare(_mac(_derived(key, "header"), head)).encode()
    nonce = secrets.token_bytes(16)
    stream = ChaCha20Poly1305(_derived(key, "payload", nonce))
    return head + b" " + vouched + b"\n" + nonce + stream.encrypt(LAST_CHUNK, plain, None)


def _derived(secret: bytes, info: str, salt: bytes = b"") -> bytes:
    return HKDF(SHA256(), length=KEY, salt=salt, info=info.encode()).derive(secret)


def _mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()
