"""Somebody has died: two people say so, and then nothing goes to them."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from amanah.base.later import background, later
from amanah.base.models import Job
from amanah.institutions.models import Appointment
from amanah.notifications.services import mail_those_due
from amanah.operations.command import module_of, parser_of
from amanah.outbox.models import Letter
from amanah.people import notices, services
from amanah.people.models import Death, Invitation, Session
from amanah.people.services import passwords
from amanah.people.services.sessions import sweep_accounts
from amanah.programmes import services as programmes
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    CohortFactory,
    InvitationFactory,
    ParticipantFactory,
)
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db


@background
def remind(*, person_id):
    """A job about somebody."""


@pytest.fixture
def second(home):
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def said(home, noor, admin, now):
    return services.say_died(noor, day=now.date(), institution=home, by=admin, at=now)


@pytest.fixture
def post(run_jobs, mailoutbox):
    """Let everything go that is due; the subjects of what went."""

    def goes():
        run_jobs()
        return [mail.subject for mail in mailoutbox]

    return goes


@pytest.fixture
def held(said, second, now):
    return services.confirm_death(said, by=second, at=now)


def test_an_admin_says_so_after_looking_twice(client, noor, admin, now):
    client.force_login(admin)
    address = f"/staff/home/people/{noor.affiliations.get().pk}/died/"
    day = now.date().isoformat()
    assert address in client.get(address.replace("died", "gone")).content.decode()

    asked = client.post(address, {"day": day})
    assert "Are you sure" in asked.content.decode()
    assert "no letter of any kind goes to them" in asked.content.decode()
    assert not Death.objects.exists()

    assert client.post(address, {"day": day, "sure": "yes"}).url == "/staff/home/people/gone/"
    noor.refresh_from_db()
    assert (Death.objects.get().confirmed_at, noor.is_active) == (None, True)
    again = client.post(address, {"day": day, "sure": "yes"})
    assert again.status_code == 422
    assert "Somebody has said so already" in again.content.decode()


def test_a_day_that_has_not_come_is_refused_and_kept(client, noor, admin, now):
    client.force_login(admin)
    address = f"/staff/home/people/{noor.affiliations.get().pk}/died/"
    later_on = (now + timedelta(days=9)).date().isoformat()

    refused = client.post(address, {"day": later_on, "sure": "yes"})

    assert refused.status_code == 422
    assert "That day has not come yet" in refused.content.decode()
    assert later_on in refused.content.decode()
    assert not Death.objects.exists()


@pytest.mark.parametrize(("zone", "is_said"), [("Asia/Karachi", True), ("UTC", False)])
def test_the_day_is_that_of_the_institution(zone, is_said, home, noor, admin):
    """At nine in the evening in London it is already tomorrow in Lahore."""
    home.time_zone = zone
    home.save(update_fields=["time_zone"])
    evening = datetime(2026, 3, 20, 21, tzinfo=UTC)

    def say():
        return services.say_died(
            noor, day=date(2026, 3, 21), institution=home, by=admin, at=evening
        )

    if is_said:
        assert say().day == date(2026, 3, 21)
    else:
        with pytest.raises(services.CannotSay, match="has not come yet"):
            say()


def test_a_second_admin_confirms_it_and_never_the_first(client, said, noor, admin, second):
    belonging = noor.affiliations.get()
    address = f"/staff/home/people/{belonging.pk}/died/confirm/"
    client.force_login(admin)
    assert address not in client.get("/staff/home/people/gone/").content.decode()
    assert client.post(address).status_code == 422
    client.force_login(second)
    assert "said to have died" in client.get("/staff/home/").content.decode()
    assert address in client.get("/staff/home/people/gone/").content.decode()

    assert client.post(address).status_code == 302

    noor.refresh_from_db()
    assert not noor.is_active
    assert Death.objects.get().confirmed_by == second
    assert "said to have died" not in client.get("/staff/home/").content.decode()


def test_an_admin_of_another_institution_of_theirs_may_confirm_it(said, noor, now):
    other = AffiliationFactory(person=noor).institution
    stranger = AppointmentFactory(role="admin").person
    theirs = AppointmentFactory(institution=other, role="admin").person

    with pytest.raises(services.CannotSay):
        services.confirm_death(said, by=stranger, at=now)
    services.confirm_death(said, by=theirs, at=now)

    chains = Entry.objects.filter(event="people.death_confirmed").values_list("chain", flat=True)
    assert len(set(chains)) == 2


def test_nobody_confirms_their_own_death_nor_says_it(home, noor, said, now):
    AppointmentFactory(institution=home, person=noor, role="admin")

    with pytest.raises(services.CannotSay):
        services.confirm_death(said, by=noor, at=now)
    Death.objects.all().delete()
    with pytest.raises(services.CannotSay):
        services.say_died(noor, day=now.date(), institution=home, by=noor, at=now)


def test_what_nobody_confirms_counts_for_nothing_after_a_week(home, noor, said, admin, second, now):
    late = now + timedelta(days=7, minutes=1)

    with pytest.raises(services.CannotConfirmDeath, match="more than a week"):
        services.confirm_death(said, by=second, at=late)
    sweep_accounts(at=now + timedelta(days=6))
    assert Death.objects.exists()
    sweep_accounts(at=late)
    assert not Death.objects.exists()
    services.say_died(noor, day=now.date(), institution=home, by=admin, at=late)


def test_from_then_on_nobody_signs_in_and_they_take_part_in_nothing(
    client, enter, noor, said, second, now
):
    role = AppointmentFactory(institution=said.institution, person=noor, role="coordinator")
    part = ParticipantFactory(cohort__programme__institution=said.institution, person=noor)
    InvitationFactory(email=noor.email, made_at=now)
    later(remind, person_id=str(noor.pk))
    enter(noor)

    services.confirm_death(said, by=second, at=now)

    assert client.get("/today/").status_code == 302
    assert not Session.objects.filter(person=noor).exists()
    assert enter(noor).url == "/enter/closed/"
    assert "still yours" not in client.get("/enter/closed/").content.decode()
    part.refresh_from_db()
    role.refresh_from_db()
    assert (part.left_at, role.ends_at) == (now, now)
    assert Invitation.objects.get().withdrawn_at == now
    assert not Job.objects.filter(values__icontains=str(noor.pk)).exists()


def test_an_only_admin_who_has_died_opens_nothing(home, noor, now):
    AppointmentFactory(institution=home, person=noor, role="admin")

    services.say_died(noor, day=now.date(), institution=None, by=None, at=now)

    noor.refresh_from_db()
    assert not noor.is_active
    assert Appointment.objects.get().ends_at is None


def test_no_letter_of_any_kind_goes_to_them(client, noor, said, second, post, now):
    passwords.send_way_back(noor.email, at=now)
    NoticeFactory(person=noor, due_at=now)
    services.confirm_death(said, by=second, at=now)
    # Somebody else writes to that address, or asks for a password there.
    InvitationFactory(email=noor.email, made_at=now)
    elsewhere = AppointmentFactory(role="coordinator").person
    asked = [services.Invitee(noor.email)]
    services.invite(elsewhere.appointments.get().institution, asked, by=elsewhere, at=now)
    client.post("/forgotten/", {"email": noor.email})
    mail_those_due(at=now)

    assert post() == []
    assert not Letter.objects.filter(state="waiting").exists()


def test_those_who_knew_them_are_told_nothing_false(held, home, admin, noor, now):
    coordinator = AppointmentFactory(institution=home, role="coordinator").person
    who = services.Invitee(noor.email)
    noor.refresh_from_db()

    assert noor.name == "Noor Rahman"
    with pytest.raises(services.CannotInvite, match="no longer with us"):
        services.invite(home, [who], by=coordinator, at=now)
    with pytest.raises(programmes.AccessEnded):
        programmes.list_person(
            CohortFactory(programme__institution=home), who, role="mentee", by=coordinator, at=now
        )


def test_while_one_person_has_said_it_only_what_could_come_later_waits(noor, said, now):
    about = {"reader": noor.pk, "address": noor.email}
    way_back = Letter(template="people/mail/way-back.txt", **about)
    digest = Letter(template="notifications/mail/digest.txt", stop_url="/stop/", **about)

    assert [notices.still_reaches(one, now) for one in (way_back, digest)] == [True, False]
    late = now + timedelta(days=7, minutes=1)
    assert [notices.still_reaches(one, late) for one in (way_back, digest)] == [True, True]


def test_it_can_be_taken_back_and_what_ended_stays_ended(client, noor, said, admin, second, post):
    part = ParticipantFactory(cohort__programme__institution=said.institution, person=noor)
    services.confirm_death(said, by=second, at=said.said_at)
    client.force_login(admin)

    address = f"/staff/home/people/{noor.affiliations.get().pk}/died/back/"
    assert client.post(address).status_code == 302

    noor.refresh_from_db()
    part.refresh_from_db()
    assert (noor.is_active, part.left_at) == (True, said.said_at)
    client.force_login(noor)
    assert client.get("/today/").status_code == 200
    assert post() == ["Your account is open again"]
    told = Entry.objects.filter(subject=noor, event__startswith="people.death")
    assert list(told.order_by("number").values_list("event", flat=True)) == [
        "people.death_said",
        "people.death_confirmed",
        "people.death_taken_back",
    ]


def test_taking_back_what_was_only_said_writes_to_nobody(said, noor, admin, now):
    services.take_back_death(said, by=admin, at=now)

    assert not Letter.objects.exists()
    with pytest.raises(services.CannotConfirmDeath):
        services.take_back_death(said, by=admin, at=now)


def test_whoever_was_shut_out_stays_so(home, noor, admin, ended, now):
    death = services.say_died(noor, day=now.date(), institution=None, by=None, at=now)

    services.take_back_death(death, by=None, at=now)

    noor.refresh_from_db()
    assert not noor.is_active


def run(*arguments):
    return module_of("people").run(parser_of("people").parse_args([*arguments]))


def test_the_operators_word_needs_no_second(noor, said, capsys):
    assert run("died", noor.email, "--day", "2026-03-01") == 0
    noor.refresh_from_db()
    assert (noor.is_active, Death.objects.get().confirmed_by) == (False, None)
    assert run("died", noor.email) == 0
    assert run("alive", noor.email) == run("alive", noor.email) == 0

    noor.refresh_from_db()
    assert noor.is_active
    assert noor.name not in capsys.readouterr().out


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    client, home, admin, count, now, django_assert_num_queries
):
    for _ in range(count):
        person = AffiliationFactory(institution=home).person
        services.say_died(person, day=now.date(), institution=home, by=admin, at=now)
    client.force_login(admin)
    client.get("/staff/home/people/gone/")

    with django_assert_num_queries(8):
        client.get("/staff/home/people/gone/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
)
def test_confirming_and_ending_access_at_once_harms_nothing(home, noor, said, second, admin, now):
    begin, said_of = threading.Barrier(2), []

    def do(work):
        begin.wait()
        try:
            work()
            said_of.append("done")
        except services.CannotSay:
            said_of.append("refused")
        finally:
            connection.close()

    works = (
        lambda: services.confirm_death(said, by=second, at=now),
        lambda: services.stop_access(home, noor, by=admin, at=now),
    )
    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    noor.refresh_from_db()
    assert not noor.is_active
    assert "done" in said_of
