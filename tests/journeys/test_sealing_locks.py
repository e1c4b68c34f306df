"""A person's own lock: its ways in, its loss, and whose key is whose."""

import re

import pytest
from playwright.sync_api import expect

from amanah.base import clock
from amanah.people.models import Session
from amanah.people.sessions import SessionStore
from amanah.sealing.models import Identity, Way
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import keep_phrase, set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots

OPEN = "It is open"


@pytest.fixture
def ayesha(server):
    return AffiliationFactory(person__name="Ayesha Khan").person


def standing(page):
    return page.get_by_role("heading", name=OPEN)


def open_by_phrase(page, phrase):
    page.goto("/lock/")
    page.locator("#opening-phrase").fill(phrase)
    page.locator("lock-opener form[data-way=phrase] button").click()
    expect(standing(page)).to_be_visible()


def add_way(page, label, *, phrase):
    """Begin to add a way in; the phrase is what is asked once more, as soon as it is."""
    page.goto("/lock/second/")
    page.get_by_label(label).check()
    page.get_by_role("button", name="Go on").click()

    def prove():
        say_once_more(page, phrase)
        expect(page.get_by_role("heading", name="It is added")).to_be_visible()

    return prove


def say_once_more(page, phrase):
    page.get_by_role("dialog").get_by_label("Opening phrase").fill(phrase)
    page.get_by_role("dialog").get_by_role("button", name="Go on").click()


def test_a_device_without_prf_signs_in_and_leaves_the_lock_to_six_words(
    page, ayesha, authenticator
):
    mine = page(ayesha)
    authenticator(mine, prf=False)
    mine.goto("/lock/set/")
    expect(mine.get_by_role("button", name="Set my lock")).to_be_visible()
    mine.get_by_label("This device: fingerprint, face or PIN").check()
    mine.get_by_role("button", name="Set my lock").click()
    expect(mine.get_by_text("cannot open a lock. Choose the six words instead.")).to_be_visible()

    mine.get_by_label("Six words that we choose for you").check()
    mine.get_by_role("button", name="Set my lock").click()
    keep_phrase(mine, done="Set my lock")
    expect(standing(mine)).to_be_visible()


def test_a_word_that_was_not_kept_is_asked_again(page, ayesha):
    mine = page(ayesha)
    mine.goto("/lock/set/")
    expect(mine.get_by_role("button", name="Set my lock")).to_be_visible()
    mine.get_by_label("Six words that we choose for you").check()
    mine.get_by_role("button", name="Set my lock").click()
    mine.get_by_role("button", name="I have kept it").click()
    mine.locator("#first-word").fill("elephant")
    mine.locator("#second-word").fill("elephant")
    mine.get_by_role("button", name="Set my lock").click()

    expect(mine.get_by_text("is another one. You can look again.")).to_be_visible()
    assert not Identity.objects.filter(person=ayesha).exists()


def test_another_device_opens_by_six_words_typed_on_this_one(page, ayesha):
    mine, other = page(ayesha), page(ayesha, phone=True)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    other.goto("/lock/")
    other.get_by_text("With another device of yours that is open").click()
    other.get_by_role("button", name="Show the six words").click()
    shown = other.locator("[data-part=device-words]")
    expect(shown).to_have_text(re.compile(r"\S+ \S+"))

    # It is no way that lasts, so it stands apart from those that do.
    mine.goto("/lock/second/")
    expect(mine.get_by_label("A printed recovery sheet")).to_be_checked()
    mine.get_by_role("button", name="Type its six words").click()
    # What no device shows would be easy to guess, and is not sealed under.
    mine.get_by_label("The six words on the other screen").fill("apple pear")
    mine.get_by_role("button", name="Open it there").click()
    expect(
        mine.get_by_text("These are not six words that a device of yours shows.")
    ).to_be_visible()
    assert not Way.objects.filter(identity__person=ayesha, kind="device").exists()
    mine.get_by_label("The six words on the other screen").fill(shown.text_content().upper())
    mine.get_by_role("button", name="Open it there").click()
    say_once_more(mine, phrase)
    expect(mine.get_by_text("it opens in a few seconds")).to_be_visible()
    expect(mine.get_by_role("heading", name="It is added")).to_be_hidden()

    expect(standing(other)).to_be_visible()
    # They were good once.
    assert not Way.objects.filter(identity__person=ayesha, kind="device").exists()


