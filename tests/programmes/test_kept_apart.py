"""Who is never paired because either said so: one by one, and all at once."""

import json
import random

import pytest

from amanah.programmes import queries
from tests.factories.people import PersonFactory
from tests.factories.programmes import ApplicationFactory, CohortFactory, ParticipantFactory

pytestmark = pytest.mark.django_db
NAMES = ["Sana Qureshi", "Dr Sana", "Bilal O'Brien", "بلال احمد", "Ana García-López", "Wei"]


def test_all_pairs_at_once_are_those_of_each_one_by_one():
    chance = random.Random(7)
    cohort = CohortFactory()
    people = [PersonFactory(name=f"{name} {end}") for name in NAMES for end in ("", "Khan")]
    for person in people:
        named = chance.sample(people, 2)
        ways = [
            {"person": str(named[0].pk)},
            {"email": named[0].email.upper()},
            {"name": named[1].name},
            {"name": named[1].name.split()[0]},
            {"name": "Nobody Here"},
        ]
        ApplicationFactory(
            participant=ParticipantFactory(cohort=cohort, person=person),
            do_not_pair=json.dumps(chance.sample(ways, 2)),
        )
    institution = cohort.programme.institution

    found = queries.pairs_kept_apart(people, institution)

    for person in people:
        others = [one for one in people if one != person]
        one_by_one = queries.kept_apart(person, others, institution)
        assert {other for who, other in found if who == person.pk} == one_by_one
    assert 0 < len(found) < len(people) * (len(people) - 1)


def test_it_costs_the_same_for_many_as_for_few(django_assert_num_queries):
    cohort = CohortFactory()
    people = [PersonFactory() for _one in range(12)]
    for few in (people[:2], people):
        with django_assert_num_queries(2):
            queries.pairs_kept_apart(few, cohort.programme.institution)
