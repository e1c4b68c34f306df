"""A programme's own questions, as fields of an application."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amanah.base import written
from amanah.programmes import handed_in, rules
from amanah.programmes.models import Answer, Application, Question

LONGEST = 2000
MOST_STEPS = 10
PREFIX = "question_"
Kind = Question.Kind


class UploadField(forms.FileField):
    """A file, looked over as it comes in. `stored` is the one that is there, if there is one."""

    widget = forms.FileInput(attrs={"accept": handed_in.ACCEPTED})
    is_file = True
    most = handed_in.MOST_BYTES
    stored: Answer | None = None

    def clean(self, data: Any, initial: Any = None) -> handed_in.HandedIn | None:
        if not data:
            return None
        try:
            if data.size > self.most:
                raise handed_in.NotTaken(handed_in.too_large())
            return handed_in.looked_over(data.name or "", data.read())
        except handed_in.NotTaken as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    @property
    def too_large(self) -> str:
        return handed_in.too_large()


def name_of(question: Question) -> str:
    return name_for(question.pk)


def name_for(pk: UUID) -> str:
    """The field in which the question of this id is answered."""
    return f"{PREFIX}{pk.hex}"


def field_of(question: Question) -> forms.Field:
    """The field in which a question is answered. Nobody has to."""
    # Words of the programme's, which may run the other way: never taken for markup of ours.
    about: dict[str, Any] = {
        "label": format_html("<bdi>{}</bdi>", question.text),
        "help_text": format_html("<bdi>{}</bdi>", question.help) if question.help else "",
        "required": False,
    }
    options = [(str(one), format_html("<bdi>{}</bdi>", one)) for one in question.options]
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
    if question.kind == Kind.FILE:
        limits = _(
            "One file: PDF, DOCX, ODT, JPEG, PNG or TXT, up to 5 MB. It is kept when you press "
            "Save; another takes its place."
        )
        return UploadField(
            **{**about, "help_text": format_html("{} {}", about["help_text"], limits)}
        )
    lines = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(**about, max_length=LONGEST, widget=lines)


def _steps(question: Question) -> list[tuple[str, str]]:
    """The steps of a scale: its ends are told in words, those between by their number."""
    low, high, count = scale_of(question)
    ends = {1: low, count: high}
    steps = [(str(step), _step(step, ends.get(step, ""))) for step in range(1, count + 1)]
    return [("", _("I do not say")), *steps]


def _step(step: int, end: str) -> str:
    number = written.digits(step)
    return format_html("{} · <bdi>{}</bdi>", number, end) if end else number


def scale_of(question: Question) -> tuple[str, str, int]:
    """The two ends of a scale in words, and how many steps it has."""
    low, high, count = [*map(str, question.options), "", "", ""][:3]
    return low, high, min(max(int(count), 2), MOST_STEPS) if count.isdigit() else 5


def as_asked(asked: Iterable[Question], *, role: str) -> forms.Form:
    """The questions as a form of their own, which nobody sends, for those who write them."""
    shown = forms.Form(prefix=role)
    for question in asked:
        field = field_of(question)
        field.visible_to = rules.can_read_application  # type: ignore[attr-defined]
        shown.fields[name_of(question)] = field
    return shown


def answers_of(application: Application) -> dict[str, Any]:
    """What was answered in words, by the name of the field."""
    return {
        name_of(answer.question): json.loads(answer.value) if answer.value else ""
        for answer in application.answers.filter(file=None).select_related("question")
    }
