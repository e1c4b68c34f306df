"""No tie is lost, and none is made, when two accounts of a person become one."""

import pytest

from amanah.conflicts.models import OwnTies, Post, Tie
from amanah.conflicts.queries import stands_between
from amanah.people.models import FormerAddress
from amanah.people.services import joining
from tests.factories import (
    SPRING,
    InstitutionFactory,
    OwnTiesFactory,
    PersonFactory,
    PostFactory,
    TieFactory,
)
from tests.factories.people import JoiningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return InstitutionFactory()


@pytest.fixture
def kept():
    return PersonFactory(email="noor@example.org", name="Noor Rahman")


@pytest.fixture
def other():
    return PersonFactory(email="noor@student.example.org", name="N. R.")


@pytest.fixture
def become_one(kept, other):
    def join():
        joining.join_accounts(
            JoiningFactory(kept=kept, other=other, confirmed_at=SPRING, due_at=SPRING), at=SPRING
        )

    return join


def stands(home, one, other):
    return stands_between(home, one, other, at=SPRING)


def test_ties_and_posts_come_over_once(home, kept, other, become_one):
    assessor, friend = PersonFactory(), PersonFactory()
    TieFactory(institution=home, one=assessor, other=other)
    TieFactory(institution=home, one=assessor, other=kept)
    first, second = sorted((other, friend), key=lambda one: one.pk)
    TieFactory(institution=home, one=first, other=second, kind=Tie.Kind.CO_AUTHOR)
    TieFactory(institution=home, one=kept, other=other, kind=Tie.Kind.FAMILY)
    PostFactory(institution=home, person=other)

    become_one()

    assert Tie.objects.count() == 2
    assert stands(home, kept, assessor)
    assert stands(home, kept, friend)
    tie = Tie.objects.get(kind=Tie.Kind.CO_AUTHOR)
    assert tie.one_id < tie.other_id
    assert Post.objects.get().person == kept


@pytest.mark.parametrize(
    "line", [{"email": "NOOR@student.example.org"}, {"name": "N. R."}], ids=["address", "name"]
)
def test_whoever_named_the_other_account_means_the_one_that_is_kept(
    home, kept, other, become_one, line
):
    afraid = OwnTiesFactory(lines=[{**line, "people": [str(other.pk)]}]).person
    assert stands(home, afraid, other)
    assert not stands(home, afraid, kept)

    become_one()

    assert stands(home, afraid, kept)


def test_an_address_alone_still_means_them(home, kept, other, become_one):
    afraid = OwnTiesFactory(lines=[{"email": "noor@student.example.org"}]).person
    bystander = OwnTiesFactory(lines=[{"email": "somebody@example.org"}]).person

    become_one()

    assert stands(home, afraid, kept)
    assert not stands(home, bystander, kept)


def test_somebody_else_at_that_address_is_meant_as_well(home, kept):
    FormerAddress.objects.create(person=kept, address="old@example.org", since=SPRING)
    heir = PersonFactory(email="old@example.org")
    afraid = OwnTiesFactory(lines=[{"email": "old@example.org"}]).person

    assert stands(home, afraid, kept)
    assert stands(home, afraid, heir)


def test_what_they_said_under_either_account_counts(home, kept, other, become_one):
    first, second = PersonFactory(), PersonFactory()
    OwnTiesFactory(person=kept, lines=[{"email": first.email}])
    OwnTiesFactory(person=other, lines=[{"email": second.email}])

    become_one()

    assert stands(home, kept, first)
    assert stands(home, kept, second)
    assert OwnTies.objects.get().person == kept
