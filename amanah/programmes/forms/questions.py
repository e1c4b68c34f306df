"""A programme's own questions, as fields of an application. A file is asked for elsewhere."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from amanah.programmes.models import Application, Question

LONGEST = 2000
MOST_STEPS = 10
PREFIX = "question_"
Kind = Question.Kind


def name_of(question: Question) -> str:
    return f"{PREFIX}{question.pk.hex}"


def field_of(question: Question) -> forms.Field:
    """The field in which a question is answered. Nobody has to."""
    about: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help,
        "required": False,
    }
    options = [(str(one), str(one)) for one in question.options]
    if question.kind == Kind.CHOICE:
        unsaid = ("", _("I do not say"))
        return forms.ChoiceField(**about, choices=[unsaid, *options], widget=forms.RadioSelect)
    if question.kind == Kind.SEVERAL:
        return forms.MultipleChoiceField(
            **about, choices=options, widget=forms.CheckboxSelectMultiple
        )
    if question.kind == Kind.SCALE:
        return forms.TypedChoiceField(
            **about, choices=_steps(question), coerce=int, empty_value="", widget=forms.RadioSelect
        )
    lines = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(**about, max_length=LONGEST, widget=lines)


def _steps(question: Question) -> list[tuple[str, str]]:
    """The steps of a scale: its ends are told in words, those between by their number."""
    low, high, count = _scale(question)
    ends = {1: f"1 · {low}" if low else "1", count: f"{count} · {high}" if high else str(count)}
    steps = [(str(step), ends.get(step, str(step))) for step in range(1, count + 1)]
    return [("", _("I do not say")), *steps]


def _scale(question: Question) -> tuple[str, str, int]:
    low, high, count = [*map(str, question.options), "", "", ""][:3]
    return low, high, min(max(int(count), 2), MOST_STEPS) if count.isdigit() else 5


def answers_of(application: Application) -> dict[str, Any]:
    """What was answered, by the name of the field."""
    return {
        name_of(answer.question): json.loads(answer.value) if answer.value else ""
        for answer in application.answers.select_related("question")
    }
