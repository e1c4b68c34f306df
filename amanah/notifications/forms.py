"""How a person wants to hear of things, and when."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.notifications import kinds, rules
from amanah.notifications.models import Preference, Rhythm
from amanah.notifications.rhythms import in_quiet_hours

CLOCK = {"type": "time", "class": "input--short"}


class RhythmForm(forms.Form):
    """When mail may reach a person."""

    is_stopped = forms.BooleanField(
        label=gettext_lazy("No letters at all"),
        required=False,
        help_text=gettext_lazy(
            "All of it still stands on this page. What guards your account is sent all the same."
        ),
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days on which letters may come"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    digest_at = forms.TimeField(
        label=gettext_lazy("The letter of the day comes at"), widget=forms.TimeInput(attrs=CLOCK)
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("Quiet from"), widget=forms.TimeInput(attrs=CLOCK)
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Quiet until"), widget=forms.TimeInput(attrs=CLOCK)
    )
    nights_until = forms.DateField(
        label=gettext_lazy("On nights until"),
        required=False,
        help_text=gettext_lazy(
            "Until that day the letter comes at six in the evening, and the day is quiet."
        ),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.visible_to = rules.can_choose  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        hour, begins, ends = (chosen.get(n) for n in ("digest_at", "quiet_from", "quiet_until"))
        if hour and begins and ends and in_quiet_hours(hour, begins, ends):
            self.add_error(
                "digest_at", _("This falls into your quiet hours. Choose another hour, or them.")
            )
        return chosen

    @classmethod
    def values_of(cls, rhythm: Rhythm) -> dict[str, Any]:
        """What stands in the form for a rhythm."""
        return {name: getattr(rhythm, name) for name in cls.base_fields}


class WaysForm(forms.Form):
    """How a person wants to hear of each kind of thing: one field a kind."""

    def __init__(self, *args: Any, ways: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds.all_kinds():
            field = forms.ChoiceField(
                label=str(kind.listed_as),
                choices=Preference.Mail.choices,
                initial=ways.get(kind.name, kind.mail),
            )
            field.visible_to = rules.can_choose  # type: ignore[attr-defined]
            self.fields[kind.name] = field
