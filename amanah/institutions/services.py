"""What can happen to an institution and to those who are staff of it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.base.seen import Values, take_over
from amanah.institutions import notices, queries
from amanah.institutions.models import Appointment, Institution
from amanah.stewardship import ledger

Role = Appointment.Role
# What stands behind `/staff/` already: an institution of that name would have no pages.
TAKEN = ("concerns", "institutions", "programmes", "proposals", "runs")
SETTINGS = (
    "name",
    "language",
    "time_zone",
    "help_name",
    "help_about",
    "help_phone",
    "help_email",
    "emergency_phone",
    "months_kept",
    "own_guarantees",
)


class Term(NamedTuple):
    """From when until when, and of what: at once, lasting, and of the whole institution."""

    begins_at: datetime | None = None
    ends_at: datetime | None = None
    # The programme to which a role is limited.
    scope: UUID | None = None


class CannotAppoint(Refused):
    code = "institutions.cannot_appoint"


class AlreadyAppointed(CannotAppoint):
    code = "institutions.already_appointed"


class CannotConfirm(Refused):
    code = "institutions.cannot_confirm"


class AlreadyOver(Refused):
    code = "institutions.already_over"


class LastAdmin(Refused):
    code = "institutions.last_admin"


@transaction.atomic
def found_institution(
    *, name: str, slug: str, by: Any, at: datetime, **settings: str
) -> Institution:
    """Begin an institution. `by` is None when the operator does it on the command line."""
    if slug in TAKEN:
        raise ValidationError({"slug": _("This short name is one of ours. Choose another.")})
    institution = Institution(name=name, slug=slug, **settings)
    institution.full_clean()
    institution.save(force_insert=True)
    ledger.record(
        "institutions.institution_founded", about=institution, by=by, at=at, institution=institution
    )
    return institution


@transaction.atomic
def change_institution(
    institution: Institution, wanted: Values, *, seen: Values, by: Any, at: datetime
) -> Institution:
    """Change the settings of an institution: what differs from what was `seen`, and no more.

    Raises `AlreadyChanged` if somebody has changed one of the same settings since.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    settings = {name: value for name, value in wanted.items() if name in SETTINGS}
    changed = take_over(institution, settings, seen=seen)
    institution.full_clean()
    if changed:
        institution.save(update_fields=changed)
        ledger.record(
            "institutions.institution_changed",
            about=institution,
            by=by,
            at=at,
            institution=institution,
            settings=changed,
        )
    return institution


@transaction.atomic
def appoint(
    institution: Institution,
    person: Any,
    *,
    role: str,
    by: Any,
    at: datetime,
    term: Term = Term(),  # noqa: B008 (a Term never changes)
) -> Appointment:
    """Give a person a staff role. Roles that need two wait until another admin confirms.

    `by` is None when the operator does it on the command line. Nobody appoints themselves, and
    only who belongs to an institution can be staff of it. The person is told by letter.
    """
    appointment = _appoint(institution, person, role, by=by, at=at, term=term)
    notices.role_changed("person_appointed", appointment, by=by, at=at)
    return appointment


@transaction.atomic
def appoint_invited(
    institution: Institution, person: Any, *, role: str, by: Any, at: datetime
) -> Appointment:
    """Give the role that an invitation offered. Whoever accepted it needs no letter about it."""
    return _appoint(institution, person, role, by=by, at=at, term=Term())


def _appoint(
    institution: Institution, person: Any, role: str, *, by: Any, at: datetime, term: Term
) -> Appointment:
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    _refuse_appointing(institution, person, role, by=by, at=at)
    _refuse_twice(institution, person, role, at=at, scope=term.scope)
    appointment = Appointment(
        institution=institution,
        person=person,
        role=role,
        scope=term.scope,
        begins_at=term.begins_at or at,
        ends_at=term.ends_at,
        appointed_by=by,
        is_confirmed=role not in Appointment.NEEDS_TWO,
    )
    appointment.full_clean()
    appointment.save(force_insert=True)
    _note("person_appointed", appointment, by=by, at=at)
    return appointment


