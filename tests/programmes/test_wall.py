"""What holds in a programme between mentoring and assessment, and that applicants can read it."""

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.people.services import unlist
from amanah.programmes import queries
from tests.factories import (
    SPRING,
    AffiliationFactory,
    ApplicationFactory,
    ParticipantFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "may", "stands"),
    [
        ("co_author", False, True),
        ("co_author", True, False),
        ("assessor", True, True),
        ("family", True, True),
    ],
)
def test_a_programme_lowers_the_wall_for_co_authors_and_nobody_else(cohort, kind, may, stands):
    programme = cohort.programme
    programme.co_authors_may_pair = may
    tie = TieFactory(institution=programme.institution, kind=kind)

    assert queries.stands_between(programme, tie.one, tie.other, at=SPRING) == stands
    found = queries.pairs_in_conflict(programme, [tie.one_id], [tie.other_id], at=SPRING)
    assert found == ({(tie.one_id, tie.other_id)} if stands else set())


@pytest.mark.parametrize("may", [True, False])
def test_applicants_read_what_holds_before_they_apply(client, person, cohort, may):
    type(cohort.programme).objects.update(co_authors_may_pair=may)

    page = client.get(reverse("applications:programmes")).content.decode()

    assert "nobody who supervises, assesses or examines you" in page
    assert ("People who wrote together may be paired." in page) == may
    assert ("Nor anybody with whom you have written papers" in page) != may
    assert reverse("conflicts:own") in page


@pytest.mark.parametrize(("role", "says"), [("mentee", "who supervises"), ("mentor", "you head")])
def test_the_form_says_it_to_mentees_and_to_mentors(client, person, cohort, role, says):
    part = ParticipantFactory(
        cohort=cohort, person=person, as_mentor=role == "mentor", as_mentee=role == "mentee"
    )
    application = ApplicationFactory(participant=part, role=role, submitted_at=clock.now())

    page = client.get(reverse("applications:application", args=[application.pk])).content.decode()

    assert says in page
    assert reverse("conflicts:own") in page


def test_whoever_is_taken_off_a_list_again_takes_their_ties_along(institution, coordinator):
    listed = AffiliationFactory(institution=institution, person__joined_at=None).person
    tie, kept = TieFactory(institution=institution, other=listed), TieFactory()

    assert unlist(institution, [listed], by=coordinator, at=SPRING) == 1

    assert not type(tie).objects.filter(pk=tie.pk).exists()
    assert type(tie).objects.get() == kept
