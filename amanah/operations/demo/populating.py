"""The whole demo, put where nobody is yet: always the same, but for its dates."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from amanah.operations.demo import (
    agreeing,
    cast,
    circles,
    guide,
    locks,
    matched,
    people,
    programmes,
    ties,
    walking,
)
from amanah.people.models import Person

# Safeguarding leads, to whom something can be shown.
LEADS = ("saima", "grainne")


@dataclass(frozen=True)
class SignIn:
    """Somebody who can sign in to the demo, and how."""

    part: str
    name: str
    email: str
    phrase: str


def sign_ins() -> tuple[SignIn, ...]:
    """Those worth trying, and as what."""
    found = []
    for turn in guide.TURNS:
        who = turn.who
        part = f"{turn.part}, {cast.PLACES[who.house]}"
        found.append(SignIn(part, who.name, who.email, cast.PASSWORD))
    return tuple(found)


@transaction.atomic
def populate(*, at: datetime) -> tuple[SignIn, ...]:
    """Put the demo's people where nobody is yet; say who can sign in."""
    if not settings.IS_DEMO:
        raise RuntimeError("Only a demo is populated.")
    if Person.objects.exists():
        return sign_ins()
    people.come_in(at=at)
    ties.begin(at=at)
    cohorts = programmes.begin(at=at)
    walking.begin(cohorts, at=at)
    programmes.let_wait(cohorts["this_year"], at=at)
    circles.begin(cohorts["registrars"], at=at)
    leads = [people.person(login) for login in LEADS]
    locks.begin([*walking.everybody(), *leads], at=at)
    agreeing.begin(at=at)
    walking.close_one(at=at)
    matched.begin(cohorts["next_year"], at=at)
    people.say_who_has_gone(at=at)
    people.read_old_letters()
    return sign_ins()
