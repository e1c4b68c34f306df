"""A list that was taken over is taken back: all that nobody has made theirs since."""

import json
from datetime import timedelta

import pytest

from amanah.people.models import Person
from amanah.people.services import claim
from amanah.programmes import queries, services
from amanah.programmes.models import Application, Listed, Participant
from tests.factories import SPRING, AffiliationFactory, PersonFactory
from tests.programmes.applying import begin, said
from tests.programmes.lists import BILAL, HINA, people

pytestmark = pytest.mark.django_db
SUMMER = SPRING + timedelta(days=60)


def undone(intake, by):
    """Undo a list; how many were taken back, and how many stay."""
    intake = services.undo_intake(intake, by=by, at=SUMMER)
    assert intake.state == "undone"
    return intake.counts["back"], intake.counts["stay"]


def test_a_long_list_is_undone_by_the_worker_in_parts(taken, coordinator, run_jobs):
    intake = taken(*[(f"Person {n}", f"p{n}@example.org", "Year 1") for n in range(401)])
    run_jobs()
    intake.refresh_from_db()

    services.undo_intake(intake, by=coordinator, at=SPRING)
    assert Participant.objects.count() == 401
    run_jobs()

    intake.refresh_from_db()
    assert (intake.state, intake.counts) == ("undone", {"back": 401, "stay": 0})
    assert not Person.objects.filter(joined_at=None).exists()


def test_an_undone_list_leaves_nobody(taken, coordinator):
    intake = taken(HINA, BILAL)

    assert undone(intake, coordinator) == (2, 0)

    assert not Participant.objects.exists()
    assert not Person.objects.filter(joined_at=None).exists()
    with pytest.raises(services.CannotUndo):
        services.undo_intake(intake, by=coordinator, at=SUMMER)


def test_undoing_a_change_brings_back_what_was(taken, coordinator):
    taken(HINA)
    later = taken((*HINA[:2], "Year 2"))

    assert undone(later, coordinator) == (1, 0)

    assert Application.objects.get().stage == "Year 1"
    assert json.loads(Listed.objects.get().said)["stage"] == "Year 1"


@pytest.mark.parametrize("what", ["letter", "joined", "edited"])
def test_whoever_has_made_it_theirs_stays(taken, coordinator, what):
    intake = taken(HINA, BILAL)
    hina = Participant.objects.get(person__name="Hina Baig")
    if what == "letter":
        Participant.objects.filter(pk=hina.pk).update(letter_at=SPRING)
    elif what == "joined":
        claim("hina@example.org", at=SPRING)
    else:
        hina.applications.update(stage="Mine")

    assert undone(intake, coordinator) == (1, 1)

    assert people() == [("Hina Baig", True, 0)]


def test_somebody_who_was_here_before_the_list_stays_here(cohort, taken, coordinator):
    member = AffiliationFactory(
        institution=cohort.programme.institution,
        person=PersonFactory(name="Hina Baig", email="hina@example.org"),
    ).person
    intake = taken(HINA)

    services.undo_intake(intake, by=coordinator, at=SUMMER)

    assert not Participant.objects.exists()
    assert member.affiliations.filter(until=None).exists()


ONLY_A_NAME = ("Name", "E-mail")


@pytest.fixture
def hina(client, cohort):
    """A member with an account, who looks for a mentor by herself too."""
    person = PersonFactory(name="Hina Baig", email="hina@example.org")
    AffiliationFactory(person=person, institution=cohort.programme.institution)
    client.force_login(person)
    return person


@pytest.mark.parametrize("first", ["draft", "list"])
def test_a_draft_outlives_the_list_and_is_told_to_nobody(
    client, cohort, taken, coordinator, hina, first
):
    here = begin(client, cohort, "mentor") if first == "draft" else None
    if here:
        client.post(here, said(places="3"))
    intake = taken(HINA[:2], header=ONLY_A_NAME, role="mentor")
    here = here or begin(client, cohort, "mentor")

    assert undone(intake, coordinator) == (1, 0)

    assert Application.objects.get().state == "draft"
    assert Participant.objects.get().places == (3 if first == "draft" else 0)
    assert not list(queries.people_of(cohort, but=coordinator))
    client.post(here, said(send="1", places="2"))
    assert [one.person for one in queries.people_of(cohort, but=coordinator)] == [hina]


def test_whoever_applied_by_herself_meanwhile_stays(client, cohort, taken, coordinator, hina):
    intake = taken(HINA[:2], header=ONLY_A_NAME)
    client.post(begin(client, cohort), said(send="1"))

    assert undone(intake, coordinator) == (0, 1)

    assert Application.objects.get().state == "submitted"
    assert [one.person for one in queries.people_of(cohort, but=coordinator)] == [hina]


def test_whoever_had_been_taken_out_is_out_again_and_loses_nothing(
    client, cohort, taken, coordinator, hina
):
    client.post(begin(client, cohort), said(send="1"))
    services.remove_from_cohort(Participant.objects.get(), by=coordinator, at=SPRING)
    intake = taken(HINA, answers={2: {"left": "back"}})
    assert [one.person for one in queries.people_of(cohort, but=coordinator)] == [hina]

    assert undone(intake, coordinator) == (1, 0)

    assert Participant.objects.get().left_at == SPRING
    assert Application.objects.get().state == "submitted"
