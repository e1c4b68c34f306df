"""Judging the rows of a list: one against another, and against who is here already.

Only what the coordinator may know goes into a verdict: whether somebody has an account elsewhere,
what they changed in what is private, and what they say in a draft make no difference to it.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from amanah.base.folding import fold
from amanah.programmes.intake.rows import Row, Said, Told, Values

NEW, UPDATED, SAME = "new", "updated", "same"
WRONG, ASKED, OUT = "wrong", "asked", "out"
# What staff do not see of an application, so that nothing is asked about it.
PRIVATE = {"wishes", "do_not_pair", "conflicts", "matters"}
NOTHING: tuple[Any, ...] = ("", [], {}, None)


@dataclass(frozen=True)
class Known:
    """Somebody who is here already under an address, as far as this institution may know."""

    person: UUID
    name: str
    has_joined: bool
    is_here: bool
    has_left: bool = False
    is_closed: bool = False
    is_stopped: bool = False


@dataclass(frozen=True)
class Part:
    """A part that somebody has in the cohort already.

    `said` is what a list said last; None if they came by themselves. `now` is what stands there,
    where they have sent it; None for a draft or what was withdrawn.
    """

    participant: UUID
    has_left: bool = False
    said: Values | None = None
    now: Values | None = None


@dataclass
class Facts:
    known: dict[str, Known] = field(default_factory=dict)
    parts: dict[tuple[UUID, str], Part] = field(default_factory=dict)


@dataclass
class Judged:
    """A row, what it says, and what is to happen with it."""

    row: Row
    said: Said
    verdict: str = NEW
    told: list[Told] = field(default_factory=list)
    # Which fields are written, by role; a part that is new is not in it.
    changes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        return self.verdict in {NEW, UPDATED, SAME}

    def settle(self, verdict: str, **told: Any) -> None:
        self.verdict = verdict
        self.told.append(told)


def review(read: Iterable[tuple[Row, Said]], facts: Facts) -> list[Judged]:
    """Judge every row."""
    found = [Judged(row, said) for row, said in read]
    for one in found:
        if one.row.is_left_out:
            one.settle(OUT, code="left_out")
        elif one.said.problems:
            one.verdict, one.told = WRONG, [{"kind": "problem", **p} for p in one.said.problems]
    _within_the_list([one for one in found if one.is_used])
    for one in found:
        if one.is_used and not _is_doubled(one):
            _against_who_is_here(one, facts)
    return found


def _is_doubled(one: Judged) -> bool:
    return any(told.get("code") == "same_as" for told in one.told)


def _within_the_list(rows: Sequence[Judged]) -> None:
    by_address: dict[str, list[Judged]] = defaultdict(list)
    for one in rows:
        by_address[one.said.email].append(one)
    for group in by_address.values():
        if len(group) == 1:
            continue
        if not _is_one_person([one.said.name for one in group]):
            _ask_which(group, "shared")
            continue
        for role in ("mentor", "mentee"):
            here = [one for one in group if role in one.said.roles and one.is_used]
            if len(here) > 1:
                _one_of(here)


def _one_of(group: list[Judged]) -> None:
    """One person, twice in one part: rows that say the same are one; else one is chosen."""
    first, *others = group
    if all(
        (one.said.values, one.said.roles) == (first.said.values, first.said.roles) for one in others
    ):
        for one in others:
            one.settle(SAME, code="same_as", kind="note", line=first.row.line)
        return
    _ask_which(group, "twice")


def _ask_which(group: list[Judged], ask: str) -> None:
    lines = [one.row.line for one in group]
    chosen = {one.row.answers.get("address") for one in group} & {str(line) for line in lines}
    keep = int(chosen.pop() or 0) if len(chosen) == 1 else None
    for one in group:
        if keep is None:
            names = [other.said.name for other in group]
            one.settle(ASKED, kind="question", ask=ask, field="email", lines=lines, names=names)
        elif one.row.line != keep:
            one.settle(OUT, kind="note", code=f"out_{ask}", line=keep)


def _against_who_is_here(one: Judged, facts: Facts) -> None:
    known = facts.known.get(one.said.email)
    if known is None:
        return
    if known.is_stopped or (known.is_closed and known.is_here):
        code = "stopped" if known.is_stopped else "closed"
        one.settle(WRONG, kind="problem", field="email", code=code)
        return
    if known.is_here and not _is_one_person([known.name, one.said.name]):
        answer = one.row.answers.get("name")
        if answer == "other":
            one.settle(WRONG, kind="problem", field="email", code="needs_own_address")
            return
        if answer != "same":
            one.settle(ASKED, kind="question", ask="name", known=known.name)
            return
    parts = {role: facts.parts.get((known.person, role)) for role in one.said.roles}
    if known.has_left or any(part and part.has_left for part in parts.values()):
        answer = one.row.answers.get("left")
        if answer not in {"back", "out"}:
            one.settle(ASKED, kind="question", ask="left")
            return
        if answer == "out":
            one.settle(OUT, kind="note", code="left")
            return
    _compare(one, known, parts)


def _compare(one: Judged, known: Known, parts: dict[str, Part | None]) -> None:
    edited: set[str] = set()
    verdicts = set()
    for role, part in parts.items():
        if part is None or part.has_left:
            verdicts.add(NEW)
        elif part.said is None:
            one.told.append({"kind": "note", "code": "speaks_for_themselves"})
            verdicts.add(SAME)
        else:
            changed, theirs = _changed(one.said.of(role), part)
            edited |= theirs
            if one.row.answers.get("edited") != "list":
                changed -= theirs
            one.changes[role] = sorted(changed)
            verdicts.add(UPDATED if changed else SAME)
    if not known.has_joined and known.is_here and known.name != one.said.name:
        one.changes.setdefault("name", [])
        verdicts.add(UPDATED)
    if edited and one.row.answers.get("edited") not in {"theirs", "list"}:
        one.settle(ASKED, kind="question", ask="edited", fields=sorted(edited))
        return
    one.verdict = next(verdict for verdict in (NEW, UPDATED, SAME) if verdict in verdicts)


def _changed(values: Values, part: Part) -> tuple[set[str], set[str]]:
    """(what the list says otherwise than last time, what of it the person has changed openly)."""
    said = part.said or {}
    changed = {name for name, value in values.items() if differ(value, said.get(name))}
    if part.now is None:
        return changed, set()
    now = part.now
    theirs = {
        name
        for name in changed - PRIVATE
        if name in now and differ(now[name], said.get(name)) and differ(now[name], values[name])
    }
    return changed, theirs


def differ(one: Any, other: Any) -> bool:
    """Whether two values differ; nothing, however it is written, is nothing."""
    return one != other and not (one in NOTHING and other in NOTHING)


def _is_one_person(names: Sequence[str]) -> bool:
    """Whether names could be one person's: of each two, one has all the words of the other."""
    words = [set(_words(name)) for name in names]
    return all(one <= other or other <= one for one, other in itertools.combinations(words, 2))


def _words(name: str) -> list[str]:
    plain = fold(name) or ""
    return "".join(letter if letter.isalnum() else " " for letter in plain).split() or [plain]
