"""A mentee shows two messages of her mentor's to the deputy, and her mentor sees nothing.

Her mentor is head of department, coordinator and safeguarding lead as well. Three browsers: hers,
the deputy's, and his.
"""

import json
import re
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from amanah.concerns.models import Concern
from amanah.sealing.models import Words
from tests import node
from tests.factories import AffiliationFactory, AppointmentFactory, PostFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.roots import Roots
from tests.journeys.showing import tick
from tests.journeys.test_sealing_clients import _browser

SHOWING = node.ROOT / "tests" / "sealing" / "clients" / "showing.mjs"
PHRASE = "abacus abdomen abdominal abide abiding ability"
SAID = (
    ("ayesha", "Thank you for your time today."),
    ("hadi", "Come to my room tonight, alone."),
    ("ayesha", "I would rather meet in the library."),
    ("hadi", "Then I cannot sign your logbook."),
    ("hadi", "The rota for March is out."),
)
FIRST, SECOND = SAID[1][1], SAID[3][1]
OWN = "مجھے ڈر لگتا ہے۔ Please do not tell him."
VOUCHED = "Recorded from Hadi’s account; Ayesha’s client vouches for the seal."
NOT_VERIFIED = "Not verified."
OTHER_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
ROOM = re.compile(r"/rooms/[0-9a-f-]{36}/\?")
FILES = re.compile(r"/staff/concerns/[0-9a-f-]{36}/files/$")


@pytest.fixture
def cast(server):
    ayesha = AffiliationFactory(person__name="Ayesha").person
    home = ayesha.affiliations.get().institution
    hadi = AffiliationFactory(person__name="Hadi", institution=home).person
    dua = AffiliationFactory(person__name="Dua", institution=home).person
    for role in ("coordinator", "safeguarding", "admin"):
        AppointmentFactory(institution=home, person=hadi, role=role)
    AppointmentFactory(institution=home, person=dua, role="safeguarding")
    PostFactory(institution=home, person=hadi, department="Surgery")
    mentorship = MentorshipFactory(institution=home, mentor=hadi, mentee=ayesha, has_room=True)
    people = {"dua": dua, "hadi": hadi, "ayesha": ayesha}
    told = {
        "people": {name: _browser(server, one) for name, one in people.items()},
        "room": str(mentorship.room_id),
        "said": SAID,
    }
    assert node.run(SHOWING, said=json.dumps(told)).strip() == str(len(SAID))
    return SimpleNamespace(**people, mentorship=mentorship)


def unlock(opened):
    inside = Roots(opened)
    inside.press("Use your phrase")
    inside.type("Opening phrase", PHRASE)
    inside.press("Open it")
    return inside


def choose_two(opened, mentorship):
    """She chooses whom to show it to, and two messages, and adds her own words."""
    opened.goto(f"/mentorships/{mentorship.pk}/")
    opened.get_by_role("link", name="Show these messages to…").click()
    expect(opened.get_by_label("Dua")).to_be_checked()
    expect(opened.get_by_label("Hadi")).to_have_count(0)
    opened.get_by_role("button", name="Go on").click()
    inside = unlock(opened)
    tick(inside, FIRST)
    tick(inside, SECOND)
    inside.type("In your own words", OWN)
    inside.wait_for("It opens for Dua.")
    # What is chosen stands once more, below what they will see.
    said = inside.said()
    assert said.count(FIRST) == said.count(SECOND) > said.count(SAID[4][1]) > 0
    return inside


def show_two(opened, mentorship):
    """The same, and sends it."""
    inside = choose_two(opened, mentorship)
    inside.press("Send it to them")
    expect(opened.get_by_text("It is sent. Only those whom you chose can open it.")).to_be_visible()


@contextmanager
def lying(opened, change):
    """Change what the lead's client is told of the files."""

    def tell(route):
        answer = route.fetch()
        body = answer.json()
        change(body["rows"])
        route.fulfill(response=answer, body=json.dumps(body))

    opened.context.route(FILES, tell)
    yield
    opened.context.unroute(FILES, tell)


