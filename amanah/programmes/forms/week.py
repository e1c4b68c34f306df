"""A week to tap: seven days by four parts of a day, on a screen as narrow as a phone."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from amanah.programmes import vocabulary

PARTS = (
    ("morning", _("Morning")),
    ("lunch", _("Lunch")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
)
DAYS = tuple(zip(vocabulary.DAYS.values(), WEEKDAYS_ABBR.values(), strict=True))


class WeekInput(forms.CheckboxSelectMultiple):
    """The parts of a week as a table of boxes; each box is named in full for those who hear it."""

    template_name = "programmes/week_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = {
            option["value"]: option
            for _group, group, _index in context["widget"]["optgroups"]
            for option in group
        }
        rows = [
            (label, [options[f"{day}_{part}"] for part, _label in PARTS]) for day, label in DAYS
        ]
        return {**context, "parts": [label for _part, label in PARTS], "rows": rows}


def week_field() -> forms.MultipleChoiceField:
    """Particular parts of the week, by the keys of the vocabulary."""
    return forms.MultipleChoiceField(
        label=_("Particular days"),
        choices=[
            (f"{day}_{part}", vocabulary.TIMES[f"{day}_{part}"])
            for day, _label in DAYS
            for part, _part_label in PARTS
        ],
        required=False,
        widget=WeekInput,
    )
