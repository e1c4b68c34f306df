"""What stands in a cell that only pairing asks for: weights, and days that are still to come."""

import re
from datetime import date

from amanah.engines.pairing.features import MOST_WEIGHT
from amanah.engines.pairing.people import A_BIT, A_LOT, NOT_AT_ALL
from amanah.engines.tables.cells import (
    BadCell,
    address,
    addresses,
    is_nothing,
    items,
    number,
    readings,
    tidy,
)

__all__ = ["BadCell", "address", "addresses", "is_after", "items", "number", "tidy", "weight"]

WEIGHTS = {
    "a lot": A_LOT,
    "very": A_LOT,
    "very much": A_LOT,
    "a bit": A_BIT,
    "a little": A_BIT,
    "somewhat": A_BIT,
    "not at all": NOT_AT_ALL,
    "no": NOT_AT_ALL,
}
ANYTHING = {"any", "anything", "anytime", "any time", "either", "flexible", "no preference", "all"}


def weight(cell: str) -> int | None:
    """A lot, a bit, not at all, or 0 to 100; None if it says nothing."""
    plain = tidy(cell).casefold().rstrip(".")
    if not plain:
        return None
    if plain in WEIGHTS:
        return WEIGHTS[plain]
    if not re.fullmatch(r"-?\d+", plain):
        raise BadCell(f"{cell.strip()!r} is no weight; write a lot, a bit or not at all")
    if not 0 <= int(plain) <= MOST_WEIGHT:
        raise BadCell(f"{plain} is out of range; write 0 to {MOST_WEIGHT}, or a lot")
    return int(plain)


def is_after(cell: str, on: date) -> bool:
    """Whether a day is still to come. Day first, as long as that is sure or makes no difference."""
    if is_nothing(cell):
        return False
    answers = {reading > on for reading in readings(cell)}
    if len(answers) != 1:
        what = "could be two days" if answers else "is no day"
        raise BadCell(f"{tidy(cell)!r} {what}; write it as 2027-03-01")
    return answers.pop()
