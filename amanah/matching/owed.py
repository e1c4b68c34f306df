"""What this app owes a person: their requests to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.matching import joining
from amanah.matching.models import Request
from amanah.matching.services.ending import close_requests
from amanah.stewardship import events, hooks

COLUMNS = ("programme", "cohort", "as", "state", "asked_at", "waits_until", "shows_application")


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
    joining.declare()
    hooks.erasure(hooks.Erasure("matching", forget, ("matching.Request",)))
    own = events.by_member
    own("matching.request_made", _("Asked a mentor"))
    own("matching.request_withdrawn", _("Withdrew a request to a mentor"))
    own("matching.request_accepted", _("Said yes to a mentee"))
    own("matching.request_declined", _("Said no to a request"))


def forget(person: Any, *, at: datetime) -> None:
    """Close what waits, and take the person out of every request; empty ones go.

    The row stays for the other, who reads that it is closed, as of any other.
    """
    mine = Request.objects.filter(Q(mentee=person) | Q(mentor=person)).select_related("mentee")
    close_requests(mine.filter(state=Request.State.WAITING).order_by("pk"), at=at)
    Request.objects.filter(mentee=person).update(mentee=None, shows_application=False)
    Request.objects.filter(mentor=person).update(mentor=None)
    Request.objects.filter(mentee=None, mentor=None).delete()


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
