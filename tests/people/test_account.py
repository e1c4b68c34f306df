"""One's own password, address and browsers."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from amanah.people import services
from amanah.people.models import AddressChange, FormerAddress, Person, Session
from amanah.people.services import addresses, passwords, sweep_accounts
from amanah.stewardship.models import Entry
from tests.factories import AffiliationFactory, AppointmentFactory, PersonFactory
from tests.factories.people import PHRASE, PasskeyFactory, SessionFactory
from tests.people.conftest import NEW_PHRASE, plain

pytestmark = pytest.mark.django_db
NEW = "noor@new.example.org"


def is_in(browser):
    return browser.get("/today/").status_code == 200


def events():
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


def test_a_new_password_keeps_this_browser_and_ends_the_others(client, enter, person, letters):
    elsewhere = Client()
    enter(person)
    enter(person, browser=elsewhere)

    assert client.post("/account/password/", {"password": NEW_PHRASE}).url == "/account/"

    assert is_in(client)
    assert not is_in(elsewhere)
    assert enter(person, PHRASE, browser=Client()).status_code == 422
    assert enter(person, NEW_PHRASE, browser=Client()).status_code == 302
    assert events() == ["people.sessions_ended", "people.password_changed"]
    assert letters(person.email)[0].template == "people/mail/password-changed.txt"


def test_a_weak_new_password_changes_nothing(client, enter, person):
    enter(person)

    assert client.post("/account/password/", {"password": "short"}).status_code == 422
    assert enter(person, PHRASE, browser=Client()).status_code == 302
    assert events() == []


def test_each_browser_is_listed_and_can_be_ended(client, enter, person):
    enter(person)
    other = SessionFactory(person=person)
    page = client.get("/account/browsers/").content.decode()
    assert "Firefox on Android" in page
    assert "this browser" in page
    assert other.session_key not in page

    client.post(f"/account/browsers/{other.handle}/end/")

    assert not Session.objects.filter(pk=other.pk).exists()
    assert is_in(client)


def test_a_session_that_is_over_is_not_listed(client, enter, person, now):
    enter(person)
    SessionFactory(person=person, expire_date=now - timedelta(seconds=1))

    assert "Firefox on Android" not in client.get("/account/browsers/").content.decode()


def test_nobody_ends_somebody_elses_session(client, enter, person):
    enter(person)
    theirs = SessionFactory()

    assert client.post(f"/account/browsers/{theirs.handle}/end/").status_code == 404
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_signing_out_everywhere(client, enter, person):
    elsewhere = Client()
    enter(person)
    enter(person, browser=elsewhere)
    theirs = SessionFactory()

    response = client.post("/account/browsers/end/")

    assert response.headers["Clear-Site-Data"]
    assert not is_in(client)
    assert not is_in(elsewhere)
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_an_address_is_changed_once_it_is_confirmed(client, enter, person, letters):
    enter(person)
    client.post("/account/address/", {"email": NEW})
    person.refresh_from_db()
    assert person.email == "noor@example.org"
    (confirm,) = letters(NEW)

    # A mail scanner follows the link and changes nothing.
    assert Client().get(confirm.link).status_code == 200
    person.refresh_from_db()
    assert person.email == "noor@example.org"
    client.post(confirm.link)

    person.refresh_from_db()
    assert person.email == NEW
    assert events() == ["people.email_change_asked", "people.email_changed"]
    assert client.get(confirm.link).status_code == 410
    assert enter(person, browser=Client()).status_code == 302


def test_the_old_address_is_told_and_can_stop_it(client, enter, person, letters):
    enter(person)
    client.post("/account/address/", {"email": NEW})
    (stop,) = letters("noor@example.org")
    assert NEW not in stop.body

    Client().post(stop.link)

    assert Client().post(letters(NEW)[0].link).status_code == 410
    person.refresh_from_db()
    assert person.email == "noor@example.org"
    assert not is_in(client)


def test_the_old_address_can_undo_it_for_a_week(person, letters, now):
    change = asked_and_made(person, letters, now)
    PasskeyFactory(user=person)
    late, in_time = now + timedelta(days=8), now + timedelta(days=6)

    with pytest.raises(addresses.CannotChangeAddress):
        addresses.stop_address(change, at=late)
    addresses.stop_address(change, at=in_time)

    person.refresh_from_db()
    assert person.email == "noor@example.org"
    assert not person.has_usable_password()
    assert not Authenticator.objects.exists()
    assert letters("noor@example.org")[0].template == "people/mail/way-back.txt"


def test_whoever_took_an_account_cannot_take_it_on_from_there(person, letters, now):
    first = asked_and_made(person, letters, now)
    person.refresh_from_db()
    second = addresses.ask_for_address(
        person, "third@example.org", by=person, at=now + timedelta(minutes=1)
    )

    addresses.stop_address(first, at=now + timedelta(minutes=2))

    person.refresh_from_db()
    assert person.email == "noor@example.org"
    for change in (addresses.confirm_address, addresses.stop_address):
        with pytest.raises(addresses.CannotChangeAddress):
            change(second, at=now + timedelta(minutes=3))


def asked_and_made(person, letters, now):
    change = addresses.ask_for_address(person, NEW, by=person, at=now)
    addresses.confirm_address(change, at=now)
    return AddressChange.objects.get(pk=change.pk)


def test_a_confirmation_does_not_last(person, now):
    change = addresses.ask_for_address(person, NEW, by=person, at=now)

    with pytest.raises(addresses.CannotChangeAddress):
        addresses.confirm_address(change, at=now + timedelta(days=4))
    addresses.confirm_address(change, at=now + timedelta(days=2))

    person.refresh_from_db()
    assert person.email == NEW


def test_an_address_that_was_taken_meanwhile_is_refused(person, now):
    change = addresses.ask_for_address(person, NEW, by=person, at=now)
    PersonFactory(email=NEW.upper())

    with pytest.raises(addresses.CannotChangeAddress):
        addresses.confirm_address(change, at=now)

    person.refresh_from_db()
    assert person.email == "noor@example.org"


def test_asking_for_an_address_tells_nobody_whose_it_is(enter, letters):
    PersonFactory(email="taken@example.org")
    answers = []
    for number, address in enumerate(["taken@example.org", "free@example.org"]):
        browser = Client()
        person = PersonFactory(email=f"asks-{number}@example.org", name="Same Name")
        enter(person, browser=browser)
        page = browser.post("/account/address/", {"email": address}, follow=True)
        answers.append(plain(page).replace(person.email, "").splitlines())

    assert [line for line in answers[0] if line not in answers[1]] == []
    assert len(answers[0]) == len(answers[1])
    assert letters("taken@example.org")[0].template == "people/mail/address-taken.txt"
    assert letters("free@example.org")[0].template == "people/mail/confirm-address.txt"


def test_only_the_newest_wish_counts(person, letters, now):
    first = addresses.ask_for_address(person, NEW, by=person, at=now)
    addresses.ask_for_address(person, "other@example.org", by=person, at=now)

    with pytest.raises(addresses.CannotChangeAddress):
        addresses.confirm_address(first, at=now)


def test_a_way_back_is_not_sent_to_a_closed_account(person, letters, now):
    person.is_active = False
    person.save()

    passwords.send_way_back(person.email, at=now)

    assert letters(person.email)[0].template == "people/mail/nobody-here.txt"


def test_what_is_over_is_forgotten(person, now):
    SessionFactory(person=person, expire_date=now - timedelta(minutes=1))
    kept = SessionFactory(person=person)
    change = addresses.ask_for_address(person, NEW, by=person, at=now)

    sweep_accounts(at=now + timedelta(days=6))
    assert AddressChange.objects.get() == change
    sweep_accounts(at=now + timedelta(days=8))

    assert Session.objects.get() == kept
    assert not AddressChange.objects.exists()


def test_whoever_named_the_old_address_still_means_them(person, letters, now):
    change = asked_and_made(person, letters, now)
    assert [one.address for one in FormerAddress.objects.filter(person=person)] == [
        "noor@example.org"
    ]

    addresses.stop_address(change, at=now + timedelta(days=1))

    assert not FormerAddress.objects.exists()


def test_a_lost_mailbox_does_not_keep_somebody_from_changing_it(client, enter, person, letters):
    """The letter to the old address asks for nothing; it only lets its reader stop the change."""
    enter(person)
    page = client.get("/account/").content.decode()
    assert "change your address before you lose this mailbox" in page

    client.post("/account/address/", {"email": NEW})
    client.post(letters(NEW)[0].link)

    person.refresh_from_db()
    assert person.email == NEW
    assert enter(person, browser=Client()).status_code == 302


def test_no_list_and_no_letter_of_staff_takes_an_account_over(home, person, letters, now):
    AffiliationFactory(institution=home, person=person)
    staff = AppointmentFactory(institution=home, role="coordinator").person
    # Under her name and an address of their own, and once more under her own.
    mine = services.Invitee("staff@example.org", person.name)
    services.list_people(home, [mine, services.Invitee(person.email)], by=staff, at=now)
    services.invite(home, [mine], by=staff, at=now)
    secret = letters("staff@example.org")[0].link.split("/")[2]

    joined = services.accept_as_new(secret, password=NEW_PHRASE, name=person.name, at=now)

    assert joined.person != person
    kept = Person.objects.get(pk=person.pk)
    assert (kept.email, kept.check_password(PHRASE)) == ("noor@example.org", True)
