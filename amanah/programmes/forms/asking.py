"""What a programme asks beside the five questions, as those who run it write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base.seen import AlreadyChanged, SeenForm, Values
from amanah.programmes.forms import questions
from amanah.programmes.forms.lines import LinesField
from amanah.programmes.models import Question

LINE = {"dir": "auto"}
FEWEST, MOST, LONGEST = 2, 20, 120
FEWEST_STEPS = 3
Kind = Question.Kind
CHOSEN_FROM = (Kind.CHOICE, Kind.SEVERAL)


class QuestionForm(SeenForm):
    """One question, with what its kind of answer needs besides."""

    class Meta:
        model = Question
        fields = ("asked", "text", "help")
        labels = {
            "asked": _("Who is asked"),
            "text": _("The question"),
            "help": _("A line of help"),
        }
        help_texts = {
            "text": _("One thing at a time, in plain words. Nobody has to answer it."),
            "help": _("It stands under the question, such as an example of an answer."),
        }
        widgets = {
            "asked": forms.RadioSelect,
            "text": forms.TextInput(attrs=LINE),
            "help": forms.TextInput(attrs=LINE),
        }

    def __init__(self, *args: Any, kind: str, instance: Question, **kwargs: Any) -> None:
        self.kind = kind
        # As it stands, before what was typed is put into it.
        self.stood: Values = {"kind": instance.kind, "options": list(instance.options)}
        super().__init__(*args, instance=instance, **kwargs)
        low, high, steps = questions.scale_of(instance)
        if kind in CHOSEN_FROM:
            label = _("What can be chosen")
            help_text = _("One a line, from 2 to 20. Everybody may also say nothing.")
            self._add("options", _options(label=label, help_text=help_text))
            self.initial["options"] = self.stood["options"]
        if kind == Kind.SCALE:
            if instance.kind != Kind.SCALE:
                low, high, steps = "", "", 5
            self._add("low", _end(_("The lowest step in words"), _("Such as: not at all.")))
            self._add("high", _end(_("The highest step in words"), _("Such as: very much.")))
            self._add("steps", _how_many())
            self.initial.update(low=low, high=high, steps=steps)

    def _add(self, name: str, field: forms.Field) -> None:
        field.show_hidden_initial = True
        self.fields[name] = field

    def clean(self) -> Values:
        cleaned: Values = super().clean() or self.cleaned_data
        return {**cleaned, "kind": self.kind, "options": self._options(cleaned)}

    @property
    def seen(self) -> Values:
        seen = super().seen
        if self.kind != self.stood["kind"]:
            return {**seen, **self.stood}
        return {**seen, "kind": self.kind, "options": self._options(seen)}

    def _options(self, values: Values) -> list[str]:
        """What can be chosen, as the question stores it."""
        if self.kind in CHOSEN_FROM:
            return list(values.get("options") or [])
        if self.kind == Kind.SCALE:
            return [str(values.get(name) or "") for name in ("low", "high", "steps")]
        return []

    def _tell(self, refusal: AlreadyChanged) -> None:
        if self.kind == Kind.SCALE and "options" in refusal.now:
            ends = dict(zip(("low", "high", "steps"), refusal.now["options"], strict=False))
            rest = {name: now for name, now in refusal.now.items() if name != "options"}
            refusal = AlreadyChanged({**rest, **ends})
        told = {name: now for name, now in refusal.now.items() if name in self.fields}
        super()._tell(AlreadyChanged(told))


def _options(**said: Any) -> LinesField:
    return LinesField(fewest=FEWEST, most=MOST, longest=LONGEST, **said)


def _end(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.TextInput(attrs=LINE),
    )


def _how_many() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many steps"),
        min_value=FEWEST_STEPS,
        max_value=questions.MOST_STEPS,
        help_text=_("From 3 to 10."),
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )
