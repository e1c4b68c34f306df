"""What makes a password good enough. Each rule says what to do instead."""

import gzip
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST = 12
MOST = 1000
DIFFERENT = 5
PART = 4


class LongEnough:
    """Twelve characters, of any kind: words in a row are as good as signs."""

    def validate(self, password: str, person: Any = None) -> None:
        if len(password) < LEAST:
            raise ValidationError(
                _(
                    "This is a little short. Use at least %(least)d characters: "
                    "four words in a row are easy to remember."
                )
                % {"least": LEAST},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        return _(
            "At least %(least)d characters. Four words in a row are fine, with blanks if you like."
        ) % {"least": LEAST}


class NotCommon:
    """Not among the passwords that everybody tries first, and not one of them made longer."""

    def validate(self, password: str, person: Any = None) -> None:
        plain = unicodedata.normalize("NFKC", password).casefold().strip()
        if _is_monotonous(plain) or _core(plain) in _common() or plain in _common():
            raise ValidationError(
                _(
                    "Many people use this one, so it would be tried first. "
                    "Put a few unrelated words together instead."
                ),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        return ""


class NotAboutYou:
    """Not the person's own name or address, which anybody can look up."""

    def validate(self, password: str, person: Any = None) -> None:
        if person is None:
            return
        plain = unicodedata.normalize("NFKC", password).casefold()
        left = plain
        for part in sorted(_parts(person), key=len, reverse=True):
            left = left.replace(part, "")
        # What is left once the name is taken out has to be a password of its own.
        if left != plain and len(re.sub(r"[\W\d_]", "", left)) < LEAST // 2:
            raise ValidationError(
                _(
                    "This is close to your name or address, which others know. "
                    "Choose something that has nothing to do with you."
                ),
                code="password_about_you",
            )

    def get_help_text(self) -> str:
        return ""


def _parts(person: Any) -> set[str]:
    text = f"{person.name} {person.called} {person.email}".casefold()
    return {part for part in re.split(r"[\W_]+", text) if len(part) >= PART}


def _is_monotonous(plain: str) -> bool:
    """A few characters over and over, one piece repeated, or a run along the keyboard."""
    if len(set(plain)) < DIFFERENT:
        return True
    if plain in (plain + plain)[1:-1]:
        return True
    steps = [ord(b) - ord(a) for a, b in pairwise(plain)]
    return sum(abs(step) <= 1 for step in steps) > len(steps) * 0.8


def _core(plain: str) -> str:
    """A password without the digits and signs that people put around it to make it longer."""
    return re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)


@cache
def _common() -> frozenset[str]:
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)
