"""Giving somebody a staff role."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.institutions.models import Appointment
from amanah.institutions.services import Term


class AppointForm(forms.Form):
    """Which role, from which day until which; or whose role they take over."""

    role = forms.ChoiceField(label=_("Role"), choices=Appointment.Role)
    begins_on = forms.DateField(
        label=_("First day"),
        required=False,
        help_text=_("Left empty: at once."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: until somebody ends it."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
    takes_over_from = forms.ModelChoiceField(
        label=_("Takes over from"),
        required=False,
        queryset=Appointment.objects.none(),
        empty_label=_("Nobody"),
        help_text=_("Their role ends at the moment at which this one begins."),
    )

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["takes_over_from"]
        chosen.queryset = holders
        chosen.label_from_instance = _holder

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("begins_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot come before the first."))
        other = cleaned.get("takes_over_from")
        if other and cleaned.get("role") != other.role:
            self.add_error("takes_over_from", _("That person holds another role than this one."))
        return cleaned

    def term(self, institution: Any) -> Term:
        """The days as moments where the institution is."""
        first, last = self.cleaned_data["begins_on"], self.cleaned_data["last_day"]
        return Term(
            institution.start_of(first) if first else None,
            institution.end_of(last) if last else None,
        )


def _holder(appointment: Appointment) -> str:
    return f"{appointment.person.name} ({appointment.get_role_display()})"
