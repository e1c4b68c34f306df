"""What an age file looks like from outside: its head, never what is in it."""

import re

FIRST = b"age-encryption.org/v1\n"
MOST_HEAD = 2048
STANZA = re.compile(rb"^-> ([!-~]+(?: [!-~]+)*)$", re.MULTILINE)
PREFIX = "age1"
BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BECH32_TURNS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
X25519 = "X25519"
SCRYPT = "scrypt"
PASSKEY = "amanah/prf"
TO_SELF = "amanah/self"


def is_sealed(file: bytes, kind: str) -> bool:
    """Whether it is an age file with exactly one stanza, of this kind."""
    end = file.find(b"\n--- ", 0, MOST_HEAD)
    if not file.startswith(FIRST) or end < 0:
        return False
    stanzas = STANZA.findall(file[:end])
    return len(stanzas) == 1 and stanzas[0].split(b" ")[0].decode() == kind


def is_recipient(text: str) -> bool:
    """Whether it is an X25519 recipient, written as age writes it, with a checksum that holds."""
    return RECIPIENT.fullmatch(text) is not None and _checksum(_letters(text)) == 1


def recipient_of(key: bytes) -> str:
    """An X25519 public key of 32 bytes, as age writes it."""
    bits = int.from_bytes(key, "big") << 4
    data = [bits >> shift & 31 for shift in range(255, -1, -5)]
    rest = _checksum([*data, 0, 0, 0, 0, 0, 0]) ^ 1
    letters = (*data, *(rest >> shift & 31 for shift in range(25, -1, -5)))
    return PREFIX + "".join(BECH32[each] for each in letters)


def _letters(text: str) -> list[int]:
    return [BECH32.index(each) for each in text.removeprefix(PREFIX)]


def _checksum(letters: list[int]) -> int:
    """What BIP 173 calls polymod, for the prefix `age`."""
    rest = 1
    for each in (*(ord(a) >> 5 for a in "age"), 0, *(ord(a) & 31 for a in "age"), *letters):
        top = rest >> 25
        rest = (rest & 0x1FFFFFF) << 5 ^ each
        for bit, turn in enumerate(BECH32_TURNS):
            rest ^= turn if top >> bit & 1 else 0
    return rest
