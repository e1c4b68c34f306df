"""The letters about staff roles: nobody is given or loses one without hearing of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from amanah.institutions.models import Appointment
from amanah.outbox import mails
from amanah.outbox import services as outbox

ROLE = mails.declare(
    "institutions/mail/role.txt",
    to="the person whose staff role it is, when somebody else gave, confirmed or ended it",
    may_hold=("what", "role", "first_day", "last_day", "waits", "link"),
)


def role_changed(what: str, appointment: Appointment, *, by: Any, at: datetime) -> None:
    """Tell a person what became of a staff role of theirs, unless they did it themselves."""
    person: Any = appointment.person
    if by is not None and by.pk == person.pk:
        return
    outbox.write(
        ROLE.template,
        to=person,
        event=f"institutions.{what}:{appointment.pk}:{int(at.timestamp() * 1000)}",
        at=at,
        about=appointment.pk,
        institution=appointment.institution.name,
        what=what,
        role=Appointment.Role(appointment.role).label,
        first_day=appointment.first_day,
        last_day=appointment.last_day,
        waits=not appointment.is_confirmed,
        link=settings.BASE_URL + reverse("institutions:staff"),
    )
