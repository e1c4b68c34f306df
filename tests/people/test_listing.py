"""People whom staff put on a list can do nothing until they come in, and then it is theirs."""

from threading import Barrier, Thread

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.urls import reverse

from amanah.institutions.services import CannotAppoint, appoint
from amanah.people import hooks, services
from amanah.people.addresses import Invitee
from amanah.people.connected import SignOn
from amanah.people.models import Affiliation, Invitation, Person
from amanah.people.queries.account import whoever_is_listed_at
from amanah.people.services import addresses, passwords, sign_ons
from amanah.people.services.listing import merge_listed
from amanah.stewardship import services as stewardship
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    InvitationFactory,
    PersonFactory,
)
from tests.factories.people import PHRASE
from tests.people.conftest import NEW_PHRASE, plain

pytestmark = pytest.mark.django_db

UNI = SignOn(kind="oidc", id="uni", name="The University", domains=("example.org",))


@pytest.fixture
def home():
    return InstitutionFactory(slug="home")


@pytest.fixture
def coordinator(home):
    return AppointmentFactory(institution=home, role="coordinator").person


@pytest.fixture
def listed(home, coordinator):
    people = services.list_people(
        home, [Invitee("niamh@example.org", "Niamh O'Brien")], by=coordinator, at=SPRING
    )
    return people["niamh@example.org"]


def test_whoever_is_put_on_a_list_has_not_joined_and_is_not_written_to(
    home, listed, coordinator, run_jobs, mailoutbox
):
    run_jobs(at=SPRING)

    assert (listed.joined_at, listed.has_usable_password(), listed.name) == (
        None,
        False,
        "Niamh O'Brien",
    )
    assert Affiliation.objects.get(person=listed).institution == home
    assert mailoutbox == []
    entry = Entry.objects.get(event="people.people_listed")
    assert (entry.by, entry.detail) == (coordinator, {"count": 1})


def test_whoever_has_an_account_is_left_as_they_are(home, coordinator):
    known = PersonFactory(email="Known@Example.org", name="As I write it")

    found = services.list_people(
        home, [Invitee("known@example.ORG", "As others do")], by=coordinator, at=SPRING
    )

    assert found == {"known@example.org": known}
    assert found["known@example.org"].name == "As I write it"
    assert not known.affiliations.exists()


def test_listing_twice_makes_nobody_twice(home, listed, coordinator):
    again = services.list_people(
        home, [Invitee("NIAMH@example.org", "Another")], by=coordinator, at=SPRING
    )

    assert list(again.values()) == [listed]
    assert Affiliation.objects.filter(person=listed).count() == 1


def test_signing_in_is_answered_as_for_an_address_that_nobody_has(client, enter, listed):
    theirs = client.post("/enter/", {"login": "niamh@example.org", "password": PHRASE})
    Person.objects.filter(pk=listed.pk).update(email="moved@example.org")
    nobodys = client.post("/enter/", {"login": "niamh@example.org", "password": PHRASE})

    assert theirs.status_code == nobodys.status_code == 422
    assert plain(theirs) == plain(nobodys)
    assert enter(PersonFactory()).status_code == 302


def test_no_password_opens_a_listed_account_even_if_one_were_set(enter, listed):
    listed.set_password(PHRASE)
    listed.save()

    assert enter(listed).status_code == 422
    Person.objects.filter(pk=listed.pk).update(joined_at=SPRING)
    assert enter(listed).status_code == 302


def test_a_way_back_is_written_as_to_an_address_that_nobody_has(listed, letters, client):
    answer = client.post("/forgotten/", {"email": "niamh@example.org"})
    passwords.send_way_back("nobody@example.org", at=SPRING)

    [theirs], [nobodys] = letters("niamh@example.org"), letters("nobody@example.org")
    assert (answer.status_code, answer.url) == (302, "/forgotten/sent/")
    assert (theirs.template, theirs.body) == (nobodys.template, nobodys.body)
    PersonFactory(email="somebody@example.org")
    passwords.send_way_back("somebody@example.org", at=SPRING)
    assert letters("somebody@example.org")[0].template == "people/mail/way-back.txt"


