"""Whom a mentee finds, and in what order."""

import json
from datetime import timedelta

import pytest

from amanah.matching import queries
from amanah.people import services as people
from amanah.people.models import FormerAddress
from amanah.programmes import services as programmes
from tests.factories import SPRING, AffiliationFactory, CohortFactory
from tests.factories.conflicts import TieFactory
from tests.factories.matching import RequestFactory, mentee_in, mentor_in
from tests.factories.mentoring import MentorshipFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_mentee_finds_the_mentors_who_let_themselves_be_found(cohort, mentee, mentor, found):
    mentor_in(cohort, can_be_found=False)

    assert found(mentee) == {mentor.person}


@pytest.mark.parametrize(
    ("change", "sees"),
    [
        (lambda said, at: said.__class__.objects.filter(pk=said.pk).update(can_be_found=False), 0),
        (
            lambda said, at: programmes.withdraw_application(
                said, by=said.participant.person, at=at
            ),
            0,
        ),
        (lambda said, at: _set(said.participant, left_at=at), 0),
        (lambda said, at: _set(said.participant, away_until=(at + DAY).date()), 0),
        (lambda said, at: _set(said.participant, away_until=(at - DAY).date()), 1),
        (lambda said, at: _set(said.participant, places=0), 0),
        (lambda said, at: _set(said.participant.person, is_active=False), 0),
        (lambda said, at: _leave(said.participant.person, at), 0),
        (lambda said, at: _pair(said), 0),
        (lambda said, at: None, 1),
    ],
)
def test_only_mentors_who_are_here_with_a_free_place_are_found(cohort, mentee, found, change, sees):
    said = mentor_in(cohort)
    assert len(found(mentee)) == 1

    change(said, SPRING)

    assert len(found(mentee)) == sees


