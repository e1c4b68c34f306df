"""Beginning and closing mentorships."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.mentoring import notices, queries
from amanah.mentoring.models import Membership, Mentorship
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes.models import Cohort, Participant, Programme
from amanah.sealing import services as sealing
from amanah.stewardship import ledger

Role = Membership.Role


class CannotBegin(Refused):
    """One of them does not take part any longer, or has a mentor already."""

    code = "mentoring.cannot_begin"


class AlreadyPaired(Refused):
    code = "mentoring.already_paired"


class NoPlace(Refused):
    """The mentor has as many mentees in this cohort as they said they could take."""

    code = "mentoring.no_place"


@transaction.atomic
def begin_mentorship(
    institution: Institution,
    *,
    mentor: Person,
    mentee: Person,
    cohort: Cohort | None = None,
    by: Any,
    at: datetime,
) -> Mentorship:
    """Begin a mentorship of two, in a cohort or informally; both have said yes.

    In a cohort the mentor's places are counted here, in the transaction that takes one.
    """
    # One after another in an institution, so that the last place is given once.
    Institution.objects.select_for_update().get(pk=institution.pk)
    if queries.are_paired(mentor, mentee, cohort=cohort):
        raise AlreadyPaired(_("The two of you have a mentorship already."))
    if cohort is not None:
        _take_place(cohort, mentor=mentor, mentee=mentee)
    room = sealing.open_room((mentor, mentee), by=by, at=at)
    mentorship = Mentorship(institution=institution, cohort=cohort, began_at=at, room=room)
    mentorship.full_clean()
    mentorship.save(force_insert=True)
    for person, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE)):
        membership = Membership(mentorship=mentorship, person=person, role=role, joined_at=at)
        membership.full_clean()
        membership.save(force_insert=True)
    _note("mentorship_begun", mentorship, by=by, at=at)
    return mentorship


def _take_place(cohort: Cohort, *, mentor: Person, mentee: Person) -> None:
    """Refuse unless both take part and there is a place; their parts stay locked until it is."""
    parts = {
        part.person_id: part
        for part in Participant.objects.select_for_update()
        .filter(cohort=cohort, person__in=(mentor.pk, mentee.pk), left_at=None)
        .order_by("pk")
    }
    theirs, own = parts.get(mentor.pk), parts.get(mentee.pk)
    if theirs is None or own is None or not theirs.as_mentor or not own.as_mentee:
        raise CannotBegin(_("One of you does not take part in this programme any longer."))
    if queries.places_taken(cohort).get(mentor.pk, 0) >= theirs.places:
        raise NoPlace(_("There is no place left: all your places in this programme are taken."))
    several = cohort.programme.form == Programme.Form.SEVERAL
    if not several and queries.mentorships_of_mentee(mentee, cohort).exists():
        raise CannotBegin(_("This person has a mentor in this programme by now."))
    # Whoever waited for a place has one.
    own.waits_since = None
    own.save(update_fields=["waits_since"])


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
    mentorship.state, mentorship.closed_at = Mentorship.State.CLOSED, at
    mentorship.save(update_fields=["state", "closed_at"])
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
