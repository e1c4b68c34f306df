"""Every page, in both languages, both widths, light and dark: nothing for axe or for us to find.

The pages are those of the resolver, by way of the doors table, so a new page is looked at from the
day it exists. One that answers a script instead is named in pages.py, with what it is.
"""

import pytest

from tests.doors.cast import assemble
from tests.journeys import inspection, pages, serving
from tests.journeys.browsing import Glass, Troubles
from tests.journeys.conftest import fresh

LANGUAGES = ("en", "ur")
TEXT = "text/html"


class Walk:
    """One browser for each person and language, kept for the whole walk."""

    def __init__(self, browser, server):
        self.browser = browser
        self.server = server
        self.open = {}

    def page(self, role, person, language):
        key = (role, language)
        if key not in self.open:
            context = fresh(self.browser, self.server, person, language=language)
            troubles = Troubles()
            troubles.watch(context)
            opened = context.new_page()
            self.open[key] = (opened, Glass(opened), troubles)
        return self.open[key]

    def look(self, role, person, language, come):
        """Come to a page and look it over."""
        opened, glass, troubles = self.page(role, person, language)
        troubles.seen.clear()
        come(opened)
        glass.read("document.fonts.ready.then(() => true)")
        found = inspection.faults(opened, glass, language)
        return found + troubles.unexpected()

    def close(self):
        for opened, _glass, _troubles in self.open.values():
            opened.context.close()


@pytest.fixture(scope="module")
def cast(store, django_db_blocker):
    """The standing cast, two of whom have a second step at the door."""
    with store.opened(django_db_blocker):
        people = assemble()
        for role in ("mentor", "stranger"):
            pages.ask_for_codes(people[role])
        return people


@pytest.fixture(scope="module")
def walk(browser, server):
    inspection.install_axe()
    walked = Walk(browser, server)
    yield walked
    walked.close()


@pytest.fixture(scope="module")
def demo_walk(browser, tmp_path_factory):
    inspection.install_axe()
    with serving.demo(tmp_path_factory.mktemp("demo")) as started:
        walked = Walk(browser, started)
        yield walked
        walked.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "role"), pages.all_pages())
def test_every_page_is_sound(walk, cast, name, role, language):
    if name == "mfa_authenticate":
        role = "stranger"
        found = walk.look(
            "half way in", None, language, lambda page: pages.half_way_in(page, cast[role])
        )
        assert not found, "\n".join(found)
        return
    path = pages.address(name, cast)

    def come(page):
        answer = page.goto(path)
        assert answer.headers["content-type"].startswith(TEXT), "not a page: say so in pages.py"
        assert page.url.split("?")[0].endswith(path), f"it led to {page.url}"

    found = walk.look(role, cast[role], language, come)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["nobody", "mentee"])
def test_the_page_for_what_is_not_there_is_sound(walk, cast, role, language):
    def come(page):
        assert page.goto("/nothing-here/").status == 404

    found = walk.look(role, cast[role], language, come)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/demo/style/", "/demo/", "/demo/mail", "/demo/clock", "/"])
def test_the_demos_pages_are_sound(demo_walk, path, language):
    def come(page):
        assert page.goto(path).status == 200

    found = demo_walk.look("nobody", None, language, come)
    assert not found, "\n".join(found)
