"""Parts in programmes, when two accounts of a person become one."""

import pytest

from amanah.people.models import Person
from amanah.people.services import joining
from amanah.programmes.models import Application, Intake, Participant
from amanah.stewardship import hooks
from tests.factories import (
    SPRING,
    ApplicationFactory,
    CohortFactory,
    IntakeFactory,
    ParticipantFactory,
    PersonFactory,
)
from tests.factories.people import JoiningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    return PersonFactory()


@pytest.fixture
def other():
    return PersonFactory()


@pytest.fixture
def become_one(kept, other):
    def join(**chosen):
        waiting = JoiningFactory(
            kept=kept, other=other, confirmed_at=SPRING, due_at=SPRING, chosen=chosen
        )
        joining.join_accounts(waiting, at=SPRING)

    return join


@pytest.fixture
def both(kept, other, cohort):
    """Something sent under either account to one cohort."""
    for person in (kept, other):
        part = ParticipantFactory(cohort=cohort, person=person)
        ApplicationFactory(participant=part, statement=f"by {person.pk}")
    return f"cohort-{cohort.pk}"


def offered(other, kept):
    return hooks.joiners["programmes"].offer(other, kept, at=SPRING)


def test_a_part_of_the_other_account_comes_over_with_its_words(kept, other, become_one, cohort):
    part = ParticipantFactory(cohort=cohort, person=other)
    ApplicationFactory(participant=part, statement="mine")
    IntakeFactory(by=other)
    assert len(offered(other, kept).lines) == 1

    become_one()

    assert Participant.objects.get().person == kept
    assert Application.objects.get().statement == "mine"
    assert Intake.objects.get().by == kept


@pytest.mark.parametrize("stays", ["kept", "other"])
def test_of_two_parts_in_one_cohort_the_chosen_one_stays(both, kept, other, become_one, stays):
    (question,) = offered(other, kept).questions
    assert question.key == both

    become_one(**{both: stays})

    wanted = kept if stays == "kept" else other
    assert Participant.objects.get().person == kept
    assert Application.objects.get().statement == f"by {wanted.pk}"


def test_a_part_that_was_left_gives_way_without_a_question(both, kept, other, become_one, cohort):
    Participant.objects.filter(person=kept).update(left_at=SPRING)
    assert offered(other, kept).questions == ()

    become_one()

    assert Application.objects.get().statement == f"by {other.pk}"


def test_all_of_it_or_nothing(both, kept, other, become_one, monkeypatch):
    broken = hooks.Joiner("broken", lambda *a, **k: hooks.Offer(), _fail, ())
    monkeypatch.setitem(hooks.joiners, "broken", broken)

    with pytest.raises(RuntimeError):
        become_one()

    assert Participant.objects.count() == 2
    assert Person.objects.get(pk=other.pk).is_active


def _fail(other, kept, **more):
    raise RuntimeError


def test_what_both_have_elsewhere_is_asked_by_name(kept, other):
    cohort = CohortFactory(programme__name="Surgery", name="2027")
    for person in (kept, other):
        ParticipantFactory(cohort=cohort, person=person)

    (question,) = offered(other, kept).questions

    assert question.about == "Surgery, 2027"
