"""Asking somebody for an informal mentorship, and agreeing on one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.institutions.models import Institution
from amanah.mentoring import rules
from amanah.mentoring.agreement import clauses, made_of
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


class OwnChoicesForm(forms.Form):
    """What a member would choose, clause by clause. Nothing in it has to be said."""

    def __init__(
        self,
        *args: Any,
        own: Membership,
        choices: Mapping[str, str],
        visible_to: Any = rules.can_read_own_choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = clauses.allowed_to(own)
        for key, choice in self.asked.items():
            field = _field_for(choice, choices.get(key, ""))
            field.visible_to = visible_to
            self.fields[key] = field

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields, clause by clause; those of the five that are asked first stand open."""
        found = []
        for clause in clauses.CLAUSES:
            fields = [
                self[key]
                for key in self.asked
                if key.startswith(f"{clause.name}.") and key not in clauses.FIRST
            ]
            if fields or clause.words:
                found.append({"clause": clause, "fields": fields})
        return found

    @property
    def first(self) -> list[Any]:
        return [self[key] for key in clauses.FIRST]

    @property
    def chosen(self) -> dict[str, str]:
        said = self.cleaned_data
        return {
            key: " ".join(said[key]) if isinstance(said[key], list) else said[key]
            for key in self.asked
        }


def _field_for(choice: made_of.Choice, value: str) -> Any:
    if choice.several:
        return forms.MultipleChoiceField(
            label=choice.label,
            choices=choice.options,
            required=False,
            initial=value.split(),
            widget=forms.CheckboxSelectMultiple,
        )
    return forms.ChoiceField(
        label=choice.label,
        choices=[("", _("Nothing said")), *choice.options],
        required=False,
        initial=value,
    )


class SignForm(forms.Form):
    """Which version somebody read, and the hash of the text that their browser showed them."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    change = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    hash = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)


class TakeForm(forms.Form):
    """What shall stand in the agreement: what one of them chose, or the words that they wrote."""

    whose = forms.UUIDField(required=False)
    key = forms.CharField(required=False, max_length=100)
    clause = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in clauses.WITH_WORDS)]
    )
    mid = forms.UUIDField(required=False)
