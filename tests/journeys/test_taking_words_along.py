"""On a phone somebody closes a mentorship, reads on, and takes along what age opens."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from amanah.base import clock
from amanah.mentoring import services as mentoring
from tests import age
from tests.factories import AffiliationFactory, PersonFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys import inspection
from tests.journeys.locks import set_lock_by_phrase, set_lock_by_touch
from tests.journeys.roots import Roots
from tests.journeys.test_sending import a_file, attach, write

HIS = "ایک مقالہ شائع ہو"


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
    """Their phones: her lock opens by a touch alone, his by six words."""
    ayesha, bilal, mentorship = pair
    address = f"/mentorships/{mentorship.pk}/"
    hers, his = page(ayesha, phone=True), page(bilal, phone=True)
    authenticator(hers, prf=True)
    set_lock_by_touch(hers, back=address)
    his.phrase = set_lock_by_phrase(his, back=address)
    return hers, his


def _write(opened, text):
    inside = Roots(opened)
    inside.type("What you hope for", text)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")


def test_what_two_wrote_opens_with_age_after_one_of_them_closed_it(both, pair, glass, tmp_path):
    _hers, his = both
    _write(his, HIS)
    file = a_file(tmp_path)
    his.goto(f"/mentorships/{pair[2].pk}/conversation/")
    attach(Roots(his), file)
    write(Roots(his), "The results are in the file.")
    his.goto(f"/mentorships/{pair[2].pk}/")
    his.get_by_role("link", name="Close this mentorship").click()
    his.get_by_role("button", name="Close it").click()
    expect(his.get_by_text("This mentorship is closed.").first).to_be_visible()
    expect(his.get_by_text("you can read it, and take your words with you.")).to_be_visible()

    Roots(his).wait_for(HIS)
    his.get_by_role("button", name="Copy what you wrote to each other").click()
    dialog = his.get_by_role("dialog", name="What shall open your copy?")
    dialog.get_by_label("Opening phrase").fill("not these words at all friend")
    dialog.get_by_role("button", name="With the phrase").click()
    expect(his.get_by_text("That did not open your lock.")).to_be_visible()
    his.get_by_role("button", name="Copy what you wrote to each other").click()
    dialog.get_by_label("Opening phrase").fill(his.phrase)
    with his.expect_download() as coming:
        dialog.get_by_role("button", name="With the phrase").click()
    expect(his.get_by_text("Your copy is among your downloads")).to_be_visible()
    assert coming.value.suggested_filename == "amanah-words.zip"
    assert glass(his).read("document.documentElement.scrollWidth") <= 390

    with zipfile.ZipFile(coming.value.path()) as packed:
        packed.extractall(tmp_path)
    assert "age --decrypt -i keys/room.age all-words.age" in (tmp_path / "READ-ME.txt").read_text()
    index = json.loads((tmp_path / "index.json").read_text())
    assert {one["name"] for one in index["facts"]["members"]} == {"Ayesha Khan", "Bilal Ahmed"}
    whole, first, along = (
        _opened(tmp_path, name, his.phrase)
        for name in ("all-words.age", "messages/0001.age", "files/0002-1.age")
    )
    assert HIS in whole.decode()
    assert f"[files/0002-1.age: {file.name}]" in whole.decode()
    assert HIS in first.decode()
    assert along == file.read_bytes()


def _opened(folder, name, phrase):
    out = folder / "out"
    out.unlink(missing_ok=True)
    command = ("--decrypt", "-i", folder / "keys/room.age", "-o", out, folder / name)
    ended, said = age.at_a_terminal(age.found("find-age"), *command, typed=phrase)
    assert ended == 0, said
    return out.read_bytes()


def test_a_touch_alone_is_told_what_it_lacks(both):
    hers, _his = both

    expect(hers.get_by_text("A touch cannot open a file outside Amanah.").first).to_be_visible()
    expect(hers.get_by_role("button", name="Copy what you wrote to each other")).to_have_count(0)
    expect(hers.get_by_role("link", name="Add a second way in").first).to_be_visible()


def test_in_urdu_the_copy_speaks_urdu(page, pair, glass):
    bilal = pair[1]
    his = page(bilal, phone=True, language="ur")
    his.goto(f"/mentorships/{pair[2].pk}/")

    expect(his.get_by_role("heading", name="اپنے الفاظ ساتھ لے جائیں")).to_be_visible()
    expect(his.get_by_text("پہلے اپنا تالا کھولیں").first).to_be_visible()
    assert glass(his).read("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_pages_of_what_is_closed_and_what_was_left_are_for_everybody(
    page, pair, glass, language
):
    inspection.install_axe()
    ayesha, bilal, mentorship = pair
    group = MentorshipFactory(
        institution=mentorship.institution, form="group", mentor=ayesha, mentee=bilal, has_room=True
    )
    group.memberships.create(person=PersonFactory(), role="mentee", joined_at=group.began_at)
    for one in (mentorship, group):
        mentoring.close_mentorship(one, by=bilal, at=clock.now())
    his = page(bilal, language=language)

    for address in (f"/mentorships/{mentorship.pk}/", f"/mentorships/{group.pk}/", "/mentorships/"):
        his.goto(address)
        expect(his.locator("main")).to_be_visible()
        assert inspection.faults(his, glass(his), language) == []
