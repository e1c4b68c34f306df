"""Making one of two accounts: only by whoever holds both, and a day after they asked."""

from datetime import timedelta

import pytest
from django.test import Client

from amanah.people import services as people
from amanah.people.models import Joining, Person
from amanah.people.services import joining as services
from amanah.people.services import methods, passwords
from amanah.stewardship import services as stewardship
from amanah.stewardship.queries import entries_shown_to
from tests.factories import AffiliationFactory, PersonFactory
from tests.factories.people import PHRASE
from tests.people.authenticator import Device
from tests.people.conftest import NEW_PHRASE, plain
from tests.people.test_passkeys import options_of
from tests.people.two_accounts.joining import DAY

pytestmark = pytest.mark.django_db


def test_the_whole_way_by_letter_and_password(client, asked, person, old, letters, now):
    assert client.post(asked, {"password": "wrong"}).status_code == 422
    assert not Joining.objects.exclude(proven_at=None).exists()

    preview = client.post(asked, {"password": PHRASE}).url
    page = client.get(preview).content.decode()
    assert "You belong to Home" in page
    assert client.post(preview).url == "/account/"

    assert "becomes one with" in client.get("/account/").content.decode()
    for address in (person.email, old.email):
        assert letters(address)[0].template == "people/mail/join-waits.txt"
    services.join_those_due(at=now + timedelta(hours=23))
    assert Person.objects.get(pk=old.pk).erased_at is None
    services.join_those_due(at=now + DAY)

    stub = Person.objects.get(pk=old.pk)
    assert (stub.name, stub.joined_into, stub.is_active) == ("", person, False)
    assert [one.institution.name for one in person.affiliations.all()] == ["Home"]
    assert client.get("/today/").status_code == 200
    told = list(entries_shown_to(person).values_list("event", flat=True))
    assert "people.accounts_joined" in told


def test_nothing_tells_whether_the_other_address_has_an_account(person, enter, letters, old):
    answers = []
    for address in (old.email, "nobody@example.org", person.email):
        browser = Client()
        enter(person, browser=browser)
        answers.append(plain(browser.post("/account/two/", {"email": address}, follow=True)))

    assert answers[0] == answers[1] == answers[2]
    assert letters("nobody@example.org")[0].template == "people/mail/join-nobody.txt"
    assert Joining.objects.count() == 0


@pytest.mark.parametrize("who", ["nobody", "stranger", "the other"])
def test_the_letter_opens_only_where_it_was_asked_for(asked, old, who):
    browser = Client()
    if who != "nobody":
        browser.force_login(old if who == "the other" else PersonFactory())

    answer = browser.post(asked, {"password": PHRASE})

    assert answer.status_code == (401 if who == "nobody" else 410)
    assert not Joining.objects.exclude(proven_at=None).exists()


def test_the_letter_does_not_last(asked, person, old, now):
    Joining.objects.update(asked_at=now - timedelta(hours=5))
    client = Client()
    client.force_login(person)

    assert client.get(asked).status_code == 410


def test_guesses_count_as_they_do_at_the_door(client, asked, old):
    for _ in range(8):
        assert client.post(asked, {"password": "wrong"}).status_code == 422

    assert client.post(asked, {"password": PHRASE}).status_code == 429
    at_the_door = Client().post("/enter/", {"login": old.email, "password": PHRASE})
    assert at_the_door.status_code == 429


def test_the_others_code_is_asked_for_too(client, asked, old, now):
    recovery = methods.turn_on_codes(old, "JBSWY3DPEHPK3PXP", by=old, at=now)

    assert client.post(asked, {"password": PHRASE}).status_code == 422
    assert client.post(asked, {"password": PHRASE, "code": "000000"}).status_code == 422
    assert client.post(asked, {"password": PHRASE, "code": recovery[0]}).status_code == 302


def test_the_others_passkey_will_do_and_no_one_elses(enter, person, old, letters):
    devices = {}
    for whose in (person, old):
        browser, device = Client(headers={"host": "testserver"}), Device()
        enter(whose, browser=browser)
        options = options_of(browser.get("/account/passkeys/"))
        browser.post("/account/passkeys/", {"name": "P", "credential": device.register(options)})
        devices[whose.pk] = device
    browser = Client(headers={"host": "testserver"})
    enter(person, browser=browser)
    browser.post("/account/two/", {"email": old.email})
    link = next(one.link for one in letters(old.email) if "/two/" in str(one.link))

    for device, status in ((devices[person.pk], 422), (devices[old.pk], 302)):
        answer = device.answer(options_of(browser.get(link)))
        done = browser.post(f"{link}passkey/", {"credential": answer})
        assert done.status_code == status


def test_the_preview_is_for_a_quarter_of_an_hour(client, person, proven, now):
    client.force_login(person)
    assert client.get(f"/account/two/{proven.pk}/join/").status_code == 200

    Joining.objects.update(proven_at=now - timedelta(minutes=16))

    assert client.get(f"/account/two/{proven.pk}/join/").status_code == 404
    with pytest.raises(services.CannotJoin):
        services.confirm_joining(proven, chosen={}, by=person, at=now)


@pytest.mark.parametrize("whose", ["kept", "other"])
def test_either_address_can_stop_it(waiting, person, old, letters, now, whose):
    address = (person if whose == "kept" else old).email
    stop = letters(address)[0].link
    assert Client().get(stop).status_code == 200
    assert Joining.objects.exists()

    assert Client().post(stop).url == "/enter/"

    assert Client().get(stop).status_code == 410
    services.join_those_due(at=now + DAY)
    assert Person.objects.get(pk=old.pk).is_active


@pytest.mark.parametrize("whose", ["kept", "other"])
def test_either_account_can_stop_it(client, waiting, person, old, whose):
    client.force_login(person if whose == "kept" else old)

    client.post(f"/account/two/{waiting.pk}/stop/")

    assert not Joining.objects.exists()


def test_a_new_password_of_either_ends_it(waiting, old, now):
    passwords.replace_password(old, NEW_PHRASE, by=old, at=now)

    assert not Joining.objects.exists()


def test_staff_have_no_hand_in_it(client, home, admin, proven, waiting):
    client.force_login(admin)

    assert client.get(f"/account/two/{proven.pk}/join/").status_code == 404
    assert client.post(f"/account/two/{waiting.pk}/stop/").status_code == 404


def _erased_soon(one, now):
    stewardship.ask_for_erasure(one, by=one, at=now)


def _shut_out(one, now):
    AffiliationFactory(person=one)
    people.stop_access(one.affiliations.last().institution, one, by=None, at=now)


def _died(one, now):
    people.say_died(one, day=now.date(), institution=None, by=None, at=now)


@pytest.mark.parametrize("whose", ["kept", "other"])
@pytest.mark.parametrize("what", [_erased_soon, _shut_out, _died])
def test_what_happened_meanwhile_stands_in_the_way(waiting, old, person, now, whose, what):
    what(person if whose == "kept" else old, now)

    with pytest.raises(services.CannotJoin):
        services.join_accounts(waiting, at=now + DAY)
    services.join_those_due(at=now + DAY)
    assert Person.objects.get(pk=old.pk).erased_at is None
    assert not Joining.objects.exists()
