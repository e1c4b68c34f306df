"""Questions about institutions and who is staff of them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.institutions.models import Appointment, Institution

Role = Appointment.Role
COORDINATING = (Role.COORDINATOR, Role.DEPUTY)


def appointments_of(person: Any, *, at: datetime) -> QuerySet[Appointment]:
    """The staff roles that a person holds at this moment, in every institution."""
    return (
        Appointment.objects.in_force(at)
        .filter(person=person)
        .select_related("institution")
        .order_by("institution__name", "role", "pk")
    )


def institutions_staffed_by(person: Any, *, at: datetime) -> QuerySet[Institution]:
    """Where a person holds a staff role. Every staff page finds through here."""
    held = Appointment.objects.in_force(at).filter(person=person)
    return Institution.objects.filter(pk__in=held.values("institution")).order_by("name", "pk")


def institutions_with(person: Any, *roles: str, at: datetime) -> QuerySet[Institution]:
    """The institutions in the whole of which a person holds one of these roles."""
    held = Appointment.objects.in_force(at).filter(person=person, role__in=roles, scope=None)
    return Institution.objects.filter(pk__in=held.values("institution")).order_by("name", "pk")


def roles_of(person: Any, institution: Institution, *, at: datetime) -> set[str]:
    """The staff roles that a person holds at this moment in the whole of one institution.

    A role in one programme counts there alone.
    """
    held = Appointment.objects.in_force(at).filter(
        person=person, institution=institution, scope=None
    )
    return set(held.values_list("role", flat=True))


def is_staff_of(person: Any, institution: Institution, *, at: datetime) -> bool:
    """Whether a person holds a staff role there, in the whole of it or in one programme."""
    held = Appointment.objects.in_force(at).filter(person=person, institution=institution)
    return held.exists()


def roles_by_person(
    institution: Institution, people: Iterable[UUID], *, at: datetime
) -> dict[UUID, list[str]]:
    """The staff roles that each of these people holds in one institution, in a fixed order."""
    held = Appointment.objects.in_force(at).filter(institution=institution, person__in=people)
    roles: dict[UUID, list[str]] = {}
    for person_id, role in held.order_by("role", "pk").values_list("person_id", "role"):
        roles.setdefault(person_id, []).append(role)
    return roles


def appointments_run_by(person: Any, *, slug: str, at: datetime) -> QuerySet[Appointment]:
    """The appointments of one institution that an admin of it may act on: never their own.

    From one's own role one steps down, as a member (`own_appointments`).
    """
    return (
        Appointment.objects.filter(
            institution__in=institutions_with(person, Role.ADMIN, at=at)
            .filter(slug=slug)
            .values("pk")
        )
        .exclude(person=person)
        .select_related("institution", "person", "appointed_by")
    )


def own_appointments(person: Any, *, at: datetime) -> QuerySet[Appointment]:
    """What a person holds, is about to hold, or waits to have confirmed."""
    return (
        Appointment.objects.not_over(at)
        .filter(person=person)
        .select_related("institution")
        .order_by("institution__name", "role", "pk")
    )


def appointments_in(institution: Institution, *, at: datetime) -> QuerySet[Appointment]:
    """Everybody who is, or is about to be, staff of an institution: those who wait come first."""
    return (
        Appointment.objects.not_over(at)
        .filter(institution=institution)
        .select_related("institution", "person", "appointed_by", "confirmed_by")
        .order_by("is_confirmed", "role", "begins_at", "pk")
    )


def appointments_to_confirm(person: Any, *, at: datetime) -> QuerySet[Appointment]:
    """What waits for this person as the second admin: never their own, nor what they began."""
    return (
        Appointment.objects.not_over(at)
        .filter(
            is_confirmed=False,
            institution__in=institutions_with(person, Role.ADMIN, at=at).values("pk"),
        )
        .exclude(person=person)
        .exclude(appointed_by=person)
        .select_related("institution", "person", "appointed_by")
        .order_by("begins_at", "pk")
    )


def lasting_admins(institution: Institution, *, at: datetime) -> QuerySet[Appointment]:
    """The admins in force who have no last day."""
    return Appointment.objects.in_force(at).filter(
        institution=institution, role=Role.ADMIN, ends_at=None, person__is_active=True
    )
