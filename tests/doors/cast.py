"""The standing cast: every kind of person who may come to a door of one institution."""

import pytest

from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)

ROLES = (
    "nobody",
    "stranger",
    "mentee",
    "mentor",
    "coordinator",
    "evaluator",
    "safeguarding",
    "admin",
)
STAFF = ("coordinator", "evaluator", "safeguarding", "admin")


@pytest.fixture
def cast():
    return assemble()


def assemble():
    """The people by role. The stranger belongs to another institution."""
    home = InstitutionFactory(name="Home", slug="home")
    elsewhere = InstitutionFactory(name="Elsewhere", slug="elsewhere")
    people = {role: PersonFactory(name=role) for role in ROLES if role != "nobody"}
    for role, person in people.items():
        AffiliationFactory(person=person, institution=elsewhere if role == "stranger" else home)
    for role in STAFF:
        AppointmentFactory(person=people[role], institution=home, role=role)
    return {"nobody": None, **people}
