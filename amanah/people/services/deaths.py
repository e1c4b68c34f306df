"""Somebody has died: nothing is sent to them, and nobody is told anything that is not true."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.models import Job
from amanah.base.refusal import Refused
from amanah.institutions import rules as staff
from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people import hooks, notices
from amanah.people.models import Death, Invitation, Person
from amanah.people.queries.standing import SAID_FOR, is_said_to_have_died
from amanah.people.services.standing import settle
from amanah.stewardship import ledger


class CannotSay(Refused):
    code = "people.cannot_say"


class CannotConfirmDeath(Refused):
    code = "people.cannot_confirm_death"


@transaction.atomic
def say_died(
    person: Person, *, day: date, institution: Institution | None, by: Person | None, at: datetime
) -> Death:
    """Note that somebody has died. It holds once another admin, or the operator, confirms it.

    Until then no digest or reminder goes to them; after a week that nobody confirmed it counts for
    nothing. `by` is None for the operator, whose word needs no second.
    """
    places = _places(person)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if by is not None:
        _refuse_saying(person, places, institution, by=by, at=at)
    today = institution.day_of(at) if institution else at.date()
    if day > today:
        raise CannotSay(_("That day has not come yet."))
    if is_said_to_have_died(person, at=at) and (by or person.death.confirmed_at):
        raise CannotSay(_("Somebody has said so already."))
    Death.objects.filter(person=person).delete()
    death = Death(person=person, day=day, institution=institution, said_by=by, said_at=at)
    death.full_clean(exclude=None if by else ["said_by", "institution"])
    death.save(force_insert=True)
    if by is None:
        return _hold(death, person, places, by=None, at=at)
    _note("death_said", death, [institution], by=by, at=at)
    return death


@transaction.atomic
def confirm_death(death: Death, *, by: Person, at: datetime) -> Death:
    """Confirm, as the second admin, that somebody has died: from now on it holds, everywhere."""
    person, places, death = _locked(death)
    _refuse_unless_theirs(person, places, by=by, at=at)
    if death.confirmed_at:
        raise CannotConfirmDeath(_("Somebody has confirmed this already."))
    if death.said_at <= at - SAID_FOR:
        raise CannotConfirmDeath(_("It was said more than a week ago. Say it again."))
    if death.said_by_id == by.pk:
        raise CannotConfirmDeath(_("You said it, so another admin or the operator confirms it."))
    return _hold(death, person, places, by=by, at=at)


@transaction.atomic
def take_back_death(death: Death, *, by: Person | None, at: datetime) -> None:
    """It was a mistake: the account opens again. What has ended meanwhile stays ended."""
    person, places, death = _locked(death)
    if by is not None:
        _refuse_unless_theirs(person, places, by=by, at=at)
    death.delete()
    settle(person)
    _note("death_taken_back", death, places, by=by, at=at, person=person)
    if death.confirmed_at and person.joined_at and person.is_active:
        notices.open_again(person, at=at)


def _places(person: Person) -> list[Institution]:
    """Where they belong, locked before the person's own row, as everywhere."""
    theirs = person.affiliations.filter(until=None)
    found = Institution.objects.filter(pk__in=theirs.values("institution"))
    return list(found.select_for_update().order_by("pk"))


def _locked(death: Death) -> tuple[Person, list[Institution], Death]:
    places = _places(death.person)
    person = Person.objects.select_for_update().get(pk=death.person_id)
    found = Death.objects.filter(pk=death.pk).first()
    if found is None:
        raise CannotConfirmDeath(_("This was taken back meanwhile."))
    return person, places, found


def _refuse_saying(
    person: Person,
    places: list[Institution],
    institution: Institution | None,
    *,
    by: Person,
    at: datetime,
) -> None:
    if institution not in places:
        raise CannotSay(_("This person does not belong to the institution."))
    _refuse_unless_theirs(person, places, by=by, at=at)


def _refuse_unless_theirs(
    person: Person, places: list[Institution], *, by: Person, at: datetime
) -> None:
    is_theirs = any(staff.is_admin(by, place, at=at) for place in places)
    if by.pk == person.pk or not is_theirs:
        raise CannotSay(_("Only an admin of the institution can do this."))


def _hold(
    death: Death, person: Person, places: list[Institution], *, by: Person | None, at: datetime
) -> Death:
    """From now on: nobody signs in, nothing goes to them, and they take part in nothing."""
    death.confirmed_at, death.confirmed_by = at, by
    death.save(update_fields=["confirmed_at", "confirmed_by"])
    settle(person)
    _end_appointments(person, by=by, at=at)
    for place in places:
        for end in hooks.left:
            end(person, place, at)
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    waiting.filter(email__iexact=person.email).update(withdrawn_at=at)
    for letter in Letter.objects.filter(reader=person.pk, state=Letter.State.WAITING):
        outbox.stop(letter)
    Job.objects.filter(values__icontains=str(person.pk)).delete()
    _note("death_confirmed", death, places, by=by, at=at)
    return death


def _end_appointments(person: Person, *, by: Person | None, at: datetime) -> None:
    """An only admin's stays on paper, until the operator appoints another: it opens nothing."""
    for appointment in Appointment.objects.not_over(at).filter(person=person).order_by("pk"):
        try:
            institutions.end_appointment(appointment, by=by, at=at)
        except institutions.LastAdmin:
            continue


def _note(
    what: str,
    death: Death,
    places: list[Any],
    *,
    by: Person | None,
    at: datetime,
    person: Person | None = None,
) -> None:
    """In the ledger of each institution that they belong to; of none, the installation's."""
    for place in places or [None]:
        ledger.record(
            f"people.{what}",
            about=person or death.person,
            by=by,
            at=at,
            institution=place,
            subject=person or death.person,
        )
