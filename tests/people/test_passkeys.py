"""Passkeys: what holds, and what does not."""

import html
import json
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from fido2.utils import websafe_decode, websafe_encode

from amanah.people import passkeys
from amanah.people.models import Session
from amanah.stewardship.models import Entry
from tests.factories import PersonFactory
from tests.people.authenticator import UP, Device

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Client(headers={"host": "testserver"})


def options_of(response):
    return html.unescape(re.search(r'options="([^"]+)"', response.content.decode())[1])


@pytest.fixture
def device(browser, enter, person):
    """A device whose passkey opens the person's account; the browser is signed out again."""
    enter(person, browser=browser)
    made = Device()
    asked = options_of(browser.get("/account/passkeys/"))
    browser.post(
        "/account/passkeys/", {"name": "Phone", "credential": made.register(asked, prf=None)}
    )
    browser.post("/leave/")
    return made


def come_in(browser, device, **differently):
    asked = options_of(browser.get("/enter/"))
    return browser.post("/enter/passkey/", {"credential": device.answer(asked, **differently)})


def is_in(browser):
    return browser.get("/today/").status_code == 200


def test_a_passkey_lets_somebody_in(browser, device, person):
    assert come_in(browser, device).url == "/today/"
    assert is_in(browser)
    assert Session.objects.get().person == person


def test_a_passkey_is_asked_for_prf_when_it_is_made(browser, enter, person):
    enter(person, browser=browser)

    asked = json.loads(options_of(browser.get("/account/passkeys/")))

    assert len(websafe_decode(asked["extensions"]["prf"]["eval"]["first"])) == 32
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"


@pytest.mark.parametrize(
    ("prf", "has_prf"),
    [(None, False), ({"enabled": True}, True), ({"enabled": False}, False), ({}, False)],
)
def test_only_whether_it_can_do_prf_is_kept(browser, enter, person, prf, has_prf):
    enter(person, browser=browser)
    asked = options_of(browser.get("/account/passkeys/"))
    leaky = prf and {**prf, "results": {"first": "cnry-prf"}}

    browser.post(
        "/account/passkeys/", {"name": "Phone", "credential": Device().register(asked, prf=leaky)}
    )

    kept = Authenticator.objects.get()
    assert kept.data["prf"] is has_prf
    assert "cnry-prf" not in json.dumps(kept.data)


def test_when_it_was_used_is_not_kept(browser, device):
    come_in(browser, device)

    assert Authenticator.objects.get().last_used_at is None


def test_adding_and_removing_are_told(browser, device, person, enter, letters):
    enter(person, browser=browser)
    browser.post(f"/account/passkeys/{Authenticator.objects.get().pk}/remove/")

    told = [entry.event for entry in Entry.objects.order_by("number")]
    assert told == ["people.passkey_added", "people.passkey_removed"]
    assert [letter.template for letter in letters(person.email)] == [
        "people/mail/methods-changed.txt"
    ] * 2
    assert not Authenticator.objects.exists()


def test_a_removed_passkey_opens_nothing(browser, device):
    Authenticator.objects.all().delete()

    assert come_in(browser, device).status_code == 422
    assert not is_in(browser)


FALSE = {
    "another origin": {"origin": "https://elsewhere.example"},
    "another house": {"rp": "elsewhere.example"},
    "nobody checked": {"flags": UP},
    "a false signature": {"signature": b"0" * 70},
    "a made-up challenge": {"challenge": websafe_encode(b"0" * 56)},
    "a short challenge": {"challenge": "AAAA"},
    "nobody's handle": {"handle": websafe_encode(b"0" * 32)},
    "no handle": {"handle": None},
}


@pytest.mark.parametrize("differently", FALSE.values(), ids=FALSE)
def test_a_false_answer_lets_nobody_in(browser, device, differently):
    refused = come_in(browser, device, **differently)

    assert refused.status_code == 422
    assert "That passkey could not be used here." in refused.content.decode()
    assert not is_in(browser)
    come_in(browser, device)
    assert is_in(browser)


