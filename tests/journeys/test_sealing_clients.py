"""The client of sealed words against the real server, in node: as it should go, and lied to.

No browser is needed for what has no page. Each story of tests/sealing/clients is one test; those
that need a day to pass, or staff to act in between, are told in parts.
"""

import json
from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.sealing import services
from amanah.sealing.models import Identity
from tests import node
from tests.factories import AffiliationFactory
from tests.journeys.conftest import cookies

TELL = node.ROOT / "tests" / "sealing" / "clients" / "tell.mjs"
PARTS = ("demo", "lost ", "third ", "closed", "notes", "copy")


def stories():
    listed = json.loads(node.run(TELL, "--list", said="{}"))
    return [name for name in listed if not name.startswith(PARTS)]


@pytest.fixture
def cast(server):
    """Three people of one institution with nothing yet, and rooms of the first two."""
    people = {name: AffiliationFactory().person for name in ("ayesha", "bilal", "khadija")}
    at = clock.now()
    two = [people["ayesha"], people["bilal"]]
    rooms = [services.open_room(two, by=people["ayesha"], at=at) for _each in range(2)]
    return {
        "people": people,
        "rooms": rooms,
        "told": {
            **{name: _browser(server, person) for name, person in people.items()},
            "room": str(rooms[0].pk),
            "other": str(rooms[1].pk),
        },
    }


def _browser(server, person):
    jar = {one["name"]: one["value"] for one in cookies(server, person, "en")}
    return {
        "url": server.url,
        "person": str(person.pk),
        "name": person.name,
        "cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
    }


def tell(name, cast):
    told = node.run(TELL, name, said=json.dumps(cast["told"]))
    assert told == f"told: {name}\n"


@pytest.mark.parametrize("name", stories())
def test_a_story_is_told_to_its_end(name, cast):
    tell(name, cast)


def test_whoever_lost_everything_is_let_in_again_by_their_partner(cast):
    tell("lost 1: everything is lost and another lock waits a day", cast)
    Identity.objects.filter(person=cast["people"]["bilal"], state="waiting").update(
        due_at=clock.now() - timedelta(minutes=1)
    )
    tell("lost 2: until the number was typed nothing is opened again", cast)
    tell("lost 3: the old device says that the keys were replaced", cast)


def test_a_third_person_comes_and_goes(cast):
    people, [room, _other] = cast["people"], cast["rooms"]
    tell("third 1: two have written", cast)
    services.let_in(room, people["khadija"], by=people["ayesha"], at=clock.now())
    tell("third 2: a third person reads from now on, once she is let in", cast)
    services.let_go(room, people["khadija"], by=people["ayesha"], at=clock.now())
    tell("third 3: whoever left reads no more", cast)
    services.close_room(room, by=people["ayesha"], at=clock.now())
    tell("closed: what was written stays readable", cast)


def test_notes_of_a_lost_lock_stay_closed(cast):
    tell("notes: after a loss the old ones stay closed and new ones are written", cast)
    Identity.objects.filter(person=cast["people"]["ayesha"], state="waiting").update(
        due_at=clock.now() - timedelta(minutes=1)
    )
    tell("notes 2: new ones are written", cast)
