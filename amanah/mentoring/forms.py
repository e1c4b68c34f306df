"""Asking somebody for an informal mentorship."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.institutions.models import Institution
from amanah.mentoring import rules
from amanah.mentoring.models import Membership


class InviteForm(forms.Form):
    """As what, and how the invitation reaches them."""

    institution = forms.ChoiceField(label=_("Where you both belong"))
    role = forms.ChoiceField(
        label=_("I ask them to be"),
        choices=[
            (Membership.Role.MENTOR, _("My mentor")),
            (Membership.Role.MENTEE, _("My mentee")),
        ],
        initial=Membership.Role.MENTOR,
        widget=forms.RadioSelect,
    )
    address = forms.EmailField(
        label=_("Their e-mail address"),
        required=False,
        max_length=254,
        help_text=_("Left empty: you get a link to hand over yourself."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, institutions: Sequence[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {str(one.pk): one for one in institutions}
        choices = [(pk, one.name) for pk, one in self.institutions.items()]
        self.fields["institution"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["institution"].widget = forms.HiddenInput()
            self.fields["institution"].initial = choices[0][0]
        self.fields["role"].visible_to = rules.can_see_invitation  # type: ignore[attr-defined]
        self.fields["address"].visible_to = rules.can_see_address  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        return {
            "institution": self.institutions[self.cleaned_data["institution"]],
            "role": self.cleaned_data["role"],
            "address": self.cleaned_data["address"],
        }
