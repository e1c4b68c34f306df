"""Uploading a list of ties or posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.conflicts import rules
from amanah.conflicts.models import TieList

MOST_MB = 10


class TieListForm(forms.Form):
    """A file, and what is in it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is in it"),
        choices=TieList.Kind,
        initial=TieList.Kind.TIES,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        allow_empty_file=True,
        help_text=gettext_lazy("CSV or XLSX, up to 10 MB. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx", "class": "input"}),
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.visible_to = rules.can_keep  # type: ignore[attr-defined]
        self.too_large = _("It is too large: %(most)d MB are read at most.") % {"most": MOST_MB}
        self.fields["file"].error_messages["required"] = (
            self.too_large if is_too_large else _("Choose a file first.")
        )
