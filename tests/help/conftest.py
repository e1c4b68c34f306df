import pytest

from tests.factories import AffiliationFactory, InstitutionFactory


@pytest.fixture
def home():
    return InstitutionFactory(
        name="Hearth",
        slug="home",
        help_name="Dr Hina Malik",
        help_about="the dean's office",
        help_phone="021 111 0000",
        emergency_phone="1122",
    )


@pytest.fixture
def member(home):
    """Make a member of the institution, by name."""

    def make(name, **person):
        about = {f"person__{key}": value for key, value in person.items()}
        return AffiliationFactory(institution=home, person__name=name, **about).person

    return make


@pytest.fixture
def ayesha(member):
    return member("Ayesha Khan")


@pytest.fixture
def hina(member):
    """Who is named as the confidential contact."""
    return member("Hina Malik", email="hina@example.org")
