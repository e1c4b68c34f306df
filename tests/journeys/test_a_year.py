"""A year of two people: two thousand messages are there at once, and outlive a lost laptop."""

import re
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from amanah.base import clock
from amanah.sealing.models import Identity
from tests import age
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.conftest import cookies
from tests.journeys.locks import keep_phrase, set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.journeys.showing import tick
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


@pytest.fixture
def lead(pair):
    home = pair[2].institution
    dua = AffiliationFactory(person__name="Dua Malik", institution=home).person
    AppointmentFactory(institution=home, person=dua, role="safeguarding")
    return dua


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
    for opened in (hers, his):
        opened.phrase = set_lock_by_phrase(opened, back=address)
    hers.goto(address)
    inside = Roots(hers)
    inside.type("What you write", "Our first words.")
    inside.press("Send privately")
    inside.wait_for("Our first words.\nYou")
    now = clock.now()
    people = [signed_in(server, ayesha, hers.phrase), signed_in(server, bilal, his.phrase)]
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


def test_after_a_lost_laptop_the_year_is_opened_again_shown_and_taken_along(
    year, page, pair, lead, tmp_path
):
    hers, _his = year
    bilal, mentorship = pair[1:]
    address = f"/mentorships/{mentorship.pk}/conversation/"
    lost = page(bilal, phone=True)
    new = lose_everything(lost, bilal)
    lost.goto("/lock/")
    lost.locator("#opening-phrase").fill(new)
    lost.locator("lock-opener form[data-way=phrase] button").click()
    expect(lost.get_by_role("heading", name="It is open")).to_be_visible()
    lost.goto("/lock/numbers/")
    number = lost.locator("[data-part=own]")
    expect(number).to_have_text(re.compile(r"^\d{4}( \d{4}){4}$"))
    lost.goto(address)
    Roots(lost).wait_for("Ask Ayesha Khan to open the history")
    lost.goto("/lock/numbers/")
    expect(number).to_have_text(re.compile(r"^\d{4}( \d{4}){4}$"))
    open_again(hers, number.text_content())

    lost.goto(address)
    inside = Roots(lost)
    inside.wait_for(f"Message {MANY}.")
    inside.wait_for("opened again by Ayesha Khan")
    assert "its seal is wrong" not in inside.said()
    show_the_newest(lost, page, lead, mentorship)
    told = copied(lost, mentorship, new, tmp_path)
    assert "Our first words." in told
    assert all(f"Message {number}." in told for number in (1, MANY // 2, MANY))


def show_the_newest(opened, page, lead, mentorship):
    """Two of all those messages reach a lead, whose client finds them as they were written."""
    leads = page(lead, phone=True)
    set_lock_by_phrase(leads, back="/staff/concerns/")
    newest, before = (f"Message {number}." for number in (MANY, MANY - 1))
    opened.goto(f"/mentorships/{mentorship.pk}/show/")
    opened.get_by_role("button", name="Go on").click()
    inside = Roots(opened)
    tick(inside, newest)
    tick(inside, before)
    inside.type("In your own words", "Could you look at these two?")
    inside.press("Send it to them")
    expect(opened.get_by_text("It is sent. Only those whom you chose can open it.")).to_be_visible()

    leads.goto("/staff/concerns/")
    leads.get_by_role("link", name="Open it").click()
    shown = Roots(leads)
    shown.wait_for("Could you look at these two?")
    shown.wait_for(newest)
    shown.wait_for(before)
    assert "Not verified" not in shown.said()
    assert f"Message {MANY - 2}." not in shown.said()


def lose_everything(opened, person):
    """Say that every way in is lost, and wait the day; the words of the new lock."""
    opened.goto("/lock/lost/")
    opened.get_by_role("button", name="I have lost every way in").click()
    opened.get_by_label("Six words that we choose for you").check()
    opened.get_by_role("button", name="Set my lock").click()
    new = keep_phrase(opened, done="Set my lock")
    expect(opened.get_by_role("heading", name="Your new lock is on its way")).to_be_visible()
    Identity.objects.filter(person=person, state="waiting").update(due_at=clock.now())
    return new


def open_again(opened, number):
    """Type the number that was heard, and open the history to it."""
    opened.goto("/lock/numbers/")
    expect(opened.get_by_text("has a new lock.")).to_be_visible()
    opened.get_by_label("The 20 digits that").fill(number)
    opened.get_by_role("button", name="Open the history to them again").click()
    opened.get_by_role("dialog").get_by_label("Opening phrase").fill(opened.phrase)
    opened.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(opened.get_by_text("The history is open to")).to_be_visible()


def copied(opened, mentorship, phrase, folder):
    """Everything in a mentorship, taken along and opened by age alone."""
    opened.goto(f"/mentorships/{mentorship.pk}/")
    opened.get_by_role("button", name="Copy what you wrote to each other").click()
    dialog = opened.get_by_role("dialog", name="What shall open your copy?")
    dialog.get_by_label("Opening phrase").fill(phrase)
    with opened.expect_download() as coming:
        dialog.get_by_role("button", name="With the phrase").click()
    with zipfile.ZipFile(coming.value.path()) as packed:
        packed.extractall(folder)
    out = folder / "words.txt"
    command = ("--decrypt", "-i", folder / "keys/room.age", "-o", out, folder / "all-words.age")
    ended, said = age.at_a_terminal(age.found("find-age"), *command, typed=phrase)
    assert ended == 0, said
    return out.read_text()
