"""Numbers and days as the reader's language writes them."""

from datetime import date, datetime, time
from typing import Any

from django.utils import formats
from django.utils.translation import get_language

# Which digits a language writes; those that are not here write 0123456789.
DIGITS = {
    "ar": "٠١٢٣٤٥٦٧٨٩",
    "fa": "۰۱۲۳۴۵۶۷۸۹",
    "ur": "۰۱۲۳۴۵۶۷۸۹",
}


def digits(value: Any) -> str:
    """A number, or a text with numbers in it, in the digits of the reader's language."""
    ours = DIGITS.get((get_language() or "").split("-")[0])
    return str(value).translate(str.maketrans("0123456789", ours)) if ours else str(value)


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
