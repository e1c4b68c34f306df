"""Inviting, and accepting."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amanah.base.zone_field import ZoneField
from amanah.institutions.models import Appointment
from amanah.people import rules
from amanah.people.addresses import Invitee, read_invitees
from amanah.people.models import Invitation, Person

NO_ROLE = ("", _("No role: a member"))


class InviteForm(forms.Form):
    """One address, or a pasted list of them."""

    people = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("One a line, with a name if you like: Niamh O'Brien &lt;niamh@example.org&gt;"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label=_("Staff role"),
        required=False,
        choices=[NO_ROLE, *Appointment.Role.choices],
        help_text=_("Evaluators and safeguarding leads wait until a second admin confirms them."),
    )
    until = forms.DateField(
        label=_("Open until"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
        help_text=_("The letter names this day. After it, the link no longer opens."),
    )

    def __init__(self, *args: Any, may_give_roles: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].visible_to = rules.can_invite  # type: ignore[attr-defined]
        if not may_give_roles:
            del self.fields["role"]

    def clean_people(self) -> list[Invitee]:
        return read_invitees(self.cleaned_data["people"])

    @property
    def wanted(self) -> dict[str, Any]:
        until: date = self.cleaned_data["until"]
        return {
            "invitees": self.cleaned_data["people"],
            "role": self.cleaned_data.get("role", ""),
            "until": until,
        }


class JoinForm(forms.ModelForm[Person]):
    """Somebody new, who accepts an invitation."""

    time_zone = ZoneField()
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        max_length=1000,
        help_text=_(
            "At least 12 characters. Four unrelated words are easy to remember and hard to guess."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    class Meta:
        model = Person
        fields = ["name", "called", "time_zone"]
        labels = {"name": _("Your name"), "called": _("What to call you")}
        help_texts = {
            "name": _(
                "As you write it: one word or several, in any script, with or without titles."
            )
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "called": forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        }

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        for name, rule in {
            "name": rules.can_see_card,
            "called": rules.can_see_card,
            "time_zone": rules.can_see_time_zone,
        }.items():
            self.fields[name].visible_to = rule  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password")
        if password:
            person = Person(
                email=self.invitation.email,
                name=cleaned.get("name", ""),
                called=cleaned.get("called", ""),
            )
            try:
                password_validation.validate_password(password, person)
            except ValidationError as problem:
                self.add_error("password", problem)
        return cleaned