@pytest.mark.parametrize("rubbish", ["", "x", "[]", "{}", '{"response": {}}', "9" * 40_000])
def test_rubbish_is_refused(browser, rubbish):
    assert browser.post("/enter/passkey/", {"credential": rubbish}).status_code == 422


def test_an_answer_is_good_for_one_time(browser, device):
    asked = options_of(browser.get("/enter/"))
    answer = device.answer(asked)
    browser.post("/enter/passkey/", {"credential": answer})
    assert is_in(browser)
    browser.post("/leave/")

    assert browser.post("/enter/passkey/", {"credential": answer}).status_code == 422
    assert not is_in(browser)


@pytest.mark.parametrize(("age", "status"), [(60 * 31, 422), (60 * 29, 302)])
def test_a_challenge_does_not_last(browser, device, age, status):
    head = b"0" * passkeys.NONCE + struct.pack(">Q", int(time.time()) - age)
    old = websafe_encode(head + passkeys._proof(head, passkeys.ENTER, None))

    assert come_in(browser, device, challenge=old).status_code == status


def test_a_challenge_for_one_thing_is_not_good_for_another(browser, device, enter, person):
    at_the_door = options_of(browser.get("/enter/"))
    enter(person, browser=browser)

    refused = browser.post("/account/prove/passkey/", {"credential": device.answer(at_the_door)})

    assert refused.status_code == 422
    asked = options_of(browser.get("/account/prove/"))
    assert (
        browser.post("/account/prove/passkey/", {"credential": device.answer(asked)}).status_code
        == 302
    )


def test_a_passkey_of_somebody_else_proves_nothing(browser, device, enter):
    other = PersonFactory()
    Authenticator.objects.create(
        user=other, type=Authenticator.Type.WEBAUTHN, data=Authenticator.objects.get().data
    )
    enter(other, browser=browser)
    mine = Client()
    asked_of_somebody = options_of(browser.get("/account/prove/"))
    Authenticator.objects.filter(user=other).delete()

    refused = browser.post(
        "/account/prove/passkey/", {"credential": device.answer(asked_of_somebody)}
    )

    assert refused.status_code == 422
    assert not is_in(mine)


def test_a_passkey_is_both_steps_in_one(browser, device, person, now):
    from amanah.people import codes
    from amanah.people.services import methods

    methods.turn_on_codes(person, codes.new_secret(), by=person, at=now)

    come_in(browser, device)

    assert is_in(browser)


def test_a_passkey_stands_in_for_the_code(browser, device, enter, person, now):
    from amanah.people import codes
    from amanah.people.services import methods

    methods.turn_on_codes(person, codes.new_secret(), by=person, at=now)
    assert enter(person, browser=browser).url == "/enter/second/"
    asked = options_of(browser.get("/enter/second/"))

    browser.post("/enter/second/", {"credential": device.answer(asked)})

    assert is_in(browser)


def test_a_passkey_alone_adds_no_step_to_the_password(browser, device, enter, person):
    assert enter(person, browser=browser).url == "/today/"


def test_somebody_elses_passkey_is_not_there(browser, device, enter):
    enter(PersonFactory(), browser=browser)
    pk = Authenticator.objects.get().pk

    assert browser.post(f"/account/passkeys/{pk}/", {"name": "Mine now"}).status_code == 404
    assert browser.post(f"/account/passkeys/{pk}/remove/").status_code == 404
    assert Authenticator.objects.get().data["name"] == "Phone"


def test_a_name_is_proposed_for_a_new_passkey(client, enter, person):
    enter(person)
    firefox = "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0"

    named = client.get("/account/passkeys/", headers={"User-Agent": firefox})
    unknown = client.get("/account/passkeys/", headers={"User-Agent": "something"})

    assert 'value="Firefox on Android"' in named.content.decode()
    assert unknown.context["form"].initial == {"name": ""}
