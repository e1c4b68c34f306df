"""An institution ends somebody's access, and gives it back."""

from datetime import timedelta

import pytest
from django.test import Client

from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment
from amanah.outbox.models import Letter
from amanah.people import services
from amanah.people.connected import SignOn
from amanah.people.models import Invitation, Person, Profile, Session, Stop
from amanah.people.services import addresses, methods, passwords, sign_ons
from amanah.people.services.sign_ons import AccessHasEnded
from amanah.programmes.models import Application
from amanah.programmes.queries import programmes_listed_for
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    AppointmentFactory,
    CohortFactory,
    InvitationFactory,
    ParticipantFactory,
    PersonFactory,
)
from tests.factories.people import PHRASE, SignOnFactory
from tests.people.conftest import NEW_PHRASE, plain

pytestmark = pytest.mark.django_db


def is_in(browser):
    return browser.get("/today/").status_code == 200


def events(person):
    told = Entry.objects.filter(subject=person).order_by("chain", "number")
    return list(told.values_list("event", flat=True))


def test_an_admin_ends_it_from_the_roster(client, home, noor, admin):
    client.force_login(admin)
    belonging = noor.affiliations.get()
    address = f"/staff/home/people/{belonging.pk}/gone/"
    assert address in client.get("/staff/home/people/").content.decode()
    assert "they are signed out everywhere" in client.get(address).content.decode()
    assert not Stop.objects.exists()

    assert client.post(address).url == "/staff/home/people/gone/"

    belonging.refresh_from_db()
    assert belonging.until is not None
    listed = client.get("/staff/home/people/gone/").content.decode()
    assert noor.name in listed
    assert client.get(address).status_code == 404
    assert events(noor) == ["people.access_stopped"]


def test_roles_and_parts_end_in_one_go_and_nothing_written_does(home, noor, admin, now):
    AppointmentFactory(institution=home, person=noor, role="coordinator")
    later = AppointmentFactory(
        institution=home, person=noor, role="evaluator", begins_at=now + timedelta(days=3)
    )
    part = ParticipantFactory(cohort__programme__institution=home, person=noor)
    ApplicationFactory(participant=part, statement="mine")
    Profile.objects.create(person=noor, about="mine too")

    services.stop_access(home, noor, by=admin, at=now)

    assert not Appointment.objects.not_over(now).filter(person=noor).exclude(pk=later.pk).exists()
    later.refresh_from_db()
    assert later.ends_at == later.begins_at
    part.refresh_from_db()
    assert part.left_at == now
    assert Application.objects.get().statement == "mine"
    assert Profile.objects.get().about == "mine too"


def test_whoever_belongs_nowhere_else_is_out_at_once(client, enter, home, noor, admin, now):
    enter(noor)
    assert is_in(client)

    services.stop_access(home, noor, by=admin, at=now)

    assert not is_in(client)
    assert not Session.objects.filter(person=noor).exists()
    assert enter(noor).url == "/enter/closed/"
    assert not is_in(client)


def test_whoever_belongs_elsewhere_loses_only_this_one(client, enter, home, noor, admin, now):
    AffiliationFactory(person=noor)
    cohort = CohortFactory(programme__institution=home)
    enter(noor)
    assert client.get("/programmes/").content.decode().count(cohort.programme.name) > 0

    services.stop_access(home, noor, by=admin, at=now)

    assert is_in(client)
    assert cohort.programme.name not in client.get("/programmes/").content.decode()
    assert home.name not in client.get("/institutions/").content.decode()
    assert enter(noor, browser=Client()).url == "/today/"


def test_a_wrong_password_tells_nobody_that_an_account_is_closed(client, ended, noor):
    closed = client.post("/enter/", {"login": noor.email, "password": "wrong"})
    nobody = client.post("/enter/", {"login": "nobody@example.org", "password": "wrong"})

    assert closed.status_code == nobody.status_code == 422
    assert plain(closed).replace(noor.email, "") == plain(nobody).replace("nobody@example.org", "")
    assert client.post("/enter/", {"login": noor.email, "password": PHRASE}).status_code == 302


def test_no_letter_lets_them_in(home, noor, admin, letters, now):
    passwords.send_way_back(noor.email, at=now)
    addresses.ask_for_address(noor, "new@example.org", by=noor, at=now)
    (back,) = [one for one in letters(noor.email) if "/forgotten/" in str(one.link)]
    (confirm,) = letters("new@example.org")
    assert Client().get(back.link).status_code == Client().get(confirm.link).status_code == 200

    services.stop_access(home, noor, by=admin, at=now)

    for link in (back.link, confirm.link):
        assert Client().get(link).status_code == 410
        assert Client().post(link, {"password": NEW_PHRASE}).status_code == 410
    with pytest.raises(addresses.CannotChangeAddress):
        addresses.confirm_address(noor.address_changes.get(), at=now)
    passwords.send_way_back(noor.email, at=now + timedelta(minutes=1))
    noor.refresh_from_db()
    assert noor.email == "noor@example.org"
    newest = Letter.objects.order_by("-written_at").first()
    assert newest.template == "people/mail/nobody-here.txt"


