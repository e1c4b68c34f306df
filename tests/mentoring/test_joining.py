"""Mentorships and requests, when two accounts of a person become one."""

import pytest

from amanah.matching.models import Request
from amanah.mentoring.models import Membership, Mentorship
from amanah.people.services import joining
from amanah.stewardship import hooks
from tests.factories import SPRING, PersonFactory
from tests.factories.matching import RequestFactory
from tests.factories.mentoring import MentorshipFactory, PairInvitationFactory
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
    def join():
        waiting = JoiningFactory(kept=kept, other=other, confirmed_at=SPRING, due_at=SPRING)
        joining.join_accounts(waiting, at=SPRING)

    return join


def test_a_mentorship_goes_on_under_the_account_that_is_kept(kept, other, become_one):
    mentorship = MentorshipFactory(mentee=other)
    invitation = PairInvitationFactory(by=other)
    assert len(hooks.joiners["mentoring"].offer(other, kept, at=SPRING).lines) == 1

    become_one()

    mentorship.refresh_from_db()
    invitation.refresh_from_db()
    assert (mentorship.is_active, invitation.by) == (True, kept)
    assert Membership.objects.filter(person=kept, role="mentee", left_at=None).exists()


def test_nobody_is_their_own_mentor(kept, other, become_one):
    mentorship = MentorshipFactory(mentor=kept, mentee=other)

    become_one()

    assert not Mentorship.objects.filter(pk=mentorship.pk, state="active").exists()
    assert not Membership.objects.filter(person=other).exists()


def test_what_was_asked_comes_over_once_and_never_of_oneself(kept, other, become_one):
    moved = RequestFactory(mentee=other)
    to_oneself = RequestFactory(mentee=other, mentor=kept)
    twice = RequestFactory(mentee=kept)
    RequestFactory(mentee=other, mentor=twice.mentor, cohort=twice.cohort)

    become_one()

    mine = Request.objects.filter(mentee=kept)
    assert set(mine.values_list("pk", flat=True)) == {moved.pk, twice.pk}
    to_oneself.refresh_from_db()
    assert (to_oneself.mentee, to_oneself.state) == (None, "closed")
