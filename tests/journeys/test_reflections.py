"""One writes for oneself, once the lock has a second way in."""

import pytest

from amanah.sealing.models import Words
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots
from tests.sealing import making

FIRST = "I was afraid in theatre today."
BETTER = "I was afraid in theatre, and asked for help."


@pytest.fixture
def mine(page, person):
    opened = page(person, phone=True)
    set_lock_by_phrase(opened, back="/reflections/")
    return opened


def test_before_the_first_reflection_the_page_leads_to_a_second_way_in(mine):
    mine.get_by_role("link", name="Add a second way in").click()
    mine.wait_for_url("**/lock/second/?next=/reflections/**")


def test_reflections_are_written_changed_found_and_taken_back(mine, person, glass):
    making.lock_ways(person)
    mine.reload()
    inside = Roots(mine)
    inside.wait_for("Your reflections will be here.")
    inside.type("A new reflection", FIRST)
    inside.press("Keep privately")
    inside.wait_for(f"{FIRST}\nYou")
    inside.press("Change")
    inside.type("Your words", BETTER)
    inside.press("Keep the change")
    inside.wait_for(f"{BETTER}\nYou")
    inside.wait_for("edited")
    inside.focus("searchbox", "Find words")
    mine.keyboard.type("help THEATRE")
    mine.keyboard.press("Enter")
    inside.wait_for("Found: 1, the newest first")
    inside.press("Back to everything")
    mine.reload()
    inside.wait_for(f"{BETTER}\nYou")
    inside.press("Take back")
    inside.wait_for("It will stand here that you took something back")
    inside.press("Take back", at=-1)
    inside.wait_for("You took these words back.")
    rows = Words.objects.filter(by=person)
    assert [row.kind for row in rows.order_by("n")] == ["reflection", "reflection", "withdrawn"]
    assert glass(mine).read("document.documentElement.scrollWidth") <= 390
