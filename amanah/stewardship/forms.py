from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LeaveForm(forms.Form):
    """Asks for a word, so that nobody is erased by a slip of the hand."""

    word = forms.CharField(
        label=_("To go on, type the word: erase"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Translators: the word that must be typed; the label above names the same one.
        self.wanted = str(_("erase"))

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip()
        if word.casefold() != self.wanted.casefold():
            raise forms.ValidationError(
                _("Type the word %(word)s, as it stands above."), params={"word": self.wanted}
            )
        return word
