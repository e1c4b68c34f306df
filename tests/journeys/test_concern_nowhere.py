"""What is told to a safeguarding lead is in front of those who were chosen, and nowhere else.

Each searcher is shown a leak first in test_no_words_elsewhere.py and test_sealed_words_nowhere.py.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests import canaries
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys import channels
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.journeys.showing import tick

FIELDS = ("message", "own", "alone", "answer", "note")
SENT = "It is sent. Only those whom you chose can open it."


@pytest.fixture
def words():
    return {name: canaries.plant(f"concern.{name}", "walker") for name in FIELDS}


@pytest.fixture
def cast(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    hadi = AffiliationFactory(person__name="Hadi Raza", institution=home).person
    dua = AffiliationFactory(person__name="Dua Malik", institution=home).person
    AppointmentFactory(institution=home, person=dua, role="safeguarding")
    made = MentorshipFactory(institution=home, mentor=hadi, mentee=ayesha, has_room=True)
    return ayesha, hadi, dua, f"/mentorships/{made.pk}/"


@pytest.fixture
def walk(page, cast, words):
    """She shows a message, tells of something else, and is answered."""
    ayesha, hadi, dua, mentorship = cast
    hers, his, leads = (page(one) for one in (ayesha, hadi, dua))
    sent = [channels.Sent(opened.context) for opened in (hers, his, leads)]
    set_lock_by_phrase(leads, back="/staff/concerns/")
    for opened in (hers, his):
        set_lock_by_phrase(opened, back=f"{mentorship}conversation/")
    write(hers, f"{mentorship}conversation/", words["message"])
    show(hers, mentorship, words)
    tell(hers, words["alone"])
    answer(leads, words)
    his.goto(mentorship)
    return (hers, his, leads), sent


def write(opened, address, text):
    opened.goto(address)
    inside = Roots(opened)
    inside.type("What you write", text)
    inside.press("Send privately")
    inside.wait_for(f"{text}\nYou")


def show(opened, mentorship, words):
    opened.goto(f"{mentorship}show/")
    opened.get_by_role("button", name="Go on").click()
    inside = Roots(opened)
    tick(inside, words["message"])
    inside.type("In your own words", words["own"])
    inside.press("Send it to them")
    expect(opened.get_by_text(SENT)).to_be_visible()


def tell(opened, text):
    opened.goto("/concerns/new/")
    opened.get_by_role("button", name="Go on").click()
    inside = Roots(opened)
    inside.type("In your own words", text)
    inside.press("Send it to them")
    expect(opened.get_by_text(SENT)).to_be_visible()


def answer(opened, words):
    """The lead reads both, and answers the first."""
    for at, read in ((1, "own"), (0, "alone")):
        opened.goto("/staff/concerns/")
        opened.get_by_role("link", name="Open it").nth(at).click()
        Roots(opened).wait_for(words[read])
    inside = Roots(opened)
    inside.type("A sentence to them", words["answer"])
    inside.press("Send privately")
    inside.wait_for(f"{words['answer']}\nYou")
    inside.type("A note for the file", words["note"])
    inside.press("Send privately", at=1)
    inside.wait_for(f"{words['note']}\nYou")


def test_what_is_told_to_a_lead_is_nowhere_else(walk, words, server, post, glass, tmp_path):
    pages, sent = walk
    assert [one.words() for one in sent] == [set(), set(), set()]
    assert (
        canaries.hits("\n".join(each for one in pages for each in (one.title(), one.url))) == set()
    )
    planted = set(words.values())
    assert set(channels.in_tables()) & planted == set()
    assert channels.in_log(server) & planted == set()
    assert channels.in_mails(post) & planted == set()
    for opened in pages:
        assert channels.in_browser(opened, glass) & planted == set()
    assert channels.in_backup(tmp_path) & planted == set()
    files = {word for found in canaries.hits_in(settings.HOME).values() for word in found}
    assert files & planted == set()
