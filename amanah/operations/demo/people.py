"""The people of the demo: staff come in by letter, the others by a list, as anybody would.

Every one of them is marked, so that `serve` refuses to run with them.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from amanah.institutions import services as institutions
from amanah.institutions.models import Institution
from amanah.operations.demo import cast, karachi, leeds, many
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people import services
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation, Person, Profile
from amanah.people.services import profile
from amanah.stewardship import ledger

SECRET = re.compile(r"/join/([^/\s]+)/")
BEGAN = timedelta(days=420)
APART = timedelta(hours=37)
CAME = timedelta(days=400)
RAN_OUT = timedelta(days=20)
OPEN_SINCE = timedelta(days=2)
# What nobody here is to do first: they sign in with what is published.
PUT_AWAY = ("second-way",)

STAFF = (*karachi.STAFF, *leeds.STAFF)
OTHERS = (*karachi.OTHERS, *leeds.OTHERS, *many.EVERYBODY)
EVERYBODY = (*STAFF, *OTHERS)


def person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@{cast.DOMAIN}")


def come_in(*, at: datetime) -> None:
    """Found the institutions, and bring everybody in."""
    if not settings.IS_DEMO:
        raise RuntimeError("Only a demo is populated.")
    password = make_password(cast.PASSWORD)
    for house in cast.HOUSES:
        _found(house, at=at - BEGAN)
        others = [one for one in OTHERS if one.house == house.slug]
        _bring_all(house, others, password=password, at=at - CAME)
        _invite_more(house, at=at)
    for login in cast.HOW_THEY_WORK:
        _say_how_they_work(login, at=at - CAME)
    _wait_for_a_second_admin(at=at)
    _look(at=at)


def _found(house: cast.House, *, at: datetime) -> None:
    """Found an institution; its admins come by the operator's letter, other staff by theirs."""
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
    here = [one for one in STAFF if one.house == house.slug]
    admins = [_bring(institution, one, by=None, at=at) for one in here if one.role == "admin"]
    institutions.change_institution(
        institution, wanted, seen=dict.fromkeys(wanted, ""), by=admins[0], at=at
    )
    others = [one for one in here if one.role != "admin"]
    for place, somebody in enumerate(others, start=1):
        came = at + place * APART
        _bring(institution, somebody, by=admins[0], second=admins[1], at=came)


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
        password=cast.PASSWORD,
        name=somebody.name,
        called=somebody.called,
        language=somebody.language,
        time_zone=institution.time_zone,
        at=at,
    )
    if joined.appointment and not joined.appointment.is_confirmed:
        institutions.confirm_appointment(joined.appointment, by=second, at=at)
    card = _card_of(somebody)
    who = joined.person
    for step in PUT_AWAY:
        profile.put_away(who, step, by=who, at=at)
    services.change_profile(who, card, seen=dict.fromkeys(card, ""), by=who, at=at)
    department = {"department": somebody.department}
    services.change_department(
        who.affiliations.get(), department, seen={"department": ""}, by=who, at=at
    )
    return who


def _secret_of(invitation: Invitation) -> str:
    """What the letter carries; nobody else has it."""
    found = SECRET.search(Letter.objects.get(about=invitation.pk).body)
    assert found is not None  # noqa: S101 (for the type checker)
    return found[1]


def _bring_all(
    house: cast.House, others: Sequence[cast.Somebody], *, password: str, at: datetime
) -> None:
    """Two hundred in a moment: listed by a coordinator, and come in on the days that follow.

    What each of them would do for themselves is written for all of them at once.
    """
    institution = Institution.objects.get(slug=house.slug)
    listed = services.list_people(
        institution,
        [Invitee(one.email, one.name) for one in others],
        by=_holder(house.slug, "coordinator"),
        at=at,
    )
    belongings = {
        one.person_id: one
        for one in Affiliation.objects.filter(person__in=listed.values()).select_related("person")
    }
    for place, somebody in enumerate(others):
        belonging = belongings[listed[somebody.email].pk]
        came = at + timedelta(minutes=17 * place)
        who = belonging.person
        who.called, who.language, who.password = somebody.called, somebody.language, password
        who.joined_at, who.put_away = came, list(PUT_AWAY)
        belonging.department, belonging.since = somebody.department, institution.day_of(came)
        listed[somebody.email] = who
        ledger.record(
            "people.person_joined",
            about=belonging,
            by=who,
            at=came,
            institution=institution,
            subject=who,
        )
    Person.objects.bulk_update(
        listed.values(), ["called", "language", "password", "joined_at", "put_away"], batch_size=100
    )
    Affiliation.objects.bulk_update(belongings.values(), ["department", "since"], batch_size=100)
    Profile.objects.bulk_create(
        Profile(person=listed[one.email], **_card_of(one)) for one in others
    )


def _card_of(somebody: cast.Somebody) -> dict[str, str]:
    return {
        "stage": somebody.stage,
        "specialty": somebody.specialty,
        "languages": somebody.languages,
        "about": somebody.about,
    }


def _say_how_they_work(login: str, *, at: datetime) -> None:
    who = person(login)
    blank = dict.fromkeys(profile.WORKING_CARD, "")
    card = {**blank, **cast.HOW_THEY_WORK[login]}
    services.change_working_card(who, card, seen=blank, by=who, at=at)


def _invite_more(house: cast.House, *, at: datetime) -> None:
    """Some letters are still open, and some ran out unused."""
    institution = Institution.objects.get(slug=house.slug)
    coordinator = _holder(house.slug, "coordinator")
    for letters, sent in ((cast.RAN_OUT, at - RAN_OUT), (cast.WAITING, at - OPEN_SINCE)):
        invitees = [Invitee(address, name) for address, name, slug in letters if slug == house.slug]
        services.invite(institution, invitees, by=coordinator, at=sent)


def _wait_for_a_second_admin(*, at: datetime) -> None:
    """In Karachi somebody was made an evaluator yesterday, and waits for the other admin."""
    usman = Affiliation.objects.select_related("institution", "person").get(person=person("usman"))
    institutions.appoint(
        usman.institution,
        usman.person,
        role="evaluator",
        by=person("tariq"),
        at=at - timedelta(days=1),
    )


def say_who_has_gone(*, at: datetime) -> None:
    """Somebody in Karachi left last week, so that there is something to take back."""
    gone = Affiliation.objects.get(person=person("daniyal"), until=None)
    services.stop_access(
        gone.institution, gone.person, by=person("nadia"), at=at - timedelta(days=6)
    )


def _look(*, at: datetime) -> None:
    """Coordinators opened some cards, so there is something to see of who looked."""
    looks = {"sana": ("bilal", "khadija", "ayesha"), "siobhan": ("niamh",), "imran": ("bilal",)}
    for days, (looker, seen) in enumerate(looks.items(), start=2):
        by = person(looker)
        for login in seen:
            belonging = Affiliation.objects.select_related("institution", "person").get(
                person=person(login)
            )
            services.note_look(belonging, by=by, at=at - timedelta(days=days))


def read_old_letters() -> None:
    """Of what became of them they heard long ago: those letters need not go again today."""
    old = ("institutions/mail/role.txt", "people/mail/access-ended.txt")
    for letter in Letter.objects.filter(template__in=old):
        outbox.stop(letter)


def _holder(slug: str, role: str) -> Person:
    return Person.objects.get(appointments__institution__slug=slug, appointments__role=role)
