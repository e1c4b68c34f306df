"""A mentor who lets mentees find them, or is away: their own to say, at any time."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.notifications import services as notifications
from amanah.programmes.models import Application, Participant
from amanah.stewardship import ledger


class CannotBeFound(Refused):
    code = "programmes.cannot_be_found"


@transaction.atomic
def let_be_found(application: Application, *, is_found: bool, by: Any, at: datetime) -> Application:
    """Let mentees of the cohort find a mentor, or no longer. It counts at once.

    Unlike the rest of an application it may be changed after its last day: nobody must stay
    on a page because a day has passed.
    """
    application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("participant__cohort__programme__institution", "participant__person")
        .get(pk=application.pk)
    )
    if application.role != Application.Role.MENTOR:
        raise CannotBeFound(_("Only a mentor can be found."))
    if is_found and not application.participant.cohort.programme.mentees_may_ask:
        raise CannotBeFound(_("In this programme mentees do not ask mentors themselves."))
    if application.can_be_found != is_found:
        application.can_be_found = is_found
        application.save(update_fields=["can_be_found"])
        ledger.record(
            "programmes.can_be_found_changed",
            about=application,
            by=by,
            at=at,
            institution=application.participant.cohort.programme.institution,
            subject=application.participant.person,
        )
    return application


def go_away(participant: Participant, *, until: date | None, at: datetime) -> Participant:
    """Note in the caller's transaction until which day a mentor is away; None: they are here."""
    participant.away_until = until
    participant.save(update_fields=["away_until"])
    # What is told of this programme waits until they are back, or no longer.
    notifications.reckon_again(participant.person, at=at)
    return participant


@transaction.atomic
def be_here_again(application: Application, *, by: Any, at: datetime) -> Application:
    """A mentor is not away any more. Like being found, it may be said after the last day."""
    part = (
        Participant.objects.select_for_update(of=("self",))
        .select_related("person", "cohort__programme__institution")
        .get(pk=application.participant_id)
    )
    if part.away_until is not None:
        go_away(part, until=None, at=at)
        ledger.record(
            "programmes.application_changed",
            about=application,
            by=by,
            at=at,
            institution=part.cohort.programme.institution,
            subject=part.person,
        )
    application.participant = part
    return application
