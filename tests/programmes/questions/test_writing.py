"""A programme's own questions: written, mended, moved, put away; what was sent stays as it was."""

import pytest

from amanah.base.seen import AlreadyChanged
from amanah.programmes import services
from amanah.programmes.models import Answer, Application, Question
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    QuestionFactory,
)
from tests.programmes.questions.writing import asked, change, events, page

pytestmark = pytest.mark.django_db


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

    staff.post(page("put_question_away", programme.questions.filter(put_away=False).first()))

    assert staff.post(add, typed).status_code == 302
    assert len(asked(programme)) == 12


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
