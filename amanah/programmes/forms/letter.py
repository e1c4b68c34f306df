"""A letter to the people of a cohort."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.programmes.models import CohortLetter
from amanah.programmes.rules import can_read_letter

WORDS = {"dir": "auto"}


class CohortLetterForm(forms.ModelForm):
    """To whom, what it is about, and what it says: plain text, as it is typed."""

    class Meta:
        model = CohortLetter
        fields = ("to", "subject", "text")
        labels = {
            "to": _("To whom"),
            "subject": _("Subject"),
            "text": _("Text"),
        }
        help_texts = {
            "to": _(
                "Whoever has not joined yet is not written to here; their invitation does that."
            ),
            "subject": _("It is read on locked screens, after the name of your institution."),
            "text": _("Plain text. Addresses of pages stay as you type them."),
        }
        widgets = {
            "to": forms.RadioSelect,
            "subject": forms.TextInput(attrs=WORDS),
            "text": forms.Textarea(attrs={"rows": 12, **WORDS}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.visible_to = can_read_letter  # type: ignore[attr-defined]
        for name in ("subject", "text"):
            self.fields[name].required = True
