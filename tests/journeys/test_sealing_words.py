"""Two people set their locks, one by a touch and one by six words, and write to each other."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from amanah.base import clock
from amanah.mentoring import services as mentoring
from amanah.sealing import services
from amanah.sealing.models import Draft, Identity, Member, Words
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import keep_phrase, set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots
from tests.sealing import making

AYESHAS = "That I learn to say no without an apology."
BILALS = "ایک مقالہ شائع ہو"
CHANGED = "That I learn to say no."
NOTE = "Ask her about the rota."


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
def both(page, pair, authenticator):
    """Their phones, both locks set: hers by a touch, his by six words."""
    ayesha, bilal, mentorship = pair
    address = f"/mentorships/{mentorship.pk}/"
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back=address)
    his.phrase = set_lock_by_phrase(his, back=address)
    hers.goto(address)
    return hers, his


def test_two_people_write_and_read_what_they_hope_for(both, pair, glass):
    hers, his = both
    hers_inside, his_inside = Roots(hers), Roots(his)
    hers_inside.type("What you hope for", AYESHAS)
    hers_inside.press("Send privately")
    hers_inside.wait_for("It is sent, sealed.")
    hers_inside.wait_for(AYESHAS)

    his.reload()
    his_inside.wait_for(AYESHAS)
    his_inside.type("What you hope for", BILALS)
    his_inside.press("Send privately")
    his_inside.wait_for("It is sent, sealed.")

    hers.reload()
    hers_inside.wait_for(BILALS)
    hers_inside.press("Change what you wrote")
    hers_inside.type("What you hope for", CHANGED)
    hers_inside.press("Send privately")
    hers_inside.wait_for("edited")
    his.reload()
    his_inside.wait_for(CHANGED)
    assert AYESHAS not in his_inside.said()
    # No script of the page can read it, and the server has none of it.
    assert CHANGED not in glass(his).read("document.documentElement.outerHTML")
    assert Words.objects.filter(room=pair[2].room, kind="hopes").count() == 3
    for row in Words.objects.filter(room=pair[2].room):
        assert b"apology" not in bytes(row.file)
    for opened in both:
        assert glass(opened).read("document.documentElement.scrollWidth") <= 390


def test_within_twelve_hours_nothing_is_asked_again_until_one_tab_locks_both(both):
    _hers, his = both
    other = his.context.new_page()
    other.goto(his.url)
    inside, beside = Roots(his), Roots(other)
    inside.wait_for("Send privately")
    beside.wait_for("Send privately")

    other.locator("lock-badge a").click()
    beside.wait_for("Use your phrase")
    inside.wait_for("Use your phrase")
    expect(his.locator("lock-badge")).to_have_attribute("state", "locked")
    his.reload()
    inside.wait_for("Use your phrase")

    inside.press("Use your phrase")
    inside.type("Opening phrase", "not these words at all friend")
    inside.press("Open it")
    inside.wait_for("That did not open your lock.")
    inside.type("Opening phrase", his.phrase.title())
    inside.press("Open it")
    inside.wait_for("Send privately")
    beside.wait_for("Send privately")


def test_what_was_typed_as_the_lock_was_closed_from_afar_is_there_again(both, pair, glass):
    _hers, his = both
    inside = Roots(his)
    inside.type("What you hope for", BILALS)
    services.close_everywhere(pair[1], by=pair[1], at=clock.now())
    inside.press("Send privately")

    inside.wait_for("What you typed is still in this page, unseen.")
    assert BILALS not in inside.said()
    asked = []
    his.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    inside.press("Another way", role="link")
    his.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    inside.press("Use your phrase")
    inside.type("Opening phrase", his.phrase)
    inside.press("Open it")
    inside.wait_for("Kept as a draft that only you can open.")
    assert inside.value("What you hope for") == BILALS
    assert Draft.objects.filter(room=pair[2].room, person=pair[1]).exists()


def test_a_shared_computer_forgets_the_lock_with_the_page(both):
    _hers, his = both
    inside = Roots(his)
    inside.wait_for("Send privately")
    his.locator("lock-badge a").click()
    inside.press("Use your phrase")
    inside.press(
        "This is a shared computer: forget the lock when this page is closed", role="checkbox"
    )
    inside.type("Opening phrase", his.phrase)
    inside.press("Open it")
    inside.wait_for("Send privately")

    his.reload()
    inside.wait_for("Use your phrase")
    assert not inside.has("button", "Send privately")


def test_until_both_have_a_lock_what_is_typed_is_kept_as_a_draft(page, pair, authenticator):
    ayesha, bilal, mentorship = pair
    hers = page(ayesha, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back=f"/mentorships/{mentorship.pk}/")
    inside = Roots(hers)
    inside.wait_for("Without a lock yet: Bilal Ahmed")
    inside.type("What you hope for", AYESHAS)
    inside.press("Send privately")
    inside.wait_for("What you typed is kept as a draft that only you can open.")
    assert Words.objects.filter(room=mentorship.room).count() == 0
    assert Draft.objects.filter(room=mentorship.room, person=ayesha).count() == 1

    hers.reload()
    inside.wait_for("This is your draft. Nobody else can open it.")
    assert inside.value("What you hope for") == AYESHAS
    assert not Identity.objects.filter(person=bilal).exists()


def test_the_first_note_to_oneself_waits_for_a_second_way_in(both, pair):
    hers, _his = both
    inside = Roots(hers)
    inside.type("A new note", NOTE)
    inside.press("Keep privately")
    inside.wait_for("Nobody could open this for you if you lost your only way in.")
    assert inside.value("A new note") == NOTE
    assert not Words.objects.filter(room__owner=pair[0]).exists()

    inside.press("Add a second way in", role="link")
    hers.wait_for_url("**/lock/second/**")
    hers.get_by_label("Six new words").check()
    hers.get_by_role("button", name="Go on").click()
    keep_phrase(hers, done="Set my lock")
    hers.get_by_role("button", name="Use your fingerprint").click()
    hers.get_by_role("link", name="Go on").click()

    inside.wait_for("This is your draft. Nobody else can open it.")
    inside.press("Keep privately")
    inside.wait_for("It is kept, sealed.")
    inside.wait_for(NOTE)
    assert Words.objects.filter(room__owner=pair[0], kind="note").count() == 1


def test_a_session_that_ends_and_a_lost_network_keep_what_was_typed(both, pair, troubles):
    troubles.expected.append("ERR_INTERNET_DISCONNECTED")
    hers, _his = both
    inside = Roots(hers)
    inside.type("What you hope for", AYESHAS)
    hers.context.set_offline(True)
    inside.press("Send privately")
    inside.wait_for("There is no connection to us just now.")
    assert inside.value("What you hope for") == AYESHAS
    hers.context.set_offline(False)

    hers.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    inside.press("Send privately")
    inside.wait_for("You were signed out, so nothing was sent.")
    assert inside.value("What you hope for") == AYESHAS
    assert not Words.objects.filter(room=pair[2].room).exists()


def test_without_a_script_the_page_says_so_and_the_rest_works(page, pair):
    ayesha, _bilal, mentorship = pair
    hers = page(ayesha, phone=True, script=False)
    hers.goto(f"/mentorships/{mentorship.pk}/")

    expect(hers.get_by_text("Words need a script that is not running here.").first).to_be_visible()
    expect(hers.get_by_role("link", name="Close this mentorship")).to_be_visible()


def test_a_script_that_was_changed_on_its_way_is_told_and_the_rest_works(page, pair, troubles):
    ayesha, _bilal, mentorship = pair
    troubles.expected += ["sealer", "Failed to load", "ERR_FAILED"]
    hers = page(ayesha, phone=True)
    hers.route("**/js/sealing/sealer*.js", lambda route: route.abort())
    hers.goto(f"/mentorships/{mentorship.pk}/")

    Roots(hers).wait_for("The script that opens words did not load whole.")
    expect(hers.get_by_role("link", name="Close this mentorship")).to_be_visible()


def test_what_is_closed_can_be_read_and_nothing_is_written(both, pair):
    hers, his = both
    inside = Roots(hers)
    inside.type("What you hope for", AYESHAS)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    his.goto(f"{his.url}close/")
    his.get_by_role("button", name="Close").first.click()
    his.goto(f"/mentorships/{pair[2].pk}/")

    read = Roots(his)
    read.wait_for(AYESHAS)
    assert not read.has("button", "Send privately")
    expect(his.get_by_text("You can change yours whenever you like.")).to_have_count(0)
    # Somebody who was typing as it was closed is told, and keeps what was typed.
    inside.press("Change what you wrote")
    inside.type("What you hope for", CHANGED)
    inside.press("Send privately")
    inside.wait_for("Nothing more can be written here.")
    inside.wait_for("What you typed is still here.")
    assert inside.value("What you hope for") == CHANGED


def test_whoever_would_read_along_is_named_and_may_be_kept_out_for_now(both, pair):
    _hers, his = both
    room = pair[2].room
    inside = Roots(his)
    inside.type("What you hope for", BILALS)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    khadija = AffiliationFactory(person__name="Khadija Noor").person
    making.lock_of(khadija)
    Member.objects.create(room=room, person=khadija, joined_at=clock.now())

    his.reload()
    inside = Roots(his)
    inside.press("Change what you wrote")
    inside.type("What you hope for", CHANGED)
    inside.press("Send privately")
    inside.wait_for("From now on Khadija Noor would read what is written here, too.")
    inside.wait_for("What was written before stays closed to them.")
    inside.press("Not now")
    inside.wait_for("What you typed is kept as a draft that only you can open.")
    assert inside.value("What you hope for") == CHANGED
    assert Words.objects.filter(room=room).count() == 1

    inside.press("Send privately")
    inside.press("Let them read, and send")
    inside.wait_for("It is sent, sealed.")
    his.reload()
    seen = Roots(his)
    seen.press("Change what you wrote")
    seen.wait_for("Sealed for you, ")


def test_what_was_begun_before_a_mentorship_was_closed_is_still_there_to_copy(both, pair):
    _hers, his = both
    inside = Roots(his)
    inside.type("What you hope for", BILALS)
    his.keyboard.press("Tab")
    his.keyboard.press("Tab")
    inside.wait_for("Kept as a draft that only you can open.")
    mentorship = pair[2]
    mentoring.close_mentorship(mentorship, by=pair[0], at=clock.now())

    his.reload()
    read = Roots(his)
    read.wait_for("You had begun to write this. It was not sent, and nobody else can open it.")
    read.wait_for(BILALS)
    assert not read.has("button", "Send privately")
