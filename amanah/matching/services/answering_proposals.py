"""Whoever is asked by a proposal says yes, or no, or that they are away. No reason is asked."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.institutions.models import Institution
from amanah.matching import notices, queries
from amanah.matching.models import Asked, Proposal
from amanah.matching.services.answering import CannotAnswer
from amanah.matching.services.settling import let_out, locked_proposal, settle, stay_away
from amanah.mentoring.models import Membership
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import queries as programmes
from amanah.stewardship import ledger

State = Proposal.State


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: Any, at: datetime) -> Proposal:
    """Say yes. With the last yes it begins, if there still is a place; else it is closed.

    Raises `CannotAnswer` where it is over already.
    """
    proposal = locked_proposal(proposal.pk)
    own = _own(proposal, by=by, at=at)
    if own.said_yes_at is None:
        own.said_yes_at = at
        own.save(update_fields=["said_yes_at"])
        notifications.take_back(notices.PROPOSED, about=proposal.pk, person=by)
        _note("proposal_accepted", proposal, by=by, at=at)
    return settle(proposal, by=by, at=at)


@transaction.atomic
def decline_proposal(
    proposal: Proposal, *, by: Any, at: datetime, away_until: date | None = None
) -> Proposal:
    """Say no, also after a yes, until it has begun. A mentor may be away for a while with it."""
    proposal = locked_proposal(proposal.pk)
    own = _own(proposal, by=by, at=at)
    _note("proposal_declined", proposal, by=by, at=at)
    proposal = let_out(own, at=at)
    part = programmes.part_in(proposal.cohort, by)
    if away_until is not None and part is not None and own.role == Membership.Role.MENTOR:
        stay_away(part, until=away_until, at=at)
    return proposal


def _own(proposal: Proposal, *, by: Any, at: datetime) -> Asked:
    """Their own line of a proposal that can be answered; the others' are nobody's."""
    still = list(queries.still_there().filter(proposal=proposal))
    own = next((one for one in still if one.person_id == by.pk), None)
    if own is None or not queries.stands(proposal, still, at=at):
        raise CannotAnswer(_("This proposal is closed. It says nothing about you."))
    own.proposal, own.person = proposal, by
    return own


@every(timedelta(minutes=15))
def settle_proposals(*, at: datetime) -> None:
    """Close, or begin, what does not wait any longer: its day came, or somebody is not there.

    A cohort at a time is looked at for who is to be kept apart, and which mentors are full.
    """
    waiting = queries.waiting_proposals()
    standing = queries.standing_proposals(at=at).values("pk")
    over = set(waiting.exclude(pk__in=standing).values_list("pk", flat=True))
    for cohort in programmes.cohorts_of_open_programmes().filter(proposals__in=waiting).distinct():
        over |= queries.proposals_overtaken(cohort, at=at)
    for pk in sorted(over):
        _settle_one(pk, at=at)


@transaction.atomic
def _settle_one(pk: Any, *, at: datetime) -> None:
    settle(locked_proposal(pk), at=at)


@transaction.atomic
def end_proposals(person: Person, institution: Institution, at: datetime) -> None:
    """Whoever leaves an institution is asked by nobody there any more."""
    here = Asked.objects.filter(person=person, proposal__cohort__programme__institution=institution)
    end_all_proposals(here, at=at)


def end_all_proposals(asked: QuerySet[Asked], *, at: datetime) -> None:
    """Take somebody out of whatever asks them and waits, in the caller's transaction."""
    waiting = asked.filter(proposal__state=State.WAITING, is_out=False)
    for pk, proposal in list(waiting.order_by("pk").values_list("pk", "proposal")):
        locked = locked_proposal(proposal)
        own = Asked.objects.select_related("person").get(pk=pk)
        own.proposal = locked
        let_out(own, at=at)


def take_proposals_over(listed: Person, person: Person, at: datetime) -> None:
    """Whoever was only on a list turns out to have an account: that account is asked."""
    asked_already = Asked.objects.filter(person=person).values("proposal")
    Asked.objects.filter(person=listed).exclude(proposal__in=asked_already).update(person=person)


def let_go_of_proposals(programme: Any, parts: list[Any], at: datetime) -> None:
    """Called as an archive is emptied of some people: what asked them goes."""
    of_them = Proposal.objects.filter(
        asked__person__participations__in=parts, cohort__programme=programme
    )
    Proposal.objects.filter(pk__in=list(of_them.values_list("pk", flat=True))).delete()


def _note(what: str, proposal: Proposal, *, by: Any, at: datetime) -> None:
    # Of their own act everybody is shown their own line, and nobody else's.
    ledger.record(
        f"matching.{what}",
        about=proposal,
        by=by,
        at=at,
        institution=proposal.cohort.programme.institution,
        subject=by,
    )
