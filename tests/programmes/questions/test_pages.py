"""The order of questions, putting away, and how they are shown."""

import threading

import pytest
from django.db import connection
from django.utils.html import strip_tags

from amanah.programmes import queries, services
from amanah.programmes.models import Answer, Question
from tests.factories import (
    SPRING,
    ProgrammeFactory,
    QuestionFactory,
)
from tests.programmes.applying import begin
from tests.programmes.questions.writing import asked, change, events, page

pytestmark = pytest.mark.django_db


# The order, and putting away.


def test_questions_move_by_buttons_and_stop_at_the_ends(staff, programme):
    for text in "ABC":
        QuestionFactory(programme=programme, text=text, place=0)
    in_order = list(programme.questions.order_by("place", "pk"))
    texts = [one.text for one in in_order]

    staff.post(page("move_question", in_order[2]), {"to": "up"})
    assert asked(programme) == [texts[0], texts[2], texts[1]]
    staff.post(page("move_question", in_order[0]), {"to": "up"})
    assert asked(programme) == [texts[0], texts[2], texts[1]]
    staff.post(page("move_question", in_order[0]), {"to": "down"})
    assert asked(programme) == [texts[2], texts[0], texts[1]]
    staff.post(page("move_question", in_order[1]), {"to": "down"})

    assert asked(programme) == [texts[2], texts[0], texts[1]]
    assert events() == ["programmes.question_moved"] * 2


def test_one_that_is_put_away_is_asked_no_more_and_can_be_taken_back(staff, programme):
    question = QuestionFactory(programme=programme, text="Which ward?")
    QuestionFactory(programme=programme, text="Later", place=3)

    staff.post(page("put_question_away", question))
    assert asked(programme) == ["Later"]
    assert "Ask again" in staff.get(page("questions", programme)).text
    staff.post(page("take_question_back", question))

    assert asked(programme) == ["Later", "Which ward?"]
    assert events() == ["programmes.question_put_away", "programmes.question_taken_back"]


def test_what_somebody_answered_they_can_see_and_take_back_after_it_is_put_away(
    client, person, cohort, programme, coordinator
):
    question = QuestionFactory(programme=programme)
    here = begin(client, cohort)
    name = f"question_{question.pk.hex}"
    client.post(f"{here}more/", {name: "Because."})
    services.put_question_away(question, by=coordinator, at=SPRING)

    form = client.get(f"{here}more/").context["form"]
    assert form.initial[name] == "Because."
    client.post(f"{here}more/", {name: ""})

    assert not Answer.objects.exists()
    assert name not in client.get(f"{here}more/").context["form"].fields


def test_an_answer_that_is_no_longer_offered_is_not_taken(cohort, person, coordinator, now):
    """Between loading the page and saving it, what can be chosen may change."""
    question = QuestionFactory(programme=cohort.programme, kind="choice", options=["A", "B"])
    application = services.begin_application(cohort, role="mentee", by=person, at=now)
    change(question, coordinator, options=["A", "C"])

    def save(said):
        wanted = {"stage": said, "answers": {question.pk: said}}
        return services.save_application(application, wanted, by=person, at=now)

    with pytest.raises(services.CannotApply, match="changed while you answered"):
        save("B")

    application.refresh_from_db()
    assert (application.stage, Answer.objects.count()) == ("", 0)
    assert save("C").stage == "C"


