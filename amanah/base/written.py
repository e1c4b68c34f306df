"""Numbers and days as the reader's language writes them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, pgettext

# What stands between blanks and holds nothing that Latin letters or signs of markup would make
# an address, a code or an entity.
WORD = re.compile(r"(?<!\S)[^\sA-Za-z@&<>/]+(?!\S)")
# Which digits a language writes; those that are not here write 0123456789.
DIGITS = {
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "ur": "۰۱۲۳۴۵۶۷۸۹",
}


def digits(value: Any) -> str:
    """A number, or a sentence with numbers in it, in the digits of the reader's language.

    Words with Latin letters in them, addresses and markup stay as they are.
    """
    ours = DIGITS.get((get_language() or "").split("-")[0])
    if not ours:
        return str(value)
    table = str.maketrans("0123456789", ours)
    return WORD.sub(lambda word: word[0].translate(table), str(value))


def listed(words: Iterable[Any]) -> str:
    """Several in a row, as the reader's language parts them: a coordinator, a mentor."""
    return pgettext("between the words of a list", ", ").join(str(word) for word in words)


def day(value: date) -> str:
    """A day in words: 20 March 2026, ۲۰ مارچ ۲۰۲۶."""
    return formatted(value, "DATE_FORMAT")


def moment(value: datetime) -> str:
    """A day and a time in words, in the zone in force."""
    return formatted(value, "DATETIME_FORMAT")


def formatted(value: date | time, name: str) -> str:
    """Written in a format that each language has: DATE_FORMAT, TIME_FORMAT and so on."""
    write = formats.time_format if name == "TIME_FORMAT" else formats.date_format
    return digits(write(value, name, use_l10n=True))  # type: ignore[arg-type]
