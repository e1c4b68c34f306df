"""What one row says, and which of its cells cannot be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from amanah.engines.tables import cells
from amanah.engines.tables.cells import BadCell
from amanah.people.services import is_a_name, tidy
from amanah.programmes import vocabulary
from amanah.programmes.intake.fields import OF_MENTORS, QUESTION, Asked

ROLES = ("mentor", "mentee")
SAYS_ROLE = {
    "mentor": ("mentor",),
    "mentee": ("mentee",),
    "both": ROLES,
    "student": ("mentee",),
    "trainee": ("mentee",),
    "supervisor": ("mentor",),
}
HOW_MUCH = {
    "a lot": "lot",
    "very": "lot",
    "very much": "lot",
    "lot": "lot",
    "a bit": "bit",
    "a little": "bit",
    "somewhat": "bit",
    "bit": "bit",
    "not at all": "none",
    "no": "none",
    "none": "none",
}
LONGEST = {
    "email": 254,
    "name": 200,
    "stage": 120,
    "specialty": 120,
    "statement": 2000,
    "how_i_mentor": 1000,
    "story": 2000,
}
LONGEST_ITEM, MOST_ITEMS = 120, 40
# As many as an application has room for.
MOST_ADDRESSES = {"wishes": 3, "do_not_pair": 20, "conflicts": 100}
LISTS = ("topics", "languages", "times", "settings")
ADDRESSES = ("wishes", "do_not_pair", "conflicts")
Values = dict[str, Any]
Told = dict[str, Any]


@dataclass
class Row:
    """A row of the list as it stands, with what the coordinator decided about it."""

    line: int
    cells: Sequence[str]
    answers: dict[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass
class Said:
    """What a row says. `values` has only the fields that the list has columns for."""

    email: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    values: Values = field(default_factory=dict)
    problems: list[Told] = field(default_factory=list)

    def of(self, role: str) -> Values:
        """What it says of somebody in one of their parts."""
        if role == "mentor":
            return {"places": 1, **self.values}
        return {name: value for name, value in self.values.items() if name not in OF_MENTORS}


def read_row(
    row: Row, header: Sequence[str], columns: dict[str, str], *, role: str, asked: dict[str, Asked]
) -> Said:
    """Read a row by what its columns are. What cannot be read is told, and nothing guessed."""
    said = Said(roles=(role,) if role else ())
    if len(row.cells) > len(header):
        told = {"code": "crooked", "cells": len(row.cells), "header": len(header)}
        return Said(problems=[told])
    for column, cell in zip(header, row.cells, strict=False):
        name = columns.get(column, "")
        if not name:
            continue
        try:
            _take(said, name, cell, asked)
        except BadCell as wrong:
            said.problems.append({"field": name, "code": wrong.code, "cell": cell[:200]})
    return said


def _take(said: Said, name: str, cell: str, asked: dict[str, Asked]) -> None:
    if name == "email":
        said.email = _address(cell)
    elif name == "name":
        said.name = _name(cell)
    elif name == "role":
        said.roles = _roles(cell)
    elif name.startswith("matters:"):
        how_much = _how_much(cell)
        if how_much:
            said.values.setdefault("matters", {})[name.partition(":")[2]] = how_much
    elif name.startswith(QUESTION):
        question = asked.get(name.removeprefix(QUESTION))
        if question:
            said.values[name] = _answer(cell, question)
    else:
        said.values[name] = _read(name, cell)


def _read(name: str, cell: str) -> Any:
    if name in LISTS:
        return _items(vocabulary.read(name, cell))
    if name in ADDRESSES:
        found = list(cells.addresses(cell))
        return _no_more_than(MOST_ADDRESSES[name], found)
    readers: dict[str, Callable[[str], Any]] = {"places": cells.number, "away_until": _day}
    if name in readers:
        return readers[name](cell)
    text = "" if name in {"stage", "specialty"} and cells.is_nothing(cell) else _text(cell)
    return _short(name, text)


def _address(cell: str) -> str:
    found = _short("email", cells.address(cell))
    try:
        validate_email(found)
    except ValidationError as cause:
        raise BadCell("no address", "not_an_address") from cause
    return found


def _name(cell: str) -> str:
    found = _short("name", tidy(cell))
    if not found:
        raise BadCell("no name", "no_name")
    try:
        is_a_name(found)
    except ValidationError as cause:
        raise BadCell("no name", "not_a_name") from cause
    return found


def _roles(cell: str) -> tuple[str, ...]:
    plain = cells.tidy(cell).casefold()
    found = SAYS_ROLE.get(plain) or tuple(role for role in ROLES if role in plain)
    if not found:
        raise BadCell("no role", "not_a_role")
    return found


def _how_much(cell: str) -> str:
    plain = cells.tidy(cell).casefold().rstrip(".")
    if plain and plain not in HOW_MUCH:
        raise BadCell("no weight", "not_how_much")
    return HOW_MUCH.get(plain, "")


def _day(cell: str) -> str:
    day = cells.day(cell)
    return day.isoformat() if day else ""


def _items(found: list[str]) -> list[str]:
    if any(len(item) > LONGEST_ITEM for item in found):
        raise BadCell("too long", "item_too_long")
    return _no_more_than(MOST_ITEMS, found)


def _no_more_than(most: int, found: list[str]) -> list[str]:
    if len(found) > most:
        raise BadCell("too many", "too_many")
    return found


def _text(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()


def _short(name: str, text: str) -> str:
    if len(text) > LONGEST.get(name, 2000):
        raise BadCell("too long", "too_long")
    return text


def _answer(cell: str, question: Asked) -> Any:
    text = _short("statement", _text(cell))
    if question.kind == "text" or not text:
        return text
    options = {cells.tidy(option).casefold(): option for option in question.options}
    wanted = cells.items(cell) if question.kind == "several" else [cells.tidy(cell)]
    if question.kind == "scale":
        if not text.isdigit():
            raise BadCell("no step", "not_a_step")
        return int(text)
    if any(one.casefold() not in options for one in wanted):
        raise BadCell("no option", "not_an_option")
    chosen = [options[one.casefold()] for one in wanted]
    return chosen if question.kind == "several" else chosen[0]
