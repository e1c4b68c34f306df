"""Every way in, and every way of losing one, in a real browser."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from amanah.people.models import Session
from tests.factories.people import PHRASE

TODAY = re.compile(r"/today/$")
ENTER = re.compile(r"/enter/")
ACCOUNT = re.compile(r"/account/$")
NEW_PHRASE = "velvet kettle orbits slowly"


@pytest.fixture
def letter(server, post):
    """The link in the newest letter to somebody: `letter(address, "part of its subject")`."""

    def link_in(address, subject):
        mail = post.wait_for(address, subject=subject)
        return re.search(rf"{server.url}\S+", mail.get_content())[0]

    return link_in


def fill_in(page, **fields):
    for name, value in fields.items():
        page.locator(f"[name={name}]:visible").fill(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_forgotten_password_is_replaced_by_letter(page, person, letter, sign_in):
    opened = page()
    opened.goto("/enter/")
    opened.get_by_role("link", name="I do not know my password").click()
    fill_in(opened, email=person.email)
    press(opened, "Send me the letter")
    expect(opened.get_by_role("heading", name="A letter is on its way")).to_be_visible()

    opened.goto(letter(person.email, "Choose a new password"))
    fill_in(opened, password="short")
    press(opened, "Set this password")
    expect(opened.get_by_text("This is a little short.")).to_be_visible()
    fill_in(opened, password=NEW_PHRASE)
    press(opened, "Set this password")
    expect(opened.get_by_text("Your new password is set.")).to_be_visible()

    sign_in(opened, person, NEW_PHRASE)
    expect(opened).to_have_url(TODAY)


def test_a_code_is_set_up_and_asked_for(page, person, sign_in):
    opened = page()
    sign_in(opened, person)
    opened.goto("/account/codes/")
    opened.get_by_text("It cannot read it?").click()
    secret = opened.locator(".secret").inner_text()
    fill_in(opened, code=code_of(secret))
    press(opened, "Ask for a code from now on")
    expect(opened.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    recovery = opened.locator(".codes li").first.inner_text()

    elsewhere = page()
    sign_in_half(elsewhere, person)
    fill_in(elsewhere, code="000000")
    press(elsewhere, "Continue")
    expect(elsewhere.get_by_text("This code does not fit.")).to_be_visible()
    fill_in(elsewhere, code=recovery)
    press(elsewhere, "Continue")
    expect(elsewhere).to_have_url(TODAY)


@pytest.mark.parametrize("prf", [True, False])
def test_a_passkey_is_made_and_signs_in(page, person, sign_in, authenticator, prf):
    opened = page()
    authenticator(opened, prf=prf)
    sign_in(opened, person)
    opened.goto("/account/passkeys/")
    fill_in(opened, name="My phone")
    sent = []
    opened.on("request", lambda request: sent.append(request.post_data or ""))
    press(opened, "Make the passkey")
    expect(opened).to_have_url(ACCOUNT)
    expect(opened.get_by_text("My phone")).to_be_visible()

    kept = Authenticator.objects.get(user=person)
    assert kept.data["prf"] is prf
    assert not any("results" in body for body in sent)
    assert "results" not in str(kept.data)

    opened.context.clear_cookies()
    opened.goto("/enter/")
    expect(opened).to_have_url(TODAY)
    assert Authenticator.objects.get(user=person).last_used_at is None


def test_a_passkey_answers_the_button(page, person, sign_in, authenticator):
    opened = page()
    authenticator(opened, prf=True)
    sign_in(opened, person)
    opened.goto("/account/passkeys/")
    fill_in(opened, name="My phone")
    press(opened, "Make the passkey")
    expect(opened).to_have_url(ACCOUNT)

    opened.wait_for_load_state("networkidle")
    Session.objects.filter(person=person).update(session_data=aged(person))
    opened.goto("/account/password/")
    expect(opened.get_by_role("heading", name="Is it you?")).to_be_visible()
    press(opened, "Use a passkey")
    expect(opened.get_by_role("heading", name="Choose a password")).to_be_visible()


def test_a_session_ended_elsewhere_is_over_at_once(page, person, sign_in):
    here, elsewhere = page(), page(phone=True)
    sign_in(here, person)
    sign_in(elsewhere, person)

    here.goto("/account/browsers/")
    expect(here.get_by_text("this browser")).to_be_visible()
    here.get_by_role("button", name=re.compile("^Sign out Chrome")).click()
    expect(here.get_by_text("That browser is signed out.")).to_be_visible()

    elsewhere.goto("/today/")
    expect(elsewhere).to_have_url(ENTER)
    here.goto("/today/")
    expect(here).to_have_url(TODAY)


def test_signing_out_everywhere(page, person, sign_in):
    here, elsewhere = page(), page()
    sign_in(here, person)
    sign_in(elsewhere, person)
    here.goto("/account/browsers/")
    press(here, "Sign out everywhere")
    expect(here.get_by_text("You are signed out everywhere.")).to_be_visible()

    elsewhere.goto("/today/")
    expect(elsewhere).to_have_url(ENTER)


def test_an_address_is_changed_and_the_old_one_can_stop_it(page, person, sign_in, letter):
    old, new = person.email, f"new-{person.email}"
    opened = page()
    sign_in(opened, person)
    opened.goto("/account/address/")
    fill_in(opened, email=new)
    press(opened, "Write to the new address")
    expect(opened.get_by_text("A letter is on its way to the new address.")).to_be_visible()

    opened.goto(letter(new, "confirm your new address"))
    press(opened, "Use this address")
    expect(opened.get_by_text("Your new address is in use from now on.")).to_be_visible()
    person.refresh_from_db()
    assert person.email == new

    reader = page()
    reader.goto(letter(old, "about to change"))
    press(reader, "Stop it")
    expect(reader.get_by_text("That is stopped.")).to_be_visible()
    person.refresh_from_db()
    assert person.email == old
    opened.goto("/today/")
    expect(opened).to_have_url(ENTER)


def sign_in_half(page, person):
    page.goto("/enter/")
    fill_in(page, login=person.email, password=PHRASE)
    page.locator("[name=password]").press("Enter")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def aged(person):
    """The session as it will be in an hour: signed in, but not just now."""
    session = Session.objects.get(person=person)
    store = Session.get_session_store_class()(session.session_key)
    data = store.load()
    for record in data["account_authentication_methods"]:
        record["at"] -= 3600
    return store.encode(data)
