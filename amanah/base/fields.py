"""Columns that a stolen copy of the database cannot read."""

import hashlib
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

NONCE_BYTES = 12
NAME_BYTES = 4


class CannotDecrypt(Exception):
    """None of the installation's field keys opens this value."""


def encrypt(text: str, *, about: str) -> bytes:
    """Encrypt a text with the newest field key, bound to what it is about."""
    return encrypt_bytes(text.encode(), about=about)


def decrypt(sealed: bytes, *, about: str) -> str:
    """Open what `encrypt` made; `CannotDecrypt` if it is damaged, moved, or of another key."""
    return decrypt_bytes(sealed, about=about).decode()


def encrypt_bytes(content: bytes, *, about: str) -> bytes:
    """Encrypt some bytes with the newest field key, bound to what they are about.

    AES-256-GCM: the first four bytes name the key, then nonce and ciphertext. `about` is
    authenticated, so a value cannot be moved into another column.
    """
    key = settings.FIELD_KEYS[0]
    nonce = secrets.token_bytes(NONCE_BYTES)
    return name_of(key) + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def decrypt_bytes(sealed: bytes, *, about: str) -> bytes:
    """Open what `encrypt_bytes` made; `CannotDecrypt` as with `decrypt`."""
    sealed = bytes(sealed)
    name, nonce = sealed[:NAME_BYTES], sealed[NAME_BYTES : NAME_BYTES + NONCE_BYTES]
    for key in settings.FIELD_KEYS:
        if name_of(key) == name:
            try:
                return AESGCM(key).decrypt(
                    nonce, sealed[NAME_BYTES + NONCE_BYTES :], about.encode()
                )
            except (InvalidTag, ValueError) as cause:
                raise CannotDecrypt(f"{about} was altered or moved") from cause
    raise CannotDecrypt(f"no field key opens {about}; restore field.keys of this installation")


def name_of(key: bytes) -> bytes:
    """How values begin that this key has encrypted. It tells nothing of the key."""
    return hashlib.sha256(b"amanah/field-key/" + key).digest()[:NAME_BYTES]


class EncryptedTextField(models.Field[str, str]):
    """A text that is encrypted on its way into the database and decrypted on its way out.

    It cannot be searched or ordered by. An empty text is stored as no bytes at all.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def about(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = encrypt(value, about=self.about) if value else b""
        return connection.Database.Binary(sealed)

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and cannot be searched.")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return decrypt(value, about=self.about) if value else ""

    def formfield(self, **kwargs: Any) -> Any:
        limits = {"max_length": self.max_length, "form_class": forms.CharField}
        return super().formfield(**{**limits, **kwargs})