def test_the_letter_makes_the_listed_person_theirs(home, listed, coordinator):
    InvitationFactory(institution=home, secret="open", email="Niamh@example.org")

    joined = services.accept_as_new("open", password=NEW_PHRASE, name="Dr Niamh", at=SPRING)

    assert joined.person == listed
    listed.refresh_from_db()
    assert (listed.name, listed.joined_at) == ("Dr Niamh", SPRING)
    assert listed.check_password(NEW_PHRASE)
    assert Affiliation.objects.get(person=listed).since == home.day_of(SPRING)
    assert Person.objects.filter(email__iexact="niamh@example.org").count() == 1


def test_a_listed_person_may_be_invited_and_a_member_not(home, listed, coordinator):
    [made] = services.invite(home, [Invitee("niamh@example.org")], by=coordinator, at=SPRING)
    member = AffiliationFactory(institution=home).person

    assert made.email == "niamh@example.org"
    with pytest.raises(services.CannotInvite, match="already belongs"):
        services.invite(home, [Invitee(member.email)], by=coordinator, at=SPRING)


def test_of_two_who_come_at_once_the_second_is_told_so(home, listed):
    InvitationFactory(institution=home, secret="one", email="niamh@example.org")
    InvitationFactory(secret="two", email="niamh@example.org")
    services.accept_as_new("one", password=NEW_PHRASE, name="Niamh", at=SPRING)

    assert services.claim("niamh@example.org", at=SPRING, name="Somebody else") is None
    with pytest.raises(services.HasAnAccount):
        services.accept_as_new("two", password=PHRASE, name="Somebody else", at=SPRING)

    listed.refresh_from_db()
    assert listed.name == "Niamh"


@pytest.mark.django_db(transaction=True)
def test_two_joins_at_the_same_moment_make_one_account(home, listed):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only: SQLite writes one after another")
    InvitationFactory(institution=home, secret="one", email="niamh@example.org")
    InvitationFactory(secret="two", email="niamh@example.org")
    together, came = Barrier(2), []

    def come(secret):
        together.wait(10)
        try:
            services.accept_as_new(secret, password=NEW_PHRASE, name=secret, at=SPRING)
            came.append(secret)
        except services.HasAnAccount:
            came.append("turned away")
        finally:
            connection.close()

    threads = [Thread(target=come, args=[secret]) for secret in ("one", "two")]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]

    assert sorted(came) in (["one", "turned away"], ["turned away", "two"])
    listed.refresh_from_db()
    assert listed.name in came


def test_of_two_institutions_that_listed_them_they_join_the_one_whose_letter_they_answer(
    home, listed
):
    other = InstitutionFactory()
    boss = AppointmentFactory(institution=other, role="coordinator").person
    services.list_people(other, [Invitee("niamh@example.org")], by=boss, at=SPRING)
    InvitationFactory(institution=home, secret="one", email="niamh@example.org")
    InvitationFactory(institution=other, secret="two", email="niamh@example.org")

    joined = services.accept_as_new("one", password=NEW_PHRASE, name="Niamh", at=SPRING)

    def places():
        return {one.institution for one in listed.affiliations.filter(until=None)}

    assert (joined.person, places()) == (listed, {home})
    services.accept_invitation("two", by=listed, at=SPRING)
    assert places() == {home, other}


def test_an_institution_that_vouches_for_the_address_lets_them_in(home, listed):
    account = sign_ons.admit(
        sign_on=UNI, uid="n1", addresses=["Niamh@example.org"], name="Niamh at Uni", at=SPRING
    )

    listed.refresh_from_db()
    assert (account.user, listed.joined_at, listed.name) == (listed, SPRING, "Niamh at Uni")
    assert not listed.has_usable_password()
    assert Entry.objects.filter(event="people.person_joined", subject=listed).exists()


