"""Looking through mentors, asking one, and answering."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.matching import rules
from amanah.matching.queries import Card, Wanted
from amanah.programmes.queries import vocabulary

LONGEST_AWAY = timedelta(days=366)


class FilterForm(forms.Form):
    """What a mentee looks for. Nothing of it is kept."""

    topic = forms.ChoiceField(label=gettext_lazy("Help with"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    setting = forms.ChoiceField(label=gettext_lazy("How to meet"), required=False)
    specialty = forms.CharField(
        label=gettext_lazy("Specialty or field"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("topic", "topics"), ("language", "languages"), ("setting", "settings")):
            said = {one for card in cards for one in getattr(card.said, kind)}
            labels = vocabulary.KINDS[kind]
            choices = sorted((str(labels.get(one, one)), one) for one in said)
            field: Any = self.fields[name]
            field.choices = [("", _("Any")), *((key, label) for label, key in choices)]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; a choice that no mentor fits any longer is none."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.base_fields})


class AskForm(forms.Form):
    """What the mentor sees beside the card of whoever asks."""

    shows_application = forms.BooleanField(
        label=gettext_lazy("Also show what I look for"),
        required=False,
        help_text=gettext_lazy("What you see under this, as it stands in your application."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["shows_application"]
        shown.visible_to = rules.can_read_request


class DeclineForm(forms.Form):
    """No; and perhaps until when the mentor is away."""

    away_until = forms.DateField(
        label=gettext_lazy("I am away until"),
        required=False,
        help_text=gettext_lazy(
            "If you like: until then nobody finds you here, and nobody new is proposed to you."
        ),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        away: Any = self.fields["away_until"]
        away.visible_to = rules.can_see_absence

    def clean_away_until(self) -> date | None:
        until: date | None = self.cleaned_data["away_until"]
        if until and not self.today <= until <= self.today + LONGEST_AWAY:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return until
