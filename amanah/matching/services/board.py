"""What a person decides on the board of a run: each decision can be undone, the last one first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.matching import queries
from amanah.matching.models import Decision, Run, RunPair
from amanah.matching.queries.saved import Saved, Together
from amanah.programmes.models import Participant
from amanah.stewardship import ledger

Kind = Decision.Kind
# What is remembered of a pair, so that a decision can be undone.
STATE = ("is_kept", "is_off")


class CannotDecide(Refused):
    code = "matching.cannot_decide"


class Two(NamedTuple):
    """A mentee and a mentor, and as which of several, where there are."""

    mentee: Participant
    mentor: Participant
    role: str = ""


@transaction.atomic
def keep_pair(pair: RunPair, *, is_kept: bool, by: Any, at: datetime) -> RunPair:
    """Keep a pair as it is when it is run again, or no longer."""
    run, [pair] = open_board(pair.run, [pair], by=by)
    if pair.is_kept != is_kept:
        deciding = _Deciding(run, Kind.KEEP if is_kept else Kind.LET_GO, by=by, at=at)
        with deciding:
            deciding.set(pair, is_kept=is_kept)
        if is_kept:
            _note("pair_kept", deciding)
        else:
            _note("pair_let_go", deciding)
    return pair


@transaction.atomic
def rule_out(pair: RunPair, *, by: Any, at: datetime) -> Run:
    """Take a pair off the board, and let no later run of the cohort bring it back."""
    run, [pair] = open_board(pair.run, [pair], by=by)
    with _Deciding(run, Kind.FORBID, by=by, at=at) as deciding:
        deciding.about(pair.mentee_id, pair.mentor_id)
        deciding.set(pair, is_off=True, is_kept=False)
    _note("pair_ruled_out", deciding)
    return run


@transaction.atomic
def take_off(pair: RunPair, *, by: Any, at: datetime) -> Run:
    """Take a pair off the board of this run alone."""
    run, [pair] = open_board(pair.run, [pair], by=by)
    with _Deciding(run, Kind.TAKE_OFF, by=by, at=at) as deciding:
        deciding.set(pair, is_off=True, is_kept=False)
    _note("pair_taken_off", deciding)
    return run


@transaction.atomic
def allow_again(run: Run, mentee: UUID, mentor: UUID, *, by: Any, at: datetime) -> Run:
    """Let later runs bring a pair again that was ruled out."""
    run, _pairs = open_board(run, [], by=by)
    if (mentee, mentor) not in queries.ruled_out(run.cohort):
        raise CannotDecide(_("This pair is not ruled out."))
    _refuse_own_side(list(queries.cohort_parts(run.cohort).filter(pk__in=(mentee, mentor))), by)
    with _Deciding(run, Kind.ALLOW, by=by, at=at) as deciding:
        deciding.about(mentee, mentor)
    _note("pair_allowed", deciding)
    return run


@transaction.atomic
def put_pair(
    run: Run, two: Two, *, instead_of: RunPair | None = None, by: Any, at: datetime
) -> RunPair:
    """Pair two people by hand: it is kept. Whoever it is `instead_of` waits until the next run.

    Raises `CannotDecide` where the two may not be paired (never told why), where the mentor has
    no place left, or where the mentee has a mentor on the board already.
    """
    run, given_up = open_board(run, [instead_of] if instead_of else [], by=by)
    if two.role not in (run.cohort.programme.roles_to_fill or [""]):
        raise CannotDecide(_("Choose one of the roles of this programme."))
    there = queries.board_of(run).filter(mentee=two.mentee, role=two.role, is_off=False)
    if there.exists():
        raise CannotDecide(
            _("This mentee has a mentor on the board. Choose another for them there.")
        )
    with _Deciding(run, Kind.PUT, by=by, at=at) as deciding:
        for pair in given_up:
            deciding.set(pair, is_off=True, is_kept=False)
        made = deciding.put(two)
    _note("pair_put", deciding)
    return made


@transaction.atomic
def choose_other(
    pair: RunPair,
    mentor: Participant,
    *,
    instead_of: RunPair | None = None,
    by: Any,
    at: datetime,
) -> RunPair:
    """Give a mentee another mentor: it is kept. Raises `CannotDecide` as `put_pair` does."""
    run, pairs = open_board(pair.run, [pair, *([instead_of] if instead_of else [])], by=by)
    if pair.mentor_id == mentor.pk:
        _refuse_twice()
    with _Deciding(run, Kind.CHANGE, by=by, at=at) as deciding:
        for one in pairs:
            deciding.set(one, is_off=True, is_kept=False)
        made = deciding.put(Two(pair.mentee, mentor, pair.role))
    _note("pair_changed", deciding)
    return made


@transaction.atomic
def swap_pairs(pair: RunPair, other: RunPair, *, by: Any, at: datetime) -> Run:
    """Let two mentees swap their mentors; both new pairs are kept."""
    run, pairs = open_board(pair.run, [pair, other], by=by)
    if pair.mentor_id == other.mentor_id or pair.mentee_id == other.mentee_id:
        raise CannotDecide(_("These two have nothing to swap."))
    with _Deciding(run, Kind.SWAP, by=by, at=at) as deciding:
        for one in pairs:
            deciding.set(one, is_off=True, is_kept=False)
        deciding.put(Two(pair.mentee, other.mentor, pair.role))
        deciding.put(Two(other.mentee, pair.mentor, other.role))
    _note("pairs_swapped", deciding)
    return run


@transaction.atomic
def undo_last(run: Run, *, by: Any, at: datetime) -> Decision:
    """Undo the last decision on a board that has not been undone.

    Raises `CannotDecide` where there is none, or where somebody has been asked since.
    """
    run, _pairs = open_board(run, [], by=by)
    decision = queries.last_decision(run)
    if decision is None:
        raise CannotDecide(_("There is nothing to undo."))
    touched = [*decision.changed.get("before", {}), *decision.changed.get("made", [])]
    pairs = {str(one.pk): one for one in queries.board_of(run).filter(pk__in=touched)}
    _refuse_sent(pairs.values())
    _refuse_own(pairs.values(), by)
    for pk in decision.changed.get("made", []):
        if pk in pairs:
            pairs[pk].delete()
    for pk, before in decision.changed.get("before", {}).items():
        if pk in pairs:
            _set(pairs[pk], **before)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    ledger.record(
        "matching.decision_undone",
        about=run,
        by=by,
        at=at,
        institution=run.cohort.programme.institution,
        number=decision.number,
    )
    return decision


class _Deciding:
    """One decision while it is made: what it changes, and how that was before."""

    def __init__(self, run: Run, kind: Kind, *, by: Any, at: datetime) -> None:
        self.run, self.kind, self.by, self.at = run, kind, by, at
        self.changed: dict[str, Any] = {"before": {}, "made": []}
        self.saved, self.number = Saved(run), 0

    def __enter__(self) -> "_Deciding":
        return self

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is None:
            newest = self.run.decisions.aggregate(newest=Max("number"))["newest"] or 0
            decision = Decision(
                run=self.run,
                number=newest + 1,
                kind=self.kind,
                by=self.by,
                at=self.at,
                changed=self.changed,
            )
            decision.save(force_insert=True)
            self.number = decision.number

    def about(self, mentee: UUID, mentor: UUID) -> None:
        """Remember whom it is about, beyond this board."""
        self.changed["pair"] = [str(mentee), str(mentor)]

    def set(self, pair: RunPair, **new: bool) -> None:
        self.changed["before"][str(pair.pk)] = {name: getattr(pair, name) for name in STATE}
        _set(pair, **new)

    def put(self, two: Two) -> RunPair:
        """A new pair on the board, or one that was taken off it, kept from now on."""
        mentee, mentor, role = two
        _refuse_own_side((mentee, mentor), self.by)
        if mentor.pk in queries.mentors_on_board(self.run, mentee):
            _refuse_twice()
        together = self._together(two)
        there = queries.board_of(self.run).filter(mentee=mentee, mentor=mentor, role=role).first()
        self._refuse_full(mentor)
        if there is not None:
            self.set(there, is_off=False, is_kept=True)
            return there
        pair = RunPair(
            run=self.run,
            mentee=mentee,
            mentor=mentor,
            role=role,
            origin=RunPair.Origin.HAND,
            fit=together.fit,
            carried=together.carried,
            is_kept=True,
        )
        pair.full_clean()
        pair.save(force_insert=True)
        self.changed["made"].append(str(pair.pk))
        return pair

    def _together(self, two: Two) -> Together:
        """What the copy says of the two; one sentence for whatever keeps them apart."""
        mentee, mentor, role = two
        found = self.saved.together(mentee, [mentor], role=role).get(mentor.pk)
        cohort = self.run.cohort
        is_apart = queries.kept_apart(mentee.person, [mentor.person], cohort.programme, at=self.at)
        if found is None or is_apart or (mentee.pk, mentor.pk) in queries.ruled_out(cohort):
            raise CannotDecide(_("This pair is not available."))
        return found

    def _refuse_full(self, mentor: Participant) -> None:
        held = queries.places_held(self.run.cohort).get(mentor.person_id, 0)
        if held + queries.load_on(self.run).get(mentor.pk, 0) >= mentor.places:
            raise CannotDecide(
                _("All places of this mentor are taken on the board. Say instead of whom.")
            )


def _set(pair: RunPair, **new: bool) -> None:
    for name, value in new.items():
        setattr(pair, name, value)
    pair.save(update_fields=[*new])


def open_board(run: Run, pairs: Sequence[RunPair], *, by: Any) -> tuple[Run, list[RunPair]]:
    """A board that can be decided on, and these of its pairs, while nobody else changes it."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__institution")
        .get(pk=run.pk)
    )
    if run.state != Run.State.READY:
        raise CannotDecide(_("This run is not open to decide on now."))
    if run.cohort.programme.is_archived:
        raise CannotDecide(_("This programme is archived."))
    found = {
        one.pk: one for one in queries.board_of(run).filter(pk__in=[pair.pk for pair in pairs])
    }
    mine = [found[pair.pk] for pair in pairs if pair.pk in found]
    if len(mine) < len(pairs) or any(one.is_off for one in mine):
        raise CannotDecide(_("This pair is no longer on the board. Look at it again."))
    _refuse_sent(mine)
    _refuse_own(mine, by)
    return run, mine


def _refuse_twice() -> NoReturn:
    """Also where there are several: they are several people."""
    raise CannotDecide(_("This is the mentor whom they have."))


def _refuse_sent(pairs: Any) -> None:
    if any(one.is_sent for one in pairs):
        raise CannotDecide(_("These people have been asked already, so this stays as it is."))


def _refuse_own(pairs: Any, by: Any) -> None:
    for one in pairs:
        _refuse_own_side((one.mentee, one.mentor), by)


def _refuse_own_side(parts: Sequence[Participant], by: Any) -> None:
    """Nobody decides as staff on a pair that they are in themselves."""
    if any(part.person_id == by.pk for part in parts):
        raise CannotDecide(_("Somebody else who runs the programme decides on a pair of yours."))


def _note(what: str, made: _Deciding) -> None:
    ledger.record(
        f"matching.{what}",
        about=made.run,
        by=made.by,
        at=made.at,
        institution=made.run.cohort.programme.institution,
        number=made.number,
    )
