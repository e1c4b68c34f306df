"""What people have in common, in words: as the board shows it to staff, and a proposal to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.base.access import Text
from amanah.programmes import vocabulary

PARTS: dict[str, Text] = {
    "topics": gettext_lazy("Help with"),
    "languages": gettext_lazy("Languages"),
    "times": gettext_lazy("Times"),
    "settings": gettext_lazy("How to meet"),
    "specialty": gettext_lazy("Specialty or field"),
    "interests": gettext_lazy("Interests"),
}


@dataclass(frozen=True)
class Shared:
    """One part of it: what it is about, and what they said of it alike."""

    about: Text
    items: str


def in_common(carried: Iterable[Any]) -> list[Shared]:
    """Keys as labels in the reader's language, own words as they are. Of an unknown part, nothing."""
    return [
        Shared(PARTS[part], _(", ").join(_labels(part, items)))
        for part, items in carried
        if part in PARTS and items
    ]


def _labels(part: str, items: Iterable[str]) -> list[str]:
    if part in vocabulary.KINDS:
        return vocabulary.shown(part, items)
    return [str(one) for one in items]
