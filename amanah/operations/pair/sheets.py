"""From rows to people. Every row that cannot be used is said, with its place and what to do."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from amanah.engines.pairing.people import Person
from amanah.engines.tables import Row, Table, Unreadable, read
from amanah.operations.pair import cells
from amanah.operations.pair.addresses import Entry, one_row_each
from amanah.operations.pair.fields import Mapping, by_hand, check_all_used, mapping_as, mapping_of
from amanah.operations.pair.spelling import one_spelling
from amanah.operations.stop import USAGE, Stop

MENTEE, MENTOR = "mentee", "mentor"
EVERYBODY = "people"
SIDES = {
    MENTEE: (MENTEE,),
    MENTOR: (MENTOR,),
    "both": (MENTEE, MENTOR),
    "student": (MENTEE,),
    "trainee": (MENTEE,),
    "supervisor": (MENTOR,),
}
LISTS = ("specialty", "offers", "wants", "languages", "availability", "setting")
ONE_PLACE = 1


@dataclass(frozen=True)
class Flaw:
    """Something about a row that its keeper should know."""

    file: str
    line: int
    column: str
    says: str

    def __str__(self) -> str:
        where = f", column {self.column!r}" if self.column else ""
        return f"{self.file}, line {self.line}{where}: {self.says}."


@dataclass(frozen=True)
class Sheet:
    """A file as read: its table, what its columns are, and the side of everybody in it."""

    file: str
    table: Table
    mapping: Mapping
    side: str = ""


@dataclass
class People:
    """Everybody who can be paired, and what was wrong with the rest.

    ``flaws`` are rows that cannot be used; ``notes`` what was passed over in rows that can.
    ``asked`` counts the people who asked for a mentor, those with a bad row among them.
    """

    mentees: list[Person] = field(default_factory=list)
    mentors: list[Person] = field(default_factory=list)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    notes: list[Flaw] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    asked: int = 0
    fingerprint: str = ""


def open_sheets(files: dict[str, Path], said: list[str]) -> list[Sheet]:
    """Read the files, {side or "": path}, and say what their columns are.

    `Stop` if one cannot be read, or lacks a column that everybody must have.
    """
    hand, tables = by_hand(said), _tables(files)
    check_all_used(hand, list(tables.values()))
    return _checked(
        Sheet(files[side].name, table, mapping_of(table, hand, has_roles=not side), side)
        for side, table in tables.items()
    )


def open_as_before(files: dict[str, Path], columns: dict[str, dict[str, str]]) -> list[Sheet]:
    """Read the files; what their columns are is known from a certificate, {sheet: {…}}."""
    return _checked(
        Sheet(files[side].name, table, mapping_as(table, columns.get(side or EVERYBODY, {})), side)
        for side, table in _tables(files).items()
    )


def _tables(files: dict[str, Path]) -> dict[str, Table]:
    try:
        return {side: read(path) for side, path in files.items()}
    except Unreadable as reason:
        raise Stop(str(reason), USAGE) from reason


def _checked(sheets: Iterable[Sheet]) -> list[Sheet]:
    found = list(sheets)
    for sheet in found:
        for name in ("email",) if sheet.side else ("email", "role"):
            if sheet.mapping.column(name) is None:
                raise Stop(
                    f'{sheet.file}: no column is the {name}. Say which with --map "COLUMN={name}".',
                    USAGE,
                )
    return found


def people_of(sheets: list[Sheet], *, on: date) -> People:
    """Make people of rows; `on` is the day on which the programme begins."""
    found = People(sheets=sheets)
    entries: list[Entry] = []
    lost = 0
    for sheet in sheets:
        for row in sheet.table.crooked:
            found.flaws.append(
                Flaw(
                    sheet.file,
                    row.line,
                    "",
                    f"it has {len(row.cells)} cells and the header {len(sheet.table.header)}; "
                    "put text that holds the delimiter into quotation marks",
                )
            )
        for row in sheet.table.rows:
            made, sides, flaws = _entries(sheet, row, on)
            entries += made
            found.flaws += flaws
            lost += bool(flaws) and MENTEE in sides
    sorted_out = one_row_each(entries)
    found.flaws += [_flaw(entry, says) for entry, says in sorted_out.flaws]
    found.notes += [_flaw(entry, says) for entry, says in sorted_out.notes]
    found.notes += [
        _flaw(entry, says, _column(sheets, entry, "wishes")) for entry, says in sorted_out.unclear
    ]
    kept = sorted_out.kept
    found.asked = sum(e.side == MENTEE for e in kept) + sorted_out.lost[MENTEE] + lost
    _fill(found, kept)
    found.fingerprint = fingerprint(sheets)
    return found


def fingerprint(sheets: Iterable[Sheet]) -> str:
    """SHA-256 over the mapped cells of all rows, in no order of rows or columns."""
    lines = sorted(
        json.dumps([sheet.side, sorted(_mapped(sheet, row).items())])
        for sheet in sheets
        for row in (*sheet.table.rows, *sheet.table.crooked)
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _mapped(sheet: Sheet, row: Row) -> dict[str, str]:
    found = dict(zip(sheet.table.header, row.cells, strict=False))
    return {field: found.get(column, "") for column, field in sheet.mapping.fields.items()}


def _entries(sheet: Sheet, row: Row, on: date) -> tuple[list[Entry], tuple[str, ...], list[Flaw]]:
    """What a row says on each side, those sides, and why it cannot be used."""
    said = _mapped(sheet, row)
    flaws: list[Flaw] = []

    def take(field: str, reading: Callable[[str], Any], otherwise: Any) -> Any:
        if field not in said:
            return otherwise
        try:
            return reading(said[field])
        except cells.BadCell as wrong:
            column = sheet.mapping.column(field) or field
            flaws.append(Flaw(sheet.file, row.line, column, str(wrong)))
            return otherwise

    sides = (sheet.side,) if sheet.side else take("role", _sides, ())
    person = _person(said, take, on, is_mentor=MENTOR in sides)
    name = cells.tidy(said.get("name", ""))
    if flaws:
        return [], sides, flaws
    column = sheet.mapping.column("email") or ""
    made = [Entry(sheet.file, column, row, side, person, name) for side in sides]
    return made, sides, []


def _person(said: dict[str, str], take: Callable, on: date, *, is_mentor: bool) -> Person:
    weights: dict[str, int] = {}
    for known in said:
        kind, colon, name = known.partition(":")
        if colon and kind == "weight":
            found = take(known, cells.weight, None)
            weights |= {} if found is None else {name: found}
    return Person(
        id=take("email", cells.address, ""),
        stage=cells.tidy(said.get("stage", "")),
        custom={
            known.partition(":")[2]: frozenset(cells.items(cell))
            for known, cell in said.items()
            if known.startswith("custom:")
        },
        weights=weights,
        places=take("places", cells.number, ONE_PLACE) if is_mentor else ONE_PLACE,
        wishes=take("wishes", cells.addresses, ()),
        do_not_pair=frozenset(take("do_not_pair", cells.addresses, ())),
        conflicts=frozenset(take("conflicts", cells.addresses, ())),
        is_away=take("away_until", lambda cell: cells.is_after(cell, on), False),
        **{known: frozenset(cells.items(said.get(known, ""))) for known in LISTS},
    )


def _sides(cell: str) -> tuple[str, ...]:
    plain = cells.tidy(cell).casefold()
    if plain in SIDES:
        return SIDES[plain]
    found = tuple(side for side in (MENTEE, MENTOR) if side in plain)
    if not found:
        raise cells.BadCell(f"{cell.strip()!r} is no role; write mentor, mentee or both")
    return found


def _flaw(entry: Entry, says: str, column: str = "") -> Flaw:
    return Flaw(entry.file, entry.row.line, column or entry.column, says)


def _column(sheets: Iterable[Sheet], entry: Entry, known: str) -> str:
    """What a field of an entry is called in its sheet."""
    named = (sheet.mapping.column(known) for sheet in sheets if sheet.file == entry.file)
    return next((column for column in named if column), "")


def _fill(found: People, kept: list[Entry]) -> None:
    kept.sort(key=lambda entry: entry.person.id)
    spell = one_spelling([entry.person for entry in kept])
    for entry in kept:
        side = found.mentees if entry.side == MENTEE else found.mentors
        side.append(spell(entry.person))
        found.names[entry.side, entry.person.id] = entry.name
    here = {
        MENTEE: {person.id for person in found.mentees},
        MENTOR: {person.id for person in found.mentors},
    }
    for entry in kept:
        other = MENTOR if entry.side == MENTEE else MENTEE
        for known in ("wishes", "do_not_pair", "conflicts"):
            missing = [name for name in getattr(entry.person, known) if name not in here[other]]
            if missing:
                says = f"{', '.join(sorted(missing))} is not among the {other}s; passed over"
                found.notes.append(_flaw(entry, says, _column(found.sheets, entry, known)))
    for flaws in (found.flaws, found.notes):
        flaws.sort(key=lambda flaw: (flaw.file, flaw.line, flaw.column))
