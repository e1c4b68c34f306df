from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from amanah.people.models import Person
from amanah.people.passwords import MOST


def address_field(**kwargs: Any) -> forms.EmailField:
    kwargs.setdefault("label", _("E-mail address"))
    autocomplete = kwargs.pop("autocomplete", "email")
    widget = forms.EmailInput(
        attrs={"autocomplete": autocomplete, "dir": "ltr", "spellcheck": "false"}
    )
    return forms.EmailField(max_length=254, widget=widget, **kwargs)


def password_field(*, label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "dir": "ltr"})
    return forms.CharField(label=label, max_length=MOST, strip=False, widget=widget, **kwargs)


class Enter(forms.Form):
    """Signing in with a password."""

    login = address_field(autocomplete="username webauthn")
    password = password_field(label=_("Password"), autocomplete="current-password")


class Forgotten(forms.Form):
    """Asking for a letter with which to choose a new password."""

    email = address_field()


class NewPassword(forms.Form):
    """Choosing a password; typed once, since it can be looked at and asked for again by mail."""

    password = password_field(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_(
            "At least 12 characters. Four unrelated words are easy to remember and hard to guess."
        ),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        return password
