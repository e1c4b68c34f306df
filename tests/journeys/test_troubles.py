"""The journeys notice what goes wrong: each thing they watch for is caused once."""

from django.conf import settings

from tests.journeys.browsing import Troubles


def noticed(opened, troubles, words):
    """Whether it is noticed, once the browser has had the time to say so."""
    for _again in range(300):
        if any(words in one for one in troubles.seen):
            return True
        opened.wait_for_timeout(100)
    return False


def test_a_quiet_page_has_no_troubles(page, troubles):
    page().goto("/")

    assert troubles.seen == []


def test_a_breach_of_the_policy_is_noticed(page, glass, troubles):
    troubles.expected.append("Content Security Policy")
    opened = page()
    opened.goto("/")
    glass(opened).read("document.body.setAttribute('style', 'color: red')")

    assert noticed(opened, troubles, "Content Security Policy")


def test_a_broken_script_is_noticed(page, glass, troubles):
    troubles.expected.append("on purpose")
    opened = page()
    opened.goto("/")
    glass(opened).read("setTimeout(() => { throw new Error('on purpose') })")

    assert noticed(opened, troubles, "on purpose")


def test_a_missing_file_is_a_trouble_but_a_refusal_is_not(page, troubles):
    troubles.expected.append("/static/nothing.js")
    opened = page()
    opened.goto("/nothing-here/")
    opened.goto("/static/nothing.js")

    assert noticed(opened, troubles, "/static/nothing.js")
    assert len(troubles.seen) == 1
    assert "/static/nothing.js" in troubles.seen[0]


def test_what_is_expected_is_left_out():
    troubles = Troubles(seen=["console: one", "console: two"], expected=["one"])

    assert troubles.unexpected() == ["console: two"]


def test_the_page_keeps_its_policy_while_it_is_read(page, glass):
    opened = page()
    answer = opened.goto("/")

    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert glass(opened).read("Promise.resolve(innerWidth)") == 1280


def test_the_server_and_the_test_share_one_database(page, person):
    opened = page(person)
    opened.goto("/today/")

    assert settings.SESSION_COOKIE_NAME in {one["name"] for one in opened.context.cookies()}
    assert opened.url.endswith("/today/")
