"""Beginning mentorships: of two, of a group, of a circle of peers. Everybody in it has said yes."""

from collections.abc import Sequence
from dataclasses import dataclass
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

Role, Form = Membership.Role, Mentorship.Form
# A circle of two is a pair.
LEAST_PEERS = 3


class CannotBegin(Refused):
    """One of them does not take part any longer, or has a mentor already."""

    code = "mentoring.cannot_begin"


class AlreadyPaired(Refused):
    code = "mentoring.already_paired"


class NoPlace(Refused):
    """The mentor has as many mentees in this cohort as they said they could take."""

    code = "mentoring.no_place"


@dataclass(frozen=True)
class Side:
    """Somebody who would be in a mentorship, and as what."""

    person: Person
    role: str
    # As what they are a mentor, where a mentee has several.
    named_role: str = ""


def begin_mentorship(
    institution: Institution,
    *,
    mentor: Person,
    mentee: Person,
    cohort: Cohort | None = None,
    by: Any,
    at: datetime,
) -> Mentorship:
    """Begin a mentorship of two, in a cohort or informally; both have said yes."""
    sides = (Side(mentor, Role.MENTOR), Side(mentee, Role.MENTEE))
    return begin(institution, sides, cohort=cohort, by=by, at=at)


@transaction.atomic
def begin(
    institution: Institution,
    sides: Sequence[Side],
    *,
    form: str = Form.PAIR,
    cohort: Cohort | None = None,
    by: Any,
    at: datetime,
) -> Mentorship:
    """Begin a mentorship of any form, with a room of its own for its members' words.

    In a cohort the mentor's places are counted here, in the transaction that takes them.
    """
    # One after another in an institution, so that the last place is given once.
    Institution.objects.select_for_update().get(pk=institution.pk)
    if not is_whole(form, sides):
        raise CannotBegin(_("There are not enough people for this."))
    _refuse_paired(sides, cohort)
    if cohort is not None:
        _take_places(cohort, sides)
    room = sealing.open_room([side.person for side in sides], by=by, at=at)
    mentorship = Mentorship(
        institution=institution,
        cohort=cohort,
        form=form,
        room=room,
        began_at=at,
        phase_since=institution.day_of(at),
    )
    mentorship.full_clean()
    mentorship.save(force_insert=True)
    for side in sides:
        _join(mentorship, side, at=at)
    # Of their own act everybody is shown their own line, and nobody else's.
    ledger.record(
        "mentoring.mentorship_begun",
        about=mentorship,
        by=by,
        at=at,
        institution=institution,
        subject=by,
    )
    return mentorship


def tell_of_beginning(mentorship: Mentorship, person: Person, *, at: datetime) -> None:
    """That it has begun, to somebody who did not just begin it."""
    notifications.tell(
        person,
        notices.BEGUN,
        event=f"mentoring.begun:{mentorship.pk}:{person.pk}",
        about=mentorship.pk,
        at=at,
    )


def _join(mentorship: Mentorship, side: Side, *, at: datetime) -> None:
    membership = Membership(
        mentorship=mentorship,
        person=side.person,
        role=side.role,
        named_role=side.named_role,
        joined_at=at,
    )
    membership.full_clean()
    membership.save(force_insert=True)


def is_whole(form: str, sides: Sequence[Any]) -> bool:
    """Whether these are enough for a form: whatever has a `role` can be counted."""
    mentors = sum(side.role == Role.MENTOR for side in sides)
    mentees = sum(side.role == Role.MENTEE for side in sides)
    if form == Form.CIRCLE:
        return mentors + mentees == 0 and len(sides) >= LEAST_PEERS
    fits = len(sides) == mentors + mentees and mentors == 1 and mentees >= 1
    return fits and (form == Form.GROUP or mentees == 1)


def _of(sides: Sequence[Side], role: str) -> list[Person]:
    return [side.person for side in sides if side.role == role]


def _refuse_paired(sides: Sequence[Side], cohort: Cohort | None) -> None:
    for mentor in _of(sides, Role.MENTOR):
        for mentee in _of(sides, Role.MENTEE):
            if queries.are_paired(mentor, mentee, cohort=cohort):
                raise AlreadyPaired(_("The two of you have a mentorship already."))


def _take_places(cohort: Cohort, sides: Sequence[Side]) -> None:
    """Refuse unless all take part and there are places; their parts stay locked until it is."""
    parts = {
        part.person_id: part
        for part in Participant.objects.select_for_update()
        .filter(cohort=cohort, person__in=[side.person.pk for side in sides], left_at=None)
        .order_by("pk")
    }
    if not all(_takes_part(parts.get(side.person.pk), side.role) for side in sides):
        raise CannotBegin(_("One of you does not take part in this programme any longer."))
    mentees = _of(sides, Role.MENTEE)
    taken = queries.places_taken(cohort)
    for mentor in _of(sides, Role.MENTOR):
        if taken.get(mentor.pk, 0) + len(mentees) > parts[mentor.pk].places:
            raise NoPlace(_("There is no place left: all your places in this programme are taken."))
    looking = [side.person.pk for side in sides if side.role != Role.MENTOR]
    _refuse_provided(cohort, sides, looking)
    # Whoever waited for a place has one.
    Participant.objects.filter(pk__in=[parts[one].pk for one in looking]).update(waits_since=None)


def _takes_part(part: Participant | None, role: str) -> bool:
    if part is None:
        return False
    return {Role.MENTOR: part.as_mentor, Role.MENTEE: part.as_mentee}.get(Role(role), True)


def _refuse_provided(cohort: Cohort, sides: Sequence[Side], looking: list[Any]) -> None:
    """A mentee has one mentor; where a programme gives several, one for each named role."""
    if cohort.programme.form != Programme.Form.SEVERAL:
        if queries.provided_for(cohort).intersection(looking):
            raise CannotBegin(_("This person has a mentor in this programme by now."))
        return
    filled = queries.roles_filled(cohort)
    roles = [side.named_role for side in sides if side.named_role]
    if any((mentee, role) in filled for mentee in looking for role in roles):
        raise CannotBegin(_("This person has a mentor in this programme by now."))
