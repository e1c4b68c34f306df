"""Making one of two accounts: only by whoever holds both, and a day after they asked."""

import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import connection
from django.test import Client

from amanah.institutions.models import Appointment
from amanah.people import services as people
from amanah.people.models import FormerAddress, Joining, Person, Profile, Session
from amanah.people.services import joining as services
from amanah.people.services import methods, passwords
from amanah.stewardship import hooks
from amanah.stewardship import services as stewardship
from amanah.stewardship.models import Entry
from amanah.stewardship.queries import entries_shown_to
from tests.factories import AffiliationFactory, AppointmentFactory, PersonFactory
from tests.factories.people import PHRASE, JoiningFactory, PasskeyFactory, SignOnFactory
from tests.people.authenticator import Device
from tests.people.conftest import NEW_PHRASE, plain
from tests.people.test_passkeys import options_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def old(home):
    """The account of her student years."""
    return AffiliationFactory(
        institution=home, person=PersonFactory(email="noor@student.example.org")
    ).person


@pytest.fixture
def proven(person, old, now):
    return JoiningFactory(kept=person, other=old, asked_at=now, proven_at=now)


@pytest.fixture
def waiting(proven, person, now):
    return services.confirm_joining(proven, chosen={}, by=person, at=now)


@pytest.fixture
def asked(client, enter, person, old, letters):
    """Signed in to the one, with the letter to the other: where its link leads."""
    enter(person)
    client.post("/account/two/", {"email": old.email})
    return letters(old.email)[0].link


def become_one(waiting, now):
    services.join_accounts(waiting, at=now + DAY)


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


# What comes over.


def test_where_one_belongs_and_the_earlier_day(home, person, old, waiting, now):
    mine = AffiliationFactory(institution=home, person=person, since=now.date(), department="")
    old.affiliations.update(department="Surgery")

    become_one(waiting, now)

    assert list(person.affiliations.values_list("pk", "department")) == [(mine.pk, "Surgery")]
    assert person.affiliations.get().since < now.date()


def test_the_card_that_is_kept_and_one_that_fills_an_empty_one(person, old, waiting, now):
    Profile.objects.create(person=old, about="From the other")
    Profile.objects.create(person=person)

    become_one(waiting, now)

    assert Profile.objects.get().about == "From the other"
    assert Profile.objects.get().person == person


def test_ways_in_are_those_of_the_account_that_is_kept(person, old, waiting, now):
    PasskeyFactory(user=old)
    Session.objects.create(session_key="k" * 32, expire_date=now + DAY, person=old)
    SignOnFactory(user=person, provider="uni")
    SignOnFactory(user=old, provider="uni")
    moved = SignOnFactory(user=old, provider="hospital")

    become_one(waiting, now)

    assert not Authenticator.objects.exists()
    assert not Session.objects.filter(person=old).exists()
    assert set(SocialAccount.objects.values_list("user", "provider")) == {
        (person.pk, "uni"),
        (person.pk, "hospital"),
    }
    assert SocialAccount.objects.get(provider="hospital").pk == moved.pk
    former = Client().post("/enter/", {"login": "noor@student.example.org", "password": PHRASE})
    assert former.status_code == 422
    again = Client().post("/enter/", {"login": person.email, "password": PHRASE})
    assert again.url == "/today/"


def test_roles_in_force_come_over_and_no_others(home, person, old, waiting, admin, now):
    came = AppointmentFactory(
        institution=home, person=old, role="coordinator", appointed_by=admin, begins_at=now
    )
    AppointmentFactory(institution=home, person=old, role="deputy", begins_at=now + 3 * DAY)
    AppointmentFactory(institution=home, person=old, role="evaluator", is_confirmed=False)

    become_one(waiting, now)

    assert list(Appointment.objects.filter(person=person)) == [came]
    assert not Appointment.objects.filter(person=old).exists()
    entry = Entry.objects.get(event="institutions.appointment_carried_over")
    assert (entry.subject, entry.by) == (person, person)


