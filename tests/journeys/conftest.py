"""What a journey stands on: the real server, a real browser, a real mail server.

    def test_a_person_finds_today(page, person):
        mine = page(person)                  # a fresh browser, signed in
        mine.goto("/today/")
        expect(mine.get_by_role("heading", level=1)).to_be_visible()

The test and the server share one database and one home, so a journey arranges its people with the
factories. Nothing is rolled back: a journey makes its own institution and people. Any console
error, script error, breach of the content security policy or answer of 500 fails the journey.
"""

from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings as django_settings
from django.test import Client, RequestFactory
from playwright.sync_api import expect, sync_playwright

from tests.factories import AffiliationFactory
from tests.factories.people import PHRASE
from tests.journeys import inspection
from tests.journeys.browsing import PHONE, WIDE, Glass, Troubles, launch
from tests.journeys.post import Post
from tests.journeys.serving import running
from tests.journeys.storing import made
from tests.ports import free_port

HERE = Path(__file__).parent
# The machine may be busy with other tests.
PATIENCE_MS = 30_000


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


def pytest_terminal_summary(terminalreporter):
    """How many pages axe looked at belongs beside how many tests passed."""
    if line := inspection.report():
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def store():
    """The database of the journeys, with its tables."""
    with made() as ready:
        yield ready


@pytest.fixture(autouse=True)
def _database_is_open(store, django_db_blocker):
    """Every journey may use the database, and what it writes stays for the server to see."""
    with store.opened(django_db_blocker):
        yield


@pytest.fixture(scope="session")
def post():
    """A mail server; `post.wait_for(address)` gives the newest letter to somebody."""
    kept = Post(port=free_port())
    controller = Controller(kept, hostname=kept.host, port=kept.port)
    controller.start()
    yield kept
    controller.stop()


@pytest.fixture(scope="session")
def server(store, post):
    """Amanah in a process of its own."""
    with running(store, AMANAH_MAIL_HOST=post.host, AMANAH_MAIL_PORT=str(post.port)) as started:
        yield started


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def troubles(server):
    """What went wrong in the pages of this journey; it must be nothing."""
    kept = Troubles()
    yield kept
    assert kept.unexpected() == [], server.said()[-4000:]


@pytest.fixture
def page(server, browser, troubles):
    """Open a fresh browser: `page()` for a visitor, `page(person)` for somebody signed in."""
    contexts = []

    def open_for(person=None, **look):
        context = fresh(browser, server, person, **look)
        contexts.append(context)
        troubles.watch(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def glass():
    """Read a value from a page without loosening its policy: `glass(page).read("innerWidth")`."""
    return Glass


@pytest.fixture
def person():
    """Somebody who belongs to an institution; signs in with PHRASE."""
    return AffiliationFactory().person


@pytest.fixture
def sign_in():
    """Sign somebody in through the sign-in page, as they would."""

    def through_the_door(opened, somebody, phrase=PHRASE):
        opened.goto("/enter/")
        opened.locator("[name=login]").fill(somebody.email)
        opened.locator("[name=password]").fill(phrase)
        opened.locator("[name=password]").press("Enter")
        opened.wait_for_url(lambda address: "/enter" not in address)
        return opened

    return through_the_door


@pytest.fixture
def authenticator():
    """Give a page a device that makes passkeys: `authenticator(page, prf=True)`."""

    def plug_in(page, *, prf):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "ctap2Version": "ctap2_1",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                    "hasPrf": prf,
                }
            },
        )

    return plug_in


def fresh(browser, server, person=None, *, phone=False, dark=False, language="en", script=True):
    """A browser of somebody's own, signed in if there is somebody."""
    context = browser.new_context(
        base_url=server.url,
        viewport=PHONE if phone else WIDE,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale={"en": "en-GB"}.get(language, language),
        java_script_enabled=script,
    )
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies(cookies(server, person, language))
    return context


def just_proven(person):
    """What allauth notes in the session when a password was right."""
    request = RequestFactory().get("/")
    request.session = {}
    record_authentication(request, person, method="password")
    return request.session


def cookies(server, person, language):
    """The language, and a session as signing in just now makes it."""
    found = {django_settings.LANGUAGE_COOKIE_NAME: language}
    if person:
        client = Client()
        client.force_login(person)
        session = client.session
        session.update(just_proven(person))
        session.save()
        name = django_settings.SESSION_COOKIE_NAME
        found[name] = client.cookies[name].value
    return [{"name": name, "value": value, "url": server.url} for name, value in found.items()]
