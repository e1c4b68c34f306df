"""Two people agree on how they work: each alone, side by side, and the same text signed by both."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from amanah.base import clock
from amanah.mentoring import services
from amanah.mentoring.agreement import asked, clauses, promises
from amanah.mentoring.models import Agreement, OwnChoices, Signature
from amanah.sealing.models import Words
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.sealing import WordsFactory
from tests.journeys import inspection
from tests.journeys.browsing import Glass
from tests.journeys.conftest import fresh
from tests.journeys.locks import set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots

AIM = "One paper, and no weekend lost to it."
BETTER = "ایک مقالہ، اور کوئی ہفتہ وار چھٹی ضائع نہیں"
SIGN = "Looks right: sign it"


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    made = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    return ayesha, bilal, made


@pytest.fixture
def address(pair):
    return f"/mentorships/{pair[2].pk}/agreement/"


@pytest.fixture
def both(page, pair, authenticator, address):
    """Their phones, both locks set: hers by a touch, his by six words."""
    ayesha, bilal, _mentorship = pair
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back=address)
    set_lock_by_phrase(his, back=address)
    hers.goto(address)
    return hers, his


def write_aim(opened, address, words, *, again=False):
    """Send words for the first clause, sealed."""
    opened.goto(f"{address}own/")
    inside = Roots(opened)
    if again:
        inside.press("Change what you wrote")
    inside.type("What this is for", words)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")


def newest(pair):
    return Agreement.objects.filter(mentorship=pair[2]).latest("version")


def signatures(pair):
    return Signature.objects.filter(agreement__mentorship=pair[2]).count()


def sign(opened):
    opened.get_by_role("button", name=SIGN).click()
    expect(opened.get_by_text("signed on").last).to_be_visible()


def test_without_a_lock_what_looks_right_is_signed_in_two_taps(page, pair, address):
    for person in pair[:2]:
        opened = page(person, phone=True)
        opened.goto(f"/mentorships/{pair[2].pk}/")
        opened.get_by_role("link", name="Read the agreement").click()
        sign(opened)

    signed = newest(pair)
    assert signed.is_signed
    expect(opened.get_by_text("it is the text that was signed")).to_be_visible()
    assert opened.get_by_text(signed.hash).count() == 1


def test_without_a_script_it_is_signed_as_well(page, pair, address):
    for person in pair[:2]:
        opened = page(person, script=False)
        opened.goto(address)
        sign(opened)

    assert newest(pair).is_signed


def test_each_fills_it_in_alone_then_both_sign_the_same_words(both, pair, address, glass):
    hers, his = both
    write_aim(his, address, AIM)
    his.get_by_label("How long a meeting is").select_option("60")
    his.get_by_role("button", name="Show it").click()
    expect(his.get_by_role("heading", name="Side by side")).to_be_visible()
    hers.goto(f"{address}own/")
    hers.get_by_label("How long a meeting is").select_option("30")
    hers.get_by_role("button", name="Keep it for myself").click()
    expect(hers.get_by_text("Kept. Nobody else sees it")).to_be_visible()
    assert OwnChoices.objects.get(membership__person=pair[0]).shown_at is None
    his.goto(address)
    expect(his.get_by_text("30 minutes")).to_have_count(0)

    hers.get_by_role("button", name="Show it").click()
    expect(hers.get_by_role("heading", name="Side by side")).to_be_visible()
    inside = Roots(hers)
    inside.wait_for(AIM)
    hers.get_by_role("button", name="Take this: Bilal Ahmed, How long a meeting is").click()
    hers.get_by_role("button", name="Take these words: Bilal Ahmed").click()
    sign(hers)
    assert signatures(pair) == 1

    # He changes a word, and takes it: her signature was under another text.
    write_aim(his, address, BETTER, again=True)
    his.goto(address)
    his.get_by_role("button", name="Take these words: Bilal Ahmed").click()
    assert signatures(pair) == 0
    sign(his)
    hers.goto(address)
    inside.wait_for(BETTER)
    sign(hers)

    signed = newest(pair)
    assert signed.is_signed
    assert (signed.choices["meetings.minutes"], list(signed.words)) == ("60", ["why"])
    for opened in both:
        opened.goto(address)
        expect(opened.get_by_text("it is the text that was signed")).to_be_visible()
        assert glass(opened).read("document.documentElement.scrollWidth") <= 390
    for row in Words.objects.filter(room=pair[2].room):
        assert b"weekend" not in bytes(row.file)


@pytest.fixture
def agreed(both, pair, address):
    """Both have signed a version with his words in it."""
    hers, his = both
    write_aim(his, address, AIM)
    his.goto(address)
    his.get_by_role("button", name="Take these words: Bilal Ahmed").click()
    sign(his)
    hers.goto(address)
    sign(hers)
    return both


def test_a_page_that_shows_something_else_cannot_be_signed(agreed, pair, address):
    hers, his = agreed
    hers.get_by_role("button", name="Ask for a change").click()
    sign(hers)
    his.route(f"**{address}", lying)
    his.goto(address)
    expect(his.get_by_text("Your browser shows another text")).to_be_visible()
    expect(his.get_by_role("button", name=SIGN)).to_have_count(0)

    his.unroute(f"**{address}", lying)
    his.goto(address)
    expect(his.get_by_text("Version 1, signed on", exact=False)).to_be_visible()
    sign(his)
    assert newest(pair).is_signed


def lying(route):
    """A server that shows one of them meetings of another length."""
    answer = route.fetch()
    said = 'data-agreed="meetings.minutes" data-value="{}"'
    route.fulfill(response=answer, body=answer.text().replace(said.format(45), said.format(90)))


def test_a_false_hash_is_refused_and_nothing_is_signed(both, pair, address, glass):
    _hers, his = both
    his.goto(address)
    expect(his.get_by_role("button", name=SIGN)).to_be_visible()
    glass(his).read("document.querySelector('agreed-text [name=hash]').value = 'f'.repeat(64)")
    his.get_by_role("button", name=SIGN).click()
    expect(his.get_by_role("alert")).to_contain_text("so nothing was signed")
    assert signatures(pair) == 0


def test_who_cannot_read_the_words_is_told_to_open_the_lock(agreed, address):
    hers, his = agreed
    hers.get_by_role("button", name="Ask for a change").click()
    his.goto(address)
    expect(his.get_by_role("button", name=SIGN)).to_be_visible()
    his.locator("lock-badge a").click()

    expect(his.get_by_text("Open your lock first")).to_be_visible()
    expect(his.get_by_role("button", name=SIGN)).to_have_count(0)


def test_it_is_printed_by_the_browser_with_its_words(agreed, address, glass):
    hers, _his = agreed
    hers.get_by_role("link", name="Read and print it").click()
    Roots(hers).wait_for(AIM)
    expect(hers.get_by_text("it is the text that was signed")).to_be_visible()
    expect(hers.get_by_role("button", name="Print")).to_be_visible()

    # No script of the page can read them, in the exact text neither.
    assert AIM not in glass(hers).read("document.documentElement.outerHTML")
    assert AIM in Roots(hers).said().split('"amanah/agreement/v1"')[1]

    hers.emulate_media(media="print")

    expect(hers.get_by_role("button", name="Print")).to_be_hidden()
    expect(hers.get_by_text("a serious risk to patients")).to_be_visible()
    Roots(hers).wait_for(AIM)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_state_of_it_is_sound(browser, server, pair, address, language):
    """Side by side, with words that are locked, and with a change open beside what is in force."""
    ayesha, bilal, mentorship = pair
    inspection.install_axe()
    opened = fresh(browser, server, ayesha, language=language).new_page()
    glass, at = Glass(opened), clock.now()
    his = asked.own_part(mentorship, bilal)
    said = {
        **clauses.defaults(mentorship),
        **{key: choice.options[-1][0] for key, (_clause, choice) in clauses.CHOICES.items()},
        **{clauses.promise_key(his, one.name): one.options[0][0] for one in promises.FACTORS},
    }
    services.keep_side(mentorship, said, by=bilal, at=at, is_shown=True)
    words = WordsFactory(
        room=mentorship.room, n=1, mid=uuid4(), by=bilal, kind="agreement-why", at=at
    )
    opened.goto(address)
    assert inspection.faults(opened, glass, language) == []

    services.take(mentorship, whose=his.pk, by=ayesha, at=at)
    services.take_words(mentorship, clause="why", mid=words.mid, by=ayesha, at=at)
    for person in (bilal, ayesha):
        version = newest(pair)
        told = {"version": version.version, "change": version.change, "text_hash": "ab" * 32}
        services.sign(mentorship, **told, by=person, at=at)
    opened.goto(address)
    assert inspection.faults(opened, glass, language) == []

    services.ask_for_change(mentorship, by=bilal, at=at)
    for path in (address, f"{address}own/", f"/mentorships/{mentorship.pk}/"):
        opened.goto(path)
        assert inspection.faults(opened, glass, language) == []
    opened.context.close()
