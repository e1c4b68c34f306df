"""What is sealed, opened by other means: the formats written down once more, from the protocol.

It stands on `cryptography` and the standard library only, and knows nothing of our scripts.
"""

import base64
import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
NO_NONCE = bytes(12)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def derived(secret: bytes, info: str, salt: bytes = b"") -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info.encode()).derive(secret)


def raw(key: str) -> bytes:
    """The 32 bytes of a key in bech32, whose sum of control the other library has checked."""
    bits = "".join(f"{LETTERS.index(c):05b}" for c in key.lower().rpartition("1")[2][:-6])
    return int(bits[:256], 2).to_bytes(32)


def public(identity: str) -> bytes:
    return X25519PrivateKey.from_private_bytes(raw(identity)).public_key().public_bytes_raw()


def shared(identity: str, recipient: str) -> bytes:
    key = X25519PrivateKey.from_private_bytes(raw(identity))
    return key.exchange(X25519PublicKey.from_public_bytes(raw(recipient)))


def pair_key(identity: str, other: str, purpose: str, *, salt: str) -> bytes:
    return derived(shared(identity, other), f"amanah/pair/v1/{purpose}", salt.encode())


def opened(file: bytes, unwrap) -> bytes:
    """The plain text of an age file of one chunk, whose one stanza `unwrap` opens."""
    head, _, rest = file.partition(b"\n--- ")
    version, stanza, *body = head.decode().split("\n")
    assert version == "age-encryption.org/v1"
    arrow, *arguments = stanza.split(" ")
    assert arrow == "->"
    key = unwrap(arguments, unb64("".join(body)))
    told, payload = rest[:43], rest[44:]
    assert hmac.compare_digest(mac(derived(key, "header"), head + b"\n---"), unb64(told.decode()))
    nonce, sealed = payload[:16], payload[16:]
    stream = ChaCha20Poly1305(derived(key, "payload", nonce))
    return stream.decrypt(bytes(11) + b"\x01", sealed, None)


def by_identity(identity: str):
    def unwrap(arguments, body):
        kind, share = arguments
        assert kind == "X25519"
        key = X25519PrivateKey.from_private_bytes(raw(identity))
        secret = key.exchange(X25519PublicKey.from_public_bytes(unb64(share)))
        salt = unb64(share) + public(identity)
        wrap = derived(secret, "age-encryption.org/v1/X25519", salt)
        return ChaCha20Poly1305(wrap).decrypt(NO_NONCE, body, None)

    return unwrap


def by_phrase(phrase: str):
    def unwrap(arguments, body):
        kind, salt, work = arguments
        assert (kind, work) == ("scrypt", "16")
        full = b"age-encryption.org/v1/scrypt" + unb64(salt)
        key = hashlib.scrypt(phrase.encode(), salt=full, n=2**16, r=8, p=1, maxmem=2**27, dklen=32)
        return ChaCha20Poly1305(key).decrypt(NO_NONCE, body, None)

    return unwrap


def by_passkey(prf: bytes):
    def unwrap(arguments, body):
        kind, nonce = arguments
        assert kind == "amanah/prf"
        return ChaCha20Poly1305(derived(prf, "amanah/prf-wrap/v1")).decrypt(
            unb64(nonce), body, None
        )

    return unwrap


def by_oneself(identity: str):
    def unwrap(arguments, body):
        kind, nonce = arguments
        assert kind == "amanah/self"
        return AESGCM(derived(raw(identity), "amanah/self/v1/seal")).decrypt(
            unb64(nonce), body, None
        )

    return unwrap
