"""Words of conversations and reflections are in front of their readers and nowhere else.

That is so for what is sent, changed, taken back, begun and looked for.

Each searcher is shown a leak first in test_no_words_elsewhere.py and test_sealed_words_nowhere.py.
"""

import pytest
from django.conf import settings

from tests import canaries
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys import channels
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.sealing import making

FIELDS = ("message", "change", "taken-back", "draft", "looked-for", "reflection")


@pytest.fixture
def words():
    return {name: canaries.plant(f"talk.{name}", "walker") for name in FIELDS}


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    made = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    return ayesha, bilal, f"/mentorships/{made.pk}/conversation/"


@pytest.fixture
def walk(page, pair, words):
    """What they do; gives the pages that are still open, and all that left them."""
    ayesha, bilal, address = pair
    hers, his = page(ayesha), page(bilal)
    sent = [channels.Sent(opened.context) for opened in (hers, his)]
    for opened in (hers, his):
        set_lock_by_phrase(opened, back=address)
    hers.goto(address)
    _write(Roots(hers), words["message"])
    _change(Roots(hers), words["change"])
    # An open page asks now and then.
    Roots(his).wait_for(words["change"], patience=120)
    _write(Roots(his), words["taken-back"])
    _take_back_look_and_begin(his, words)
    making.lock_ways(ayesha)
    hers.goto("/reflections/")
    inside = Roots(hers)
    inside.type("A new reflection", words["reflection"])
    inside.press("Keep privately")
    inside.wait_for(f"{words['reflection']}\nYou")
    return hers, his, sent


def _write(inside, text):
    inside.type("What you write", text)
    inside.press("Send privately")
    inside.wait_for(f"{text}\nYou")


def _change(inside, text):
    inside.press("Change")
    inside.type("Your words", text)
    inside.press("Send the change")
    inside.wait_for("edited")


def _take_back_look_and_begin(opened, words):
    inside = Roots(opened)
    inside.press("Take back")
    inside.wait_for("Whoever has read it already, has read it.")
    inside.press("Take back", at=-1)
    inside.wait_for("You took these words back.")
    inside.focus("searchbox", "Find words")
    opened.keyboard.insert_text(words["looked-for"])
    opened.keyboard.press("Enter")
    inside.wait_for("Not found in what is open.")
    inside.type("What you write", words["draft"])
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    inside.wait_for("Kept as a draft that only you can open.")


def test_what_is_said_in_a_conversation_is_nowhere_else(walk, words, server, post, glass, tmp_path):
    hers, his, sent = walk
    titles = [opened.title() for opened in (hers, his)]
    assert [one.words() for one in sent] == [set(), set()]
    assert canaries.hits("\n".join((*titles, hers.url, his.url))) == set()
    planted = set(words.values())
    assert set(channels.in_tables()) & planted == set()
    assert channels.in_log(server) & planted == set()
    assert channels.in_mails(post) & planted == set()
    assert (channels.in_browser(hers, glass) | channels.in_browser(his, glass)) & planted == set()
    assert channels.in_backup(tmp_path) & planted == set()
    files = {word for found in canaries.hits_in(settings.HOME).values() for word in found}
    assert files & planted == set()