def _refuse_appointing(
    institution: Institution, person: Any, role: str, *, by: Any, at: datetime
) -> None:
    if by is not None and by.pk == person.pk:
        raise CannotAppoint(_("Nobody appoints themselves. Ask another institution admin."))
    if person.joined_at is None:
        raise CannotAppoint(_("This person has not joined yet. Appoint them once they have."))
    if (
        not person.is_active
        or not person.affiliations.filter(institution=institution, until=None).exists()
    ):
        raise CannotAppoint(
            _("Only somebody who belongs to the institution can be appointed. Invite them first.")
        )


def _refuse_twice(
    institution: Institution, person: Any, role: str, *, at: datetime, scope: UUID | None
) -> None:
    held = Appointment.objects.not_over(at).filter(
        institution=institution, person=person, role=role, scope=scope
    )
    if held.exists():
        raise AlreadyAppointed(_("This person already has that role."))


@transaction.atomic
def confirm_appointment(appointment: Appointment, *, by: Any, at: datetime) -> Appointment:
    """Confirm, as the second admin, a role that needs two."""
    appointment = _locked(appointment)
    if appointment.is_over(at):
        raise AlreadyOver(_("This appointment is over, so there is nothing to confirm."))
    if appointment.is_confirmed:
        raise CannotConfirm(_("Somebody has already confirmed this appointment."))
    if by.pk == appointment.person_id:
        raise CannotConfirm(_("Nobody confirms their own appointment. Ask another admin."))
    if by.pk == appointment.appointed_by_id:
        raise CannotConfirm(
            _("You made this appointment, so another institution admin has to confirm it.")
        )
    appointment.is_confirmed, appointment.confirmed_by = True, by
    appointment.save(update_fields=["is_confirmed", "confirmed_by"])
    _note("appointment_confirmed", appointment, by=by, at=at)
    notices.role_changed("appointment_confirmed", appointment, by=by, at=at)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, *, by: Any, at: datetime, ends_at: datetime | None = None
) -> Appointment:
    """End an appointment, at once or at a named moment. Nobody is asked why.

    Raises `LastAdmin` if the institution would be left without an admin who has no last day.
    """
    appointment = _locked(appointment)
    if appointment.is_over(at):
        raise AlreadyOver(_("This appointment is already over."))
    ends_at = max(ends_at or at, at)
    others = queries.lasting_admins(appointment.institution, at=ends_at)
    others = others.exclude(pk=appointment.pk)
    is_lasting = (
        appointment.role == Role.ADMIN and appointment.is_confirmed and not appointment.scope
    )
    if is_lasting and appointment.ends_at is None and not others.exists():
        raise LastAdmin(
            _(
                "An institution cannot be without an admin. Appoint another one, with no last day, "
                "and then end this."
            )
        )
    appointment.ends_at = max(ends_at, appointment.begins_at)
    appointment.save(update_fields=["ends_at"])
    _note("appointment_ended", appointment, by=by, at=at)
    notices.role_changed("appointment_ended", appointment, by=by, at=at)
    return appointment


@transaction.atomic
def end_appointments_of(person: Any, *, institution: Institution, by: Any, at: datetime) -> None:
    """End every staff role that a person holds, or is about to hold, in an institution."""
    held = Appointment.objects.not_over(at).filter(person=person, institution=institution)
    for appointment in held.order_by("pk"):
        end_appointment(appointment, by=by, at=at)


@transaction.atomic
def hand_over(
    appointment: Appointment,
    person: Any,
    *,
    by: Any,
    at: datetime,
    term: Term = Term(),  # noqa: B008 (a Term never changes)
) -> Appointment:
    """Let somebody take over a role: theirs begins at the moment at which the other ends."""
    changes_at = max(term.begins_at or at, at)
    successor = appoint(
        appointment.institution,
        person,
        role=appointment.role,
        by=by,
        at=at,
        term=Term(changes_at, term.ends_at, appointment.scope),
    )
    end_appointment(appointment, ends_at=changes_at, by=by, at=at)
    return successor


def _locked(appointment: Appointment) -> Appointment:
    """The appointment as it is now. All of an institution's are changed one after another."""
    Institution.objects.select_for_update().get(pk=appointment.institution_id)
    return Appointment.objects.select_related("institution").get(pk=appointment.pk)


def _note(what: str, appointment: Appointment, *, by: Any, at: datetime) -> None:
    ledger.record(
        f"institutions.{what}",
        about=appointment,
        by=by,
        at=at,
        institution=appointment.institution,
        subject=appointment.person,
        role=appointment.role,
    )
