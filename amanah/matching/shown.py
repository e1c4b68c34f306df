"""A board as it is shown: lines of pairs, of those who wait, of mentors, and other choices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amanah.base.folding import fold
from amanah.matching import queries
from amanah.matching.models import Run, RunPair
from amanah.matching.queries.saved import Saved, Together
from amanah.matching.runs import words
from amanah.programmes import queries as programmes
from amanah.programmes.models import Participant

# So many other mentors are offered at once; a search finds the rest.
MOST_CHOICES = 12
AT_A_TIME = 40
# So many people of one name are looked at.
MOST_NAMED = 400
# So many reasons stand in a row of the board; all of them where one pair is looked at.
MOST_REASONS = 2
ALL = 10


class Load:
    """How many mentees each mentor has: in mentorships, asked about, and on this board."""

    def __init__(self, run: Run) -> None:
        self._held = queries.places_held(run.cohort)
        self._on_board = queries.load_on(run)

    def of(self, mentor: Participant) -> int:
        return self._held.get(mentor.person_id, 0) + self._on_board.get(mentor.pk, 0)

    def is_full(self, mentor: Participant) -> bool:
        return self.of(mentor) >= mentor.places


@dataclass(frozen=True)
class PairLine:
    """A pair on the board."""

    pair: RunPair
    mentee: str
    mentor: str
    reasons: str
    load: int
    # Whether the mentee has a mentor meanwhile, or is asked about one elsewhere.
    is_overtaken: bool = False


@dataclass(frozen=True)
class WaitingLine:
    """A mentee without a mentor on the board: one reason, and what would help."""

    mentee: Participant
    name: str
    reason: str
    help: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A mentor who could be chosen, and what that would come to."""

    mentor: Participant
    name: str
    fit: int
    reasons: str
    load: int
    is_full: bool
    cost: str
    # On whose place they could come, where there is none.
    taken_by: list[PairLine]


@dataclass(frozen=True)
class Asking:
    """For whom a mentor is looked for, in which role, by which name."""

    mentee: Participant
    role: str = ""
    search: str = ""


def names_of(run: Run, pairs: Iterable[RunPair]) -> dict[UUID, str]:
    """What staff call the people of some pairs, also those who have left since."""
    found = {part.pk: part.person.name for pair in pairs for part in (pair.mentee, pair.mentor)}
    here = queries.participants_in(run, found)
    return found | {pk: programmes.name_of(part) for pk, part in here.items()}


def pair_lines(
    run: Run, pairs: Iterable[RunPair], load: Load, *, most: int = MOST_REASONS
) -> list[PairLine]:
    """Pairs with their names and the first few of their reasons."""
    pairs = list(pairs)
    names, provided = names_of(run, pairs), queries.roles_provided(run.cohort)
    return [
        PairLine(
            pair=pair,
            mentee=names[pair.mentee_id],
            mentor=names[pair.mentor_id],
            reasons=words.reasons_in_words(pair.carried[:most]),
            load=load.of(pair.mentor),
            is_overtaken=not pair.is_sent
            and pair.role in provided.get(pair.mentee.person_id, set()),
        )
        for pair in pairs
    ]


def pairs_found(run: Run, *, but: Any, search: str, only: str) -> QuerySet[RunPair]:
    """Pairs of a board, by the mentee's name: all, those kept, by hand, or fitting least first."""
    found = queries.board(run, but=but).filter(is_off=False)
    if only == "kept":
        found = found.filter(is_kept=True)
    elif only == "hand":
        found = found.filter(origin=RunPair.Origin.HAND)
    if search.strip():
        people = programmes.people_found(run.cohort, but=but, search=search)
        meant = list(people.values_list("pk", flat=True))
        found = found.filter(Q(mentee__in=meant) | Q(mentor__in=meant))
    order = ("fit", "pk") if only == "weak" else ("mentee__person__name", "pk")
    return found.order_by(*order)


