"""What this app owes a person: requests and proposals to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.matching import joining, services
from amanah.matching.models import Asked, Proposal, Request
from amanah.matching.services.ending import close_requests
from amanah.stewardship import events, hooks

COLUMNS = ("programme", "cohort", "as", "state", "asked_at", "waits_until", "shows_application")
ASKED = ("programme", "cohort", "as", "named_role", "state", "sent_at", "waits_until")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    hooks.export(
        hooks.Export(
            "requests",
            _("the requests that you made as a mentee, or that were made to you as a mentor"),
            COLUMNS,
            _requests,
            ("matching.Request",),
        )
    )
    hooks.export(
        hooks.Export(
            "proposals",
            _("the mentorships that were proposed to you"),
            ASKED,
            _proposals,
            ("matching.Proposal", "matching.Asked"),
        )
    )
    joining.declare()
    forgotten = ("matching.Request", "matching.Proposal", "matching.Asked")
    hooks.erasure(hooks.Erasure("matching", forget, forgotten))
    own = events.by_member
    own("matching.request_made", _("Asked a mentor"))
    own("matching.request_withdrawn", _("Withdrew a request to a mentor"))
    own("matching.request_accepted", _("Said yes to a mentee"))
    own("matching.request_declined", _("Said no to a request"))
    own("matching.proposal_accepted", _("Said yes to a proposal"))
    own("matching.proposal_declined", _("Said no to a proposal"))
    events.by_staff(
        "matching.proposal_sent",
        _("Somebody who runs a programme proposed a mentorship to you"),
        _("Asked somebody whether they want a mentorship"),
    )
    events.by_staff(
        "matching.proposal_withdrawn",
        _("Somebody who runs a programme withdrew a proposal"),
        _("Withdrew a proposal"),
    )


def forget(person: Any, *, at: datetime) -> None:
    """Close what waits, and take the person out of every request; empty ones go.

    The row stays for the other, who reads that it is closed, as of any other.
    """
    mine = Request.objects.filter(Q(mentee=person) | Q(mentor=person)).select_related("mentee")
    close_requests(mine.filter(state=Request.State.WAITING).order_by("pk"), at=at)
    Request.objects.filter(mentee=person).update(mentee=None, shows_application=False)
    Request.objects.filter(mentor=person).update(mentor=None)
    Request.objects.filter(mentee=None, mentor=None).delete()
    _forget_proposals(person, at=at)


def _forget_proposals(person: Any, *, at: datetime) -> None:
    """The others read that it is closed, or walk on in a group; what asks nobody goes."""
    mine = Asked.objects.filter(person=person)
    services.end_all_proposals(mine, at=at)
    mine.update(person=None)
    Proposal.objects.filter(by=person).update(by=None)
    Proposal.objects.exclude(asked__person__isnull=False).delete()


def _requests(person: Any) -> Iterable[hooks.Row]:
    """Of a request to them, a mentor takes along that it was made, and not by whom."""
    found = (
        Request.objects.filter(Q(mentee=person) | Q(mentor=person))
        .select_related("cohort__programme")
        .order_by("asked_at", "pk")
    )
    for request in found:
        role = "mentee" if request.mentee_id == person.pk else "mentor"
        yield (
            request.cohort.programme.name,
            request.cohort.name,
            role,
            request.state,
            request.asked_at,
            request.waits_until,
            request.shows_application if role == "mentee" else "",
        )


def _proposals(person: Any) -> Iterable[hooks.Row]:
    """What they were asked, and what became of it for them; of the others, nothing."""
    found = (
        Asked.objects.filter(person=person)
        .select_related("proposal__cohort__programme")
        .order_by("proposal__sent_at", "pk")
    )
    for own in found:
        proposal = own.proposal
        yield (
            proposal.cohort.programme.name,
            proposal.cohort.name,
            own.role,
            own.named_role,
            _state_for(own),
            proposal.sent_at,
            proposal.waits_until,
        )


def _state_for(own: Asked) -> str:
    State = Proposal.State
    if own.proposal.state == State.WAITING:
        return State.CLOSED if own.is_out else State.WAITING
    return State.ACCEPTED if own.said_yes_at else State.CLOSED
