"""Looking through mentors, asking one, answering; and proposing people to one another."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.conflicts.queries import words_of
from amanah.matching import rules, services
from amanah.matching.queries import Card, Wanted
from amanah.people.models import Person
from amanah.programmes.models import Cohort, Programme
from amanah.programmes.queries import vocabulary

LONGEST_AWAY = timedelta(days=366)


class FilterForm(forms.Form):
    """What a mentee looks for. Nothing of it is kept."""

    topic = forms.ChoiceField(label=gettext_lazy("Help with"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    setting = forms.ChoiceField(label=gettext_lazy("How to meet"), required=False)
    specialty = forms.CharField(
        label=gettext_lazy("Specialty or field"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, cards: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("topic", "topics"), ("language", "languages"), ("setting", "settings")):
            said = {one for card in cards for one in getattr(card.said, kind)}
            labels = vocabulary.KINDS[kind]
            choices = sorted((str(labels.get(one, one)), one) for one in said)
            field: Any = self.fields[name]
            field.choices = [("", _("Any")), *((key, label) for label, key in choices)]

    @property
    def wanted(self) -> Wanted:
        """What was chosen; a choice that no mentor fits any longer is none."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.base_fields})


class AskForm(forms.Form):
    """What the mentor sees beside the card of whoever asks."""

    shows_application = forms.BooleanField(
        label=gettext_lazy("Also show what I look for"),
        required=False,
        help_text=gettext_lazy("What you see under this, as it stands in your application."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["shows_application"]
        shown.visible_to = rules.can_read_request


class DeclineForm(forms.Form):
    """No; and perhaps until when the mentor is away."""

    away_until = forms.DateField(
        label=gettext_lazy("I am away until"),
        required=False,
        help_text=gettext_lazy(
            "If you like: until then nobody finds you here, and nobody new is proposed to you."
        ),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        away: Any = self.fields["away_until"]
        away.visible_to = rules.can_see_absence

    def clean_away_until(self) -> date | None:
        until: date | None = self.cleaned_data["away_until"]
        if until and not self.today <= until <= self.today + LONGEST_AWAY:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return until


class ProposeForm(forms.Form):
    """Whom somebody who coordinates proposes to each other, by name or address, and until when."""

    mentor = forms.CharField(
        label=gettext_lazy("Mentor"),
        max_length=254,
        help_text=gettext_lazy("Their name as it stands in the cohort, or their address."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "list": "people"}),
    )
    named_role = forms.ChoiceField(label=gettext_lazy("For which role"))
    mentee = forms.CharField(
        label=gettext_lazy("Mentee"),
        max_length=254,
        help_text=gettext_lazy("Their name as it stands in the cohort, or their address."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "list": "people"}),
    )
    several = forms.CharField(
        max_length=6000,
        help_text=gettext_lazy("One name or address a line."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Waits until"),
        help_text=gettext_lazy(
            "The last day on which they can answer. They are reminded once, two days before."
        ),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
    is_agreed = forms.BooleanField(
        label=gettext_lazy("They have agreed already"),
        required=False,
        help_text=gettext_lazy("It changes the sentence that they read. Each still says yes."),
    )

    SHOWN = {
        Programme.Form.PAIR: ("mentor", "mentee"),
        Programme.Form.SEVERAL: ("mentor", "named_role", "mentee"),
        Programme.Form.GROUP: ("mentor", "several"),
        Programme.Form.CIRCLE: ("several",),
    }

    def __init__(self, *args: Any, cohort: Cohort, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = Programme.Form(cohort.programme.form)
        self.for_two = self.form in {Programme.Form.PAIR, Programme.Form.SEVERAL}
        for name in set(self.fields) - {*self.SHOWN[self.form], "until", "is_agreed"}:
            del self.fields[name]
        if "named_role" in self.fields:
            roles: Any = self.fields["named_role"]
            roles.choices = [(one, one) for one in cohort.programme.roles_to_fill]
        if "several" in self.fields:
            is_group = self.form == Programme.Form.GROUP
            self.fields["several"].label = _("Mentees") if is_group else _("Peers")
        for field in self.fields.values():
            field.visible_to = rules.can_answer_proposal  # type: ignore[attr-defined]
        self._by_address = {one.email.casefold(): one for one in people}
        self._by_name: dict[frozenset[str], list[Person]] = {}
        for one in people:
            self._by_name.setdefault(words_of(one.name), []).append(one)

    def clean_mentor(self) -> Person:
        return self._meant(self.cleaned_data["mentor"])

    def clean_mentee(self) -> Person:
        return self._meant(self.cleaned_data["mentee"])

    def clean_several(self) -> list[Person]:
        lines = [line.strip() for line in self.cleaned_data["several"].splitlines()]
        return [self._meant(line) for line in lines if line]

    def _meant(self, said: str) -> Person:
        """Whoever is called that or has that address, of those who take part."""
        said = said.strip()
        by_address = self._by_address.get(said.casefold())
        found = [by_address] if by_address else self._by_name.get(words_of(said), [])
        if not found:
            raise forms.ValidationError(
                _("Nobody who is called “%(said)s” takes part here now."), params={"said": said}
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one person is called “%(said)s”: write the address instead."),
                params={"said": said},
            )
        return found[0]

    @property
    def wanted(self) -> services.Wanted:
        """Whom to propose to whom, once it is valid."""
        said, agreed = self.cleaned_data, self.cleaned_data["is_agreed"]
        if self.form == Programme.Form.CIRCLE:
            peers = tuple(services.Side(one, "peer") for one in said["several"])
            return services.Wanted(peers, "circle", is_agreed=agreed)
        mentor = services.Side(said["mentor"], "mentor", said.get("named_role", ""))
        mentees = said["several"] if self.form == Programme.Form.GROUP else [said["mentee"]]
        sides = (mentor, *(services.Side(one, "mentee") for one in mentees))
        form = "group" if self.form == Programme.Form.GROUP else "pair"
        return services.Wanted(sides, form, is_agreed=agreed)