def test_a_printed_sheet_opens_when_the_phrase_is_forgotten(page, ayesha):
    mine = page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    prove = add_way(mine, "A printed recovery sheet", phrase=phrase)
    shown = mine.locator("[data-part=code]")
    expect(shown).to_have_text(re.compile(r"^(\w{4}-){6}\w{2}$"))
    code = shown.text_content()
    expect(mine.locator("[data-part=square] svg")).to_be_visible()
    mine.emulate_media(media="print")
    expect(mine.get_by_text("Amanah will never ask for this.", exact=True)).to_be_visible()
    expect(mine.get_by_role("button", name="Print it")).to_be_hidden()
    mine.emulate_media(media="screen")
    mine.get_by_label("The last group of the code").fill("zz")
    mine.get_by_role("button", name="I have it on paper").click()
    expect(mine.get_by_text("The last group on your sheet is another one.")).to_be_visible()
    mine.get_by_label("The last group of the code").fill(code.split("-")[-1].lower())
    mine.get_by_role("button", name="I have it on paper").click()
    prove()

    other = page(ayesha)
    other.goto("/lock/")
    other.get_by_text("With your recovery sheet").click()
    other.get_by_label("The code on the sheet").fill(code.lower().replace("-", " "))
    other.locator("form[data-by=sheet] button").click()
    expect(standing(other)).to_be_visible()


def test_a_saved_file_opens_the_lock_again(page, ayesha, tmp_path):
    mine = page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    prove = add_way(mine, "A saved file", phrase=phrase)
    with mine.expect_download() as caught:
        prove()
    kept = tmp_path / "amanah-lock.txt"
    caught.value.save_as(kept)
    assert "BEGIN AGE ENCRYPTED FILE" in kept.read_text()

    other = page(ayesha)
    other.goto("/lock/")
    other.get_by_text("With your saved file").click()
    other.get_by_label("The file that you saved").set_input_files(kept)
    other.locator("form[data-by=file] button").click()
    expect(standing(other)).to_be_visible()


def test_a_new_phrase_takes_the_place_of_the_old_one(page, ayesha):
    mine = page(ayesha)
    old = set_lock_by_phrase(mine, back="/lock/")
    prove = add_way(mine, "Six new words", phrase=old)
    new = keep_phrase(mine, done="Set my lock")
    prove()
    assert Way.objects.filter(identity__person=ayesha, kind="phrase").count() == 1

    other = page(ayesha)
    other.goto("/lock/")
    other.locator("#opening-phrase").fill(old)
    other.locator("lock-opener form[data-way=phrase] button").click()
    expect(other.get_by_text("That did not open your lock.")).to_be_visible()
    open_by_phrase(other, new)


def test_a_way_is_taken_away_by_whoever_shows_once_more_that_it_is_theirs(page, ayesha):
    mine = page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    prove = add_way(mine, "A printed recovery sheet", phrase=phrase)
    code = mine.locator("[data-part=code]")
    expect(code).to_have_text(re.compile(r"^(\w{4}-){6}\w{2}$"))
    mine.get_by_label("The last group of the code").fill(code.text_content()[-2:])
    mine.get_by_role("button", name="I have it on paper").click()
    prove()
    mine.goto("/lock/")
    ways = mine.locator("[data-part=ways] li")
    expect(ways).to_have_count(2)

    take_away(mine, "abacus abacus abacus abacus abacus abacus")
    expect(mine.get_by_text("That did not open your lock.")).to_be_visible()
    expect(ways).to_have_count(2)
    take_away(mine, phrase)
    expect(ways).to_have_count(1)


def take_away(page, phrase):
    """Take the newest way away, showing a phrase when it is asked for."""
    page.locator("[data-part=ways] button").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Opening phrase").fill(phrase)
    dialog.get_by_role("button", name="Go on").first.click()


def test_the_only_way_in_stays(page, ayesha):
    mine = page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    take_away(mine, phrase)

    expect(mine.get_by_text("This is your only way in. Add another one first.")).to_be_visible()


def test_whoever_signed_in_long_ago_is_asked_who_they_are_first(page, ayesha):
    mine = page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    for session in Session.objects.filter(person=ayesha):
        kept = SessionStore(session.session_key)
        kept["account_authentication_methods"] = []
        kept.save()

    mine.goto("/lock/")
    take_away(mine, phrase)
    mine.wait_for_url("**/account/prove/**")
    mine.goto("/lock/second/?way=sheet")
    mine.wait_for_url("**/account/prove/**")


def test_lock_everywhere_closes_another_browser(page, ayesha):
    mine, other = page(ayesha), page(ayesha)
    phrase = set_lock_by_phrase(mine, back="/lock/")
    open_by_phrase(other, phrase)
    mine.get_by_role("button", name="Lock everywhere").click()
    expect(mine.locator("#opening-phrase")).to_be_visible()

    other.reload()
    expect(other.locator("#opening-phrase")).to_be_visible()