def who_waits(run: Run, saved: Saved, *, but: Any) -> QuerySet[Any]:
    """Whoever has nobody on the board, or lacks a named role, by name; not the reader."""
    lacking = queries.roles_lacking(run, saved)
    parts = programmes.parts_in(run.cohort).filter(pk__in=list(lacking))
    return parts.exclude(person=but).order_by("person__name", "pk")


def waiting_lines(run: Run, saved: Saved, parts: Iterable[Participant]) -> list[WaitingLine]:
    """One reason for each of them, and what would help."""
    has_roles = bool(run.cohort.programme.roles_to_fill)
    lacking = queries.roles_lacking(run, saved) if has_roles else {}
    silent = saved.speaks_with_nobody()
    # The places of the copy, less everybody on the board: also those who have been asked since.
    left = saved.all_places() - queries.board_of(run).filter(is_off=False).count()
    found = []
    for part in parts:
        reason, would_help = words.help_for_one(
            speaks_with_nobody=part.pk in silent, said=saved.said_by(part.pk), places_left=left
        )
        lacks = tuple(role for role in saved.roles_of(part.pk) if role in lacking.get(part.pk, ()))
        found.append(WaitingLine(part, programmes.name_of(part), reason, would_help, lacks))
    return found


def mentors_found(run: Run, saved: Saved, *, but: Any) -> QuerySet[Any]:
    """Every mentor with a place for this run, by name; not the reader."""
    mentors = programmes.parts_in(run.cohort).filter(pk__in=list(saved.mentors()))
    return mentors.exclude(person=but).order_by("person__name", "pk")


def mentor_lines(mentors: Iterable[Participant], load: Load) -> list[dict[str, Any]]:
    """How many mentees each mentor has, with those on the board, and how many places are left."""
    return [
        {
            "mentor": part,
            "name": programmes.name_of(part),
            "load": load.of(part),
            "left": max(part.places - load.of(part), 0),
        }
        for part in mentors
    ]


def choices_for(run: Run, asked: Asking, *, but: Any, at: datetime) -> list[Choice]:
    """The mentors whom a mentee could have, the best fit first; never the reader."""
    mentee, saved, load = asked.mentee, Saved(run), Load(run)
    few, together = _best_few(run, saved, asked, but=but, at=at)
    costs = saved.costs(mentee, {part.pk: together[part.pk].fit for part in few})
    taken = _taken(run, few, load, but=but)
    return [
        Choice(
            mentor=part,
            name=programmes.name_of(part),
            fit=together[part.pk].fit,
            reasons=words.reasons_in_words(together[part.pk].carried),
            load=load.of(part),
            is_full=load.is_full(part),
            cost=words.cost_in_words(costs.get(part.pk)),
            taken_by=taken.get(part.pk, []) if load.is_full(part) else [],
        )
        for part in few
    ]


def _best_few(
    run: Run, saved: Saved, asked: Asking, *, but: Any, at: datetime
) -> tuple[list[Participant], dict[UUID, Together]]:
    """The first of those who fit best and are available; people are read a few at a time."""
    has = queries.mentors_on_board(run, asked.mentee)
    order = [pk for pk in _in_order(run, saved, asked, but=but) if pk not in has]
    few: list[Participant] = []
    together: dict[UUID, Together] = {}
    for first in range(0, len(order), AT_A_TIME):
        parts = queries.participants_in(run, order[first : first + AT_A_TIME])
        out = queries.not_available(run, asked.mentee, list(parts.values()), but=but, at=at)
        together |= saved.together(asked.mentee, parts.values(), role=asked.role)
        few += [part for pk, part in parts.items() if pk in together and pk not in out]
        if len(few) >= MOST_CHOICES:
            break
    few.sort(key=lambda part: (-together[part.pk].fit, str(part.pk)))
    return few[:MOST_CHOICES], together


def _in_order(run: Run, saved: Saved, asked: Asking, *, but: Any) -> list[UUID]:
    """Whom to look at first: by fit, or whoever is called so."""
    if not asked.search.strip():
        return saved.closest(asked.mentee, role=asked.role)
    meant = programmes.people_found(run.cohort, but=but, search=asked.search)
    mentors = saved.mentors()
    return [pk for pk in meant.values_list("pk", flat=True)[:MOST_NAMED] if pk in mentors]


