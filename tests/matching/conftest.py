from datetime import timedelta

import pytest

from amanah.matching import queries
from tests.factories import SPRING, CohortFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in


@pytest.fixture
def cohort():
    """A cohort whose mentees may ask mentors themselves."""
    return CohortFactory(programme__mentees_may_ask=True, programme__institution__slug="home")


@pytest.fixture
def mentee(cohort):
    return mentee_in(cohort, stage="third-year student").participant.person


@pytest.fixture
def mentor(cohort):
    """Their part in the cohort."""
    return mentor_in(cohort, how_i_mentor="I listen first.").participant


@pytest.fixture
def found(cohort):
    """Whom somebody finds, by person, at a moment."""

    def look(person, *, at=SPRING, **wanted):
        search = queries.search_in(cohort, person, at=at)
        cards = queries.cards_for(search, at=at, wanted=queries.Wanted(**wanted))
        return {card.mentor.person for card in cards}

    return look


@pytest.fixture
def later():
    return SPRING + timedelta(days=1)


@pytest.fixture
def proposal(cohort, mentor, mentee, now):
    return ProposalFactory(
        cohort=cohort,
        sent_at=now,
        carried=[["topics", ["leadership"]], ["interests", ["Ultrasound"]]],
        asked=[(mentor.person, "mentor"), (mentee, "mentee")],
    )
