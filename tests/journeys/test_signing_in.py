import re

from playwright.sync_api import expect

TODAY = re.compile(r"/today/$")


def test_a_visitor_sees_the_welcome_page(page):
    opened = page()
    opened.goto("/")

    expect(opened.get_by_role("heading", level=1)).to_be_visible()


def test_somebody_signs_in_and_comes_to_today(page, person, sign_in):
    opened = page()
    sign_in(opened, person)

    expect(opened).to_have_url(TODAY)


def test_a_wrong_phrase_does_not_let_anybody_in(page, person):
    opened = page()
    opened.goto("/enter/")
    opened.locator("[name=login]").fill(person.email)
    opened.locator("[name=password]").fill("not the phrase")
    opened.locator("[name=password]").press("Enter")

    expect(opened.locator("[name=password]")).to_be_visible()
    expect(opened.locator("[name=password]")).to_have_value("")
    opened.goto("/today/")
    expect(opened).to_have_url(re.compile(r"/enter/"))


def test_a_session_made_beforehand_opens_today(page, person):
    opened = page(person)
    opened.goto("/today/")

    expect(opened).to_have_url(TODAY)
