import json

import pytest

from amanah.programmes import services
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, CohortFactory
from tests.programmes.lists import as_csv


@pytest.fixture
def cohort():
    return CohortFactory(programme__institution__name="Hearth", programme__name="Student mentoring")


@pytest.fixture
def institution(cohort):
    return cohort.programme.institution


@pytest.fixture
def person(client, institution):
    """A member of the institution, signed in."""
    person = AffiliationFactory(institution=institution).person
    client.force_login(person)
    return person


@pytest.fixture
def coordinator(cohort):
    return AppointmentFactory(institution=cohort.programme.institution, role="coordinator").person


@pytest.fixture
def uploaded(cohort, coordinator, tmp_path):
    """Read a list and say what its columns are, as proposed."""

    def upload(*rows, content=None, role="mentee", name="people.csv", **how):
        path = tmp_path / name
        path.write_bytes(as_csv(*rows, **how) if content is None else content)
        intake = services.read_list(cohort, path, name=name, role=role, by=coordinator, at=SPRING)
        columns = json.loads(intake.columns)
        return services.say_columns(intake, columns, by=coordinator, at=SPRING)

    return upload


@pytest.fixture
def taken(uploaded, coordinator):
    """Take a list over."""

    def take(*rows, leave_out=False, at=SPRING, answers=None, **how):
        intake = uploaded(*rows, **how)
        if answers:
            intake = services.correct_rows(
                intake, cells={}, answers=answers, left_out={}, by=coordinator, at=at
            )
        return services.ask_to_take_over(
            intake, leaves_out_bad_rows=leave_out, by=coordinator, at=at
        )

    return take
