"""The people of the demo. Every one of them is marked, so that `serve` refuses to run with them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Affiliation, Person


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in to the demo, and how."""

    part: str
    name: str
    email: str
    phrase: str


SIGN_INS = (
    SignIn("institution admin", "Nadia Rahman", "nadia@demo.example", "quiet-lantern-harbour-nine"),
    SignIn("mentor", "Dr Bilal Haider", "bilal@demo.example", "copper-orchard-window-four"),
    SignIn("mentee", "Amina Yusuf", "amina@demo.example", "gentle-ferry-almond-seven"),
)


@transaction.atomic
def populate(*, at: datetime) -> tuple[SignIn, ...]:
    """Put the demo's people where nobody is yet; say who can sign in."""
    if Person.objects.exists():
        return SIGN_INS
    institution = Institution.objects.create(
        name="Demo Medical College", slug="demo", time_zone="Asia/Karachi"
    )
    for who in SIGN_INS:
        person = Person.objects.create_user(
            who.email, who.phrase, name=who.name, joined_at=at, is_demo=True
        )
        Affiliation.objects.create(person=person, institution=institution, since=at.date())
        if who.part == "institution admin":
            Appointment.objects.create(
                institution=institution,
                person=person,
                role=Appointment.Role.ADMIN,
                begins_at=at,
            )
    return SIGN_INS
