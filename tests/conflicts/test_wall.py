"""Who shall not be paired with whom."""

from datetime import timedelta

import pytest

from amanah.conflicts.models import Tie
from amanah.conflicts.queries import pairs_in_conflict, stands_between
from tests.factories import (
    SPRING,
    AffiliationFactory,
    InstitutionFactory,
    OwnTiesFactory,
    PersonFactory,
    PostFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = SPRING.date()


@pytest.fixture
def home():
    return InstitutionFactory()


def stands(home, one, other, **more):
    """Asked both ways round: who is the mentor makes no difference."""
    answers = {
        stands_between(home, one, other, at=SPRING, **more),
        stands_between(home, other, one, at=SPRING, **more),
    }
    assert len(answers) == 1
    return answers.pop()


@pytest.mark.parametrize("kind", Tie.Kind.values)
def test_every_kind_of_tie_stands_between_its_two_and_nobody_else(home, kind):
    tie = TieFactory(institution=home, kind=kind)

    assert stands(home, tie.one, tie.other)
    assert not stands(home, tie.one, PersonFactory())
    assert not stands(home, PersonFactory(), tie.other)


def test_a_tie_of_another_institution_stands_nowhere_else(home):
    tie = TieFactory()

    assert stands(tie.institution, tie.one, tie.other)
    assert not stands(home, tie.one, tie.other)


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        ({"since": TODAY - DAY, "until": TODAY - DAY}, False),
        ({"since": TODAY - DAY, "until": TODAY}, True),
        ({"since": TODAY, "until": None}, True),
        # Nobody is paired today with next month's examiner.
        ({"since": TODAY + 30 * DAY, "until": None}, True),
    ],
)
def test_a_tie_counts_until_its_last_day_and_before_its_first(home, days, counts):
    tie = TieFactory(institution=home, **days)
    post = PostFactory(institution=home, **days)
    member = AffiliationFactory(institution=home, department="Medicine").person

    assert stands(home, tie.one, tie.other) == counts
    assert stands(home, post.person, member) == counts


def test_a_programme_may_let_co_authors_and_nothing_else(home):
    one, other = PersonFactory(), PersonFactory()
    TieFactory(institution=home, one=one, other=other, kind="co_author")
    assert stands(home, one, other)
    assert not stands(home, one, other, co_authors_may=True)

    TieFactory(institution=home, one=other, other=one, kind="examiner")
    assert stands(home, one, other, co_authors_may=True)


@pytest.mark.parametrize("written", ["medicine", "  Médicine ", "MEDICINE"])
def test_a_post_stands_over_its_department_however_that_is_written(home, written):
    post = PostFactory(institution=home, department="Medicine")
    inside = AffiliationFactory(institution=home, department=written).person
    outside = AffiliationFactory(institution=home, department="Surgery").person

    assert stands(home, post.person, inside)
    assert not stands(home, post.person, outside)


def test_whoever_names_no_department_or_has_left_it_is_under_no_post(home):
    post = PostFactory(institution=home)
    nowhere = AffiliationFactory(institution=home, department="").person
    left = AffiliationFactory(institution=home, department="Medicine", until=TODAY).person
    elsewhere = AffiliationFactory(department="Medicine").person
    there = AffiliationFactory(institution=home, department="Medicine").person

    assert [stands(home, post.person, one) for one in (nowhere, left, elsewhere, there)] == [
        False,
        False,
        False,
        True,
    ]


def test_a_head_does_not_stand_between_themselves_and_themselves(home):
    head = AffiliationFactory(institution=home, department="Medicine").person
    PostFactory(institution=home, person=head)

    assert pairs_in_conflict(home, [head.pk], [head.pk], at=SPRING) == set()


@pytest.mark.parametrize(
    "line",
    [
        {"email": "IMRAN@example.org"},
        {"name": "Imran Siddiqui"},
        {"name": "Prof. imran siddiqui"},
        {"name": "Imran Ahmed Siddiqui"},
        {"name": "Siddiqui, Imran"},
    ],
)
def test_what_somebody_says_of_their_own_ties_counts_for_both(home, line):
    me = PersonFactory()
    imran = PersonFactory(name="Dr Imran Siddiqui", email="imran@example.org")
    OwnTiesFactory(person=me, lines=[line])

    assert stands(home, me, imran)
    assert not stands(home, me, PersonFactory(name="Ayesha Siddiqui"))
    assert not stands(home, PersonFactory(), imran)
    assert stands(home, me, imran, co_authors_may=True)


