"""Nothing goes out before *send*, and then one letter a person."""

from datetime import timedelta

import pytest

from amanah.base.models import Job
from amanah.notifications.services import mail_those_due
from amanah.people.models import Invitation, Person
from amanah.people.services import (
    CannotResend,
    Invitee,
    accept_as_new,
    accept_invitation,
    claim,
    invite,
)
from amanah.programmes import queries, services
from amanah.programmes.models import Application, Participant
from amanah.programmes.sheet import sheet_of
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, ParticipantFactory, PersonFactory
from tests.people.conftest import NEW_PHRASE
from tests.people.test_invitations import link_in

pytestmark = pytest.mark.django_db
HINA = ("Hina Baig", "hina@example.org", "Year 1")
BILAL = ("Bilal Aslam", "bilal@example.org", "Year 5")
MAY = (SPRING + timedelta(days=30)).date()


def send(cohort, by, at=SPRING):
    return services.send_letters(cohort, until=MAY, by=by, at=at)


def test_everybody_on_the_list_is_written_to_once(cohort, coordinator, taken, run_jobs, mailoutbox):
    taken(HINA, BILAL)
    run_jobs(at=SPRING)
    assert mailoutbox == []

    assert send(cohort, coordinator) == 2
    run_jobs(at=SPRING)

    assert sorted(mail.to[0] for mail in mailoutbox) == ["bilal@example.org", "hina@example.org"]
    assert {mail.subject for mail in mailoutbox} == {"Hearth invites you"}
    assert "Hina" not in "".join(mail.body for mail in mailoutbox)
    assert Entry.objects.get(event="programmes.letters_sent").detail == {"count": 2}
    with pytest.raises(services.CannotSend, match="already"):
        send(cohort, coordinator)


def test_whoever_comes_in_by_the_letter_finds_what_the_list_said(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA)
    send(cohort, coordinator)
    run_jobs(at=SPRING)

    joined = accept_as_new(link_in(mailoutbox[0]), password=NEW_PHRASE, name="Dr Hina", at=SPRING)

    mine = queries.participations_of(joined.person).get()
    assert (mine.cohort, mine.person.name) == (cohort, "Dr Hina")
    assert Application.objects.get(participant=mine).stage == "Year 1"


def test_members_with_an_account_are_told_and_not_invited(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    hina = PersonFactory(name="Hina Baig", email="hina@example.org", time_zone="UTC")
    AffiliationFactory(institution=cohort.programme.institution, person=hina)
    taken(HINA)

    assert queries.letters_of(cohort) == queries.Letters(
        to_invite=0, to_tell=1, invited=0, joined=1
    )
    send(cohort, coordinator)
    run_jobs(at=SPRING)
    mail_those_due(at=SPRING)
    run_jobs(at=SPRING)

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["hina@example.org"], "Hearth: you were put on a list")
    assert not Invitation.objects.exists()


def test_whoever_applied_by_themselves_is_not_written_to(cohort, coordinator):
    ParticipantFactory(cohort=cohort)

    with pytest.raises(services.CannotSend):
        send(cohort, coordinator)


def test_an_invitation_that_waits_already_is_not_written_twice(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA, BILAL)
    institution = cohort.programme.institution
    invite(institution, [Invitee("hina@example.org")], by=coordinator, at=SPRING)

    send(cohort, coordinator)
    run_jobs(at=SPRING)

    assert Invitation.objects.count() == len(mailoutbox) == 2


def test_whoever_is_taken_out_before_the_letter_goes_gets_none(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA, BILAL)
    send(cohort, coordinator)
    Participant.objects.filter(person__name="Hina Baig").update(left_at=SPRING)

    run_jobs(at=SPRING)

    assert [mail.to for mail in mailoutbox] == [["bilal@example.org"]]


def test_letters_stop_when_whoever_sent_them_lost_the_role(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA)
    send(cohort, coordinator)
    coordinator.appointments.update(ends_at=SPRING)

    run_jobs(at=SPRING + timedelta(hours=1))

    assert mailoutbox == []
    assert queries.letters_of(cohort).to_invite == 1


