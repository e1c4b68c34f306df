"""Several mentors, each with a named role: said in the settings, chosen in an application."""

import pytest

from amanah.programmes import queries, services
from amanah.programmes.starts import STARTS
from tests.factories import SPRING
from tests.programmes.applying import begin

pytestmark = pytest.mark.django_db
SEVERAL = STARTS[2]


@pytest.fixture
def settings_page(client, cohort, coordinator):
    """Save the settings of the programme as they stand, but for what is given."""
    client.force_login(coordinator)
    page = f"/staff/programmes/{cohort.programme_id}/settings/"
    told = {
        "name": cohort.programme.name,
        "form": "pair",
        "mode": "cohort",
        "weeks_between_meetings": 4,
        "months": 12,
        "initial-name": cohort.programme.name,
        "initial-form": "pair",
        "initial-mode": "cohort",
        "initial-weeks_between_meetings": 4,
        "initial-months": 12,
        "initial-evaluation_plan": cohort.programme.evaluation_plan,
        "evaluation_plan": cohort.programme.evaluation_plan,
    }
    return lambda **said: client.post(page, {**told, **said})


def test_the_start_with_several_mentors_names_their_roles(institution, coordinator):
    made = services.begin_programme(
        institution, SEVERAL, SEVERAL.initial, deputy=None, by=coordinator, at=SPRING
    )

    assert made.roles_to_fill == ["Career", "Research", "Finding one's feet"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Career", "Name two roles at least"),
        ("Career\ncareer", "This is here twice"),
        ("\n".join("abcdefg"), "Write from 0 to 6"),
        ("Career\n" + "x" * 61, "longer than 60 letters"),
    ],
)
def test_roles_that_will_not_do_are_told_beside_them(said, told, settings_page, cohort):
    answer = settings_page(form="several", mentor_roles=said)

    assert answer.status_code == 422
    assert told in answer.text
    assert settings_page(form="several", mentor_roles="Career\n Research ").status_code == 302
    cohort.programme.refresh_from_db()
    assert cohort.programme.roles_to_fill == ["Career", "Research"]


def test_one_to_one_needs_no_roles_and_keeps_those_that_were_typed(settings_page, cohort):
    assert settings_page(mentor_roles="Career").status_code == 302

    cohort.programme.refresh_from_db()
    assert (cohort.programme.mentor_roles, cohort.programme.roles_to_fill) == (["Career"], [])


@pytest.mark.parametrize(("form", "is_asked"), [("several", True), ("pair", False)])
def test_applicants_choose_among_them(form, is_asked, client, cohort, person):
    cohort.programme.form, cohort.programme.mentor_roles = form, ["Career", "Research"]
    cohort.programme.save()
    page = begin(client, cohort) + "more/"

    shown = client.get(page).text
    client.post(page, {"roles": ["Research"]})

    assert ("Which of these mentors do you look for?" in shown) is is_asked
    said = queries.applications_of(person).get().roles
    assert said == (["Research"] if is_asked else [])


def test_a_role_that_is_not_among_them_is_refused(client, cohort, person):
    cohort.programme.form, cohort.programme.mentor_roles = "several", ["Career", "Research"]
    cohort.programme.save()
    page = begin(client, cohort, role="mentor") + "more/"

    refused = client.post(page, {"roles": ["Owner"]})
    taken = client.post(page, {"roles": ["Career"]})

    assert (refused.status_code, taken.status_code) == (422, 302)


def test_a_copy_has_the_same_roles(cohort, coordinator):
    cohort.programme.mentor_roles = ["Career", "Research"]
    cohort.programme.save()

    copy = services.duplicate_programme(cohort.programme, by=coordinator, at=SPRING)

    assert copy.mentor_roles == ["Career", "Research"]
