"""A year of two people: two thousand messages are there at once, to the first and to be found."""

from datetime import timedelta

import pytest

from amanah.base import clock
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.conftest import cookies
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.sealing.years import put_history

MANY = 2_000


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    return (
        ayesha,
        bilal,
        MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True),
    )


def signed_in(server, person, phrase):
    """Somebody for a client in node, in a browser of its own."""
    jar = "; ".join(f"{one['name']}={one['value']}" for one in cookies(server, person, "en"))
    return {"url": server.url, "cookie": jar, "phrase": phrase}


@pytest.fixture
def year(page, pair, server):
    """Both have written for a year; gives their pages."""
    ayesha, bilal, mentorship = pair
    address = f"/mentorships/{mentorship.pk}/conversation/"
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    phrases = [set_lock_by_phrase(opened, back=address) for opened in (hers, his)]
    hers.goto(address)
    inside = Roots(hers)
    inside.type("What you write", "Our first words.")
    inside.press("Send privately")
    inside.wait_for("Our first words.\nYou")
    now = clock.now()
    people = [
        signed_in(server, one, said) for one, said in zip((ayesha, bilal), phrases, strict=True)
    ]
    put_history(mentorship.room_id, people, count=MANY, since=now - timedelta(days=365), until=now)
    return hers, his


def test_of_two_thousand_messages_the_newest_are_there_and_all_are_found(year, glass):
    hers, his = year
    for opened in (hers, his):
        opened.reload()
        inside = Roots(opened)
        inside.wait_for(f"Message {MANY}.")
        # Thirty, and none that is wrong.
        assert "its seal is wrong" not in inside.said()
        assert "Two histories" not in inside.said()
        assert f"Message {MANY - 29}." in inside.said()
        assert f"Message {MANY - 30}." not in inside.said()

    inside.focus("searchbox", "Find words")
    his.keyboard.insert_text("روٹا")
    his.keyboard.press("Enter")
    inside.wait_for("Found: 1, the newest first")
    inside.press("Look in all older words too")
    inside.wait_for("Found: 10, the newest first")
    inside.press("Back to everything")
    inside.press("Older words")
    inside.wait_for(f"Message {MANY - 30}.")
    assert glass(his).read("document.documentElement.scrollWidth") <= 390
