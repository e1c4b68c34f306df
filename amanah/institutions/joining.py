"""Staff roles of a person's other account: which come over, and which end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from amanah.institutions import services
from amanah.institutions.models import Appointment
from amanah.stewardship import hooks, ledger


def declare() -> None:
    hooks.joiner(hooks.Joiner("institutions", offer, join, ("institutions.Appointment",)))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    ending = set(_given_to_oneself(other, kept, at=at).values_list("pk", flat=True))
    lines = []
    for one in _in_force(other, at=at):
        told = {"role": one.get_role_display(), "institution": one.institution.name}
        if one.pk not in ending and not _holds(kept, one, at=at):
            lines.append(_("Your staff role: %(role)s, %(institution)s") % told)
    for one in _given_to_oneself(other, kept, at=at):
        told = {"role": one.get_role_display(), "institution": one.institution.name}
        lines.append(
            _(
                "The staff role %(role)s, %(institution)s, ends: one of the two accounts gave it "
                "to the other."
            )
            % told
        )
    return hooks.Offer(tuple(lines))


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Bring over what is in force. Nothing comes over that two accounts of one person gave.

    Raises `LastAdmin` if an institution would be left without an admin.
    """
    for one in list(_given_to_oneself(other, kept, at=at)):
        services.end_appointment(one, by=kept, at=at)
    _confirm_anew(other, kept, at=at)
    for name in ("appointed_by", "confirmed_by"):
        Appointment.objects.filter(**{name: other}).update(**{name: kept})
    for one in list(_in_force(other, at=at)):
        if _holds(kept, one, at=at):
            continue
        one.person = kept
        one.save(update_fields=["person"])
        _note("appointment_carried_over", one, by=kept, at=at)


def _in_force(person: Any, *, at: datetime) -> QuerySet[Appointment]:
    held = Appointment.objects.in_force(at).filter(person=person)
    return held.select_related("institution").order_by("institution__name", "role", "pk")


def _holds(person: Any, like: Appointment, *, at: datetime) -> bool:
    same = Appointment.objects.not_over(at).filter(
        person=person, institution=like.institution_id, role=like.role, scope=like.scope
    )
    return same.exists()


def _given_to_oneself(other: Any, kept: Any, *, at: datetime) -> QuerySet[Appointment]:
    """What one of the two gave, or confirmed, to the other: nobody appoints themselves."""
    crossed = Q()
    for person, giver in ((other, kept), (kept, other)):
        crossed |= Q(person=person, appointed_by=giver) | Q(person=person, confirmed_by=giver)
    found = Appointment.objects.not_over(at).filter(crossed).select_related("institution")
    return found.order_by("institution__name", "role", "pk")


def _confirm_anew(other: Any, kept: Any, *, at: datetime) -> None:
    """What the two accounts gave and confirmed to somebody else waits for a second admin again."""
    for first, second in ((other, kept), (kept, other)):
        both = Appointment.objects.not_over(at).filter(appointed_by=first, confirmed_by=second)
        for one in both.select_related("institution", "person").order_by("pk"):
            one.is_confirmed, one.confirmed_by = False, None
            one.save(update_fields=["is_confirmed", "confirmed_by"])
            _note("confirmation_undone", one, by=kept, at=at)


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
