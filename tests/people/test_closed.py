"""What is still theirs whose account an institution closed, and only theirs."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from amanah.people import services
from amanah.people.services import methods
from amanah.stewardship.models import Leaving
from tests.people.authenticator import Device
from tests.people.test_passkeys import options_of

pytestmark = pytest.mark.django_db


def is_in(browser):
    return browser.get("/today/").status_code == 200


def test_their_data_is_theirs_without_being_signed_in(
    client, enter, ended, noor, settings, tmp_path
):
    settings.HOME = tmp_path
    enter(noor)
    assert "Your data is still yours." in client.get("/enter/closed/").content.decode()

    parcel = client.post("/enter/closed/copy/")

    assert "account.json" in zipfile.ZipFile(BytesIO(parcel.content)).namelist()
    for page in ("/today/", "/profile/", "/account/", "/institutions/"):
        assert client.get(page).status_code == 302


def test_they_can_be_erased_and_take_that_back(client, enter, ended, noor):
    enter(noor)

    assert client.post("/enter/closed/erase/", {"word": "no"}).status_code == 422
    assert client.post("/enter/closed/erase/", {"word": "erase"}).url == "/enter/closed/"
    assert Leaving.objects.get().person == noor
    assert "It will happen on" in client.get("/enter/closed/").content.decode()
    client.post("/enter/closed/stay/")

    assert not Leaving.objects.exists()


DOORS = ("copy", "erase", "stay")


@pytest.mark.parametrize("door", DOORS)
def test_without_the_password_nobody_takes_anything(ended, noor, door):
    stranger = Client()

    assert stranger.post(f"/enter/closed/{door}/", {"word": "erase"}).url == "/enter/closed/"
    assert "still yours" not in stranger.get("/enter/closed/").content.decode()
    assert not Leaving.objects.exists()


def test_the_code_is_asked_for_too(client, enter, home, noor, admin, now):
    recovery = methods.turn_on_codes(noor, "JBSWY3DPEHPK3PXP", by=noor, at=now)
    services.stop_access(home, noor, by=admin, at=now)
    enter(noor)

    assert client.post("/enter/closed/copy/").status_code == 302
    page = client.get("/enter/closed/").content.decode()
    assert 'name="code"' in page
    assert client.post("/enter/closed/code/", {"code": "000000"}).status_code == 422
    client.post("/enter/closed/code/", {"code": recovery[0]})

    assert client.post("/enter/closed/erase/", {"word": "erase"}).status_code == 302
    assert Leaving.objects.get().person == noor


def test_codes_cannot_be_guessed_there(client, enter, home, noor, admin, now):
    recovery = methods.turn_on_codes(noor, "JBSWY3DPEHPK3PXP", by=noor, at=now)
    services.stop_access(home, noor, by=admin, at=now)
    enter(noor)

    tries = [client.post("/enter/closed/code/", {"code": "000000"}).status_code for _ in range(8)]
    assert tries == [422] * 8
    assert client.post("/enter/closed/code/", {"code": recovery[0]}).status_code == 429
    assert client.post("/enter/closed/copy/").url == "/enter/closed/"


def test_it_holds_for_a_quarter_of_an_hour(client, enter, ended, noor):
    enter(noor)
    kept = client.session
    kept["closed_account"] = {**kept["closed_account"], "at": kept["closed_account"]["at"] - 900}
    kept.save()

    assert "still yours" not in client.get("/enter/closed/").content.decode()


def test_it_is_over_when_they_are_done_or_allowed_again(client, enter, ended, noor, admin, now):
    enter(noor)
    client.post("/enter/closed/done/")
    assert "still yours" not in client.get("/enter/closed/").content.decode()

    enter(noor)
    assert "still yours" in client.get("/enter/closed/").content.decode()
    services.allow_again(ended, by=admin, at=now)
    assert "still yours" not in client.get("/enter/closed/").content.decode()
    assert client.post("/enter/closed/copy/").status_code == 302


def test_an_account_that_nobody_shut_out_shows_nothing_more(client, enter, noor):
    noor.is_active = False
    noor.save()

    assert enter(noor).url == "/enter/closed/"
    assert "still yours" not in client.get("/enter/closed/").content.decode()


def test_a_passkey_does_not_sign_them_in_and_shows_what_is_still_theirs(
    client, enter, home, noor, admin, now
):
    device = Device()
    browser = Client(headers={"host": "testserver"})
    enter(noor, browser=browser)
    asked = options_of(browser.get("/account/passkeys/"))
    browser.post("/account/passkeys/", {"name": "Phone", "credential": device.register(asked)})
    services.stop_access(home, noor, by=admin, at=now)

    asked = options_of(browser.get("/enter/"))
    answer = browser.post("/enter/passkey/", {"credential": device.answer(asked)})

    assert answer.url == "/enter/closed/"
    assert not is_in(browser)
    assert "still yours" in browser.get("/enter/closed/").content.decode()
