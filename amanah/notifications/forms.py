"""How a person wants to hear of things, and when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.notifications import kinds, rules
from amanah.notifications.models import Preference, Rhythm
from amanah.notifications.rhythms import in_quiet_hours

CLOCK = {"type": "time", "class": "input--short"}
DAY = {"type": "date", "class": "input--short"}
LONGEST_LEAVE = timedelta(days=3 * 365)


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
        widget=forms.DateInput(attrs=DAY),
    )

    away_from = forms.DateField(
        label=gettext_lazy("On leave from"),
        required=False,
        help_text=gettext_lazy("Left empty: from today."),
        widget=forms.DateInput(attrs=DAY),
    )
    away_until = forms.DateField(
        label=gettext_lazy("On leave until"),
        required=False,
        help_text=gettext_lazy(
            "From the first day to the last no letter comes, but for what guards your account. "
            "On the day after, one letter tells what is still so. Nobody learns of your leave."
        ),
        widget=forms.DateInput(attrs=DAY),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            field.visible_to = rules.can_choose  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or {}
        hour, begins, ends = (chosen.get(n) for n in ("digest_at", "quiet_from", "quiet_until"))
        if hour and begins and ends and in_quiet_hours(hour, begins, ends):
            self.add_error(
                "digest_at", _("This falls into your quiet hours. Choose another hour, or them.")
            )
        self._check_leave(chosen)
        return chosen

    def _check_leave(self, chosen: dict[str, Any]) -> None:
        """A leave has a last day that is still to come, and does not end before it begins."""
        first, last = chosen.get("away_from"), chosen.get("away_until")
        if {"away_from", "away_until"} & self.errors.keys():
            return
        if last is None:
            if first is not None:
                self.add_error(
                    "away_until", _("Say the last day of your leave, or empty the first.")
                )
            return
        first = chosen["away_from"] = first or self.today
        if last < self.today:
            self.add_error("away_until", _("This day is past. Empty it, or choose a later one."))
        elif last < first:
            self.add_error("away_until", _("A leave cannot end before it begins."))
        elif last > self.today + LONGEST_LEAVE:
            self.add_error("away_until", _("Choose a day within the next three years."))

    @classmethod
    def values_of(cls, rhythm: Rhythm, *, today: date) -> dict[str, Any]:
        """What stands in the form for a rhythm: of a leave that is over, nothing."""
        values = {name: getattr(rhythm, name) for name in cls.base_fields}
        if rhythm.away_until is not None and rhythm.away_until < today:
            values.update(away_from=None, away_until=None)
        return values


class WaysForm(forms.Form):
    """How a person wants to hear of each kind of thing: one field a kind."""

    def __init__(
        self, *args: Any, ways: dict[str, str], offered: list[kinds.Kind], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for kind in offered:
            field = forms.ChoiceField(
                label=str(kind.listed_as),
                choices=Preference.Mail.choices,
                initial=ways.get(kind.name, kind.mail),
            )
            field.visible_to = rules.can_choose  # type: ignore[attr-defined]
            self.fields[kind.name] = field
