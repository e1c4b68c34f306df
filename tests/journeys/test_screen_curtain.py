"""Somebody else looks at the screen: one key, and nothing private is there any more."""

import pytest
from playwright.sync_api import expect

from amanah.people.models import Profile
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import set_lock_by_touch
from tests.journeys.roots import Roots

WORDS = "Nobody but Bilal may read this cinnabar sentence."
CAME_LATER = "And this ochre one came while it was hidden."
TYPED = "A vermilion line that is not sent yet"
REACH = "Ring the ward at six, indigo extension"
HIDDEN = "[data-curtain]"


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(
        person__name="Ayesha Zafrani", institution__help_name="Dr Nasreen Iqbal"
    ).person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Firozi", institution=home).person
    Profile.objects.create(person=bilal, contact=REACH, share_contact=True)
    made = MentorshipFactory(institution=home, mentor=bilal, mentee=ayesha, has_room=True)
    return ayesha, bilal, made.get_absolute_url()


@pytest.fixture
def hers(page, pair, authenticator):
    """Her phone, with words of hers on the page of the mentorship."""
    ayesha, bilal, address = pair
    opened, his = page(ayesha, phone=True), page(bilal, phone=True)
    for one in (opened, his):
        authenticator(one, prf=True)
        set_lock_by_touch(one, back=address)
    opened.his = his
    opened.goto(address)
    inside = Roots(opened)
    inside.type("What you hope for", WORDS)
    inside.press("Send privately")
    inside.wait_for(WORDS)
    return opened


def selected(opened, glass):
    """What would be copied of the whole page."""
    opened.keyboard.press("Control+A")
    return glass(opened).read("String(getSelection())")


PRIVATE = (WORDS, REACH, "Bilal", "Zafrani", "Firozi")


def test_one_key_hides_it_everywhere_and_shows_it_again(hers, pair, glass):
    inside = Roots(hers)
    assert [one for one in PRIVATE if one not in inside.said()] == ["Zafrani"]

    hers.keyboard.press("F8")

    expect(hers.locator(HIDDEN)).to_have_count(1)
    expect(hers.locator(".curtain [data-when=drawn]")).to_be_visible()
    assert [one for one in PRIVATE if one in inside.said()] == []
    assert [one for one in PRIVATE if one in selected(hers, glass)] == []
    assert "Dr Nasreen Iqbal" in inside.said()  # help stays
    assert glass(hers).read("document.documentElement.scrollWidth") <= 390
    assert "Bilal" not in hers.title()

    hers.keyboard.press("F8")
    inside.wait_for(WORDS)
    assert REACH in inside.said()


def test_it_goes_along_to_other_pages_and_other_tabs(hers, pair):
    other = hers.context.new_page()
    other.goto("/today/")
    beside = Roots(other)
    beside.wait_for("Bilal Firozi")

    hers.keyboard.press("F8")
    beside.wait_until_gone("Bilal Firozi")

    hers.goto("/mentorships/")
    expect(hers.locator(HIDDEN)).to_have_count(1)
    assert "Bilal" not in Roots(hers).said()

    other.bring_to_front()
    other.get_by_role("button", name="Show it again").click()
    beside.wait_for("Bilal Firozi")
    Roots(hers).wait_for("Bilal Firozi")


def test_what_comes_in_while_it_is_hidden_stays_hidden(hers, pair):
    hers.keyboard.press("F8")
    his = Roots(hers.his)
    hers.his.goto(pair[2])
    his.type("What you hope for", CAME_LATER)
    his.press("Send privately")
    his.wait_for(CAME_LATER)

    hers.reload()
    expect(hers.locator("sealed-words[data-shown=open]").first).to_be_attached()
    assert CAME_LATER not in Roots(hers).said()

    hers.keyboard.press("F8")
    Roots(hers).wait_for(CAME_LATER)


def test_what_was_being_typed_is_hidden_and_kept(hers, pair):
    inside = Roots(hers)
    inside.press("Change what you wrote")
    inside.type("What you hope for", TYPED)

    hers.keyboard.press("F8")  # from within the field

    expect(hers.get_by_role("button", name="Show it again")).to_be_focused()
    assert TYPED not in inside.said()
    hers.keyboard.press("F8")
    inside.wait_for(TYPED)
    assert inside.value("What you hope for") == TYPED


def test_it_is_hidden_by_touch_too_and_printed_hidden(hers, pair, glass):
    hers.get_by_role("button", name="Menu").click()
    hers.locator("summary", has_text="Your account").click()
    hers.get_by_role("button", name="Hide what is private").click()

    expect(hers.locator(HIDDEN)).to_have_count(1)
    expect(hers.get_by_role("button", name="Hide what is private")).to_be_hidden()
    hers.emulate_media(media="print")
    assert [one for one in PRIVATE if one in Roots(hers).said()] == []


def test_letters_and_other_keys_hide_nothing(hers):
    for key in ("h", "Shift+F8", "Control+F8", "F7"):
        hers.keyboard.press(key)
    expect(hers.locator(HIDDEN)).to_have_count(0)

    hers.keyboard.press("F8")
    expect(hers.locator(HIDDEN)).to_have_count(1)


def test_in_urdu_too(page, pair):
    opened = page(pair[0], phone=True, language="ur")
    opened.goto(pair[2])
    assert "Bilal Firozi" in Roots(opened).said()

    opened.keyboard.press("F8")

    expect(opened.get_by_role("button", name="دوبارہ دکھائیں")).to_be_visible()
    assert "Bilal" not in Roots(opened).said()
