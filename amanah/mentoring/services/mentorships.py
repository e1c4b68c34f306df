"""Closing mentorships, and leaving one that goes on."""

from datetime import datetime
from typing import Any

from django.db import transaction

from amanah.institutions.models import Institution
from amanah.mentoring import notices, queries
from amanah.mentoring.models import Mentorship
from amanah.mentoring.services import agreements
from amanah.mentoring.services.keeping import last_day_kept
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.sealing import services as sealing
from amanah.stewardship import ledger

Phase = Mentorship.Phase


@transaction.atomic
def close_mentorship(mentorship: Mentorship, *, by: Any, at: datetime) -> Mentorship:
    """Close a mentorship, at once and without a reason. The others learn only that it is closed."""
    return _close(mentorship, leaver=by, by=by, at=at)


@transaction.atomic
def end_mentorship(mentorship: Mentorship, *, leaver: Person, at: datetime) -> Mentorship:
    """Close a mentorship because one of its members is not there any more. Nobody did it."""
    return _close(mentorship, leaver=leaver, by=None, at=at)


def _close(mentorship: Mentorship, *, leaver: Any, by: Any, at: datetime) -> Mentorship:
    Institution.objects.select_for_update().get(pk=mentorship.institution_id)
    mentorship = Mentorship.objects.select_related("institution", "room").get(pk=mentorship.pk)
    if not mentorship.is_active:
        return mentorship
    if queries.goes_on_without(mentorship, leaver):
        return _leave(mentorship, leaver, by=by, at=at)
    mentorship.state, mentorship.closed_at = Mentorship.State.CLOSED, at
    mentorship.phase, mentorship.phase_since = Phase.AFTER, mentorship.institution.day_of(at)
    mentorship.keep_until = last_day_kept(mentorship.institution, at=at)
    mentorship.save(update_fields=["state", "closed_at", "phase", "phase_since", "keep_until"])
    if mentorship.room is not None:
        sealing.close_room(mentorship.room, by=by, at=at)
    notifications.take_back(notices.BEGUN, about=mentorship.pk)
    for other in queries.others_in(mentorship, leaver):
        notifications.tell(
            other.person,
            notices.CLOSED,
            event=f"mentoring.closed:{mentorship.pk}:{other.pk}",
            about=mentorship.pk,
            at=at,
        )
    _note("mentorship_closed", mentorship, by=by, at=at)
    return mentorship


def _leave(mentorship: Mentorship, leaver: Any, *, by: Any, at: datetime) -> Mentorship:
    """Somebody goes, the others walk on. Nobody is told: they see who is in it."""
    mentorship.memberships.filter(person=leaver, left_at=None).update(left_at=at)
    notifications.take_back(notices.BEGUN, about=mentorship.pk, person=leaver)
    agreements.unsettle(mentorship)
    if mentorship.room is not None:
        sealing.let_go(mentorship.room, leaver, by=by, at=at)
    _note("mentorship_closed", mentorship, by=by, at=at)
    return mentorship


def end_mentorships(person: Person, institution: Institution, at: datetime) -> None:
    """Whoever leaves an institution has no mentorship there any longer, and asks nobody there."""
    here = queries.active_mentorships_for(person).filter(institution=institution)
    for mentorship in list(here):
        end_mentorship(mentorship, leaver=person, at=at)
    queries.open_invitations_of(person, at=at).filter(institution=institution).update(
        withdrawn_at=at
    )


def _note(what: str, mentorship: Mentorship, *, by: Any, at: datetime) -> None:
    # Of their own act everybody is shown their own line, and nobody else's.
    ledger.record(
        f"mentoring.{what}",
        about=mentorship,
        by=by,
        at=at,
        institution=mentorship.institution,
        subject=by,
    )
