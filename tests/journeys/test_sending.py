"""A weak line, and files: what waits is sealed and goes once; what comes is saved or refused."""

import os
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from amanah.base import clock
from amanah.mentoring import services as mentoring
from amanah.sealing import services
from amanah.sealing.models import Attachment, Draft, Words
from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots

FIRST, SECOND = "cnry-waiting Shall we meet on Monday?", "It has gone."
WAITS, SENT = "Waiting to be sent", "It is sent, sealed."
LAID = "It waits here, sealed, and goes by itself"
NAME = "cnry-name Ergebnisse نتائج.pdf"
NOT_IT = "What came is not the file that was sent with these words."
MB = 1024 * 1024
# All that the browser keeps of our origin, as text, by where it is kept.
STORED = """
(async () => {
  const told = {
    local: JSON.stringify({...localStorage}),
    session: JSON.stringify({...sessionStorage}),
  }
  const seen = (value) => value instanceof Uint8Array ? new TextDecoder("latin1").decode(value)
    : Array.isArray(value) ? value.map(seen).join()
    : value && typeof value === "object" ? Object.entries(value).map(([k, v]) => k + seen(v)).join()
    : String(value)
  for (const { name } of await indexedDB.databases()) {
    const store = await new Promise((done) => {
      const asked = indexedDB.open(name)
      asked.onsuccess = () => done(asked.result)
    })
    for (const shelf of store.objectStoreNames) {
      const all = await new Promise((done) => {
        const asked = store.transaction(shelf).objectStore(shelf).getAll()
        asked.onsuccess = () => done(asked.result)
      })
      told[name] = all.map(seen).join()
    }
    store.close()
  }
  return told
})()
"""


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    made = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    return ayesha, bilal, made


@pytest.fixture
def address(pair):
    return f"/mentorships/{pair[2].pk}/conversation/"


@pytest.fixture
def both(page, pair, address, troubles):
    """Their phones, with a lock each."""
    troubles.expected += ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    hers, his = page(pair[0], phone=True), page(pair[1], phone=True)
    for opened in (hers, his):
        opened.phrase = set_lock_by_phrase(opened, back=address)
    # Once each has one, they can write.
    for opened in (hers, his):
        opened.goto(address)
        Roots(opened).wait_for("Nothing is written here yet.")
    return hers, his


def write(inside, words, then=SENT):
    inside.type("What you write", words)
    inside.press("Send privately")
    inside.wait_for(then)


def attach(inside, *files):
    with inside.page.expect_file_chooser() as chosen:
        inside.press("Add a file")
    chosen.value.set_files(list(files))


def a_file(tmp_path, size=4000, name=NAME):
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.7 cnry-bytes " + os.urandom(size - 20))
    return path


def rows(pair):
    return Words.objects.filter(room=pair[2].room, kind="message").count()


@contextmanager
def weak(opened, where="**/words/"):
    """A line on which nothing that is sent arrives, while pages still come."""
    opened.context.route(where, lambda route: route.abort())
    try:
        yield
    finally:
        opened.context.unroute(where)


def test_words_wait_sealed_without_a_line_and_go_by_themselves_once(both, pair, glass):
    hers, his = both
    inside = Roots(hers)
    hers.context.set_offline(True)

    write(inside, FIRST, then=LAID)
    inside.wait_for(WAITS)
    assert inside.value("What you write") == ""
    kept = glass(hers).read(STORED)
    assert "amanah/self" in kept["amanah-waiting"]
    for secret in ("cnry", "Monday", "message"):
        assert secret not in "\n".join(kept.values())

    hers.context.set_offline(False)
    inside.wait_until_gone(WAITS)
    Roots(his).wait_for(FIRST)
    assert rows(pair) == 1
    assert glass(hers).read(STORED)["amanah-waiting"] == ""


def test_what_waited_as_it_was_closed_is_ones_own_to_copy_and_goes_nowhere(both, pair, address):
    hers, _his = both
    with weak(hers):
        write(Roots(hers), FIRST, then=LAID)
        mentoring.close_mentorship(pair[2], by=pair[1], at=clock.now())
        hers.goto(address)
        Roots(hers).wait_for(FIRST)
    hers.reload()

    inside = Roots(hers)
    inside.wait_for("They are yours to copy.")
    inside.wait_for(FIRST)
    assert rows(pair) == 0
    inside.press("Remove")
    inside.wait_until_gone(FIRST)
    hers.reload()
    inside.wait_for("Nothing is written here yet.")
    assert FIRST not in inside.said()