def test_whoever_says_that_all_is_lost_is_stopped_by_a_device_that_is_open(page, ayesha, post):
    mine, thief = page(ayesha), page(ayesha)
    set_lock_by_phrase(mine, back="/lock/")
    thief.goto("/lock/lost/")
    thief.get_by_role("button", name="I have lost every way in").click()
    thief.get_by_label("Six words that we choose for you").check()
    thief.get_by_role("button", name="Set my lock").click()
    keep_phrase(thief, done="Set my lock")
    expect(thief.get_by_role("heading", name="Your new lock is on its way")).to_be_visible()
    before = Identity.objects.get(person=ayesha, state="current")

    mine.reload()
    warning = mine.get_by_role("heading", name="A new lock is asked for")
    expect(warning).to_be_visible()
    # Before all else on the page of the lock.
    assert warning.bounding_box()["y"] < standing(mine).bounding_box()["y"]
    mine.get_by_role("button", name="Stop it").click()
    expect(mine.get_by_role("heading", name="A new lock is asked for")).to_be_hidden()
    assert not Identity.objects.filter(person=ayesha, state="waiting").exists()
    assert Identity.objects.get(person=ayesha, state="current") == before


def test_whoever_has_no_lock_is_not_led_through_losing_one(page, ayesha):
    mine = page(ayesha)
    mine.goto("/lock/lost/")

    expect(mine.get_by_role("heading", name="You have no lock yet")).to_be_visible()
    expect(mine.get_by_role("button", name="I have lost every way in")).to_be_hidden()


def test_the_partners_number_is_typed_and_a_wrong_one_is_refused(page, ayesha, authenticator):
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back="/lock/numbers/")
    set_lock_by_phrase(his, back="/lock/numbers/")
    number = his.locator("[data-part=own]")
    expect(number).to_have_text(re.compile(r"^\d{4}( \d{4}){4}$"))
    heard = number.text_content()

    hers.reload()
    typed = hers.get_by_label("The 20 digits that")
    typed.fill(heard[::-1])
    hers.get_by_role("button", name="Compare").click()
    expect(hers.get_by_text("This is not the number of the key that is used here.")).to_be_visible()
    typed.fill(heard.replace(" ", ""))
    hers.get_by_role("button", name="Compare").click()
    expect(hers.get_by_text("This is the number of the key that is used here.")).to_be_visible()
    hers.reload()
    expect(hers.get_by_text("Unchanged since.")).to_be_visible()
    # There is no way to say yes without typing it.
    assert heard not in hers.content()


def test_after_everything_was_lost_the_partner_opens_the_history_again(page, ayesha, server):
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    mentorship = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    address = f"/mentorships/{mentorship.pk}/"
    hers, his = page(ayesha), page(bilal)
    phrase = set_lock_by_phrase(hers, back=address)
    set_lock_by_phrase(his, back=address)
    hers.reload()
    inside = Roots(hers)
    inside.type("What you hope for", "That he writes his paper.")
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    his.reload()
    Roots(his).wait_for("That he writes his paper.")

    lost = page(bilal)
    lost.goto("/lock/lost/")
    lost.get_by_role("button", name="I have lost every way in").click()
    lost.get_by_label("Six words that we choose for you").check()
    lost.get_by_role("button", name="Set my lock").click()
    new = keep_phrase(lost, done="Set my lock")
    expect(lost.get_by_role("heading", name="Your new lock is on its way")).to_be_visible()
    Identity.objects.filter(person=bilal, state="waiting").update(due_at=clock.now())

    # The day is over. His old browser says that somebody replaced the keys; hers holds back.
    his.goto("/lock/")
    expect(his.get_by_role("heading", name="Somebody replaced your keys")).to_be_visible()
    open_by_phrase(lost, new)
    lost.goto("/lock/numbers/")
    number = lost.locator("[data-part=own]")
    expect(number).to_have_text(re.compile(r"^\d{4}( \d{4}){4}$"))
    inside.press("Change what you wrote")
    inside.type("What you hope for", "That he writes two.")
    inside.press("Send privately")
    inside.press("Compare numbers", role="link")
    hers.wait_for_url("**/lock/numbers/**")
    expect(hers.get_by_text("has a new lock.")).to_be_visible()
    hers.get_by_label("The 20 digits that").fill(number.text_content())
    hers.get_by_role("button", name="Open the history to them again").click()
    hers.get_by_role("dialog").get_by_label("Opening phrase").fill(phrase)
    hers.get_by_role("dialog").get_by_role("button", name="Go on").click()
    expect(hers.get_by_text("The history is open to")).to_be_visible()
    expect(hers.get_by_text("has a new lock.")).to_be_hidden()

    lost.goto(address)
    seen = Roots(lost)
    seen.wait_for("That he writes his paper.")
    seen.wait_for("opened again by Ayesha Khan")
