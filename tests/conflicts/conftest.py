import pytest

from amanah.conflicts import hooks
from tests.factories import AffiliationFactory, AppointmentFactory, InstitutionFactory


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Hearth")


@pytest.fixture
def coordinator(home):
    person = AppointmentFactory(institution=home, role="coordinator").person
    AffiliationFactory(institution=home, person=person)
    return person


@pytest.fixture
def member(home):
    """Somebody who belongs to the institution."""

    def make(**about):
        return AffiliationFactory(
            institution=home, **{f"person__{name}": value for name, value in about.items()}
        ).person

    return make


@pytest.fixture
def running():
    """The pairs that an app above tells: a list to be filled by the test."""
    told = []

    def tell(institution, people, at):
        return [pair for pair in told if people is None or {pair.mentor, pair.mentee} & set(people)]

    hooks.pairs.append(tell)
    yield told
    hooks.pairs.remove(tell)