def test_an_archived_programme_is_only_read(staff, programme):
    question, away = (QuestionFactory(programme=programme, put_away=n) for n in (False, True))
    stood = list(Question.objects.order_by("pk").values())
    programme.state, programme.archived_at = "archived", SPRING
    programme.keep_until = SPRING.date()
    programme.save()
    typed = {"asked": "everybody", "text": "New", "help": ""}

    assert staff.get(page("questions", programme)).status_code == 200
    assert staff.get(page("question", question)).status_code == 200
    answers = [
        staff.post(f"{page('add_question', programme)}?kind=text", typed),
        staff.post(page("question", question), typed),
        staff.post(page("move_question", question), {"to": "down"}),
        staff.post(page("put_question_away", question)),
        staff.post(page("take_question_back", away)),
        staff.post(page("delete_question", question)),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert all("archived" in answer.text for answer in answers)
    assert list(Question.objects.order_by("pk").values()) == stood


# The pages.


def test_the_list_is_reached_from_the_programme_and_says_who_reads_the_answers(staff, programme):
    there = staff.get(programme.get_absolute_url())
    assert page("questions", programme) in there.text

    listed = staff.get(page("questions", programme))

    assert "The programme" in listed.text
    assert "do not ask for health" in listed.text


def test_an_applicant_of_each_role_is_asked_what_concerns_them(staff, programme):
    for place, who in enumerate(("everybody", "mentors", "mentees")):
        QuestionFactory(programme=programme, text=f"To {who}", asked=who, place=place)
    QuestionFactory(programme=programme, text="Away", put_away=True)

    shown = staff.get(page("as_applicant", programme)).context["shown"]

    assert {role: [strip_tags(field.label) for field in form] for role, form in shown} == {
        "mentee": ["To everybody", "To mentees"],
        "mentor": ["To everybody", "To mentors"],
    }
    assert {field.who for _role, form in shown for field in form} == {"The programme"}


def test_the_words_of_a_question_are_never_markup(client, person, cohort, coordinator):
    """Whoever writes a question must not be able to put a form of their own into our page."""
    programme, wild = cohort.programme, "<img src=x><b>"
    QuestionFactory(programme=programme, text=wild, help=wild, kind="choice", options=[wild, "B"])
    QuestionFactory(programme=programme, text=wild, kind="scale", options=[wild, wild, "3"])
    pages = [client.get(f"{begin(client, cohort)}more/").text]
    client.force_login(coordinator)
    pages += [client.get(page(name, programme)).text for name in ("questions", "as_applicant")]

    assert ["<img src=x>" in text for text in pages] == [False] * 3
    assert [text.count("&lt;img src=x&gt;") > 1 for text in pages] == [True] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    programme, answered, count, django_assert_num_queries
):
    for place in range(count):
        answered(QuestionFactory(programme=programme, place=place), '"A"')

    with django_assert_num_queries(1):
        assert [one.is_answered for one in queries.questions_of(programme)] == [True] * count


def test_a_question_of_another_programme_is_not_there(staff):
    question = QuestionFactory(programme=ProgrammeFactory())

    for name in ("question", "move_question", "put_question_away", "delete_question"):
        assert staff.post(page(name, question)).status_code == 404


def test_a_copy_of_the_programme_asks_the_same_in_the_same_order(programme, coordinator):
    kinds = (("scale", ["low", "high", "4"]), ("text", []), ("several", ["X", "Y"]))
    for place, (kind, options) in enumerate(kinds):
        QuestionFactory(
            programme=programme,
            place=9 - place,
            kind=kind,
            options=options,
            asked="mentors",
            help=f"Help {place}",
        )

    copy = services.duplicate_programme(programme, by=coordinator, at=SPRING)

    def told(one):
        return list(
            queries.questions_of(one).values_list("kind", "options", "asked", "text", "help")
        )

    assert told(copy) == told(programme)
    assert [kind for kind, *_rest in told(copy)] == ["several", "text", "scale"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="PostgreSQL only: SQLite writes one by one"
)
def test_of_two_who_add_the_twelfth_question_at_once_one_is_refused(programme, coordinator):
    for place in range(11):
        QuestionFactory(programme=programme, place=place)
    outcomes, start = [], threading.Barrier(2)

    def add():
        start.wait()
        try:
            services.add_question(programme, {"text": "Last?"}, by=coordinator, at=SPRING)
            outcomes.append("added")
        except services.CannotAsk:
            outcomes.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=add) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(outcomes) == ["added", "refused"]
    assert len(asked(programme)) == 12
