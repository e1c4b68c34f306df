"""What staff put in, and end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.conflicts import queries, rules, services
from amanah.conflicts.models import Post, Tie
from amanah.institutions.models import Institution
from amanah.people.models import Person

DAY = {"type": "date", "class": "input--short"}
ADDRESS = {"dir": "ltr", "autocomplete": "off"}
NOBODY_HERE = _("Nobody who belongs to the institution has this address.")


def of_address(label: Any) -> forms.EmailField:
    return forms.EmailField(label=label, max_length=254, widget=forms.EmailInput(attrs=ADDRESS))


class KeptForm(forms.Form):
    """From when until when. Each field says who will read it."""

    since = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("Left empty: from today."),
        widget=forms.DateInput(attrs=DAY),
    )
    until = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: until somebody ends it."),
        widget=forms.DateInput(attrs=DAY),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        self.order_fields([name for name in self.fields if name not in {"since", "until"}])
        for field in self.fields.values():
            field.visible_to = rules.can_keep  # type: ignore[attr-defined]

    def _person(self, name: str) -> Person:
        found = queries.person_here(self.institution, self.cleaned_data[name])
        if found is None:
            raise forms.ValidationError(NOBODY_HERE)
        return found

    @property
    def what(self) -> services.What:
        said = self.cleaned_data
        return services.What(
            kind=said["kind"],
            department=said.get("department", ""),
            since=said["since"],
            until=said["until"],
        )


class TieForm(KeptForm):
    """Who stands over whom, by their addresses."""

    one = of_address(_("Address of the supervisor, assessor or examiner"))
    kind = forms.ChoiceField(label=_("What they are"), choices=Tie.Kind)
    other = of_address(_("Address of the person whom they supervise, assess or examine"))

    def clean_one(self) -> Person:
        return self._person("one")

    def clean_other(self) -> Person:
        return self._person("other")


class PostForm(KeptForm):
    """Who holds a post over a department."""

    person = of_address(_("Their address"))
    kind = forms.ChoiceField(label=_("Post"), choices=Post.Kind)
    department = forms.CharField(
        label=_("Department"),
        max_length=200,
        help_text=_("As its people write it. Capitals and accents do not matter."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_person(self) -> Person:
        return self._person("person")


class EndForm(forms.Form):
    """When it ends: at once, or after a last day."""

    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: it no longer counts from today on."),
        widget=forms.DateInput(attrs=DAY),
    )
    last_day.visible_to = rules.can_keep  # type: ignore[attr-defined]