def _taken(
    run: Run, mentors: Iterable[Participant], load: Load, *, but: Any
) -> dict[UUID, list[PairLine]]:
    """Who has the places of some mentors on the board and has not been asked yet."""
    pairs = queries.to_send(run, but=but).filter(mentor__in=list(mentors))
    found: dict[UUID, list[PairLine]] = {}
    for line in pair_lines(run, pairs.order_by("mentee__person__name", "pk"), load):
        found.setdefault(line.pair.mentor_id, []).append(line)
    return found


def decided_lines(run: Run) -> list[dict[str, Any]]:
    """What was decided on a board, the newest first: by whom, when, and what."""
    decided = run.decisions.select_related("by").order_by("-number")[:200]
    return [
        {
            "what": one.get_kind_display(),
            "by": one.by.name if one.by else _("Somebody who is no longer here"),
            "at": one.at,
            "is_undone": one.undone_at is not None,
        }
        for one in decided
    ]


def ruled_out_lines(run: Run, *, but: Any) -> list[dict[str, Any]]:
    """The pairs that staff ruled out in the cohort; not one of the reader's own."""
    out = queries.ruled_out(run.cohort)
    parts = queries.participants_in(run, {one for pair in out for one in pair})
    return [
        {
            "mentee": parts[mentee],
            "mentor": parts[mentor],
            "mentee_name": programmes.name_of(parts[mentee]),
            "mentor_name": programmes.name_of(parts[mentor]),
        }
        for mentee, mentor in sorted(out)
        if mentee in parts
        and mentor in parts
        and but.pk not in (parts[mentee].person_id, parts[mentor].person_id)
    ]


def compared(run: Run, other: Run, *, but: Any) -> dict[str, Any]:
    """What two boards have and have not in common, and who has another mentor."""
    own = _roles_with(but, (run, other))
    boards = [_by_mentee(one, but=own) for one in (run, other)]
    here, there = boards
    names = names_of(run, [*here.values(), *there.values()])
    changed = [
        key for key in here.keys() | there.keys() if _mentor(here, key) != _mentor(there, key)
    ]
    lines = [
        {
            "mentee": names[key[0]],
            "now": _name(names, here.get(key)),
            "other": _name(names, there.get(key)),
        }
        for key in changed
    ]
    lines.sort(key=lambda one: fold(one["mentee"]) or "")
    bands = run.check_of_result.get("below", {})
    return {
        "same": len(here.keys() & there.keys())
        - sum(key in here and key in there for key in changed),
        "lines": lines,
        "placed": [len({mentee for mentee, _role in one}) for one in boards],
        "pairs": [len(one) for one in boards],
        "bands": [(band, *(_below(one, int(band)) for one in boards)) for band in bands],
        "mean": [_mean(one) for one in boards],
    }


def _roles_with(person: Any, runs: Iterable[Run]) -> set[tuple[UUID, str]]:
    """The (mentee, role) of the reader's own pairs: not to be read from the other board either."""
    mine = Q(mentee__person=person) | Q(mentor__person=person)
    found = RunPair.objects.filter(mine, run__in=list(runs), is_off=False)
    return set(found.values_list("mentee", "role"))


def _by_mentee(run: Run, *, but: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], RunPair]:
    pairs = queries.board_of(run).filter(is_off=False)
    found = {(pair.mentee_id, pair.role): pair for pair in pairs}
    return {key: pair for key, pair in found.items() if key not in but}


def _mentor(board: dict[Any, RunPair], key: Any) -> UUID | None:
    return board[key].mentor_id if key in board else None


def _name(names: dict[UUID, str], pair: RunPair | None) -> str:
    return names[pair.mentor_id] if pair else ""


def _below(board: dict[Any, RunPair], band: int) -> int:
    return sum(pair.fit is not None and pair.fit < band for pair in board.values())


def _mean(board: dict[Any, RunPair]) -> int:
    fits = [pair.fit for pair in board.values() if pair.fit is not None]
    return round(sum(fits) / len(fits)) if fits else 0
