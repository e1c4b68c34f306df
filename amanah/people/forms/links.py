"""Making a link to hand out, and asking for a letter by one."""

import re
from typing import Any

from django import forms
from django.core.validators import DomainNameValidator
from django.utils.translation import gettext_lazy as _

MOST_DOMAINS = 10


class JoinLinkForm(forms.Form):
    """For whose addresses, how many, and until when."""

    domains = forms.CharField(
        label=_("Only for addresses that end in"),
        required=False,
        max_length=500,
        help_text=_("Such as: hospital.example. Several with commas. Left empty: any address."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    most = forms.IntegerField(
        label=_("Letters at most"),
        min_value=1,
        max_value=10_000,
        initial=100,
        help_text=_("So that a link that travels too far does no harm."),
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )
    until = forms.DateField(
        label=_("Open until"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )

    def clean_domains(self) -> list[str]:
        said = re.split(r"[\s,;]+", self.cleaned_data["domains"].lower())
        found = list(dict.fromkeys(one.lstrip("@") for one in said if one.lstrip("@")))
        if len(found) > MOST_DOMAINS:
            raise forms.ValidationError(_("Ten at most."))
        is_a_domain: Any = DomainNameValidator(accept_idna=True)
        for domain in found:
            try:
                is_a_domain(domain)
            except forms.ValidationError as problem:
                raise forms.ValidationError(
                    _("No address can end in this: %(domain)s"), params={"domain": domain}
                ) from problem
        return found


class AskForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
