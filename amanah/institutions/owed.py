"""What this app owes a person: their appointments to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.institutions import joining
from amanah.institutions.models import Appointment
from amanah.stewardship import events, hooks


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    _declare_events()
    hooks.export(
        hooks.Export(
            "appointments",
            gettext_lazy("your staff roles"),
            ("institution", "role", "begins_at", "ends_at"),
            appointments,
            ("institutions.Appointment",),
        )
    )
    hooks.erasure(hooks.Erasure("institutions", forget, ("institutions.Appointment",)))
    hooks.hindrance("institutions", last_admin)
    joining.declare()


def appointments(person: Any) -> Iterable[hooks.Row]:
    return (
        Appointment.objects.filter(person=person)
        .order_by("begins_at", "pk")
        .values_list("institution__name", "role", "begins_at", "ends_at")
    )


def forget(person: Any, *, at: datetime) -> None:
    """Delete a person's appointments. Those that they gave to others point to the stub."""
    Appointment.objects.filter(person=person).delete()


def last_admin(person: Any, *, at: datetime) -> str | None:
    """An institution is not left without anybody who can appoint its staff."""
    admins = Appointment.objects.in_force(at).filter(role=Appointment.Role.ADMIN)
    for appointment in admins.filter(person=person).select_related("institution"):
        others = admins.filter(institution=appointment.institution).exclude(person=person)
        if not others.filter(person__is_active=True).exists():
            return _(
                "You are the only admin of %(institution)s. Appoint another first, or ask the "
                "operator to."
            ) % {"institution": appointment.institution.name}
    return None


def _declare_events() -> None:
    events.by_staff(
        "institutions.institution_founded",
        gettext_lazy("Founded your institution"),
        gettext_lazy("Founded the institution"),
    )
    events.by_staff(
        "institutions.institution_changed",
        gettext_lazy("Changed the institution's settings"),
        gettext_lazy("Changed the institution's settings"),
    )
    events.by_staff(
        "institutions.person_appointed",
        gettext_lazy("Gave you a staff role"),
        gettext_lazy("Gave a person a staff role"),
    )
    events.by_staff(
        "institutions.appointment_confirmed",
        gettext_lazy("Confirmed your staff role"),
        gettext_lazy("Confirmed a person's staff role"),
    )
    events.by_staff(
        "institutions.appointment_ended",
        gettext_lazy("Ended your staff role"),
        gettext_lazy("Ended a person's staff role"),
    )
    events.by_staff(
        "institutions.appointment_carried_over",
        gettext_lazy("Brought your staff role over from your other account"),
        gettext_lazy("Brought a staff role over from another account of their own"),
    )
    events.by_staff(
        "institutions.confirmation_undone",
        gettext_lazy("Your staff role waits for a second admin again: one person had done both"),
        gettext_lazy("A staff role waits for a second admin again: one person had done both"),
    )
