"""What people have in common, in words: as the board shows it to staff, and a proposal to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amanah.base.access import Text
from amanah.programmes.queries import vocabulary

PARTS: dict[str, Text] = {
    "topics": _("Help with"),
    "languages": _("Languages"),
    "times": _("Times"),
    "settings": _("How to meet"),
    "specialty": _("Specialty or field"),
    "interests": _("Interests"),
}


@dataclass(frozen=True)
class Shared:
    """One part of it: what it is about, and what they said of it alike."""

    about: Text
    items: str


def in_common(carried: Iterable[Any]) -> list[Shared]:
    """Keys as labels in the reader's language, own words as they are."""
    return [
        Shared(PARTS[part], gettext(", ").join(_labels(part, items)))
        for part, items in carried
        if part in PARTS and items
    ]


def _labels(part: str, items: Iterable[str]) -> list[str]:
    if part in vocabulary.KINDS:
        return vocabulary.shown(part, items)
    return [str(one) for one in items]
