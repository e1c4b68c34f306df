"""A mentorship that runs is looked at again when one comes to decide over the other."""

import pytest

from amanah.conflicts import services as conflicts
from amanah.conflicts.queries import pairs_shown_to
from amanah.mentoring.models import Mentorship
from amanah.notifications.models import Notice
from tests.factories import SPRING, AppointmentFactory, CohortFactory, PersonFactory
from tests.factories.mentoring import MentorshipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_informal", [False, True])
def test_whoever_runs_its_programme_is_told_and_of_an_informal_one_nobody(is_informal):
    cohort = CohortFactory()
    institution = cohort.programme.institution
    coordinator = AppointmentFactory(institution=institution).person
    admin = AppointmentFactory(institution=institution, role="admin").person
    mentor, mentee = PersonFactory(name="Dr Imran"), PersonFactory(name="Hina")
    MentorshipFactory(
        institution=institution,
        cohort=None if is_informal else cohort,
        mentor=mentor,
        mentee=mentee,
    )

    what = conflicts.What("examiner")
    conflicts.put_in_tie(institution, mentor, mentee, what, by=admin, at=SPRING)

    told = list(Notice.objects.values_list("person", "kind"))
    assert told == ([] if is_informal else [(coordinator.pk, "conflicts.another_look")])
    shown = pairs_shown_to(coordinator, institution, at=SPRING)
    assert [(one.mentor, one.mentee) for one in shown] == (
        [] if is_informal else [("Dr Imran", "Hina")]
    )


def test_one_that_is_closed_needs_no_look():
    cohort = CohortFactory()
    institution = cohort.programme.institution
    coordinator = AppointmentFactory(institution=institution).person
    mentorship = MentorshipFactory(cohort=cohort)
    one, other = (part.person for part in mentorship.memberships.order_by("role"))
    what = conflicts.What("assessor")
    conflicts.put_in_tie(institution, one, other, what, by=coordinator, at=SPRING)
    assert len(pairs_shown_to(coordinator, institution, at=SPRING)) == 1

    Mentorship.objects.update(state=Mentorship.State.CLOSED, closed_at=SPRING)

    assert pairs_shown_to(coordinator, institution, at=SPRING) == []
