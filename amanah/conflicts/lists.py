"""Reading the rows of a list of ties or posts: what each says, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amanah.base.access import Text
from amanah.base.folding import fold
from amanah.conflicts.models import Post, Tie, TieList, folded_department
from amanah.engines.tables import Pattern, guess
from amanah.engines.tables.cells import BadCell, day

LONGEST_DEPARTMENT = 200
# The columns of each kind of list, and how many of the first must be there.
COLUMNS: dict[str, dict[str, Text]] = {
    TieList.Kind.TIES: {
        "one": _("Address of one"),
        "other": _("Address of the other"),
        "kind": _("Tie"),
        "since": _("From"),
        "until": _("Last day"),
    },
    TieList.Kind.POSTS: {
        "one": _("Address"),
        "kind": _("Post"),
        "other": _("Department"),
        "since": _("From"),
        "until": _("Last day"),
    },
}
NEEDED = 3
DAYS = (
    Pattern("since", r"\b(from|since|begins?|starts?|first day)\b"),
    Pattern("until", r"\b(until|till|to|ends?|last day)\b"),
)
PATTERNS: dict[str, tuple[Pattern, ...]] = {
    TieList.Kind.TIES: (
        *DAYS,
        Pattern("kind", r"\b(kind|tie|relation(ship)?|type)\b"),
        Pattern("other", r"\b(other|whom|trainee|student|resident|mentee)\b"),
        Pattern("one", r"\b(one|who|supervisor|assessor|examiner|consultant)\b"),
    ),
    TieList.Kind.POSTS: (
        *DAYS,
        Pattern("kind", r"\b(post|kind|role|position)\b"),
        Pattern("other", r"\b(department|unit|division)\b"),
        Pattern("one", r"\b(address|e-?mail|who|person)\b"),
    ),
}
ALSO: dict[str, dict[str, str]] = {
    TieList.Kind.TIES: {
        "supervises": Tie.Kind.SUPERVISOR,
        "clinical supervisor": Tie.Kind.SUPERVISOR,
        "educational supervisor": Tie.Kind.SUPERVISOR,
        "assesses": Tie.Kind.ASSESSOR,
        "examines": Tie.Kind.EXAMINER,
        "relative": Tie.Kind.FAMILY,
        "coauthor": Tie.Kind.CO_AUTHOR,
        "co author": Tie.Kind.CO_AUTHOR,
    },
    TieList.Kind.POSTS: {
        "hod": Post.Kind.HEAD,
        "chair": Post.Kind.HEAD,
        "programme director": Post.Kind.DIRECTOR,
        "program director": Post.Kind.DIRECTOR,
        "training programme director": Post.Kind.DIRECTOR,
    },
}
PROBLEMS: dict[str, Text] = {
    "no_address": _("It is empty. Write the person's e-mail address."),
    "nobody_here": _("Nobody who belongs to the institution has this address."),
    "not_a_tie": _("This is no tie. Write supervisor, assessor, examiner, family or co-author."),
    "not_a_post": _("This is no post. Write head or director."),
    "no_department": _("It is empty. Write the department."),
    "too_long": _("This is too long. Make it shorter."),
    "not_a_day": _("This is no day. Write it as 2027-03-01, or leave it empty."),
    "two_days": _("This could be two days. Write it as 2027-03-01."),
    "ends_first": _("The last day cannot come before the first."),
    "one_person": _("A tie is between two people. These are one."),
    "about_you": _(
        "This is about you. Another coordinator or admin has to put it in; leave the row out."
    ),
    "crosses": _("Another row says the same of other days. Leave one of them."),
}
Key = tuple[UUID, Any, str]
Days = tuple[date, date | None]


@dataclass(frozen=True)
class Row:
    """A row of a list: where it begins in the file, and its cells in the order of COLUMNS."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell of a row."""

    column: str
    code: str

    @property
    def says(self) -> Text:
        return PROBLEMS[self.code]


@dataclass(frozen=True)
class Held:
    """What is known already of the same people: its id and days."""

    id: UUID
    since: date
    until: date | None


def cross(one: Days, other: Days) -> bool:
    """Whether some day lies in both."""
    return (one[1] is None or one[1] >= other[0]) and (other[1] is None or other[1] >= one[0])


@dataclass(frozen=True)
class Facts:
    """What rows are read against. `held` is by person, the other or department, and kind."""

    today: date
    reader: UUID
    people: Mapping[str, UUID]
    held: Mapping[Key, Sequence[Held]]


@dataclass(frozen=True)
class Judged:
    """What a row would do: nothing where it has problems, else make or change something."""

    row: Row
    problems: tuple[Problem, ...] = ()
    one: UUID | None = None
    other: Any = None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    held: Held | None = None
    # Said by a row before it already.
    is_again: bool = False

    @property
    def verdict(self) -> str:
        if self.problems:
            return "wrong"
        if self.is_again:
            return "same"
        if self.held is None:
            return "new"
        is_same = (self.held.since, self.held.until) == (self.since, self.until)
        return "same" if is_same else "changed"