def test_it_ends_between_the_password_and_the_code(client, enter, home, noor, admin, now):
    methods.turn_on_codes(noor, "JBSWY3DPEHPK3PXP", by=noor, at=now)
    assert enter(noor).url == "/enter/second/"
    assert client.get("/enter/second/").status_code == 200

    services.stop_access(home, noor, by=admin, at=now)

    assert client.post("/enter/second/", {"code": "123456"}).url == "/enter/closed/"
    assert client.get("/enter/second/").url == "/enter/"


UNI = SignOn("oidc", "uni", "The University", ("example.org",), institution="home")


@pytest.mark.parametrize("is_known", [True, False])
def test_the_institutions_own_sign_in_opens_it_no_more(home, noor, admin, now, is_known):
    AffiliationFactory(person=noor)
    if is_known:
        SignOnFactory(user=noor, provider="uni")
    elsewhere = SignOn("oidc", "other", "Elsewhere", ("example.org",), institution="other")
    sign_ons.refuse_if_ended(noor, UNI)

    services.stop_access(home, noor, by=admin, at=now)

    noor.refresh_from_db()
    with pytest.raises(AccessHasEnded):
        sign_ons.admit(sign_on=UNI, uid="7", addresses=[noor.email], name="Noor", at=now)
    sign_ons.refuse_if_ended(noor, elsewhere)


def test_a_sign_in_that_says_not_whose_it_is_stays_shut_to_a_closed_account(ended, noor, now):
    noor.refresh_from_db()
    unsaid = SignOn("oidc", "uni", "The University", ("example.org",))

    with pytest.raises(AccessHasEnded):
        sign_ons.admit(sign_on=unsaid, uid="7", addresses=[noor.email], name="Noor", at=now)


def test_nobody_ends_their_own_access(home, admin, now):
    AffiliationFactory(institution=home, person=admin)
    AppointmentFactory(institution=home, role="admin")

    with pytest.raises(services.CannotStop, match="Nobody does this to themselves"):
        services.stop_access(home, admin, by=admin, at=now)
    services.stop_access(home, admin, by=None, at=now)


def test_an_institution_is_not_left_without_an_admin(home, admin, now):
    AffiliationFactory(institution=home, person=admin)

    with pytest.raises(institutions.LastAdmin):
        services.stop_access(home, admin, by=None, at=now)
    assert not Stop.objects.exists()
    assert admin.affiliations.get().until is None

    AppointmentFactory(institution=home, role="admin")
    services.stop_access(home, admin, by=None, at=now)


def test_whoever_is_no_longer_an_admin_ends_nothing(home, noor, admin, now):
    admin.appointments.update(ends_at=now)

    with pytest.raises(services.CannotStop, match="Only an admin"):
        services.stop_access(home, noor, by=admin, at=now)
    services.stop_access(home, noor, by=None, at=now)


def test_it_ends_once(home, noor, admin, ended, now):
    with pytest.raises(services.AlreadyStopped):
        services.stop_access(home, noor, by=admin, at=now)
    with pytest.raises(services.CannotStop, match="does not belong"):
        services.stop_access(home, PersonFactory(), by=admin, at=now)


def test_a_programme_that_nobody_runs_then_is_told_to_admins(home, noor, admin, now):
    cohort = CohortFactory(programme__institution=home)
    AppointmentFactory(institution=home, person=noor, role="coordinator", scope=cohort.programme_id)
    assert programmes_listed_for(admin, home, at=now).get().is_run

    services.stop_access(home, noor, by=admin, at=now)

    assert not programmes_listed_for(admin, home, at=now).get().is_run


def test_the_letter_goes_to_a_closed_account_and_no_other_does(
    home, noor, admin, run_jobs, mailoutbox, now
):
    AppointmentFactory(institution=home, person=noor, role="coordinator")
    services.stop_access(home, noor, by=admin, at=now)

    run_jobs()

    assert [mail.subject for mail in mailoutbox] == ["Your access to Home has ended"]
    assert mailoutbox[0].to == [noor.email]
    assert "You can no longer sign in." in mailoutbox[0].body


def test_a_letter_that_is_no_longer_true_does_not_go(home, ended, admin, run_jobs, mailoutbox, now):
    services.allow_again(ended, by=admin, at=now)

    run_jobs()

    assert [mail.subject for mail in mailoutbox] == ["You belong to Home again"]


