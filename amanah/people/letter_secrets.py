"""Secrets that go out in letters; we keep their hashes."""

import hashlib
import secrets


def new() -> str:
    return secrets.token_urlsafe(24)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