def columns_of(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Where each of our columns stands in a header, as far as it can be told by its name."""
    patterns = [
        *(Pattern(name, rf"^{word}$") for name, word in _words_of(COLUMNS[kind])),
        *PATTERNS[kind],
    ]
    found = guess(header, patterns)
    return {name: list(header).index(column) for column, name in found.items()}


def _words_of(labels: Mapping[str, Text]) -> list[tuple[str, str]]:
    """What each thing is called in every language of the house, in small letters."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found += [
                (key, " ".join(str(label).casefold().split())) for key, label in labels.items()
            ]
    return found


def _evened(text: str) -> str:
    return " ".join(text.casefold().split())


def kinds_of(kind: str) -> dict[str, str]:
    """What may be written for each kind of tie or post: {what is written: kind}."""
    is_ties = kind == TieList.Kind.TIES
    choices: Any = Tie.Kind.choices if is_ties else Post.Kind.choices
    words = {_plain(word): key for key, word in _words_of(dict(choices))}
    return {**words, **ALSO[kind], **{_plain(key): key for key, _label in choices}}


def _plain(text: str) -> str:
    return " ".join((fold(text) or "").replace("_", " ").split())


def judge(kind: str, rows: Sequence[Row], facts: Facts) -> list[Judged]:
    """The verdict on every row, in their order."""
    words, judged = kinds_of(kind), []
    said: dict[Key, list[Judged]] = {}
    for row in rows:
        one = _judge_ties(row, words, facts) if kind == "ties" else _judge_post(row, words, facts)
        if not one.problems:
            one = _beside(one, said.setdefault(_key(one), []), facts)
        judged.append(one)
    return judged


def _key(judged: Judged) -> Key:
    assert judged.one is not None  # noqa: S101 (for the type checker)
    other = judged.other
    return judged.one, folded_department(other) if isinstance(other, str) else other, judged.kind


def _judge_ties(row: Row, words: Mapping[str, str], facts: Facts) -> Judged:
    people, problems = [], []
    for name, cell in zip(("one", "other"), row.cells, strict=False):
        person, problem = _person(name, cell, facts)
        people.append(person)
        problems += problem
    if not problems and people[0] == people[1]:
        problems.append(Problem("other", "one_person"))
    kind = words.get(_plain(row.cells[2]), "")
    if not kind:
        problems.append(Problem("kind", "not_a_tie"))
    days, wrong = _days(row.cells[3:])
    if problems or wrong:
        return Judged(row, (*problems, *wrong))
    one, other = sorted(filter(None, people)) if kind in Tie.OF_EQUALS else people
    return Judged(row, one=one, other=other, kind=kind, **days)


def _judge_post(row: Row, words: Mapping[str, str], facts: Facts) -> Judged:
    person, problems = _person("one", row.cells[0], facts)
    kind, department = words.get(_plain(row.cells[1]), ""), " ".join(row.cells[2].split())
    if not kind:
        problems.append(Problem("kind", "not_a_post"))
    if not department or len(department) > LONGEST_DEPARTMENT:
        problems.append(Problem("other", "too_long" if department else "no_department"))
    days, wrong = _days(row.cells[3:])
    if problems or wrong:
        return Judged(row, (*problems, *wrong))
    return Judged(row, one=person, other=department, kind=kind, **days)


def _person(name: str, cell: str, facts: Facts) -> tuple[UUID | None, list[Problem]]:
    address = cell.strip().lower()
    person = facts.people.get(address)
    if person is None:
        return None, [Problem(name, "nobody_here" if address else "no_address")]
    return person, [Problem(name, "about_you")] if person == facts.reader else []


def _days(cells: Sequence[str]) -> tuple[dict[str, Any], list[Problem]]:
    days: dict[str, Any] = {}
    problems = []
    for name, cell in zip(("since", "until"), cells, strict=True):
        try:
            days[name] = day(cell)
        except BadCell as wrong:
            problems.append(Problem(name, wrong.code))
    if not problems and days["since"] and days["until"] and days["until"] < days["since"]:
        problems.append(Problem("until", "ends_first"))
    return days, problems


def _beside(judged: Judged, before: list[Judged], facts: Facts) -> Judged:
    """A sound row beside what is known already, and beside the rows before it."""
    taken = {one.held.id for one in before if one.held}
    known = [held for held in facts.held.get(_key(judged), ()) if held.id not in taken]
    found = _found(judged, known, facts.today)
    since = judged.since or (found.since if found else facts.today)
    if judged.until and judged.until < since:
        return Judged(judged.row, (Problem("until", "ends_first"),))
    placed = replace(judged, since=since, held=found)
    for one in before:
        if (one.since, one.until) == (placed.since, placed.until):
            return replace(placed, is_again=True)
        assert one.since is not None  # noqa: S101 (for the type checker)
        if cross((one.since, one.until), (since, placed.until)):
            return Judged(judged.row, (Problem("since", "crosses"),))
    before.append(placed)
    return placed


def _found(judged: Judged, known: Sequence[Held], today: date) -> Held | None:
    """What a row says again or changes: of the same first day, else of some of the same days."""
    if judged.since is None:
        lasting = (held for held in known if held.until is None or held.until >= today)
        return next(lasting, None)
    days = (judged.since, judged.until)
    same = (held for held in known if held.since == judged.since)
    crossing = (held for held in known if cross((held.since, held.until), days))
    return next(same, None) or next(crossing, None)
