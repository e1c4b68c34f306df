from django import forms
from django.utils.translation import gettext_lazy as _


class DeathForm(forms.Form):
    """The day on which somebody died."""

    day = forms.DateField(
        label=_("The day"),
        help_text=_("As near as you know it. Only admins see it."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
