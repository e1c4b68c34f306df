"""Putting in, ending and taking out what staff know anyway."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.conflicts.models import Post, Tie
from amanah.conflicts.services.looking import looking_again
from amanah.institutions.models import Institution
from amanah.people.models import Person
from amanah.stewardship import ledger


@dataclass(frozen=True)
class What:
    """What is put in: from a day, or from today; until a last day, or for good."""

    kind: str
    department: str = ""
    since: date | None = None
    until: date | None = None


class CannotKeep(Refused):
    code = "conflicts.cannot_keep"


@transaction.atomic
def put_in_tie(
    institution: Institution,
    one: Person,
    other: Person,
    what: What,
    *,
    by: Person,
    at: datetime,
) -> Tie:
    """Say that `one` supervises, assesses or examines `other`, or what else stands between them.

    Both are shown it. Raises `CannotKeep` if one of them is whoever says so.
    """
    institution = _locked(institution)
    _refuse_own(by, one, other)
    if one.pk == other.pk:
        raise CannotKeep(_("A tie is between two people. These are one."))
    one, other = in_order(what.kind, one, other)
    tie = Tie(institution=institution, one=one, other=other, kind=what.kind)
    with looking_again(institution, {one.pk}, at=at):
        _put_in(tie, Tie.objects.filter(one=one, other=other, kind=what.kind), what, at=at)
    _note("tie_put_in", tie, by=by, at=at)
    return tie


@transaction.atomic
def put_in_post(
    institution: Institution,
    person: Person,
    what: What,
    *,
    by: Person,
    at: datetime,
) -> Post:
    """Say that somebody is the head of a department, or directs its training."""
    institution = _locked(institution)
    _refuse_own(by, person)
    post = Post(institution=institution, person=person, kind=what.kind, department=what.department)
    held = Post.objects.filter(institution=institution, person=person, kind=what.kind)
    same = [one.pk for one in held if one.is_over_the_same(what.department)]
    with looking_again(institution, {person.pk}, at=at):
        _put_in(post, held.filter(pk__in=same), what, at=at)
    _note("post_put_in", post, by=by, at=at)
    return post


def in_order(kind: str, one: Any, other: Any) -> tuple[Any, Any]:
    """Two people as a tie stores them: between equals, in the order of their ids."""
    if kind in Tie.OF_EQUALS and one.pk > other.pk:
        return other, one
    return one, other


def _put_in(kept: Tie | Post, same: Any, what: What, *, at: datetime) -> None:
    """Save it, unless the same counts in some of its days already."""
    today = kept.institution.day_of(at)
    kept.since, kept.until, kept.put_in_on = what.since or today, what.until, today
    crossing = same.filter(institution=kept.institution).not_over(kept.since)
    if kept.until:
        crossing = crossing.filter(since__lte=kept.until)
    if crossing.exists():
        raise CannotKeep(_("This is there already. End it first, or change nothing."))
    try:
        kept.full_clean()
    except ValidationError as problem:
        raise CannotKeep(problem.messages[0]) from problem
    kept.save(force_insert=True)


@transaction.atomic
def end_kept(kept: Tie | Post, *, last_day: date | None, by: Person, at: datetime) -> None:
    """End a tie or a post after a last day; without one, it no longer counts from today on."""
    institution = _locked(kept.institution)
    kept = _again(kept, by=by)
    today = institution.day_of(at)
    if kept.is_over(today):
        raise CannotKeep(_("This is over already."))
    _note("tie_ended" if isinstance(kept, Tie) else "post_ended", kept, by=by, at=at)
    if last_day is None and kept.since >= today:
        kept.delete()
        return
    kept.until = last_day or today - timedelta(days=1)
    if kept.until < kept.since:
        raise CannotKeep(_("The last day cannot come before the first."))
    kept.save(update_fields=["until"])


@transaction.atomic
def take_out_kept(kept: Tie | Post, *, by: Person, at: datetime) -> None:
    """Take out what was never so. Nothing of it is kept but that it was taken out."""
    _locked(kept.institution)
    kept = _again(kept, by=by)
    _note("tie_taken_out" if isinstance(kept, Tie) else "post_taken_out", kept, by=by, at=at)
    kept.delete()


def note_sheet(institution: Institution, *, by: Person, at: datetime) -> None:
    """Note that staff took ties or posts along as a workbook."""
    ledger.record(
        "conflicts.ties_taken_along", about=institution, by=by, at=at, institution=institution
    )


def _locked(institution: Institution) -> Institution:
    """All ties of an institution are changed one after another."""
    return Institution.objects.select_for_update().get(pk=institution.pk)


def _again(kept: Tie | Post, *, by: Person) -> Tie | Post:
    found: Any = type(kept).objects.select_related("institution").filter(pk=kept.pk).first()
    if found is None:
        raise CannotKeep(_("Somebody has taken this out meanwhile."))
    _refuse_own(by, *people_in(found))
    return found  # type: ignore[no-any-return]


def people_in(kept: Tie | Post) -> tuple[Person, ...]:
    return (kept.one, kept.other) if isinstance(kept, Tie) else (kept.person,)


def _refuse_own(by: Person, *people: Person) -> None:
    if any(person.pk == by.pk for person in people):
        raise CannotKeep(
            _("This is about you. Another coordinator or admin of the institution has to do it.")
        )


def _note(what: str, kept: Tie | Post, *, by: Person, at: datetime) -> None:
    """One line for each of the people in it: each is shown it."""
    for person in people_in(kept):
        ledger.record(
            f"conflicts.{what}",
            about=kept,
            by=by,
            at=at,
            institution=kept.institution,
            subject=person,
            kind=kept.kind,
        )
