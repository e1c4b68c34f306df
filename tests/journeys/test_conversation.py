"""Two people write to each other: nothing is reloaded, nothing is watched, nothing is lost."""

import pytest

from amanah.sealing.models import Words
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots

FIRST = "Assalamu alaikum. Shall we meet on Monday?"
ANSWER = "جی، پیر کو ملتے ہیں"
BETTER = "Shall we meet on Tuesday?"
LINK = "The form is at https://forms.example.org/a?b=1. Tell me."


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


@pytest.fixture
def address(pair):
    return f"/mentorships/{pair[2].pk}/conversation/"


@pytest.fixture
def both(page, pair, address, authenticator):
    """Their phones, both locks set: hers by a touch, his by six words and in Urdu."""
    ayesha, bilal, _mentorship = pair
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back=address)
    his.phrase = set_lock_by_phrase(his, back=address)
    hers.goto(address)
    return hers, his


def send(inside, words):
    inside.type("What you write", words)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")


def test_what_one_writes_appears_with_the_other_without_reloading(both, pair, glass):
    hers, his = both
    hers_inside, his_inside = Roots(hers), Roots(his)
    hers_inside.wait_for("Nothing is written here yet.")
    send(hers_inside, FIRST)
    hers_inside.wait_for(FIRST)

    his_inside.wait_for(FIRST)
    send(his_inside, ANSWER)
    hers_inside.wait_for(ANSWER)

    hers_inside.press("Change")
    hers_inside.type("Your words", BETTER)
    hers_inside.press("Send the change")
    hers_inside.wait_for("edited")
    his_inside.wait_for(BETTER)
    his_inside.wait_until_gone(FIRST)

    hers_inside.press("Take back")
    hers_inside.wait_for("Whoever has read it already, has read it.")
    hers_inside.press("Take back", at=-1)
    his_inside.wait_for("Ayesha Khan took these words back.")
    his_inside.wait_until_gone(BETTER)
    # No script of the page comes to the words, and neither page is wider than the phone.
    for opened in both:
        assert ANSWER not in glass(opened).read("document.documentElement.outerHTML")
        assert glass(opened).read("document.documentElement.scrollWidth") <= 390
    assert {row.kind for row in Words.objects.filter(room=pair[2].room)} == {
        "message",
        "withdrawn",
    }
