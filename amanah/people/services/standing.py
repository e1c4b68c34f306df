"""An institution ends somebody's access to it, and gives it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions import rules as staff
from amanah.institutions import services as institutions
from amanah.institutions.models import Institution
from amanah.people import hooks, notices
from amanah.people.models import Affiliation, Invitation, Person, Session, Stop
from amanah.people.queries.standing import has_died, is_invited_elsewhere, is_shut_out
from amanah.people.services.belonging import join
from amanah.stewardship import ledger


class CannotStop(Refused):
    code = "people.cannot_stop"


class AlreadyStopped(CannotStop):
    code = "people.already_stopped"


class CannotAllow(Refused):
    code = "people.cannot_allow"


@transaction.atomic
def stop_access(
    institution: Institution, person: Person, *, by: Person | None, at: datetime
) -> Stop:
    """End somebody's access to an institution at once, until it is allowed again.

    Their staff roles there end, and what they take part in; open invitations are withdrawn. Whoever
    belongs to no other institution is signed out and cannot sign in. Nothing that was written is
    deleted. `by` is None for the operator. Raises `institutions.LastAdmin` if the institution
    would be left without an admin.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    person = Person.objects.select_for_update().get(pk=person.pk)
    _refuse_unless_admin(institution, person, by=by, at=at)
    if person.stops.filter(institution=institution, lifted_at=None).exists():
        raise AlreadyStopped(_("The access of this person has ended already."))
    belonging = person.affiliations.filter(institution=institution, until=None).first()
    if belonging is None:
        raise CannotStop(_("This person does not belong to the institution."))
    _end(belonging, by=by, at=at)
    stop = Stop(institution=institution, person=person, made_at=at, made_by=by)
    stop.full_clean(exclude=None if by else ["made_by"])
    stop.save(force_insert=True)
    _withdraw_invitations(stop)
    settle(person)
    _note("access_stopped", stop, by=by, at=at)
    if person.joined_at:
        notices.access_ended(stop, at=at)
    return stop


@transaction.atomic
def allow_again(stop: Stop, *, by: Person | None, at: datetime) -> Affiliation:
    """Let somebody belong to the institution again, from today. What ended stays ended."""
    institution = Institution.objects.select_for_update().get(pk=stop.institution_id)
    person = Person.objects.select_for_update().get(pk=stop.person_id)
    stop = Stop.objects.select_related("institution", "person").get(pk=stop.pk)
    _refuse_unless_admin(institution, person, by=by, at=at)
    if stop.lifted_at:
        raise CannotAllow(_("Somebody has allowed this person again already."))
    stop.lifted_at, stop.lifted_by = at, by
    stop.save(update_fields=["lifted_at", "lifted_by"])
    belonging = join(institution, person, by=by, at=at)
    settle(person)
    _note("access_allowed", stop, by=by, at=at)
    if person.joined_at:
        notices.access_given_back(stop, at=at)
    return belonging


@transaction.atomic
def open_if_invited(person: Person, *, at: datetime) -> bool:
    """Open the account of somebody who is shut out, if another institution invites them.

    They have shown that it is theirs; now they can sign in and answer that letter.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not is_invited_elsewhere(person, at=at):
        return False
    person.is_active = True
    person.save(update_fields=["is_active"])
    ledger.record("people.account_opened", about=person, by=person, at=at, subject=person)
    return True


def settle(person: Person) -> None:
    """Close the account of who has died or is shut out, and open that of everybody else.

    A closed account is signed out everywhere, at once. The person's row is locked.
    """
    is_shut = bool(person.joined_at) and is_shut_out(person)
    is_open = person.erased_at is None and not is_shut and not has_died(person)
    if not is_open:
        Session.objects.filter(person=person).delete()
    if is_open != person.is_active:
        person.is_active = is_open
        person.save(update_fields=["is_active"])


def _refuse_unless_admin(
    institution: Institution, person: Person, *, by: Person | None, at: datetime
) -> None:
    """Asked again at the moment of acting: two admins may be ending each other's access."""
    if by is None:
        return
    if by.pk == person.pk:
        raise CannotStop(_("Nobody does this to themselves. You can leave on your own pages."))
    if not staff.is_admin(by, institution, at=at):
        raise CannotStop(_("Only an admin of the institution can do this."))


def _end(belonging: Affiliation, *, by: Person | None, at: datetime) -> None:
    institution, person = belonging.institution, belonging.person
    institutions.end_appointments_of(person, institution=institution, by=by, at=at)
    belonging.until = max(institution.day_of(at), belonging.since)
    belonging.save(update_fields=["until"])
    for end in hooks.left:
        end(person, institution, at)


def _withdraw_invitations(stop: Stop) -> None:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    waiting.filter(institution=stop.institution, email__iexact=stop.person.email).update(
        withdrawn_at=stop.made_at
    )


def _note(what: str, stop: Stop, *, by: Any, at: datetime) -> None:
    ledger.record(
        f"people.{what}",
        about=stop,
        by=by,
        at=at,
        institution=stop.institution,
        subject=stop.person,
    )