def test_an_institution_that_does_not_vouch_for_the_address_lets_nobody_in(listed):
    with pytest.raises(sign_ons.NotKnownHere):
        sign_ons.admit(
            sign_on=UNI, uid="n1", addresses=["niamh@elsewhere.example"], name="", at=SPRING
        )

    listed.refresh_from_db()
    assert listed.joined_at is None
    assert not SocialAccount.objects.exists()


def test_joining_with_an_account_under_another_address_takes_the_list_over(
    home, listed, monkeypatch
):
    InvitationFactory(institution=home, secret="open", email="niamh@example.org")
    me, seen = PersonFactory(), []
    monkeypatch.setattr(hooks, "taken_over", [lambda *who: seen.append(who)])

    services.accept_invitation("open", by=me, at=SPRING)

    assert seen == [(listed, me, SPRING)]
    listed.refresh_from_db()
    assert (listed.erased_at, listed.name) == (SPRING, "")
    assert whoever_is_listed_at("niamh@example.org") is None
    assert Affiliation.objects.get(person=me).institution == home


def test_an_address_that_was_changed_to_a_listed_one_takes_the_list_over(listed, letters, now):
    me = PersonFactory()
    change = addresses.ask_for_address(me, "niamh@example.org", by=me, at=now)

    addresses.confirm_address(change, at=now)

    me.refresh_from_db()
    listed.refresh_from_db()
    assert me.email == "niamh@example.org"
    assert listed.erased_at == now


def test_somebody_who_has_joined_is_never_merged_away(listed):
    Person.objects.filter(pk=listed.pk).update(joined_at=SPRING)

    merge_listed(listed, PersonFactory(), at=SPRING)

    listed.refresh_from_db()
    assert (listed.erased_at, listed.name) == (None, "Niamh O'Brien")


def test_staff_are_shown_who_has_not_joined_and_cannot_appoint_them(
    client, home, listed, coordinator
):
    admin = AppointmentFactory(institution=home, role="admin").person
    client.force_login(coordinator)

    page = client.get(reverse("people:roster", args=["home"])).content.decode()

    assert "Not yet joined" in page
    with pytest.raises(CannotAppoint, match="has not joined yet"):
        appoint(home, listed, role="deputy", by=admin, at=SPRING)
    services.claim("niamh@example.org", at=SPRING)
    listed.refresh_from_db()
    assert appoint(home, listed, role="deputy", by=admin, at=SPRING)
    assert (
        "Not yet joined" not in client.get(reverse("people:roster", args=["home"])).content.decode()
    )


def test_whoever_has_not_come_in_is_taken_off_again_with_their_letter(home, listed, coordinator):
    services.invite(home, [Invitee("niamh@example.org")], by=coordinator, at=SPRING)
    joined = AffiliationFactory(institution=home).person

    assert services.unlist(home, [listed, joined], by=coordinator, at=SPRING) == 1

    assert not Person.objects.filter(pk=listed.pk).exists()
    assert not Invitation.objects.exists()
    assert joined.affiliations.filter(until=None).exists()


def test_whoever_another_institution_listed_too_stays_there(home, listed, coordinator):
    other = InstitutionFactory()
    boss = AppointmentFactory(institution=other, role="coordinator").person
    services.list_people(other, [Invitee("niamh@example.org")], by=boss, at=SPRING)

    assert services.unlist(home, [listed], by=coordinator, at=SPRING) == 0

    assert Affiliation.objects.get(person=listed).institution == other


def test_a_listed_person_is_erased_at_their_wish_like_anybody(listed):
    stewardship.erase_person(listed, by=None, at=SPRING)

    listed.refresh_from_db()
    assert (listed.name, listed.is_active, listed.erased_at) == ("", False, SPRING)
    assert not Affiliation.objects.exists()
    assert whoever_is_listed_at("niamh@example.org") is None
