"""A programme's own questions: written, mended, moved, put away; what was sent stays as it was."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from amanah.base.seen import AlreadyChanged
from amanah.programmes import queries, services
from amanah.programmes.models import Answer, Application, Question
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    ApplicationFactory,
    ParticipantFactory,
    ProgrammeFactory,
    QuestionFactory,
)
from tests.programmes.applying import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(cohort):
    return cohort.programme


@pytest.fixture
def staff(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def answered(cohort):
    """Answer a question in an application that was sent, or in one that was not."""

    def answer(question, value, *, state="submitted"):
        application = ApplicationFactory(
            participant=ParticipantFactory(cohort=cohort),
            state=state,
            submitted_at=SPRING if state == "submitted" else None,
        )
        return Answer.objects.create(application=application, question=question, value=value)

    return answer


def asked(programme):
    return [one.text for one in programme.questions.filter(put_away=False).order_by("place", "pk")]


def events():
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


def page(name, thing):
    return reverse(f"programmes:{name}", args=[thing.pk])


# Writing.


WRITTEN = {
    "text": ({}, []),
    "choice": ({"options": " A \n\nB\n"}, ["A", "B"]),
    "several": ({"options": "خدیجہ  مختار\nB\nC"}, ["خدیجہ مختار", "B", "C"]),
    "scale": ({"low": "never", "high": "always", "steps": "7"}, ["never", "always", "7"]),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_question_of_each_kind_is_written_after_all_others(staff, programme, kind):
    QuestionFactory(programme=programme, text="First", place=4)
    more, options = WRITTEN[kind]

    answer = staff.post(
        f"{page('add_question', programme)}?kind={kind}",
        {"asked": "mentors", "text": "Which ward?", "help": "Such as: 12.", **more},
    )

    made = Question.objects.get(text="Which ward?")
    assert answer.url == f"{page('questions', programme)}#question-{made.pk}"
    assert (made.kind, made.asked, made.help) == (kind, "mentors", "Such as: 12.")
    assert made.options == options
    assert asked(programme) == ["First", "Which ward?"]
    assert events() == ["programmes.question_added"]


@pytest.mark.parametrize(
    ("kind", "sent", "field", "says"),
    [
        ("text", {"text": " "}, "text", "required"),
        ("text", {"asked": "everyone"}, "asked", "valid choice"),
        ("choice", {"options": "only one"}, "options", "from 2 to 20"),
        ("choice", {"options": "\n".join(map(str, range(21)))}, "options", "from 2 to 20"),
        ("several", {"options": "Yes\nno\n yes"}, "options", "twice: yes"),
        ("choice", {"options": f"A\n{'b' * 121}"}, "options", "longer than 120"),
        ("choice", {}, "options", "from 2 to 20"),
        ("scale", {"low": "never", "high": "", "steps": "5"}, "high", "required"),
        ("scale", {"low": "a", "high": "b", "steps": "2"}, "steps", "3"),
        ("scale", {"low": "a", "high": "b", "steps": "11"}, "steps", "10"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_everything_typed_is_kept(
    staff, programme, kind, sent, field, says
):
    typed = {"asked": "everybody", "text": "Which ward?", "help": "Kept, all of it", **sent}

    answer = staff.post(f"{page('add_question', programme)}?kind={kind}", typed)

    assert answer.status_code == 422
    (error,) = answer.context["form"].errors[field]
    assert says in error
    assert "Kept, all of it" in answer.text
    assert not Question.objects.exists()


def test_a_kind_that_there_is_not_is_a_text(staff, programme):
    assert staff.get(f"{page('add_question', programme)}?kind=poem").context["form"].kind == "text"


def test_twelve_are_asked_at_most_and_those_put_away_do_not_count(staff, programme):
    for number in range(12):
        QuestionFactory(programme=programme, place=number)
    away = QuestionFactory(programme=programme, put_away=True)
    typed = {"asked": "everybody", "text": "One more?", "help": ""}
    add = f"{page('add_question', programme)}?kind=text"

    assert "three minutes" in staff.get(page("questions", programme)).text
    refused = staff.post(add, typed)
    assert (refused.status_code, "12 questions at most" in refused.text) == (422, True)
    refused = staff.post(page("take_question_back", away))
    assert (refused.status_code, "12 questions at most" in refused.text) == (422, True)

    staff.post(page("put_question_away", programme.questions.first()))

    assert staff.post(add, typed).status_code == 302
    assert len(asked(programme)) == 12


# Mending.


def change(question, coordinator, seen=None, **wanted):
    stood = {name: getattr(question, name) for name in wanted}
    return services.change_question(
        question, wanted, seen={**stood, **(seen or {})}, by=coordinator, at=SPRING
    )


def test_the_words_of_an_answered_question_may_be_mended(programme, coordinator, answered):
    question = QuestionFactory(programme=programme, kind="choice", options=["A", "B"])
    answered(question, '"A"')

    changed = change(question, coordinator, text="Better?", help="Yes", options=["A", "B", "C"])

    assert (changed.text, changed.options) == ("Better?", ["A", "B", "C"])
    assert Entry.objects.get().detail == {"settings": ["help", "options", "text"]}


CHOSEN = {
    "choice": (["A", "B", "C"], '"B"', ["A", "C"], "options"),
    "several": (["A", "B", "C"], '["A", "C"]', ["A", "B"], "options"),
    "scale": (["low", "high", "7"], "6", ["low", "high", "5"], "steps"),
}


@pytest.mark.parametrize("kind", CHOSEN)
def test_what_was_chosen_cannot_vanish(programme, coordinator, answered, kind):
    options, said, wanted, field = CHOSEN[kind]
    question = QuestionFactory(programme=programme, kind=kind, options=options)
    draft = answered(question, said, state="draft")
    # Of a draft nothing is told: with it alone, the change is made.
    change(question, coordinator, options=wanted)
    change(Question.objects.get(), coordinator, options=options)
    draft.application.state, draft.application.submitted_at = "submitted", SPRING
    draft.application.save()

    with pytest.raises(services.CannotAsk) as refused:
        change(Question.objects.get(), coordinator, options=wanted)

    assert refused.value.field == field
    assert Question.objects.get().options == options


def test_an_answered_question_stays_of_its_kind(staff, programme, answered):
    question = QuestionFactory(programme=programme, text="Why?")
    typed = {
        "asked": "everybody",
        "text": "Why?",
        "help": "",
        "options": "A\nB",
        **{f"initial-{name}": getattr(question, name) for name in ("asked", "text", "help")},
    }
    answered(question, '"Because"')

    refused = staff.post(f"{page('question', question)}?kind=choice", typed)

    assert refused.status_code == 422
    assert "its kind of answer stays" in refused.text
    Answer.objects.all().delete()
    assert staff.post(f"{page('question', question)}?kind=choice", typed).status_code == 302
    question.refresh_from_db()
    assert (question.kind, question.options) == ("choice", ["A", "B"])


def test_what_stands_in_a_draft_neither_hinders_staff_nor_is_told(staff, programme, answered):
    """Whether a page says answered, refuses or does, must not depend on a draft."""
    question = QuestionFactory(programme=programme, text="Why?")
    bare = staff.get(page("question", question)).text
    draft = answered(question, '"Because"', state="draft")

    def plain(text):
        return text.split("<main")[1].split("csrfmiddlewaretoken")[0]

    assert plain(staff.get(page("question", question)).text) == plain(bare)
    assert " · answered" not in staff.get(page("questions", programme)).text
    assert staff.post(page("delete_question", question)).status_code == 302

    assert not Question.objects.exists()
    assert Application.objects.filter(pk=draft.application_id).exists()


def test_a_question_that_was_answered_is_not_deleted_and_one_that_was_not_is(
    staff, programme, answered
):
    question = QuestionFactory(programme=programme)
    answer = answered(question, '"Because"')

    refused = staff.post(page("delete_question", question))
    assert (refused.status_code, "put it away instead" in refused.text) == (422, True)
    assert " · answered" in refused.text
    answer.delete()

    assert staff.post(page("delete_question", question)).status_code == 302
    assert not Question.objects.exists()
    assert events() == ["programmes.question_deleted"]


def test_two_who_change_the_same_question_are_told_of_each_other(programme, coordinator):
    question = QuestionFactory(programme=programme, kind="choice", options=["A", "B"])
    change(question, coordinator, options=["A", "B", "C"])

    with pytest.raises(AlreadyChanged):
        change(question, coordinator, options=["A", "B", "D"])

    assert Question.objects.get().options == ["A", "B", "C"]
    # What nobody else touched is taken.
    assert change(question, coordinator, text="New words").options == ["A", "B", "C"]


@pytest.mark.parametrize("kind", ["choice", "scale"])
def test_a_page_that_was_overtaken_shows_what_stands_there_now(staff, programme, coordinator, kind):
    options = {"choice": ["A", "B"], "scale": ["low", "high", "5"]}[kind]
    question = QuestionFactory(programme=programme, kind=kind, options=options)
    form = staff.get(page("question", question)).context["form"]
    typed = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.initial[name])
        typed[name] = typed[f"initial-{name}"] = "" if value is None else value
    change(question, coordinator, options=[*options[:-1], "9"])
    typed |= {"options": "A\nC"} if kind == "choice" else {"steps": "7"}

    overtaken = staff.post(page("question", question), typed)

    assert overtaken.status_code == 422
    assert "changed elsewhere" in overtaken.text
    assert "9" in str(overtaken.context["form"].errors)


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
