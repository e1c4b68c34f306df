"""Where a browser keeps nothing, as in some private windows, a lock is open as long as its page."""

import pytest
from playwright.sync_api import expect

from tests.factories import AffiliationFactory
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots

FORBIDDEN = """Object.defineProperty(globalThis, "indexedDB", {
  get() { throw new DOMException("blocked", "SecurityError") },
});
"""
FAILING = """indexedDB.open = () => {
  const asked = { error: new DOMException("blocked", "InvalidStateError") }
  setTimeout(() => asked.onerror(), 0)
  return asked
};
"""


@pytest.mark.parametrize("how", [FORBIDDEN, FAILING], ids=["forbidden", "failing"])
def test_without_a_store_the_lock_is_open_while_the_page_is(page, how):
    opened = page(AffiliationFactory().person, phone=True)
    _without_store(opened.context, how)

    phrase = set_lock_by_phrase(opened, back="/lock/")
    inside = Roots(opened)
    # The page that set it is gone, and this browser could keep nothing for the next one.
    inside.wait_for("Open it")
    opened.locator("#opening-phrase").fill(phrase)
    opened.get_by_role("button", name="Open it").first.click()

    expect(opened.get_by_text("or a browser that keeps nothing")).to_be_visible()
    opened.reload()
    inside.wait_for("Open it")


def test_with_one_it_stays_open(page):
    opened = page(AffiliationFactory().person, phone=True)

    set_lock_by_phrase(opened, back="/lock/")

    expect(opened.get_by_text("in this browser for twelve hours")).to_be_visible()
    expect(opened.locator("#opening-phrase")).to_be_hidden()


def _without_store(context, how):
    def first(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=how + answer.text())

    context.route("**/sealer.worker*.js", first)