def test_what_waits_is_there_after_the_tab_was_closed_and_goes_from_the_next_one(
    both, pair, address
):
    hers, his = both
    with weak(hers):
        write(Roots(hers), FIRST, then=LAID)
        again = hers.context.new_page()
        hers.close()
        again.goto(address)
        inside = Roots(again)
        inside.wait_for(WAITS)
        inside.wait_for(FIRST)
        # It was sent off: the field does not hold it as a draft as well.
        assert inside.value("What you write") == ""
        assert rows(pair) == 0

    inside.press("Try now")
    inside.wait_until_gone(WAITS)
    Roots(his).wait_for(FIRST)
    assert (rows(pair), Draft.objects.filter(room=pair[2].room).count()) == (1, 0)


def test_two_tabs_send_once(both, pair, address):
    hers, his = both
    other = hers.context.new_page()
    other.goto(address)
    tabs = [Roots(hers), Roots(other)]
    tabs[1].wait_for("Nothing is written here yet.")
    hers.context.set_offline(True)
    write(tabs[0], FIRST, then=LAID)
    for tab in tabs:
        tab.wait_for(WAITS)

    hers.context.set_offline(False)

    for tab in tabs:
        tab.wait_until_gone(WAITS)
        tab.wait_for(FIRST)
    write(tabs[1], SECOND)
    Roots(his).wait_for(SECOND)
    assert rows(pair) == 2


def test_what_is_taken_back_is_in_the_field_again_and_not_sent(both, pair):
    hers, _his = both
    inside = Roots(hers)
    hers.context.set_offline(True)
    write(inside, FIRST, then=LAID)

    inside.press("Take back")

    inside.wait_for("It was not sent. Your words are in the field again.")
    inside.wait_until_gone(WAITS)
    assert inside.value("What you write") == FIRST
    hers.context.set_offline(False)
    write(inside, SECOND)
    assert rows(pair) == 1


def test_on_a_shared_computer_it_waits_in_the_open_page_alone(both, pair, address, glass):
    hers, his = both
    hers.goto("/lock/")
    hers.get_by_role("button", name="Lock", exact=True).click()
    hers.get_by_label("This is a shared computer").check()
    hers.locator("#opening-phrase").fill(hers.phrase)
    hers.locator("lock-opener form[data-way=phrase] button").click()
    hers.get_by_role("heading", name="It is open").wait_for()
    # There the lock is forgotten with the page.
    hers.goto(address)
    inside = Roots(hers)
    open_on_shared(inside, hers)
    hers.context.set_offline(True)

    write(inside, FIRST, then=LAID)

    inside.wait_for("On a shared computer this waits in the open page alone.")
    assert not glass(hers).read(STORED).get("amanah-waiting")
    hers.context.set_offline(False)
    inside.wait_until_gone(WAITS)
    Roots(his).wait_for(FIRST)


def open_on_shared(inside, opened):
    inside.wait_for("Use your phrase")
    inside.press("This is a shared computer: forget the lock when this page is closed", "checkbox")
    inside.press("Use your phrase")
    inside.type("Opening phrase", opened.phrase)
    inside.press("Open it")
    inside.wait_for("Nothing is written here yet.")


def test_closing_the_lock_asks_first_and_keeps_what_waits_as_a_draft(both, pair, address):
    hers, his = both
    with weak(hers):
        write(Roots(hers), FIRST, then=LAID)
        hers.goto("/lock/")
        hers.get_by_role("button", name="Lock", exact=True).click()
        hers.get_by_role("heading", name="Before this browser forgets").wait_for()
        hers.get_by_role("button", name="Not now").click()
        hers.get_by_role("heading", name="It is open").wait_for()

        hers.get_by_role("button", name="Lock", exact=True).click()
        hers.get_by_role("button", name="Keep them as drafts, and go on").click()
        hers.locator("#opening-phrase").wait_for()
    assert (rows(pair), Draft.objects.filter(room=pair[2].room).count()) == (0, 1)

    hers.locator("#opening-phrase").fill(hers.phrase)
    hers.locator("lock-opener form[data-way=phrase] button").click()
    hers.get_by_role("heading", name="It is open").wait_for()
    hers.goto(address)
    Roots(his).wait_for(FIRST)
    assert (rows(pair), Draft.objects.filter(room=pair[2].room).count()) == (1, 0)


def test_signing_out_asks_first_too(both, pair, address):
    hers, _his = both
    with weak(hers):
        write(Roots(hers), FIRST, then=LAID)
        hers.goto("/leave/")
        hers.get_by_role("main").get_by_role("button", name="Sign out").click()
        hers.get_by_role("heading", name="Before this browser forgets").wait_for()
        hers.get_by_role("button", name="Go on without them").click()
        hers.wait_for_url(lambda now: "/enter" in now)
    assert rows(pair) == 0