@pytest.mark.parametrize(("said", "counts"), [("Khan", False), ("Ali Khan", True)])
def test_a_single_word_means_only_somebody_of_that_whole_name(home, said, counts):
    me, ali, khan = PersonFactory(), PersonFactory(name="Ali Khan"), PersonFactory(name="Khan")
    OwnTiesFactory(person=me, lines=[{"name": said}])

    assert stands(home, me, ali) == counts
    assert stands(home, me, khan) == (not counts)


def test_a_name_counts_for_everybody_who_has_it(home):
    me = PersonFactory()
    two = [PersonFactory(name="خدیجہ بانو"), PersonFactory(name="خدیجہ بانو")]
    OwnTiesFactory(person=me, lines=[{"name": "خدیجہ بانو"}])

    assert [stands(home, me, one) for one in two] == [True, True]


def test_whom_a_line_meant_is_still_meant_under_another_address_and_name(home):
    me, other = PersonFactory(), PersonFactory(name="New Name", email="new@example.org")
    OwnTiesFactory(person=me, lines=[{"email": "old@example.org", "people": [str(other.pk)]}])

    assert stands(home, me, other)
    assert not stands(home, me, PersonFactory())


@pytest.mark.parametrize("many", [1, 600])
def test_set_wise_it_gives_the_same_pairs_for_few_and_for_many(home, many):
    """Above some hundreds everybody's rows are read instead of naming people."""
    mentors = [PersonFactory.build() for _ in range(many)]
    mentees = [PersonFactory.build(email=f"m{n}@example.org") for n in range(many)]
    type(mentors[0]).objects.bulk_create([*mentors, *mentees])
    mentor, mentee = mentors[0], mentees[0]
    TieFactory(institution=home, one=mentor, other=mentee)
    TieFactory(institution=home, one=mentor)
    head = PostFactory(institution=home, person=mentors[-1]).person
    AffiliationFactory(institution=home, person=mentees[-1], department="medicine")
    OwnTiesFactory(person=mentees[-1], lines=[{"email": mentors[0].email}])
    OwnTiesFactory(lines=[{"email": mentors[0].email}])

    found = pairs_in_conflict(
        home, [one.pk for one in mentors], [one.pk for one in mentees], at=SPRING
    )

    assert found == {
        (mentor.pk, mentee.pk),
        (head.pk, mentees[-1].pk),
        (mentors[0].pk, mentees[-1].pk),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_whole_question_costs_the_same_for_one_and_three(
    home, count, django_assert_num_queries
):
    ties = [TieFactory(institution=home) for _ in range(count)]
    PostFactory(institution=home, person=ties[0].one)
    OwnTiesFactory(person=ties[0].other, lines=[{"name": "Somebody Else"}])

    with django_assert_num_queries(6):
        found = pairs_in_conflict(
            home, [tie.one_id for tie in ties], [tie.other_id for tie in ties], at=SPRING
        )

    assert found == {(tie.one_id, tie.other_id) for tie in ties}


def test_one_person_is_asked_about_as_many_are(home):
    """Of a small side fewer rows are read; the answer is the same, whoever holds the post."""
    people = PersonFactory.create_batch(4)
    for person in people:
        AffiliationFactory(institution=home, person=person, department="Medicine")
    me, head, imran, shy = people
    PostFactory(institution=home, person=head)
    PostFactory(institution=home, person=me, department="Surgery", kind="director")
    surgeon = AffiliationFactory(institution=home, department="surgery").person
    OwnTiesFactory(person=me, lines=[{"email": imran.email}])
    OwnTiesFactory(person=shy, lines=[{"email": me.email}])
    mentors = [head.pk, imran.pk, shy.pk, surgeon.pk, PersonFactory().pk]

    found = pairs_in_conflict(home, mentors, [me.pk], at=SPRING)

    assert found == {(one.pk, me.pk) for one in (head, imran, shy, surgeon)}
    turned = pairs_in_conflict(home, [me.pk], mentors, at=SPRING)
    assert turned == {(mentee, mentor) for mentor, mentee in found}
