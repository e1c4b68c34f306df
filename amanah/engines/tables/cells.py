"""What stands in a cell: addresses, items, numbers and days, as people write them."""

import re
import unicodedata
from datetime import date

ADDRESS = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+\.[^@\s<>\",;:]+")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
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
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
MOST_PLACES_OF_ONE = 100
LONGEST_NUMBER = 9


class BadCell(ValueError):
    """What is wrong with a cell and what to write instead.

    The message is English; `code` is for whoever says it in another language.
    """

    def __init__(self, says: str, code: str = "") -> None:
        super().__init__(says)
        self.code = code


def tidy(cell: str) -> str:
    """White space evened, characters composed."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def is_nothing(cell: str) -> bool:
    """Whether a cell is empty, or only says that nothing is meant."""
    return tidy(cell).casefold() in SAYS_NOTHING


def address(cell: str) -> str:
    """An address in small letters; `<…>` and `mailto:` are taken off."""
    plain = tidy(cell).removeprefix("mailto:")
    inside = re.fullmatch(r".*<([^<>]+)>", plain)
    found = (inside.group(1) if inside else plain).strip().lower()
    if not found:
        raise BadCell("it is empty; write the person's e-mail address", "no_address")
    if not (ADDRESS.fullmatch(found) and found.isprintable()):
        raise BadCell(f"{cell.strip()!r} is no e-mail address", "not_an_address")
    return found


def addresses(cell: str) -> tuple[str, ...]:
    """Several addresses, in their order, each once."""
    parts = [part for part in re.split(r"[;,\n]|\s+and\s+|\s(?=\S+@)", cell) if part.strip()]
    return tuple(dict.fromkeys(address(part) for part in parts if not is_nothing(part)))


def items(cell: str) -> list[str]:
    """Items that were ticked or listed: apart by semicolons or lines, else by commas."""
    parts = re.split(r"[;\n|]", cell)
    if len(parts) == 1:
        parts = cell.split(",")
    return [tidy(part) for part in parts if not is_nothing(part)]


def number(cell: str) -> int:
    """A whole number of 0 or more, in figures or in words up to ten."""
    plain = tidy(cell).casefold()
    if not plain:
        raise BadCell("it is empty; write how many mentees, 0 for none", "no_number")
    if plain in NUMBERS:
        return NUMBERS.index(plain)
    if not re.fullmatch(r"-?\d+", plain):
        raise BadCell(f"{cell.strip()!r} is no whole number; write one, such as 2", "not_a_number")
    if len(plain) > LONGEST_NUMBER or not 0 <= int(plain) <= MOST_PLACES_OF_ONE:
        raise BadCell(
            f"{plain} is out of range; write 0 to {MOST_PLACES_OF_ONE}", "number_out_of_range"
        )
    return int(plain)


def readings(cell: str) -> set[date]:
    """Every day that a cell could mean: one if it is sure, none if it is no day."""
    plain = tidy(cell)
    try:
        return {date.fromisoformat(plain[:10])}
    except ValueError:
        pass
    found = DAY.fullmatch(plain)
    if not found:
        return set()
    first, second, year = map(int, found.groups())
    days = set()
    for day, month in ((first, second), (second, first)):
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return days


def day(cell: str) -> date | None:
    """The day that a cell names; None where it says nothing."""
    if is_nothing(cell):
        return None
    days = readings(cell)
    if len(days) != 1:
        what, code = ("could be two days", "two_days") if days else ("is no day", "not_a_day")
        raise BadCell(f"{tidy(cell)!r} {what}; write it as 2027-03-01", code)
    return days.pop()
