"""The components, in a real browser: they wake, they can be used by everybody, and hold no leak.

The style page stands in the demo alone, so these have one of their own, on the tests' database.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.factories import AffiliationFactory
from tests.journeys.serving import AMANAH, environment, free_port, started

GRANIAN = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
    *("--workers", "1", "--blocking-threads", "1", "amanah.config.wsgi:application"),
)
AXE = Path("node_modules/axe-core/axe.min.js")
WORDS = "What I would rather not say twice"


@pytest.fixture(scope="module")
def server(store):
    port = free_port()
    url = f"http://localhost:{port}"
    environ = environment(store, url, AMANAH_DEMO="yes")
    subprocess.run([*AMANAH, "django", "collectstatic", "--noinput"], env=environ, check=True)
    with started((*GRANIAN, "--port", str(port)), url, environ) as demo:
        yield demo


@pytest.fixture
def style(page):
    """Open the style page as somebody, or as nobody."""

    def opened(person=None, **how):
        shown = page(person, **how)
        shown.goto("/demo/style/")
        return shown

    return opened


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_every_component_can_be_used_by_everybody(style, glass, language, dark, phone):
    shown = glass(style(language=language, dark=dark, phone=phone))
    shown.load(AXE)

    result = shown.read(
        "axe.run(document, {resultTypes: ['violations']}).then(found => ({"
        "passed: found.passes.length, wrong: found.violations.map(one =>"
        " one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).join())}))"
    )

    assert result["wrong"] == []
    assert result["passed"] > 30


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_never_scrolls_sideways_on_a_phone(style, glass, language):
    shown = glass(style(language=language, phone=True))

    assert shown.read("document.documentElement.scrollWidth") == 390


def test_what_can_be_pressed_is_large_enough_for_a_thumb(style, glass):
    small = glass(style(phone=True)).read(
        "[...document.querySelectorAll('button, summary, .button, .choice, .input, .foot a')]"
        ".filter(one => one.checkVisibility()).map(one => [one.outerHTML.slice(0, 90),"
        " one.getBoundingClientRect().height]).filter(([_name, height]) => height < 44)"
    )

    assert small == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_phone_the_menu_opens_and_closes(style, person, script):
    shown = style(person, phone=True, script=script)
    today = shown.get_by_role("link", name="Today")
    expect(today).to_be_hidden()

    shown.get_by_role("button", name="Menu").click()
    expect(today).to_be_visible()
    shown.get_by_role("button", name="Close").click()
    expect(today).to_be_hidden()


def test_the_account_menu_closes_by_escape_and_by_looking_elsewhere(style):
    shown = style()
    summary, inside = (
        shown.locator(".account > summary"),
        shown.get_by_text("Appearance", exact=True),
    )

    summary.click()
    expect(inside).to_be_visible()
    shown.keyboard.press("Escape")
    expect(inside).to_be_hidden()
    expect(summary).to_be_focused()

    summary.click()
    expect(inside).to_be_visible()
    shown.get_by_role("heading", level=1).click()
    expect(inside).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_appearance_changes_and_stays(style, script):
    shown = style(script=script)
    shown.locator(".account > summary").click()
    with shown.expect_response("**/appearance/"):
        shown.get_by_role("button", name="Dark").click()
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")

    shown.goto("/")
    expect(shown.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_moment_is_told_in_the_readers_zone(style, browser, server):
    there = browser.new_context(
        base_url=server.url, timezone_id="Asia/Karachi", locale="en-GB", reduced_motion="reduce"
    )
    shown = there.new_page()
    shown.goto("/demo/style/")

    expect(shown.locator("local-time")).to_have_text(re.compile("23 November 2026.* 18:30"))
    there.close()
    expect(style(script=False).locator("local-time")).to_have_text("23 November 2026, 13:30 UTC")


def test_a_question_in_between_is_a_dialog_that_gives_the_focus_back(style):
    shown = style()
    opener = shown.get_by_role("link", name="Close this, no reason needed")
    opener.click()
    dialog = shown.get_by_role("dialog", name="Close this mentorship?")
    expect(dialog).to_be_visible()

    dialog.get_by_role("button", name="Leave it as it is").click()
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_form_is_answered_in_its_place_and_can_be_sent_again(style, person, script):
    shown = style(person, script=script)
    shown.locator("#id_name").fill("Amina")
    shown.locator("#quiet summary").click()
    shown.locator("#a-form").get_by_role("button", name="Save").click()
    expect(shown.locator("#a-form").get_by_text("This field is required").first).to_be_visible()
    expect(shown.locator("#id_name")).to_have_value("Amina")
    # What was unfolded elsewhere stays so only where the page itself stayed.
    assert shown.locator("#quiet details[open]").count() == (1 if script else 0)

    fill(shown)
    shown.locator("#a-form").get_by_role("button", name="Save").click()
    expect(shown.locator("#a-form").get_by_text("It would have been saved")).to_be_visible()


@pytest.mark.parametrize("is_ours", [True, False], ids=["ours", "smuggled in"])
def test_htmx_obeys_only_what_bears_the_pages_nonce(style, glass, troubles, is_ours):
    troubles.expected.append("[hx-csp] blocked <button#in>")
    shown = style()
    shown.locator(".card").first.wait_for()
    glass(shown).read(
        "(() => { const button = document.createElement('button');"
        " button.id = 'in'; button.textContent = 'Press';"
        " button.setAttribute('hx-get', '/session/'); button.setAttribute('hx-target', '#in');"
        f" if ({str(is_ours).lower()}) button.setAttribute('hx-nonce',"
        " document.querySelector('script[nonce]').nonce);"
        " document.querySelector('#notices').append(button); })()"
    )
    wake(shown)
    asked = []
    shown.on("request", lambda request: asked.append(request.url))

    if is_ours:
        with shown.expect_request("**/session/"):
            shown.locator("#in").click()
    else:
        shown.locator("#in").click()
        shown.wait_for_timeout(500)

    assert [url.endswith("/session/") for url in asked] == ([True] if is_ours else [])


def test_what_was_done_is_said_aloud_once_it_is(style, person):
    shown = style(person)
    aloud = shown.locator("#aloud")
    expect(shown.get_by_text("Your profile is saved.")).to_be_visible()
    expect(aloud).to_have_text("")
    fill(shown)
    shown.locator("#a-form").get_by_role("button", name="Save").click()

    expect(aloud).to_have_text(re.compile("^It would have been saved"))


def test_the_arrow_keys_go_from_row_to_row(style):
    shown = style()
    keep = shown.locator("#a-table tbody tr button:first-of-type")
    keep.nth(0).focus()

    shown.keyboard.press("ArrowDown")
    expect(keep.nth(1)).to_be_focused()
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("ArrowDown")
    expect(keep.nth(2)).to_be_focused()
    shown.keyboard.press("ArrowUp")
    expect(keep.nth(1)).to_be_focused()


def test_what_was_typed_stays_when_there_is_no_connection(style, person, troubles):
    troubles.expected.append("ERR_INTERNET_DISCONNECTED")
    shown = style(person)
    fill(shown)
    shown.context.set_offline(True)
    shown.get_by_role("button", name="Save").click()
    expect(shown.get_by_text("there is no connection")).to_be_visible()
    expect(shown.locator("#id_about")).to_have_value(WORDS)

    shown.context.set_offline(False)
    with shown.expect_request(is_sent) as sent:
        shown.get_by_role("button", name="Save").click()
    assert "rather+not+say" in sent.value.post_data


def test_what_was_typed_stays_through_a_lost_session(style, person, sign_in):
    shown = style(person)
    fill(shown)
    shown.context.clear_cookies(name="amanah_session")
    shown.get_by_role("button", name="Save").click()
    with shown.context.expect_page() as tab:
        shown.get_by_role("link", name="Sign in, in a new tab").click()
    sign_in(tab.value, person)

    expect(shown.locator("#id_about")).to_have_value(WORDS)
    with shown.expect_request(is_sent) as sent:
        shown.get_by_role("button", name="Save").click()
    assert sent.value.response().status == 200


def test_it_is_not_sent_in_somebody_elses_name(style, person, sign_in):
    shown = style(person)
    fill(shown)
    shown.context.clear_cookies(name="amanah_session")
    sign_in(shown.context.new_page(), AffiliationFactory().person)
    shown.get_by_role("button", name="Save").click()

    expect(shown.get_by_text("Somebody else is signed in here now")).to_be_visible()
    expect(shown.locator("#id_about")).to_have_value(WORDS)


def test_nothing_typed_is_written_into_the_browsers_storage(style, person, glass):
    shown = style(person)
    fill(shown)
    shown.context.clear_cookies(name="amanah_session")
    shown.get_by_role("button", name="Save").click()
    expect(shown.get_by_role("link", name="Sign in, in a new tab")).to_be_visible()
    reader = glass(shown)

    assert reader.read("localStorage.length + sessionStorage.length") == 0
    assert reader.read("indexedDB.databases().then(found => found.length)") == 0
    reader.read("localStorage.setItem('control', 'seen')")
    assert reader.read("localStorage.length + sessionStorage.length") == 1


def fill(shown):
    shown.locator("#id_name").fill("Amina")
    shown.locator("#id_email").fill("amina@example.org")
    shown.locator("#id_about").fill(WORDS)
    shown.get_by_role("radio", name="Listen").first.check()


def wake(shown):
    """Let htmx see what was put into the page, as it does after every swap."""
    shown.evaluate_handle("() => window.htmx").evaluate(
        "htmx => htmx.process(document.querySelector('#notices'), true)"
    )


def is_sent(request):
    return request.method == "POST" and request.url.endswith("/demo/style/")
