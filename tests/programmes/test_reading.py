"""Reading what people sent: by whom, until when, and that its author is shown it."""

import pytest
from django.urls import reverse

from amanah.institutions.services import end_appointment
from amanah.people.models import Person
from amanah.people.services import leave
from amanah.programmes import queries, services
from amanah.programmes.models import Application, Intake, Participant
from amanah.stewardship import ledger
from amanah.stewardship.models import Chain, Entry
from tests.factories import SPRING, AffiliationFactory, ApplicationFactory, ParticipantFactory
from tests.programmes.applying import begin, said

pytestmark = pytest.mark.django_db
HINA = ("Hina Baig", "hina@example.org", "Year 1")


@pytest.fixture
def sent(client, person, cohort):
    client.post(begin(client, cohort), said(send="1"))
    return Application.objects.get()


def is_read(coordinator):
    return queries.applications_run_by(coordinator, at=SPRING).exists()


def test_whoever_was_taken_out_is_read_no_more(sent, coordinator):
    assert is_read(coordinator)

    services.remove_from_cohort(sent.participant, by=coordinator, at=SPRING)

    assert not is_read(coordinator)


def test_whoever_leaves_the_institution_takes_part_and_is_read_no_more(
    client, person, cohort, sent, coordinator
):
    elsewhere = ParticipantFactory(person=person)
    assert is_read(coordinator)

    leave(person.affiliations.get(), by=person, at=SPRING)

    assert not is_read(coordinator)
    assert Participant.objects.get(pk=sent.participant_id).left_at == SPRING
    assert not list(queries.people_of(cohort, but=coordinator))
    elsewhere.refresh_from_db()
    assert elsewhere.left_at is None


def test_invited_back_they_are_not_read_before_they_have_come(person, sent, coordinator, cohort):
    belonging = person.affiliations.get()
    leave(belonging, by=person, at=SPRING)
    Participant.objects.update(left_at=None)

    assert not is_read(coordinator)
    AffiliationFactory(person=person, institution=cohort.programme.institution)
    assert is_read(coordinator)


def test_taking_it_along_is_shown_to_everybody_whose_application_is_in_it(
    client, person, cohort, sent, coordinator, taken
):
    institution = cohort.programme.institution
    other = AffiliationFactory(institution=institution).person
    ApplicationFactory(participant=ParticipantFactory(cohort=cohort, person=other))
    ParticipantFactory(cohort=cohort, person=AffiliationFactory(institution=institution).person)
    taken(HINA)
    client.force_login(coordinator)

    client.get(reverse("programmes:people_sheet", args=[cohort.pk]))

    seen = Entry.objects.filter(event="programmes.application_seen")
    # Of who is only on a list it holds what the list said; of who said nothing, nothing is read.
    assert {one.subject for one in seen} == {person, other}
    assert {one.by for one in seen} == {coordinator}
    assert Entry.objects.filter(event="programmes.people_taken_along").count() == 1
    assert ledger.first_break(Chain.objects.get(pk=institution.pk)) is None
    client.force_login(person)
    assert "Read your application" in client.get("/privacy/").content.decode()


def test_a_list_can_be_undone_although_the_ledger_tells_of_somebody_on_it(
    client, cohort, coordinator, taken
):
    taken(HINA, ("Bilal Aslam", "bilal@example.org", "Year 2"))
    client.force_login(coordinator)
    read = Application.objects.get(participant__person__email="hina@example.org")
    assert client.get(reverse("programmes:reading", args=[read.pk])).status_code == 200
    hina = read.participant.person

    undone = services.undo_intake(Intake.objects.get(), by=coordinator, at=SPRING)

    assert (undone.state, undone.counts) == ("undone", {"back": 2, "stay": 0})
    assert not Person.objects.filter(email__endswith="@example.org", name="Bilal Aslam").exists()
    hina.refresh_from_db()
    assert (hina.name, hina.erased_at) == ("", SPRING)
    assert not Participant.objects.exists()


def test_whoever_lost_the_role_takes_no_list_over_and_none_back(
    cohort, coordinator, uploaded, taken
):
    held = coordinator.appointments.get()
    taken(HINA)
    done = Intake.objects.get()
    waiting = uploaded(("Bilal Aslam", "bilal@example.org", "Year 2"))
    Intake.objects.filter(pk=waiting.pk).update(state="applying")
    Intake.objects.filter(pk=done.pk).update(state="undoing")
    end_appointment(held, by=None, at=SPRING)

    services.take_over(intake_id=str(waiting.pk), at=SPRING)
    services.undo_in_parts(intake_id=str(done.pk), by_id=str(coordinator.pk), at=SPRING)

    waiting.refresh_from_db()
    done.refresh_from_db()
    assert (waiting.state, done.state) == ("checked", "done")
    assert [one.person.email for one in Participant.objects.all()] == ["hina@example.org"]


def test_whoever_holds_the_role_does(cohort, coordinator, uploaded):
    waiting = uploaded(HINA)
    Intake.objects.filter(pk=waiting.pk).update(state="applying")

    services.take_over(intake_id=str(waiting.pk), at=SPRING)

    waiting.refresh_from_db()
    assert waiting.state == "done"
    Intake.objects.filter(pk=waiting.pk).update(state="undoing", counts={"back": 0, "stay": 0})
    services.undo_in_parts(intake_id=str(waiting.pk), by_id=str(coordinator.pk), at=SPRING)
    assert not Participant.objects.exists()
