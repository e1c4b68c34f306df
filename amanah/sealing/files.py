"""What an age file looks like from outside: its head, never what is in it."""

import re

FIRST = b"age-encryption.org/v1\n"
MOST_HEAD = 2048
STANZA = re.compile(rb"^-> ([!-~]+(?: [!-~]+)*)$", re.MULTILINE)
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
    """Whether it is written as an X25519 recipient is; its checksum is for the clients."""
    return RECIPIENT.fullmatch(text) is not None
