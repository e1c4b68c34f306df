"""Files that go with words, and a copy that is taken along, tell nobody what is in them.

Each searcher is shown a leak first in test_no_words_elsewhere.py. Here the age command finds in the
copy what the searchers do not.
"""

import zipfile

import pytest
from django.conf import settings
from playwright.sync_api import expect

from amanah.base import clock
from amanah.mentoring import services as mentoring
from amanah.sealing.models import Words
from tests import age, canaries
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys import channels
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.journeys.test_sending import LAID, attach, weak, write


@pytest.fixture
def words():
    kinds = ("message", "filename", "filebytes")
    return {kind: canaries.plant(f"copy.{kind}", "walker") for kind in kinds}


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
def both(page, pair, troubles):
    """Their phones, with a lock each, at their conversation."""
    troubles.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    address = f"/mentorships/{pair[2].pk}/conversation/"
    hers, his = page(pair[0], phone=True), page(pair[1], phone=True)
    for opened in (hers, his):
        opened.phrase = set_lock_by_phrase(opened, back=address)
    for opened in (hers, his):
        opened.goto(address)
        Roots(opened).wait_for("Nothing is written here yet.")
    return hers, his


@pytest.fixture
def nowhere(server, post, glass, tmp_path):
    """Every canary in any place where the server or a browser keeps something."""

    def search(opened):
        backup = tmp_path / "backup"
        backup.mkdir()
        files = (word for found in canaries.hits_in(settings.HOME).values() for word in found)
        return set(files).union(
            channels.in_tables(),
            channels.in_log(server),
            channels.in_mails(post),
            channels.in_browser(opened, glass),
            channels.in_backup(backup),
        )

    return search


def _take_copy(opened, mentorship):
    opened.goto(f"/mentorships/{mentorship.pk}/")
    opened.get_by_role("button", name="Copy what you wrote to each other").click()
    dialog = opened.get_by_role("dialog", name="What shall open your copy?")
    dialog.get_by_label("Opening phrase").fill(opened.phrase)
    with opened.expect_download() as coming:
        dialog.get_by_role("button", name="With the phrase").click()
    expect(opened.get_by_text("Your copy is among your downloads")).to_be_visible()
    return coming.value.path()


def _opened(folder, name, phrase):
    out = folder / "out"
    command = ("--decrypt", "-i", folder / "keys/room.age", "-o", out, folder / name)
    ended, said = age.at_a_terminal(age.found("find-age"), *command, typed=phrase)
    assert ended == 0, said
    found = out.read_bytes()
    out.unlink()
    return found


def test_a_copy_and_the_files_in_it_are_open_to_whoever_typed_the_phrase_and_nowhere_else(
    both, pair, words, nowhere, tmp_path
):
    _hers, his = both
    sent = []
    his.context.on(
        "request", lambda one: sent.append(one.url.encode() + (one.post_data_buffer or b""))
    )
    file = tmp_path / f"{words['filename']}.txt"
    file.write_text(f"{words['filebytes']}\n" * 40)
    attach(Roots(his), file)
    write(Roots(his), words["message"])

    copy = _take_copy(his, pair[2])

    assert canaries.hits(b"\n".join(sent)) == set()
    assert canaries.hits(copy.read_bytes()) == set()
    assert nowhere(his) & set(words.values()) == set()
    with zipfile.ZipFile(copy) as packed:
        packed.extractall(tmp_path / "copy")
    whole = _opened(tmp_path / "copy", "all-words.age", his.phrase)
    along = _opened(tmp_path / "copy", "files/0001-1.age", his.phrase)
    assert canaries.hits(whole) == {words["message"], words["filename"]}
    assert canaries.hits(along) == {words["filebytes"]}


def test_words_that_waited_as_it_was_closed_are_refused_and_stay_in_the_open_page(both, pair):
    hers, his = both
    with weak(his):
        write(Roots(his), "On my way.", then=LAID)
        mentoring.close_mentorship(pair[2], by=pair[0], at=clock.now())

    Roots(his).press("Try now")

    Roots(his).wait_for("Nothing more can be written here. What was written can be read.")
    Roots(his).wait_for("On my way.")
    assert not Words.objects.filter(room=pair[2].room).exists()
    hers.reload()
    assert "On my way." not in Roots(hers).said()