def test_a_file_of_ten_megabytes_goes_and_is_saved_as_it_was(both, pair, tmp_path, server):
    hers, his = both
    path = a_file(tmp_path, 10 * MB)
    inside, other = Roots(hers), Roots(his)
    attach(inside, path, a_file(tmp_path, 10 * MB + 1, "larger.bin"))
    inside.wait_for("larger.bin is larger than 10 MB, so it was not added.")
    inside.wait_for(NAME)
    write(inside, "Here they are")

    other.wait_for("Here they are")
    other.wait_for(NAME)
    with his.expect_download() as saving:
        other.press(f"Save {NAME} on this device")
    assert saving.value.suggested_filename == NAME
    assert Path(saving.value.path()).read_bytes() == path.read_bytes()
    other.wait_for("It is with your downloads")
    [attachment] = Attachment.objects.filter(room=pair[2].room)
    sealed = services.content_of(attachment)
    assert 10 * MB < len(sealed) < 10 * MB + 8192
    assert b"cnry" not in sealed


def test_a_file_whose_line_breaks_waits_with_its_words_and_nothing_is_lost(
    both, pair, tmp_path, glass
):
    hers, his = both
    inside = Roots(hers)
    with weak(hers, "**/attachments/**"):
        attach(inside, a_file(tmp_path))
        write(inside, FIRST, then=LAID)
        inside.wait_for(WAITS)
        kept = glass(hers).read(STORED)
        assert "amanah/self" in kept["amanah-waiting"]
        assert "cnry" not in "\n".join(kept.values())
        assert rows(pair) == 0
        hers.reload()
        inside = Roots(hers)
        inside.wait_for(WAITS)

    inside.press("Try now")
    inside.wait_until_gone(WAITS)
    other = Roots(his)
    other.wait_for(FIRST)
    other.wait_for(NAME)
    assert (rows(pair), Attachment.objects.filter(room=pair[2].room).count()) == (1, 1)


def test_a_file_that_is_stopped_is_beside_the_field_still(both, pair, tmp_path):
    hers, his = both
    inside = Roots(hers)
    hers.context.route("**/attachments/**", lambda route: None)  # and never answers
    attach(inside, a_file(tmp_path))
    inside.type("What you write", FIRST)
    inside.press("Send privately")
    inside.wait_for("Sending: 0%")
    inside.press("Stop")

    inside.wait_for("It was stopped.")
    inside.wait_until_gone(WAITS)
    assert inside.value("What you write") == FIRST
    assert rows(pair) == 0
    hers.context.unroute("**/attachments/**")
    inside.press("Send privately")
    inside.wait_for(SENT)
    Roots(his).wait_for(NAME)
    assert rows(pair) == 1


def test_a_name_that_lies_is_saved_plainly_and_told(both, tmp_path):
    hers, his = both
    lies = tmp_path / "report\u202efdp.exe"
    lies.write_bytes(b"MZ")
    attach(Roots(hers), lies)
    write(Roots(hers), "Open this")

    other = Roots(his)
    other.wait_for("reportfdp.exe")
    other.wait_for("This can run something on your device.")
    with his.expect_download() as saving:
        other.press("Save reportfdp.exe on this device")
    assert saving.value.suggested_filename == "reportfdp.exe"


def test_a_file_that_was_swapped_or_cut_short_is_refused(both, pair, tmp_path):
    hers, his = both
    inside, other = Roots(hers), Roots(his)
    for number in (1, 2):
        attach(inside, a_file(tmp_path, name=f"{number}.pdf"))
        write(inside, f"Number {number}")
        inside.wait_until_gone("Remove")
    other.wait_for("Number 2")
    swapped = services.content_of(Attachment.objects.filter(room=pair[2].room).latest("at"))
    first = Attachment.objects.filter(room=pair[2].room).earliest("at")
    real = services.content_of(first)

    for lie in (swapped, real[:-16], real[:-1] + bytes([real[-1] ^ 1]), b""):
        with telling(his, f"**/rooms/attachments/{first.pk}/", lie):
            other.press("Save 1.pdf on this device")
            other.wait_for(NOT_IT)
        # The truth is told again.
        with his.expect_download() as saving:
            other.press("Save 1.pdf on this device")
        assert Path(saving.value.path()).read_bytes() == (tmp_path / "1.pdf").read_bytes()
        other.wait_until_gone(NOT_IT)


@contextmanager
def telling(opened, where, content):
    def tell(route):
        with suppress(Error):
            route.fulfill(status=200, body=content, content_type="application/octet-stream")

    opened.context.route(where, tell)
    try:
        yield
    finally:
        opened.context.unroute(where, tell)
