"""What stands in a cell: addresses, items, numbers, weights and days, as people write them."""

import re
import unicodedata
from datetime import date

from amanah.engines.pairing.features import MOST_WEIGHT
from amanah.engines.pairing.people import A_BIT, A_LOT, NOT_AT_ALL

ADDRESS = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+\.[^@\s<>\",;:]+")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
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
SAYS_NOTHING = {
    "",
    "-",
    "\N{EN DASH}",
    "none",
    "n/a",
    "na",
    "undecided",
    "not sure",
    "unknown",
    "no",
}
ANYTHING = {"any", "anything", "anytime", "any time", "either", "flexible", "no preference", "all"}
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
MONTHS = 12
MOST_PLACES_OF_ONE = 100


class BadCell(ValueError):
    """What is wrong with a cell and what to write instead."""


def tidy(cell: str) -> str:
    """White space evened, characters composed."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def address(cell: str) -> str:
    """An address in small letters; `<…>` and `mailto:` are taken off."""
    plain = tidy(cell).removeprefix("mailto:")
    inside = re.fullmatch(r".*<([^<>]+)>", plain)
    found = (inside.group(1) if inside else plain).strip().lower()
    if not found:
        raise BadCell("it is empty; write the person's e-mail address")
    if not (ADDRESS.fullmatch(found) and found.isprintable()):
        raise BadCell(f"{cell.strip()!r} is no e-mail address")
    return found


def addresses(cell: str) -> tuple[str, ...]:
    """Several addresses, in their order, each once."""
    parts = [part for part in re.split(r"[;,\n]|\s+and\s+|\s(?=\S+@)", cell) if part.strip()]
    return tuple(dict.fromkeys(address(part) for part in parts if not _is_nothing(part)))


def items(cell: str) -> list[str]:
    """Items that were ticked or listed: apart by semicolons or lines, else by commas."""
    parts = re.split(r"[;\n|]", cell)
    if len(parts) == 1:
        parts = cell.split(",")
    return [tidy(part) for part in parts if not _is_nothing(part)]


def number(cell: str) -> int:
    """A whole number of 0 or more, in figures or in words up to ten."""
    plain = tidy(cell).casefold()
    if not plain:
        raise BadCell("it is empty; write how many mentees, 0 for none")
    if plain in NUMBERS:
        return NUMBERS.index(plain)
    if not re.fullmatch(r"-?\d+", plain):
        raise BadCell(f"{cell.strip()!r} is no whole number; write one, such as 2")
    if not 0 <= int(plain) <= MOST_PLACES_OF_ONE:
        raise BadCell(f"{plain} is out of range; write 0 to {MOST_PLACES_OF_ONE}")
    return int(plain)


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
    plain = tidy(cell)
    if _is_nothing(plain):
        return False
    try:
        return date.fromisoformat(plain[:10]) > on
    except ValueError:
        pass
    found = DAY.fullmatch(plain)
    readings = _readings(*map(int, found.groups())) if found else []
    answers = {reading > on for reading in readings}
    if len(answers) != 1:
        what = "could be two days" if answers else "is no day"
        raise BadCell(f"{plain!r} {what}; write it as 2027-03-01")
    return answers.pop()


def _readings(first: int, second: int, year: int) -> list[date]:
    found = []
    for day, month in ((first, second), (second, first)):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found


def _is_nothing(cell: str) -> bool:
    return tidy(cell).casefold() in SAYS_NOTHING