def test_whoever_is_allowed_again_comes_in_and_what_ended_stays_ended(
    client, enter, home, noor, admin, now
):
    role = AppointmentFactory(institution=home, person=noor, role="coordinator")
    part = ParticipantFactory(cohort__programme__institution=home, person=noor)
    stop = services.stop_access(home, noor, by=admin, at=now)
    client.force_login(admin)

    client.post(f"/staff/home/people/gone/{stop.pk}/allow/")

    noor.refresh_from_db()
    part.refresh_from_db()
    role.refresh_from_db()
    assert (noor.is_active, part.left_at, role.ends_at) == (True, now, now)
    assert enter(noor, browser=Client()).url == "/today/"
    assert [one.until for one in noor.affiliations.order_by("until")].count(None) == 1
    assert events(noor)[-3:] == [
        "people.access_stopped",
        "people.person_joined",
        "people.access_allowed",
    ]


def test_nobody_is_allowed_twice(ended, admin, now):
    services.allow_again(ended, by=admin, at=now)

    with pytest.raises(services.CannotAllow):
        services.allow_again(ended, by=admin, at=now)


def test_two_institutions_shut_out_one_after_the_other(home, noor, admin, now):
    other = AffiliationFactory(person=noor).institution
    first = services.stop_access(home, noor, by=admin, at=now)
    noor.refresh_from_db()
    assert noor.is_active

    services.stop_access(other, noor, by=None, at=now)
    noor.refresh_from_db()
    assert not noor.is_active

    services.allow_again(first, by=admin, at=now)
    noor.refresh_from_db()
    assert noor.is_active


def test_coordinators_cannot_bring_them_back(home, noor, ended, now):
    coordinator = AppointmentFactory(institution=home, role="coordinator").person
    asked = [services.Invitee(noor.email.upper())]

    with pytest.raises(services.CannotInvite, match="access of this person was ended"):
        services.invite(home, asked, by=coordinator, at=now)
    services.list_people(home, asked, by=coordinator, at=now)

    assert not noor.affiliations.filter(until=None).exists()


def test_a_letter_that_was_waiting_opens_no_more(home, admin, now):
    listed = PersonFactory(email="listed@example.org", joined_at=None)
    AffiliationFactory(person=listed, institution=home)
    InvitationFactory(institution=home, email=listed.email, made_at=now, secret="waits")
    away = InvitationFactory(email=listed.email, made_at=now, secret="away")
    assert Client().get("/join/waits/").status_code == 200

    services.stop_access(home, listed, by=admin, at=now)

    assert Client().get("/join/waits/").status_code == 410
    # Nobody was written to who had not come in, and another institution's letter still opens.
    assert not Letter.objects.filter(reader=listed.pk).exists()
    joined = services.accept_as_new("away", password=PHRASE, name="Hina", at=now)
    assert joined.person == listed
    assert [one.institution for one in joined.person.affiliations.filter(until=None)] == [
        away.institution
    ]


def test_a_letter_to_another_address_of_theirs_does_not_bring_them_back(home, noor, admin, now):
    AffiliationFactory(person=noor)
    services.stop_access(home, noor, by=admin, at=now)
    InvitationFactory(institution=home, email="other@example.org", made_at=now, secret="other")
    client = Client()
    client.force_login(Person.objects.get(pk=noor.pk))

    refused = client.post("/join/other/")

    assert refused.status_code == 422
    assert "Only its admins can give it back" in refused.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_another_institutions_invitation_opens_the_account_again(client, enter, ended, noor, now):
    InvitationFactory(email=noor.email, made_at=now, secret="away")
    assert enter(noor, phrase="wrong").status_code == 422
    noor.refresh_from_db()
    assert not noor.is_active

    assert enter(noor, next="/join/away/").url == "/join/away/"
    client.post("/join/away/")

    assert is_in(client)
    assert "people.account_opened" in events(noor)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client, home, admin, count, now, django_assert_num_queries
):
    for _ in range(count):
        person = AffiliationFactory(institution=home).person
        services.stop_access(home, person, by=None, at=now)
    client.force_login(admin)
    client.get("/staff/home/people/gone/")

    with django_assert_num_queries(8):
        client.get("/staff/home/people/gone/")


def test_an_admin_of_elsewhere_ends_and_allows_nothing(client, home, noor, ended):
    other = AffiliationFactory(institution=home)
    client.force_login(AppointmentFactory(institution__slug="far", role="admin").person)

    for slug in ("home", "far"):
        assert client.post(f"/staff/{slug}/people/{other.pk}/gone/").status_code == 404
        assert client.post(f"/staff/{slug}/people/gone/{ended.pk}/allow/").status_code == 404
    assert Stop.objects.get().lifted_at is None