def test_a_programme_that_is_being_set_up_sends_nothing(cohort, coordinator, taken):
    taken(HINA)
    cohort.programme.state = "draft"
    cohort.programme.save()

    with pytest.raises(services.CannotSend, match="Open the programme first"):
        send(cohort, coordinator)
    cohort.programme.state = "open"
    cohort.programme.save()
    assert send(cohort, coordinator) == 1


@pytest.mark.parametrize("days", [-1, 91])
def test_a_letter_is_open_for_some_weeks_and_no_more(cohort, coordinator, taken, days):
    taken(HINA)
    until = (SPRING + timedelta(days=days)).date()

    with pytest.raises(services.CannotSend, match="three months"):
        services.send_letters(cohort, until=until, by=coordinator, at=SPRING)
    assert send(cohort, coordinator) == 1


def test_sending_twice_asks_the_worker_once(cohort, coordinator, taken, run_jobs):
    taken(HINA)
    send(cohort, coordinator)
    send(cohort, coordinator)

    assert Job.objects.filter(work="amanah.programmes.services.letters.write_letters").count() == 1
    assert queries.is_sending(cohort)
    run_jobs(at=SPRING)
    assert not queries.is_sending(cohort)


def test_a_hundred_letters_are_written_some_at_a_time(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(*[(f"Person {n}", f"p{n}@example.org", "Year 1") for n in range(101)])

    assert send(cohort, coordinator) == 101
    run_jobs(at=SPRING)

    assert len(mailoutbox) == len({mail.to[0] for mail in mailoutbox}) == 101


def test_a_letter_is_written_again_with_a_new_link(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA)
    participant = Participant.objects.get()
    with pytest.raises(services.CannotSend):
        services.write_again(participant, by=coordinator, at=SPRING)
    send(cohort, coordinator)
    run_jobs(at=SPRING)
    participant.refresh_from_db()

    services.write_again(participant, by=coordinator, at=SPRING)
    run_jobs(at=SPRING)

    first, second = mailoutbox
    assert link_in(first) != link_in(second)
    with pytest.raises(CannotResend):
        services.write_again(participant, by=coordinator, at=SPRING)


def test_after_an_invitation_ran_out_a_new_one_is_written(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    taken(HINA)
    send(cohort, coordinator)
    run_jobs(at=SPRING)
    Invitation.objects.all().delete()

    services.write_again(Participant.objects.get(), by=coordinator, at=SPRING)
    run_jobs(at=SPRING)

    assert len(mailoutbox) == 2


def test_whoever_has_come_in_is_not_invited_again(cohort, coordinator, taken, run_jobs):
    taken(HINA)
    send(cohort, coordinator)
    run_jobs(at=SPRING)
    claim("hina@example.org", at=SPRING)

    with pytest.raises(services.CannotSend):
        services.write_again(
            Participant.objects.select_related("person").get(), by=coordinator, at=SPRING
        )
    assert Person.objects.get(email="hina@example.org").joined_at == SPRING


def test_an_account_in_another_institution_is_told_to_nobody(
    cohort, coordinator, taken, run_jobs, mailoutbox
):
    elsewhere = PersonFactory(name="As they write it", email="hina@example.org")
    AffiliationFactory(person=elsewhere)
    taken(HINA, BILAL)

    assert queries.letters_of(cohort) == queries.Letters(
        to_invite=2, to_tell=0, invited=0, joined=0
    )
    rows = sheet_of(cohort, but=coordinator).rows
    assert [(row[0], row[-1]) for row in rows] == [
        ("Bilal Aslam", "Not yet joined"),
        ("Hina Baig", "Not yet joined"),
    ]
    send(cohort, coordinator)
    run_jobs(at=SPRING)
    assert {mail.subject for mail in mailoutbox} == {"Hearth invites you"}
    [link] = [link_in(mail) for mail in mailoutbox if mail.to == ["hina@example.org"]]

    accept_invitation(link, by=elsewhere, at=SPRING)

    assert queries.letters_of(cohort).joined == 1
    assert [row[0] for row in sheet_of(cohort, but=coordinator).rows] == [
        "Bilal Aslam",
        "As they write it",
    ]
