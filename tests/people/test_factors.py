"""The code after the password, and showing once more that it is you."""

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client
from django.utils.html import escape

from amanah.people import codes
from amanah.people.models import Session
from amanah.people.services import methods
from amanah.stewardship.models import Entry
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def code_of(secret, *, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


@pytest.fixture
def secret(person, now):
    made = codes.new_secret()
    methods.turn_on_codes(person, made, by=person, at=now)
    return made


@pytest.fixture
def recovery(person, secret):
    kept = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return kept.wrap().generate_codes()


def is_in(browser):
    return browser.get("/today/").status_code == 200


def test_the_password_alone_is_not_enough(client, enter, person, secret):
    assert enter(person).url == "/enter/second/"
    assert not is_in(client)
    assert not Session.objects.filter(person=person).exists()


def test_the_right_code_lets_somebody_in(client, enter, person, secret):
    enter(person)

    assert client.post("/enter/second/", {"code": code_of(secret)}).url == "/today/"
    assert is_in(client)


@pytest.mark.parametrize("style", ["{} {}", "{}-{}", " {}{} "])
def test_a_code_may_be_typed_in_groups(client, enter, person, secret, style):
    enter(person)
    code = code_of(secret)

    client.post("/enter/second/", {"code": style.format(code[:3], code[3:])})

    assert is_in(client)


def test_a_code_may_be_typed_in_ones_own_digits(client, enter, person, secret):
    enter(person)
    urdu = code_of(secret).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    client.post("/enter/second/", {"code": urdu})

    assert is_in(client)


def test_a_wrong_code_does_not(client, enter, person, secret):
    enter(person)
    wrong = f"{(int(code_of(secret)) + 1) % 1_000_000:06}"

    assert client.post("/enter/second/", {"code": wrong}).status_code == 422
    assert not is_in(client)


def test_a_code_works_once(client, enter, person, secret):
    enter(person)
    code = code_of(secret)
    client.post("/enter/second/", {"code": code})
    again = Client()
    enter(person, browser=again)

    assert again.post("/enter/second/", {"code": code}).status_code == 422
    assert not is_in(again)


def test_a_recovery_code_works_once(client, enter, person, recovery):
    enter(person)
    client.post("/enter/second/", {"code": recovery[0]})
    assert is_in(client)
    again = Client()
    enter(person, browser=again)

    assert again.post("/enter/second/", {"code": recovery[0]}).status_code == 422
    assert again.post("/enter/second/", {"code": recovery[1]}).status_code == 302


def test_codes_cannot_be_guessed_at_length(client, enter, person, secret):
    enter(person)
    for _ in range(8):
        client.post("/enter/second/", {"code": "000000"})

    paused = client.post("/enter/second/", {"code": code_of(secret)})

    assert paused.status_code == 429
    assert "Please try again in" in paused.content.decode()
    assert not is_in(client)


def test_nobody_gets_to_the_second_step_without_the_first(client, secret):
    assert client.post("/enter/second/", {"code": code_of(secret)}).url == "/enter/"
    assert not is_in(client)


def test_when_a_code_was_used_is_not_kept(client, enter, person, secret):
    enter(person)
    client.post("/enter/second/", {"code": code_of(secret)})

    assert set(Authenticator.objects.values_list("last_used_at", flat=True)) == {None}


def test_the_secret_cannot_be_read_from_the_database(secret, recovery):
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = str(cursor.fetchall())

    assert secret not in kept
    assert not any(code in kept for code in recovery)
    assert get_adapter().decrypt(
        Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    ) == (secret)


def test_setting_it_up(client, enter, person, letters):
    enter(person)
    page = client.get("/account/codes/")
    secret = page.context["secret"]
    assert secret not in str(Session.objects.get(person=person).get_decoded())
    # An app on the same phone cannot read a square off its own screen.
    assert f'href="{escape(codes.address_of(person, secret))}"' in page.content.decode()

    assert client.post("/account/codes/", {"code": "000000"}).status_code == 422
    assert not codes.are_asked_of(person)
    done = client.post("/account/codes/", {"code": code_of(secret)})

    assert done.status_code == 200
    assert len(done.context["codes"]) == 10
    assert codes.are_asked_of(person)
    assert letters(person.email)[0].template == "people/mail/methods-changed.txt"
    assert Entry.objects.get().event == "people.totp_added"


def test_recovery_codes_are_shown_once_and_replaced(client, enter, person, recovery):
    enter(person)
    client.post("/enter/second/", {"code": recovery[0]})
    assert recovery[1] not in client.get("/account/").content.decode()

    made = client.post("/account/codes/recovery/").context["codes"]

    assert not set(made) & set(recovery)
    assert "10 recovery codes are left." in client.get("/account/").content.decode()
    assert not codes.accept(person, recovery[1])
    assert codes.accept(person, made[1])


def test_turning_it_off(client, enter, person, secret):
    enter(person)
    client.post("/enter/second/", {"code": code_of(secret)})

    assert client.post("/account/codes/off/").url == "/account/"
    assert not Authenticator.objects.exists()
    assert enter(person, browser=Client()).url == "/today/"


def an_hour_later(browser):
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


SENSITIVE = [
    ("get", "/account/password/"),
    ("post", "/account/password/"),
    ("get", "/account/address/"),
    ("post", "/account/address/"),
    ("get", "/account/codes/"),
    ("post", "/account/codes/off/"),
    ("post", "/account/codes/recovery/"),
    ("get", "/account/passkeys/"),
]


@pytest.mark.parametrize(("method", "path"), SENSITIVE)
def test_what_matters_is_asked_for_once_more(client, enter, person, method, path):
    enter(person)
    assert (
        not getattr(client, method)(path).headers.get("Location", "").startswith("/account/prove/")
    )
    an_hour_later(client)

    response = getattr(client, method)(path)

    assert response.url.startswith("/account/prove/?next=")


def test_showing_it_once_more(client, enter, person):
    enter(person)
    an_hour_later(client)

    assert client.post("/account/prove/", {"password": "wrong"}).status_code == 422
    assert client.get("/account/password/").status_code == 302
    proven = client.post(
        "/account/prove/", {"password": "otter-lantern-quiet-harbour", "next": "/account/password/"}
    )

    assert proven.url == "/account/password/"
    assert client.get("/account/password/").status_code == 200


def test_showing_it_cannot_be_tried_for_ever(client, enter, person):
    enter(person)
    an_hour_later(client)
    for _ in range(10):
        client.post("/account/prove/", {"password": "wrong"})

    paused = client.post("/account/prove/", {"password": "otter-lantern-quiet-harbour"})

    assert paused.status_code == 429
    assert client.get("/account/password/").status_code == 302


def test_somebody_without_a_password_shows_a_code(client, person, secret):
    person.set_unusable_password()
    person.save()
    client.force_login(person)

    assert client.post("/account/prove/", {"code": code_of(secret)}).url == "/account/"
    assert client.get("/account/password/").status_code == 200


def test_a_proof_of_one_person_is_none_of_another(client, enter, person):
    enter(person)
    client.force_login(PersonFactory())

    assert client.get("/account/password/").status_code == 302


def test_whoever_has_lost_every_second_step_comes_in_by_password_again(
    client, enter, person, secret, now
):
    browser = Client()
    browser.force_login(person)

    gone = methods.reset_ways_in(person, by=None, at=now)

    assert gone == 2  # the app, and its recovery codes
    assert not is_in(browser)
    assert enter(person).url == "/today/"
    assert is_in(client)
    entry = Entry.objects.get(event="people.ways_in_reset")
    assert (entry.by, entry.subject) == (None, person)


def test_who_has_no_second_step_is_left_alone(client, person, now):
    client.force_login(person)

    assert methods.reset_ways_in(person, by=None, at=now) == 0
    assert is_in(client)
    assert not Entry.objects.filter(event="people.ways_in_reset").exists()