def _set(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()


def _leave(person, at):
    people.leave(person.affiliations.get(), by=person, at=at)


def _pair(said):
    other = mentee_in(said.participant.cohort).participant.person
    MentorshipFactory(cohort=said.participant.cohort, mentor=said.participant.person, mentee=other)


def test_a_place_that_was_given_back_is_free_again(cohort, mentee, found):
    said = mentor_in(cohort)
    other = mentee_in(cohort).participant.person
    mentorship = MentorshipFactory(cohort=cohort, mentor=said.participant.person, mentee=other)
    assert found(mentee) == set()

    mentorship.state, mentorship.closed_at = "closed", SPRING
    mentorship.save()

    assert found(mentee) == {said.participant.person}


def _programme(cohort, **values):
    _set(cohort.programme, **values)


@pytest.mark.parametrize(
    ("change", "may"),
    [
        (lambda cohort, said: None, True),
        (lambda cohort, said: _programme(cohort, mentees_may_ask=False), False),
        (lambda cohort, said: _programme(cohort, state="draft"), False),
        (lambda cohort, said: _set(cohort, ends_on=(SPRING - DAY).date()), False),
        (lambda cohort, said: _set(cohort, ends_on=SPRING.date()), True),
        (lambda cohort, said: _set(said, state="draft"), False),
        (lambda cohort, said: _set(said.participant, left_at=SPRING), False),
        (lambda cohort, said: _leave(said.participant.person, SPRING), False),
    ],
)
def test_only_whoever_has_applied_where_it_is_allowed_may_look(cohort, change, may):
    said = mentee_in(cohort)

    change(cohort, said)

    assert (queries.search_in(cohort, said.participant.person, at=SPRING) is not None) == may


def test_somebody_of_another_cohort_finds_nobody_here(cohort, mentor):
    other = CohortFactory(programme=cohort.programme)
    elsewhere = mentee_in(other).participant.person

    assert not queries.mentors_for(elsewhere, at=SPRING).exists()


NAMED = [
    lambda person: {"email": person.email.upper()},
    lambda person: {"person": str(person.pk)},
    lambda person: {"name": "dr faísal MAHMOOD"},
    lambda person: {"name": "Mahmood"},
    lambda person: {"name": "Faisal Mahmood Khan"},
]


@pytest.mark.parametrize("named", NAMED)
def test_whom_either_does_not_want_is_left_out_both_ways(cohort, found, named):
    one = mentee_in(cohort, person=_called(cohort, "Faisal Mahmood"))
    said = mentor_in(cohort, person=_called(cohort, "Faisal Mahmood"))
    assert found(one.participant.person) == {said.participant.person}

    _set(one, do_not_pair=json.dumps([named(said.participant.person)]))
    assert found(one.participant.person) == set()
    _set(one, do_not_pair="")
    _set(said, do_not_pair=json.dumps([named(one.participant.person)]))
    assert found(one.participant.person) == set()


def test_who_was_named_by_an_address_they_had_before_is_still_meant(cohort, mentee, mentor, found):
    """A new address must not undo what somebody asked us never to do."""
    search = queries.search_in(cohort, mentee, at=SPRING)
    _set(search, do_not_pair=json.dumps([{"email": "Before@old.example"}]))
    assert found(mentee) == {mentor.person}

    FormerAddress.objects.create(person=mentor.person, address="before@old.example", since=SPRING)
    assert found(mentee) == set()
    _set(search, do_not_pair="")
    assert found(mentee) == {mentor.person}
    _set(mentor.applications.get(), do_not_pair=json.dumps([{"email": "mine@old.example"}]))
    FormerAddress.objects.create(person=mentee, address="mine@old.example", since=SPRING)
    assert found(mentee) == set()


def _called(cohort, name):
    affiliation = AffiliationFactory(
        institution=cohort.programme.institution, person__name=name, person__called=""
    )
    return affiliation.person


@pytest.mark.parametrize("name", ["Fahad Mahmud", "Dr", "Professor", "", "Bilal Faisal Khan"])
def test_a_name_of_somebody_else_keeps_nobody_apart(cohort, found, name):
    said = mentor_in(cohort, person=_called(cohort, "Faisal Mahmood"))
    one = mentee_in(cohort, do_not_pair=json.dumps([{"name": name}]))

    assert found(one.participant.person) == {said.participant.person}


def test_whoever_something_stands_between_is_left_out(cohort, mentee, mentor, found):
    other = mentor_in(cohort).participant.person
    assert found(mentee) == {mentor.person, other}

    TieFactory(institution=cohort.programme.institution, one=mentee, other=mentor.person)

    assert found(mentee) == {other}


def test_what_was_said_in_another_cohort_of_the_institution_counts(cohort, mentee, mentor, found):
    other = CohortFactory(programme__institution=cohort.programme.institution)
    mentee_in(
        other,
        person=mentee,
        state="draft",
        do_not_pair=json.dumps([{"email": mentor.person.email}]),
    )

    assert found(mentee) == set()


def test_nobody_finds_themselves(cohort, found):
    said = mentor_in(cohort)
    person = said.participant.person
    mentor_in(cohort)
    said.participant.as_mentee = True
    said.participant.save()
    said.__class__.objects.create(
        participant=said.participant,
        role="mentee",
        state="submitted",
        begun_at=SPRING,
        submitted_at=SPRING,
    )

    assert person not in found(person)
    assert len(found(person)) == 1


def test_whoever_was_asked_is_not_found_again(cohort, mentee, mentor, found):
    mentor_in(cohort)
    RequestFactory(cohort=cohort, mentee=mentee, mentor=mentor.person, state="closed")

    assert mentor.person not in found(mentee)
    assert len(found(mentee)) == 1


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"topic": "research_skills"}, True),
        ({"topic": "leadership"}, False),
        ({"language": "ur"}, True),
        ({"language": "en"}, False),
        ({"setting": "video"}, True),
        ({"setting": "open_door"}, False),
        ({"specialty": "CARDIO"}, True),
        ({"specialty": "renal"}, False),
        ({"topic": "research_skills", "specialty": "renal"}, False),
    ],
)
def test_one_may_look_for_something(cohort, mentee, found, wanted, fits):
    mentor_in(
        cohort,
        topics=["research_skills"],
        languages=["ur"],
        settings=["video"],
        specialty="Cardiology",
    )

    assert bool(found(mentee, **wanted)) == fits


def _order(cohort, person, at):
    search = queries.search_in(cohort, person, at=at)
    return [card.mentor.pk for card in queries.cards_for(search, at=at)]


def test_the_order_is_the_readers_own_and_of_the_day(cohort, mentee):
    for _n in range(12):
        mentor_in(cohort)
    other = mentee_in(cohort).participant.person
    today = _order(cohort, mentee, SPRING)

    assert _order(cohort, mentee, SPRING + timedelta(hours=3)) == today
    assert _order(cohort, mentee, SPRING + DAY) != today
    assert _order(cohort, other, SPRING) != today
    assert sorted(_order(cohort, other, SPRING)) == sorted(today)


def test_being_asked_often_moves_nobody(cohort, mentee):
    for _n in range(6):
        mentor_in(cohort, places=9)
    before = _order(cohort, mentee, SPRING)
    popular = cohort.participants.get(pk=before[3])

    for _n in range(3):
        RequestFactory(cohort=cohort, mentor=popular.person)

    assert _order(cohort, mentee, SPRING) == before


def test_what_both_named_is_said(cohort, mentee, mentor):
    search = queries.search_in(cohort, mentee, at=SPRING)

    [card] = queries.cards_for(search, at=SPRING)

    assert card.shared == ("leadership",)
