"""What comes over from an account that is given up."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import connection
from django.test import Client

from amanah.institutions.models import Appointment
from amanah.people import services as people
from amanah.people.models import FormerAddress, Person, Profile, Session
from amanah.people.services import joining as services
from amanah.stewardship import hooks
from amanah.stewardship.models import Entry
from amanah.stewardship.queries import entries_shown_to
from tests.factories import AffiliationFactory, AppointmentFactory, PersonFactory
from tests.factories.people import PHRASE, JoiningFactory, PasskeyFactory, SignOnFactory
from tests.people.two_accounts.joining import DAY, become_one

pytestmark = pytest.mark.django_db


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
