"""A programme's own questions: asked, mended, moved, put away. What was sent stays as it was said.

Only answers that were sent are minded and told of. What stands in a draft is its author's alone,
so nothing that staff do here may depend on it: it goes when the question goes.
"""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base import written
from amanah.base.refusal import Refused
from amanah.base.seen import Values, take_over
from amanah.people.models import Person
from amanah.programmes import queries
from amanah.programmes.models import Answer, Programme, Question
from amanah.programmes.services import files
from amanah.programmes.services.programme import ASKED, CannotSetUp
from amanah.stewardship import ledger

# What can be answered on a phone in three minutes, besides the five.
MOST_QUESTIONS = 12
Kind = Question.Kind


class CannotAsk(Refused):
    """`field` is where in the form it is to be mended; empty: in none."""

    code = "programmes.cannot_ask"

    def __init__(self, said: str, field: str = "") -> None:
        super().__init__(said)
        self.field = field


@transaction.atomic
def add_question(programme: Programme, wanted: Values, *, by: Person, at: datetime) -> Question:
    """Ask one more thing, after all others."""
    programme = _locked(programme.pk)
    _refuse_too_many(programme)
    asked = {name: wanted[name] for name in ASKED if name in wanted}
    question = Question(programme=programme, **{**asked, "place": _after_all(programme)})
    question.full_clean()
    question.save(force_insert=True)
    _note("question_added", question, by=by, at=at)
    return question


@transaction.atomic
def change_question(
    question: Question, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Question:
    """Change a question: what differs from what was `seen`, and no more.

    Of one that was answered the words may be mended; raises `CannotAsk` for another kind of
    answer, or where something that was chosen could no longer be.
    """
    question = _found(question)
    stood = question.kind, list(question.options)
    asked = {name: value for name, value in wanted.items() if name in ASKED and name != "place"}
    changed = take_over(question, asked, seen=seen)
    _refuse_other_answers(question, *stood)
    question.full_clean()
    if changed:
        if "kind" in changed:
            files.drop_answers(Answer.objects.filter(question=question))
        question.save(update_fields=changed)
        _note("question_changed", question, by=by, at=at, settings=changed)
    return question


@transaction.atomic
def move_question(question: Question, *, up: bool, by: Person, at: datetime) -> Question:
    """Ask a question one place earlier or later. At either end it stays where it is."""
    question = _found(question)
    asked = list(question.programme.questions.filter(put_away=False).order_by("place", "pk"))
    place = next((n for n, one in enumerate(asked) if one.pk == question.pk), -1)
    to = place - 1 if up else place + 1
    if place < 0 or to not in range(len(asked)):
        return question
    asked.insert(to, asked.pop(place))
    for number, one in enumerate(asked):
        one.place = number
    Question.objects.bulk_update(asked, ["place"])
    _note("question_moved", question, by=by, at=at)
    return asked[to]


@transaction.atomic
def put_question_away(question: Question, *, by: Person, at: datetime) -> Question:
    """Ask nobody new any more. What was answered stays, and its author can still take it back."""
    question = _found(question)
    if not question.put_away:
        question.put_away = True
        question.save(update_fields=["put_away"])
        _note("question_put_away", question, by=by, at=at)
    return question


@transaction.atomic
def take_question_back(question: Question, *, by: Person, at: datetime) -> Question:
    """Ask it again, after all others."""
    question = _found(question)
    if question.put_away:
        _refuse_too_many(question.programme)
        question.put_away, question.place = False, _after_all(question.programme)
        question.save(update_fields=["put_away", "place"])
        _note("question_taken_back", question, by=by, at=at)
    return question


@transaction.atomic
def delete_question(question: Question, *, by: Person, at: datetime) -> None:
    """Delete a question that nobody has sent an answer to. Raises `CannotAsk` if somebody has."""
    question = _found(question)
    if queries.sent_answers(question).exists():
        raise CannotAsk(
            _("Somebody has answered this question, so it stays. You can put it away instead.")
        )
    _note("question_deleted", question, by=by, at=at)
    files.drop_answers(Answer.objects.filter(question=question))
    question.delete()


def _refuse_other_answers(question: Question, kind: str, options: list[Any]) -> None:
    """Raise `CannotAsk` where what somebody sent would no longer be an answer."""
    if (question.kind, question.options) == (kind, options):
        return
    sent = [json.loads(one.value or '""') for one in queries.sent_answers(question)]
    if not sent:
        return
    if question.kind != kind:
        raise CannotAsk(
            _(
                "Somebody has answered this question, so its kind of answer stays. Put it away, "
                "and ask another."
            )
        )
    if kind == Kind.SCALE:
        steps = int(question.options[2])
        if any(isinstance(step, int) and step > steps for step in sent):
            raise CannotAsk(
                _("Somebody has chosen a step above that. Leave at least as many steps."), "steps"
            )
        return
    chosen = {str(one) for said in sent for one in (said if isinstance(said, list) else [said])}
    gone = [one for one in map(str, options) if one in chosen and one not in question.options]
    if gone:
        raise CannotAsk(
            _("Somebody has chosen this, so it must stay as it is: %(gone)s")
            % {"gone": written.listed(gone)},
            "options",
        )


def _refuse_too_many(programme: Programme) -> None:
    if programme.questions.filter(put_away=False).count() >= MOST_QUESTIONS:
        raise CannotAsk(
            written.digits(
                _(
                    "A programme asks %(most)d questions at most, so that applying takes three "
                    "minutes on a phone. Put one away first."
                )
                % {"most": MOST_QUESTIONS}
            )
        )


def _after_all(programme: Programme) -> int:
    last = programme.questions.order_by("-place").first()
    return last.place + 1 if last else 0


def _locked(pk: Any) -> Programme:
    """A programme whose questions are changed one after another."""
    programme = (
        Programme.objects.select_for_update(of=("self",)).select_related("institution").get(pk=pk)
    )
    if programme.is_archived:
        raise CannotSetUp(_("This programme is archived; it can only be read."))
    return programme


def _found(question: Question) -> Question:
    """The question as it is now, and nobody changes or answers it meanwhile."""
    programme = _locked(question.programme_id)
    found = Question.objects.select_for_update().filter(pk=question.pk).first()
    if found is None:
        raise CannotAsk(_("This question was deleted meanwhile."))
    found.programme = programme
    return found


def _note(what: str, question: Question, *, by: Person, at: datetime, **more: Any) -> None:
    ledger.record(
        f"programmes.{what}",
        about=question,
        by=by,
        at=at,
        institution=question.programme.institution,
        **more,
    )