def test_two_chosen_messages_reach_the_deputy_and_the_mentor_sees_nothing(page, cast, glass):
    hers, deputys, his = page(cast.ayesha, phone=True), page(cast.dua), page(cast.hadi)
    before = pages_of(his, cast.mentorship)
    show_two(hers, cast.mentorship)
    assert glass(hers).read("document.documentElement.scrollWidth") <= 390
    concern = Concern.objects.get(by=cast.ayesha)

    deputys.goto("/staff/concerns/")
    deputys.get_by_role("link", name="Open it").click()
    inside = unlock(deputys)
    inside.wait_for(OWN)
    inside.wait_for(FIRST)
    inside.wait_for(SECOND)
    said = inside.said()
    assert said.count(VOUCHED) >= 2
    assert "Between these, 1 more was written that is not shown." in said
    assert NOT_VERIFIED not in said
    for _name, words in (SAID[0], SAID[2], SAID[4]):
        assert words not in said
    answer(deputys, inside)

    hers.reload()
    expect(hers.get_by_text("Received", exact=True)).to_be_visible()
    own = Roots(hers)
    own.wait_for("I have read it. We will speak tomorrow.")
    own.wait_for(VOUCHED)
    assert "A note for us." not in own.said()

    assert pages_of(his, cast.mentorship) == before
    his.goto(f"/staff/concerns/{concern.pk}/")
    expect(his.get_by_text("Ayesha")).to_have_count(0)
    for row in Words.objects.filter(room__in=(concern.room_id, concern.file_room_id)):
        for words in (OWN, FIRST, "tomorrow", "note for us"):
            assert words.encode() not in bytes(row.file)


def answer(deputys, inside):
    """The deputy answers, keeps a note, and says that it is received."""
    inside.type("A sentence to them", "I have read it. We will speak tomorrow.")
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    inside.type("A note for the file", "A note for us.")
    inside.press("Send privately", at=1)
    inside.wait_for("A note for us.")
    deputys.get_by_role("button", name="Received").click()
    expect(deputys.locator("strong", has_text="Received")).to_be_visible()


def pages_of(opened, mentorship):
    """What stands on the pages of the mentor: everything that a reader would come by."""
    found = {}
    for path in (
        *("/today/", "/notices/", "/staff/concerns/", "/privacy/", "/mentorships/"),
        f"/mentorships/{mentorship.pk}/",
        f"/staff/{mentorship.institution.pk}/acts/",
    ):
        opened.goto(path)
        # Without the greeting, which is another at another hour.
        found[path] = opened.locator("main .columns").inner_text()
    assert "Nothing so far" in found["/staff/concerns/"]
    return found


def test_to_a_lead_whose_key_was_changed_nothing_is_sent(page, cast):
    """Her client knows the deputy's key from the day on which she set her lock."""
    hers = page(cast.ayesha)

    def swap(route):
        answer = route.fetch()
        body = answer.json()
        for member in body.get("members", ()):
            if member["person"] == str(cast.dua.pk):
                member["identities"][-1]["recipient"] = OTHER_KEY
        route.fulfill(response=answer, body=json.dumps(body))

    hers.context.route(ROOM, swap)
    inside = choose_two(hers, cast.mentorship)
    inside.press("Send it to them")
    inside.wait_for("You were shown another key for Dua than before")
    concern = Concern.objects.get(by=cast.ayesha)
    assert concern.is_begun
    assert not Words.objects.filter(room=concern.room_id).exists()

    hers.context.unroute(ROOM, swap)
    hers.reload()
    inside = Roots(hers)
    tick(inside, FIRST)
    inside.press("Send it to them")
    expect(hers.get_by_text("It is sent. Only those whom you chose can open it.")).to_be_visible()


def test_a_file_that_is_not_the_one_is_not_shown_as_anybodys_words(page, cast):
    hers, deputys = page(cast.ayesha), page(cast.dua, phone=True)
    show_two(hers, cast.mentorship)
    concern = Concern.objects.get(by=cast.ayesha)
    address = f"/staff/concerns/{concern.pk}/"
    deputys.goto(address)
    unlock(deputys).wait_for(SECOND)

    def swap(rows):
        """The key is right, and the file is another."""
        rows[0]["file"], rows[0]["sha256"] = rows[1]["file"], rows[1]["sha256"]

    def blame(rows):
        rows[0].update(by=str(cast.ayesha.pk), by_name="Ayesha")

    def lose(rows):
        rows.pop(0)

    for change in (swap, blame, lose):
        with lying(deputys, change):
            deputys.goto(address)
            inside = Roots(deputys)
            inside.wait_for(SECOND)
            assert NOT_VERIFIED in inside.said()
            assert FIRST not in inside.said()
    deputys.goto(address)
    inside = Roots(deputys)
    inside.wait_for(FIRST)
    assert NOT_VERIFIED not in inside.said()
