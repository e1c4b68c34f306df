from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.people.forms.entering import address_field
from amanah.people.models import Person
from amanah.people.names import is_a_name, tidy


class NewAddress(forms.Form):
    """Changing one's e-mail address."""

    email = address_field(label=gettext_lazy("New e-mail address"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if address.lower() == self.person.email.lower():
            raise forms.ValidationError(_("This is the address you have already."))
        return address


class TurnOnCodes(forms.Form):
    """The first code of an authenticator app, which shows that it was set up."""

    code = forms.CharField(
        label=gettext_lazy("The code that your app shows now"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )


class PasskeyName(forms.Form):
    """What to call a passkey, so that its owner recognises it."""

    name = forms.CharField(
        label=gettext_lazy("What to call it"),
        max_length=80,
        help_text=gettext_lazy("Such as “my phone” or “ward computer”. Only you read it."),
    )

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        is_a_name(name)
        return name


class NewPasskey(PasskeyName):
    """A passkey that the browser has just made."""

    credential = forms.CharField(widget=forms.HiddenInput, required=False)
