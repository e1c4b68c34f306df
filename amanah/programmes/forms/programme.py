"""Setting up a programme, its cohorts, and putting one person in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base.seen import SeenForm, Values
from amanah.people.services import Invitee
from amanah.programmes.forms.lines import LinesField
from amanah.programmes.models import Application, Cohort, Programme
from amanah.programmes.services.programme import DAYS, SETTINGS

LINE = {"dir": "auto"}
ADDRESS = {"dir": "ltr", "autocomplete": "off"}
DAY = {"type": "date", "class": "input--short"}
MOST_PLACES = 20
FEWEST_ROLES, MOST_ROLES, LONGEST_ROLE = 2, 6, 60


def of_address(label: Any, help_text: Any = "", *, required: bool = True) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs=ADDRESS),
    )


class ProgrammeForm(SeenForm):
    """The settings of a programme."""

    aims = forms.MultipleChoiceField(
        label=_("Aims"),
        choices=Programme.Aim,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    mentor_roles = LinesField(
        label=_("Named roles of several mentors"),
        fewest=0,
        most=MOST_ROLES,
        longest=LONGEST_ROLE,
        help_text=_(
            "Only where a mentee has several mentors: one a line, the first to be filled first. "
            "Such as: career, research, clinical, personal."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    class Meta:
        model = Programme
        fields = SETTINGS
        labels = {
            "name": _("Name of the programme"),
            "about": _("What it is for, in a few lines"),
            "form": _("Form"),
            "mode": _("When people begin"),
            "weeks_between_meetings": _("Weeks between meetings"),
            "months": _("Length in months"),
            "mentor_word": _("What you call a mentor"),
            "mentee_word": _("What you call a mentee"),
            "weeks_between_checkins": _("Weeks between Trust Check-ins"),
            "co_authors_may_pair": _("People who wrote together may be paired"),
            "mentees_may_ask": _("Mentees may ask a mentor themselves"),
        }
        help_texts = {
            "about": _("People read it before they apply."),
            "weeks_between_checkins": _("Left empty: this programme has none."),
            "co_authors_may_pair": _(
                "Nobody is ever paired with somebody who supervises, assesses, examines or heads "
                "them, nor with family: that cannot be lowered. Applicants read what holds here."
            ),
            "mentees_may_ask": _(
                "Whoever has applied as a mentee then looks through the mentors who let themselves "
                "be found, and asks up to three. You see who is paired, never who asked."
            ),
            "evaluation_plan": _("You may begin without a plan, and write it later."),
        }
        widgets = {
            "name": forms.TextInput(attrs=LINE),
            "about": forms.Textarea(attrs={"rows": 3, **LINE}),
            "mentor_word": forms.TextInput(attrs=LINE),
            "mentee_word": forms.TextInput(attrs=LINE),
            "evaluation_plan": forms.Textarea(attrs={"rows": 4, **LINE}),
        }

    def clean(self) -> Values:
        chosen: Values = super().clean() or self.cleaned_data
        roles = chosen.get("mentor_roles")
        if (
            chosen.get("form") == Programme.Form.SEVERAL
            and roles is not None
            and len(roles) < FEWEST_ROLES
        ):
            self.add_error("mentor_roles", _("Name two roles at least, one a line."))
        return chosen


class BeginForm(ProgrammeForm):
    """The same, and who stands in."""

    deputy = of_address(
        _("Address of your deputy"),
        _("A member who runs it with you. They are told by letter. A programme opens with two."),
        required=False,
    )


class DeputyForm(forms.Form):
    deputy = of_address(
        _("Address of your deputy"),
        _("A member who runs it with you. They are told by letter. A programme opens with two."),
    )


class ArchiveForm(forms.Form):
    """Until when an archive is kept."""

    keep_until = forms.DateField(
        label=_("Keep until"),
        help_text=_(
            "After this day what people said in it is deleted. A month at least, ten years at most."
        ),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )


class CohortForm(SeenForm):
    """The name and days of a cohort."""

    class Meta:
        model = Cohort
        fields = DAYS
        labels = {
            "name": _("Name of the cohort"),
            "applications_from": _("First day to apply"),
            "applications_until": _("Last day to apply"),
            "begins_on": _("Mentorships begin on"),
            "ends_on": _("Mentorships end on"),
        }
        help_texts = {
            "name": _("Such as: Autumn 2026."),
            "applications_from": _("Left empty: as soon as the programme is open."),
            "applications_until": _("Left empty: people can apply all year."),
        }
        widgets = {
            "name": forms.TextInput(attrs=LINE),
            **{name: forms.DateInput(attrs=DAY, format="%Y-%m-%d") for name in DAYS[1:]},
        }


class ListPersonForm(forms.Form):
    """One person, by name and address."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs=LINE))
    email = of_address(_("E-mail address"))
    role = forms.ChoiceField(
        label=_("They take part as"), choices=Application.Role, initial="mentee"
    )
    places = forms.IntegerField(
        label=_("Places: how many mentees"),
        required=False,
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Of mentors only. Left empty: one."),
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )

    @property
    def invitee(self) -> Invitee:
        return Invitee(self.cleaned_data["email"], self.cleaned_data["name"])
