"""Two people write to each other: nothing is reloaded, nothing is watched, nothing is lost."""

import pytest

from amanah.sealing.models import Draft, Words
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots

FIRST = "Assalamu alaikum. Shall we meet on Monday?"
ANSWER = "جی، پیر کو ملتے ہیں"
BETTER = "Shall we meet on Tuesday?"
# An open page asks now and then, the longer nothing came the less often.
IN_TIME = 120
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

    his_inside.wait_for(FIRST, patience=IN_TIME)
    send(his_inside, ANSWER)
    hers_inside.wait_for(ANSWER, patience=IN_TIME)

    hers_inside.press("Change")
    hers_inside.type("Your words", BETTER)
    hers_inside.press("Send the change")
    hers_inside.wait_for("edited")
    his_inside.wait_for(BETTER, patience=IN_TIME)
    his_inside.wait_until_gone(FIRST)

    hers_inside.press("Take back")
    hers_inside.wait_for("Whoever has read it already, has read it.")
    hers_inside.press("Take back", at=-1)
    his_inside.wait_for("Ayesha Khan took these words back.", patience=IN_TIME)
    his_inside.wait_until_gone(BETTER)
    # No script of the page comes to the words, and neither page is wider than the phone.
    for opened in both:
        assert ANSWER not in glass(opened).read("document.documentElement.outerHTML")
        assert glass(opened).read("document.documentElement.scrollWidth") <= 390
    assert {row.kind for row in Words.objects.filter(room=pair[2].room)} == {
        "message",
        "withdrawn",
    }


def test_a_change_that_was_begun_is_still_there_when_the_lock_is_open_again(both, pair):
    _hers, his = both
    inside = Roots(his)
    send(inside, FIRST)
    inside.press("Change")
    inside.type("Your words", BETTER)
    beside = his.context.new_page()
    beside.goto("/lock/")
    beside.get_by_role("button", name="Lock", exact=True).click()
    inside.wait_until_gone(BETTER)
    beside.close()

    inside.press("Use your phrase")
    inside.type("Opening phrase", his.phrase)
    inside.press("Open it")
    inside.press("Change")
    assert inside.value("Your words") == BETTER
    inside.press("Send the change")
    inside.wait_for("edited")
    assert Words.objects.filter(room=pair[2].room).count() == 2


def test_a_first_letter_waits_until_the_other_has_a_lock(page, pair, address):
    ayesha, bilal, mentorship = pair
    hers, his = page(ayesha), page(bilal)
    set_lock_by_phrase(hers, back=address)
    inside = Roots(hers)
    inside.wait_for("Without a lock yet: Bilal Ahmed.")
    inside.type("What you write", FIRST)
    inside.press("Keep my letter")
    inside.wait_for("Your letter waits here until this can be sealed for Bilal Ahmed.")
    assert Draft.objects.filter(room=mentorship.room, person=ayesha, slot="message").exists()
    assert not Words.objects.filter(room=mentorship.room).exists()

    set_lock_by_phrase(his, back=address)
    inside.wait_for("Bilal Ahmed has a lock now.", patience=IN_TIME)
    assert inside.value("What you write") == FIRST
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    Roots(his).wait_for(FIRST, patience=IN_TIME)
    assert not Draft.objects.filter(room=mentorship.room, slot="message").exists()


def test_an_address_in_words_leads_nowhere_until_one_has_seen_where(both, glass):
    hers, his = both
    asked = []
    his.on("request", lambda request: asked.append(request.url))
    send(Roots(hers), LINK)
    inside = Roots(his)
    inside.wait_for("The form is at", patience=IN_TIME)
    inside.press("https://forms.example.org/a?b=1")
    inside.wait_for("forms.example.org")
    inside.wait_for("This leads out of Amanah, to")
    assert not [url for url in asked if "example.org" in url]

    his.context.route("https://forms.example.org/**", lambda route: route.fulfill(body="a form"))
    with his.context.expect_page() as opened:
        inside.press("Open it in a new tab", role="link")
    opened.value.wait_for_load_state()
    assert opened.value.url == "https://forms.example.org/a?b=1"
    assert glass(opened.value).read("String(window.opener) + document.referrer") == "null"


def test_older_words_come_when_asked_for_and_are_found(both, pair, glass):
    hers, his = both
    inside = Roots(hers)
    for number in range(1, 35):
        inside.type("What you write", f"word {number}")
        inside.press("Send privately")
        inside.wait_for(f"word {number}\nYou")
    inside.wait_for("word 34")

    his.reload()
    beside = Roots(his)
    beside.wait_for("word 34")
    assert "word 4\n" not in beside.said()
    beside.press("Older words")
    beside.wait_for("word 1\n")
    assert not beside.has("button", "Older words")

    his.reload()
    beside.wait_for("word 34")
    beside.focus("searchbox", "Find words")
    his.keyboard.type("WORD 2")
    his.keyboard.press("Enter")
    beside.wait_for("Found: 12, the newest first")
    beside.press("Look in all older words too")
    beside.wait_for("Found: 13, the newest first")
    assert "WORD" not in his.url
    beside.press("Back to everything")
    beside.wait_for("Older words")


def test_with_the_keyboard_alone_one_reads_and_writes(both):
    hers, _his = both
    inside = Roots(hers)
    inside.wait_for("Nothing is written here yet.")
    inside.focus("textbox", "What you write")
    hers.keyboard.type("By keys alone")
    hers.keyboard.press("Tab")
    hers.keyboard.press("Enter")
    inside.wait_for("It is sent, sealed.")
    inside.wait_for("By keys alone")
    inside.focus("button", "Change")
    hers.keyboard.press("Enter")
    hers.keyboard.type("Still, ")
    hers.keyboard.press("Tab")
    hers.keyboard.press("Enter")
    inside.wait_for("edited")
    inside.wait_for("Still, ")
    inside.focus("button", "Take back")
    hers.keyboard.press("Enter")
    hers.keyboard.press("Enter")
    inside.wait_for("You took these words back.")


def test_in_urdu_on_a_dark_phone_nothing_is_cut_off(page, pair, address, both, glass):
    hers, _his = both
    send(Roots(hers), ANSWER)
    _ayesha, bilal, _mentorship = pair
    his = page(bilal, phone=True, dark=True, language="ur")
    his.goto(address)
    inside = Roots(his)
    inside.press("اپنا فقرہ استعمال کریں")
    inside.type("کھولنے کا فقرہ", both[1].phrase)
    inside.press("اسے کھولیں")
    inside.wait_for(ANSWER)
    inside.type("آپ کی بات", FIRST)
    inside.press("نجی طور پر بھیجیں")
    inside.wait_for("آپ · ")
    inside.wait_for(FIRST)
    assert glass(his).read("document.documentElement.dir") == "rtl"
    assert glass(his).read("document.documentElement.scrollWidth") <= 390
