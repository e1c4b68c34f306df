"""What people are told of requests and proposals. No name is in it, and no cause."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.matching import queries
from amanah.matching.models import Asked, Proposal, Request
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice


def _waits(notice: Notice, at: datetime) -> bool:
    return notice.about is not None and queries.standing(at=at).filter(pk=notice.about).exists()


def _is_accepted(notice: Notice, at: datetime) -> bool:
    return _is(notice, Request.State.ACCEPTED)


def _is_closed(notice: Notice, at: datetime) -> bool:
    return _is(notice, Request.State.CLOSED)


def _is(notice: Notice, state: str) -> bool:
    if notice.about is None:
        return False
    return Request.objects.filter(pk=notice.about, state=state).exists()


ASKED = notifications.declare(
    notifications.Kind(
        "matching.asked",
        says=_("Somebody asks you to be their mentor. It waits until %(day)s."),
        listed_as=_("Somebody who asks me to be their mentor"),
        where=lambda about: reverse("matching:request", args=[about]),
        holds=_waits,
    )
)
ACCEPTED = notifications.declare(
    notifications.Kind(
        "matching.accepted",
        says=_("A mentor whom you asked said yes."),
        listed_as=_("A mentor whom I asked and who says yes"),
        where=lambda about: reverse("matching:request", args=[about]),
        holds=_is_accepted,
    )
)
CLOSED = notifications.declare(
    notifications.Kind(
        "matching.closed",
        says=_(
            "There is no place any more with a mentor whom you asked. It says nothing about you, "
            "and you can ask somebody else."
        ),
        listed_as=_("A request of mine that is closed"),
        where=lambda about: reverse("matching:requests"),
        holds=_is_closed,
    )
)


def _may_be_answered(notice: Notice, at: datetime) -> bool:
    """Whether whoever is told can still answer it, and has not."""
    if notice.about is None:
        return False
    waits = queries.standing_proposals(at=at).filter(pk=notice.about)
    own = queries.still_there().filter(proposal=notice.about, person=notice.person_id)
    return waits.exists() and own.filter(said_yes_at=None).exists()


def _is_over_for(notice: Notice, at: datetime) -> bool:
    """Closed, or begun without whoever is told."""
    if notice.about is None:
        return False
    own = Asked.objects.filter(
        proposal=notice.about, person=notice.person_id, said_yes_at=None
    ).exclude(proposal__state=Proposal.State.WAITING)
    return own.exists()


PROPOSED = notifications.declare(
    notifications.Kind(
        "matching.proposed",
        says=_("A mentorship is proposed to you. It waits for your answer until %(day)s."),
        listed_as=_("A mentorship that is proposed to me"),
        where=lambda about: reverse("matching:proposal", args=[about]),
        holds=_may_be_answered,
    )
)
PROPOSAL_CLOSED = notifications.declare(
    notifications.Kind(
        "matching.proposal_closed",
        says=_("A proposal to you is closed. It says nothing about you."),
        listed_as=_("A proposal to me that is closed"),
        where=lambda about: reverse("matching:proposals"),
        holds=_is_over_for,
    )
)
