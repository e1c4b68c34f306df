import pytest

from tests.factories import AffiliationFactory, InstitutionFactory


@pytest.fixture
def institution():
    return InstitutionFactory(
        name="Hearth", slug="hearth", help_name="Margaret Joyce", time_zone="Europe/Dublin"
    )


@pytest.fixture
def member(institution):
    """Make a member of the institution, by name."""

    def make(name, **person):
        about = {f"person__{key}": value for key, value in person.items()}
        return AffiliationFactory(institution=institution, person__name=name, **about).person

    return make


@pytest.fixture
def amina(member):
    return member("Amina Siddiqui", email="amina@example.org")


@pytest.fixture
def bilal(member):
    return member("Bilal Ahmed", email="bilal@example.org")
