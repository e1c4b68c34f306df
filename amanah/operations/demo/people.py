"""The people of the demo, who come in as anybody would: invited by letter, and accepting.

Every one of them is marked, so that `serve` refuses to run with them.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from amanah.institutions import services as institutions
from amanah.institutions.models import Institution
from amanah.operations.demo import cast, programmes, ties
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people import services
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation, Person
from amanah.people.services import profile

SECRET = re.compile(r"/join/([^/\s]+)/")
BEGAN = timedelta(days=60)
APART = timedelta(hours=37)
RAN_OUT = timedelta(days=20)
OPEN_SINCE = timedelta(days=2)


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in to the demo, and how."""

    part: str
    name: str
    email: str
    phrase: str


def sign_ins() -> tuple[SignIn, ...]:
    """Those worth trying, and as what."""
    return tuple(
        SignIn(somebody.part, somebody.name, somebody.email, cast.PHRASE)
        for somebody in cast.EVERYBODY
        if somebody.part
    )


@transaction.atomic
def populate(*, at: datetime) -> tuple[SignIn, ...]:
    """Put the demo's people where nobody is yet; say who can sign in."""
    if not settings.IS_DEMO:
        raise RuntimeError("Only a demo is populated.")
    if Person.objects.exists():
        return sign_ins()
    for house in cast.HOUSES:
        _fill(house, at=at - BEGAN)
        _invite_more(house, at=at)
    _wait_for_a_second_admin(at=at)
    _look(at=at)
    programmes.begin(at=at)
    ties.begin(at=at)
    _say_who_has_gone(at=at)
    _read_old_letters()
    return sign_ins()


def _fill(house: cast.House, *, at: datetime) -> None:
    """Found an institution; its admins come by the operator's letter, the others by theirs."""
    institution = institutions.found_institution(
        name=house.name, slug=house.slug, time_zone=house.time_zone, by=None, at=at
    )
    wanted = {
        "help_name": house.help_name,
        "help_about": house.help_about,
        "help_phone": house.help_phone,
        "emergency_phone": house.emergency_phone,
        "own_guarantees": house.own_guarantees,
    }
    here = [somebody for somebody in cast.EVERYBODY if somebody.house == house.slug]
    admins = [
        _bring(institution, somebody, by=None, at=at) for somebody in here if _is_admin(somebody)
    ]
    institutions.change_institution(
        institution, wanted, seen=dict.fromkeys(wanted, ""), by=admins[0], at=at
    )
    others = [somebody for somebody in here if not _is_admin(somebody)]
    for place, somebody in enumerate(others, start=1):
        came = at + place * APART
        _bring(institution, somebody, by=admins[0], second=admins[1], at=came)


def _is_admin(somebody: cast.Somebody) -> bool:
    return somebody.role == "admin"


def _bring(
    institution: Institution,
    somebody: cast.Somebody,
    *,
    by: Person | None,
    at: datetime,
    second: Person | None = None,
) -> Person:
    invitee = Invitee(somebody.email, somebody.name)
    [invitation] = services.invite(institution, [invitee], role=somebody.role, by=by, at=at)
    joined = services.accept_as_new(
        _secret_of(invitation),
        password=cast.PHRASE,
        name=somebody.name,
        called=somebody.called,
        language=somebody.language,
        time_zone=institution.time_zone,
        at=at,
    )
    if joined.appointment and not joined.appointment.is_confirmed:
        institutions.confirm_appointment(joined.appointment, by=second, at=at)
    _introduce(joined.person, somebody, at=at)
    return joined.person


def _secret_of(invitation: Invitation) -> str:
    """What the letter carries; nobody else has it."""
    found = SECRET.search(Letter.objects.get(about=invitation.pk).body)
    assert found is not None  # noqa: S101 (for the type checker)
    return found[1]


def _introduce(person: Person, somebody: cast.Somebody, *, at: datetime) -> None:
    card = {
        "stage": somebody.stage,
        "specialty": somebody.specialty,
        "languages": somebody.languages,
        "about": somebody.about,
    }
    services.change_profile(person, card, seen=dict.fromkeys(card, ""), by=person, at=at)
    belonging = person.affiliations.get()
    department = {"department": somebody.department}
    services.change_department(belonging, department, seen={"department": ""}, by=person, at=at)
    working = cast.HOW_THEY_WORK.get(somebody.login)
    if working:
        blank = dict.fromkeys(profile.WORKING_CARD, "")
        services.change_working_card(person, {**blank, **working}, seen=blank, by=person, at=at)


def _invite_more(house: cast.House, *, at: datetime) -> None:
    """Some letters are still open, and some ran out unused."""
    institution = Institution.objects.get(slug=house.slug)
    coordinator = _holder(house.slug, "coordinator")
    for letters, sent in ((cast.RAN_OUT, at - RAN_OUT), (cast.WAITING, at - OPEN_SINCE)):
        invitees = [Invitee(address, name) for address, name, slug in letters if slug == house.slug]
        services.invite(institution, invitees, by=coordinator, at=sent)


def _wait_for_a_second_admin(*, at: datetime) -> None:
    """In Lahore somebody was made an evaluator yesterday, and waits for the other admin."""
    usman = Affiliation.objects.get(person__email="usman@demo.example")
    tariq = Person.objects.get(email="tariq@demo.example")
    institutions.appoint(
        usman.institution, usman.person, role="evaluator", by=tariq, at=at - timedelta(days=1)
    )


def _say_who_has_gone(*, at: datetime) -> None:
    """Somebody in Lahore left last week, so that there is something to take back."""
    gone = Affiliation.objects.get(person__email="daniyal@demo.example", until=None)
    nadia = Person.objects.get(email="nadia@demo.example")
    services.stop_access(gone.institution, gone.person, by=nadia, at=at - timedelta(days=6))


def _look(*, at: datetime) -> None:
    """Coordinators opened some cards, so there is something to see of who looked."""
    looks = {"sana": ("bilal", "khadija", "ayesha"), "siobhan": ("niamh",), "imran": ("bilal",)}
    for days, (looker, seen) in enumerate(looks.items(), start=2):
        by = Person.objects.get(email=f"{looker}@demo.example")
        for login in seen:
            belonging = Affiliation.objects.select_related("institution", "person").get(
                person__email=f"{login}@demo.example"
            )
            services.note_look(belonging, by=by, at=at - timedelta(days=days))


def _read_old_letters() -> None:
    """Of what became of them they heard long ago: those letters need not go again today."""
    old = ("institutions/mail/role.txt", "people/mail/access-ended.txt")
    for letter in Letter.objects.filter(template__in=old):
        outbox.stop(letter)


def _holder(slug: str, role: str) -> Person:
    return Person.objects.get(appointments__institution__slug=slug, appointments__role=role)
