from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.people import codes
from amanah.people.forms.entering import password_field
from amanah.people.models import Person


class Prove(forms.Form):
    """Showing that it is you, with a password or, without one, with a code."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if person.has_usable_password():
            self.fields["password"] = password_field(
                label=gettext_lazy("Your password"), autocomplete="current-password"
            )
        elif codes.are_asked_of(person):
            self.fields["code"] = code_field()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if not self.fields:
            raise forms.ValidationError(_("Please use one of the other ways."))
        if "password" in cleaned and not self.person.check_password(cleaned["password"]):
            self.add_error("password", _("This is not your password."))
        if "code" in cleaned and not codes.accept(self.person, cleaned["code"]):
            self.add_error("code", codes.does_not_fit())
        return cleaned


class SecondStep(forms.Form):
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()


def code_field() -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    )
    return forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=widget,
        help_text=gettext_lazy("From your authenticator app, or one of your recovery codes."),
    )
