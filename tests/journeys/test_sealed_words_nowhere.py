"""Sealed words, and the phrase that opens them, are nowhere but in front of their members.

Two people set their locks, write to each other and to themselves, begin a draft, and take a copy of
everything. Then each request that left their browsers, and every place where the server or the
browser keeps something, is searched, however a word is wrapped. Each searcher is shown a leak first
in test_no_words_elsewhere.py; those that are only here are shown one below.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests import canaries
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys import channels
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots


@pytest.fixture
def pair():
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    made = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    return ayesha, bilal, f"/mentorships/{made.pk}/"


@pytest.fixture
def words():
    return {name: canaries.plant(f"sealed.{name}", "walker") for name in ("hopes", "draft", "his")}


@pytest.fixture
def walk(page, pair, words):
    """What they do; gives the pages that are still open, and all that left them."""
    ayesha, bilal, address = pair
    hers, his = page(ayesha), page(bilal)
    sent = [channels.Sent(opened.context) for opened in (hers, his)]
    hers.phrase = set_lock_by_phrase(hers, back=address)
    his.phrase = set_lock_by_phrase(his, back=address)
    _write(hers, address, words["hopes"])
    _write(his, address, words["his"])
    _begin(his, words["draft"])
    hers.reload()
    Roots(hers).wait_for(words["his"])
    hers.locator("lock-badge a").click()
    inside = Roots(hers)
    inside.press("Use your phrase")
    inside.type("Opening phrase", hers.phrase)
    inside.press("Open it")
    inside.wait_for(words["his"])
    return hers, his, sent


def _write(opened, address, text):
    opened.goto(address)
    inside = Roots(opened)
    inside.type("What you hope for", text)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")
    inside.wait_for(text)


def _begin(opened, text):
    inside = Roots(opened)
    inside.press("Change what you wrote")
    inside.type("What you hope for", text)
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    inside.wait_for("Kept as a draft that only you can open.")


def _copy_of_everything(opened):
    opened.goto("/privacy/export/")
    opened.get_by_role("button", name="Make a copy").click()
    # Files are packed by the worker.
    fetch = opened.get_by_role("button", name="Fetch it")
    for _turn in range(60):
        if fetch.count():
            break
        opened.wait_for_timeout(1000)
        opened.goto("/privacy/export/")
    with opened.expect_download() as download:
        fetch.click()
    return download.value.path()


def test_sealed_words_are_in_front_of_their_members_and_nowhere_else(
    walk, words, server, post, glass, tmp_path
):
    hers, his, sent = walk
    titles = [opened.title() for opened in (hers, his)]
    copies = [Path(_copy_of_everything(opened)).read_bytes() for opened in (hers, his)]
    his.goto("/today/")

    assert [one.words() for one in sent] == [set(), set()]
    assert canaries.hits("\n".join((*titles, hers.url, his.url))) == set()
    assert [canaries.hits(copy) for copy in copies] == [set(), set()]
    planted = set(words.values())
    assert set(channels.in_tables()) & planted == set()
    assert channels.in_log(server) & planted == set()
    assert channels.in_mails(post) & planted == set()
    in_browsers = channels.in_browser(hers, glass) | channels.in_browser(his, glass)
    assert in_browsers & planted == set()
    assert channels.in_backup(tmp_path) & planted == set()
    files = {word for found in canaries.hits_in(settings.HOME).values() for word in found}
    assert files & planted == set()


def test_an_opening_phrase_never_leaves_the_browser(walk, server, post, glass, tmp_path):
    hers, his, sent = walk
    for opened, one in zip((hers, his), sent, strict=True):
        phrase = opened.phrase
        assert re.fullmatch(r"(\S+ ){5}\S+", phrase)
        assert not one.holds(phrase)
        kept = channels.all_in_browser(opened, glass)
        assert phrase not in kept
        assert phrase not in server.said()
        assert phrase.encode() not in b"".join(content for _to, content in post.letters)
        for path in settings.HOME.rglob("*"):
            assert not path.is_file() or phrase.encode() not in path.read_bytes(), path


def test_these_searchers_see_what_leaves_a_browser(page, pair):
    leak = canaries.plant("sealed.leak", "walker")
    opened = page(pair[0])
    sent = channels.Sent(opened.context)

    opened.goto("/institutions/")
    opened.locator("[name=department]:visible").first.fill(f"{leak} abacus abdomen")
    opened.locator("form:has([name=department]:visible) button").first.click()
    opened.wait_for_load_state("networkidle")

    assert sent.words() == {leak}
    assert sent.holds(f"{leak} abacus abdomen")
    assert not sent.holds("abacus abdominal")
