"""Names as people write them.

One word or six, any script, any order, titles and apostrophes and all. Only what cannot be seen
is refused, since it would make one name look like another.
"""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# Joiners that Urdu, Persian and the Indic scripts need to be spelt right.
JOINERS = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
# Invisible and harmless; word processors leave them when a name is copied.
DROPPED = re.compile("[\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}]")
HIDDEN = {"Cc", "Cf", "Cs", "Co"}


def tidy(name: str) -> str:
    """The name in one spelling (NFC) with single blanks."""
    text = unicodedata.normalize("NFC", DROPPED.sub("", name))
    return re.sub(r"\s+", " ", text).strip()


def is_a_name(name: str) -> None:
    """Refuse characters that nobody can see, and a name without a single letter."""
    if any(_is_hidden(character) for character in name):
        raise ValidationError(
            _(
                "This holds a character that cannot be seen and would disturb other people's "
                "screens. Please type it again rather than pasting it."
            ),
            code="hidden_character",
        )
    if name and not any(unicodedata.category(character)[0] == "L" for character in name):
        raise ValidationError(_("Please write it with at least one letter."), code="no_letter")


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in HIDDEN and character not in JOINERS


class NameField(models.CharField[str, str]):
    """A name, tidied when it is cleaned."""

    default_validators = [is_a_name]

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value