@pytest.mark.parametrize("holder", ["kept", "other"])
def test_nobody_appoints_themselves_through_a_second_account(
    home, person, old, waiting, now, holder
):
    by, to = (old, person) if holder == "kept" else (person, old)
    given = AppointmentFactory(institution=home, person=to, role="coordinator", appointed_by=by)

    become_one(waiting, now)

    assert not Appointment.objects.in_force(now + DAY).filter(person=person).exists()
    assert not Appointment.objects.filter(pk=given.pk, ends_at=None).exists()


def test_two_accounts_are_not_two_people_who_confirm(home, person, old, waiting, now):
    theirs = AppointmentFactory(
        institution=home, role="safeguarding", appointed_by=person, confirmed_by=old
    )

    become_one(waiting, now)

    theirs.refresh_from_db()
    assert (theirs.is_confirmed, theirs.appointed_by, theirs.confirmed_by) == (False, person, None)


def test_an_institution_is_not_left_without_an_admin(home, person, old, waiting, now):
    AppointmentFactory(institution=home, person=old, role="admin", appointed_by=person)

    services.join_those_due(at=now + DAY)

    assert Person.objects.get(pk=old.pk).erased_at is None
    assert Appointment.objects.in_force(now + DAY).filter(person=old).exists()


def test_it_happens_once(waiting, now):
    become_one(waiting, now)

    with pytest.raises(services.CannotJoin):
        become_one(waiting, now)
    services.join_those_due(at=now + DAY)
    assert Entry.objects.filter(event="people.accounts_joined").count() == 1


def test_what_the_other_did_is_still_shown_to_its_person(person, old, waiting, home, now):
    coordinator = AppointmentFactory(institution=home, role="coordinator").person
    people.note_look(old.affiliations.get(), by=coordinator, at=now)

    become_one(waiting, now)

    told = list(entries_shown_to(person).values_list("event", flat=True))
    assert {"people.card_seen", "people.joining_confirmed"} <= set(told)
    assert old.pk in set(entries_shown_to(person).values_list("subject", flat=True))


def test_a_third_account_brings_the_first_along(person, old, waiting, now):
    become_one(waiting, now)
    third = PersonFactory()
    again = JoiningFactory(kept=third, other=person, confirmed_at=now, due_at=now)

    services.join_accounts(again, at=now + DAY)

    assert set(Person.objects.filter(joined_into=third)) == {person, old}
    addresses = [one.address for one in FormerAddress.objects.filter(person=third)]
    assert sorted(addresses) == ["noor@example.org", "noor@student.example.org"]


def test_the_letter_afterwards_goes_to_both(person, old, waiting, letters, now):
    become_one(waiting, now)

    for address in (person.email, "noor@student.example.org"):
        assert letters(address)[0].template == "people/mail/join-over.txt"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
)
def test_two_workers_and_a_stop_at_the_same_moment_make_one_or_none(waiting, old, person, now):
    begin, said = threading.Barrier(3), []

    def do(work):
        begin.wait()
        try:
            work()
            said.append("done")
        except services.CannotJoin:
            said.append("refused")
        finally:
            connection.close()

    works = (
        lambda: services.join_accounts(waiting, at=now + DAY),
        lambda: services.join_accounts(waiting, at=now + DAY),
        lambda: services.stop_joining(waiting, by=person, at=now),
    )
    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["done", "refused", "refused"]
    was_joined = Entry.objects.filter(event="people.accounts_joined").exists()
    assert was_joined != Person.objects.get(pk=old.pk).is_active


def test_every_kind_of_thing_that_leads_to_a_person_is_answered_for():
    answered = {label for part in hooks.joiners.values() for label in part.models}
    direct = {
        model._meta.label
        for model in apps.get_models()
        if any(field.related_model is Person for field in model._meta.concrete_fields)
    }

    missing = direct - answered - set(hooks.not_joined)
    assert missing == set(), (
        "say in the app's joining.py what becomes of it when two accounts of a person become one "
        "(hooks.joiner), or why it stays behind (hooks.keep_from_joining)"
    )
