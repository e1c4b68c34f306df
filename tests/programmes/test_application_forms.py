"""What an application asks beside the five questions, who reads each answer, and its last day."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.notifications.models import Notice
from amanah.notifications.queries import lines_for
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.applying import FiveForm, MoreForm
from amanah.programmes.models import Application
from tests.access import matrix, registers
from tests.factories import SPRING, ApplicationFactory, QuestionFactory
from tests.programmes.applying import begin, said

pytestmark = pytest.mark.django_db
ARCHIVED = {
    "participant__cohort__programme__archived_at": SPRING,
    "participant__cohort__programme__keep_until": SPRING.date(),
}


@pytest.mark.parametrize("form_class", [FiveForm, MoreForm])
@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_every_field_says_who_reads_it_as_the_rule_and_the_matrix_do(
    person, cohort, form_class, role
):
    """The sentence under a field is the phrase of its rule; the matrix agrees with both."""
    application = services.begin_application(cohort, role=role, by=person, at=clock.now())
    form = form_class(application=application)
    named = registers.FORMS[f"programmes.forms.applying.{form_class.__name__}"]
    private = set(named["application: wishes"].split())

    for field in form:
        is_private = field.name in private or field.name.startswith(("wish_", "matters_"))
        resource = "application: wishes" if is_private else "application: statement"
        column = field.name.removesuffix("_own")
        column = "wishes" if column.startswith("wish_") else column.partition("_")[0]
        seen = {
            matrix.right(resource, known, "coordinator", "here")
            for kind, known, _role, _state in matrix.RIGHTS
            if kind == resource
        }
        assert field.who == ("Only you" if is_private else "The programme")
        assert field.who == field.field.visible_to.phrase
        assert seen == ({"–"} if is_private else {"S"}), column
    assert rules.can_read_wishes.phrase == "Only you"


@pytest.fixture
def asked(cohort):
    """One question of each kind; the last is not for mentees, another is put away."""
    programme = cohort.programme
    return {
        "text": QuestionFactory(programme=programme, place=1),
        "choice": QuestionFactory(programme=programme, place=2, kind="choice", options=["A", "B"]),
        "several": QuestionFactory(
            programme=programme, place=3, kind="several", options=["X", "Y", "Z"]
        ),
        "scale": QuestionFactory(
            programme=programme, place=4, kind="scale", options=["never", "always", "4"]
        ),
        "mentors": QuestionFactory(programme=programme, place=5, asked="mentors"),
        "gone": QuestionFactory(programme=programme, place=6, put_away=True),
    }


def names(asked, *kinds):
    return [f"question_{asked[kind].pk.hex}" for kind in kinds]


def test_the_programmes_own_questions_are_answered_and_read(
    client, person, cohort, asked, coordinator
):
    here = begin(client, cohort)
    client.post(here, said(send="1"))
    text, choice, several, scale = names(asked, "text", "choice", "several", "scale")

    form = client.get(f"{here}more/").context["form"]
    client.post(f"{here}more/", {text: "Because.", choice: "B", several: ["X", "Z"], scale: "4"})

    assert [name for name in form.fields if name.startswith("question_")] == [
        text,
        choice,
        several,
        scale,
    ]
    assert form.fields[scale].choices[-1] == ("4", "4 · <bdi>always</bdi>")
    application = Application.objects.get()
    assert queries.answers_to_read(application) == [
        (asked["text"].text, "Because."),
        (asked["choice"].text, "B"),
        (asked["several"].text, "X, Z"),
        (asked["scale"].text, "4"),
    ]
    again = client.get(f"{here}more/").context["form"]
    assert (again.initial[several], again.initial[scale]) == (["X", "Z"], 4)
    client.force_login(coordinator)
    read = client.get(f"/staff/programmes/applications/{application.pk}/").content.decode()
    assert "Because." in read


def test_an_answer_that_was_not_offered_is_refused_and_one_taken_away_is_gone(
    client, person, cohort, asked
):
    here = begin(client, cohort)
    (choice,) = names(asked, "choice")

    assert client.post(f"{here}more/", {choice: "C"}).status_code == 422
    assert client.post(f"{here}more/", {choice: "A"}).status_code == 302
    application = Application.objects.get()
    assert len(queries.answers_to_read(application)) == 1
    client.post(f"{here}more/", {choice: ""})
    assert queries.answers_to_read(application) == []


def test_what_is_needed_is_not_called_optional(client, person, cohort):
    form = client.get(begin(client, cohort)).context["form"]

    assert "(optional)" not in form["topics"].as_field_group()
    assert "(optional)" in form["stage"].as_field_group()


def test_whoever_has_not_sent_what_they_began_is_told_once_some_days_before(institution, now):
    until = institution.day_of(now) + timedelta(days=2)

    def draft(**about):
        return ApplicationFactory(
            participant__cohort__programme__institution=institution,
            **{
                "state": "draft",
                "submitted_at": None,
                "participant__cohort__applications_until": until,
                **about,
            },
        )

    near = draft()
    draft(participant__cohort__applications_until=until + timedelta(days=5))
    draft(participant__cohort__programme__state="archived", **ARCHIVED)
    draft(state="submitted", submitted_at=now)

    for _again in range(2):
        services.tell_of_last_days(at=now)

    (notice,) = Notice.objects.all()
    assert (notice.person, notice.day) == (near.participant.person, until)
    (line,) = lines_for(notice.person, at=now)
    assert line.where == f"/programmes/applications/{near.pk}/"
    services.send_application(
        services.save_application(
            near, {"topics": ["leadership"], "languages": ["en"]}, by=notice.person, at=now
        ),
        by=notice.person,
        at=now,
    )
    assert lines_for(notice.person, at=now) == []
