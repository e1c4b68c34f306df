"""Asking for a run, and sending what is on its board."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.base.written import digits
from amanah.matching.models import Run
from amanah.matching.runs.inputs import DEFAULTS
from amanah.programmes.models import Cohort

MOST_FIT = 1000
MOST_BANDS = 8
MOST_SEED = 1 << 31
PLAIN = {
    Run.Preset.FAIR: gettext_lazy(
        "Everybody is placed who can be; then as few as can be fit badly; then the best fit in all."
    ),
    Run.Preset.TOTAL: gettext_lazy(
        "Everybody is placed who can be; then the best fit in all, even if somebody fits badly."
    ),
    Run.Preset.STABLE: gettext_lazy(
        "No mentee and mentor would both rather have each other. It costs some fit and some places."
    ),
}


def _whole(label: Any, help_text: Any, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )


class RunForm(forms.Form):
    """How to match: one of three, and the rest under Advanced."""

    preset = forms.ChoiceField(
        label=gettext_lazy("How to match"), widget=forms.RadioSelect, initial=Run.Preset.FAIR
    )
    follows = forms.ModelChoiceField(
        label=gettext_lazy("Keep what was kept in"),
        queryset=Run.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: begin anew"),
    )
    closeness = forms.TypedChoiceField(
        label=gettext_lazy("Stay close to that run"),
        coerce=int,
        choices=[
            (0, gettext_lazy("Not at all: only what is kept stays")),
            (1, gettext_lazy("A bit: a pair changes only for a clearly better one")),
            (2, gettext_lazy("A lot: a pair changes only where it has to")),
        ],
        initial=0,
    )
    floor = _whole(
        gettext_lazy("Least fit of a pair"),
        gettext_lazy("From 0 to 1000. Who fits nobody so well waits. 0: nobody waits for this."),
        0,
        MOST_FIT,
    )
    bands = forms.CharField(
        label=gettext_lazy("Fits below which as few as can be shall lie"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For “fair to everyone”: numbers that rise, divided by commas."),
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "input--short"}),
    )
    load_step = _whole(
        gettext_lazy("Spread the load"),
        gettext_lazy(
            "How much fit each further mentee of one mentor counts less: 0 fills some mentors "
            "first, more shares mentees out among all."
        ),
        0,
        MOST_FIT,
    )
    needs_a_language = forms.BooleanField(
        label=gettext_lazy("Two people need a language in common"), required=False
    )
    heads_may = forms.BooleanField(
        label=gettext_lazy("Heads of department may mentor in their own field"),
        required=False,
        help_text=gettext_lazy(
            "They decide over the careers of those in their field, so as a rule they do not."
        ),
    )
    unranked = forms.ChoiceField(
        label=gettext_lazy("Who was not named as a wish"),
        choices=[
            ("append", gettext_lazy("May be paired, after those who were named")),
            ("refuse", gettext_lazy("Is not paired at all")),
        ],
        help_text=gettext_lazy("For “nobody would rather swap”. People should know it before."),
    )
    propose = forms.ChoiceField(
        label=gettext_lazy("Which side gets its best result"),
        choices=[("mentee", gettext_lazy("Mentees")), ("mentor", gettext_lazy("Mentors"))],
        help_text=gettext_lazy("For “nobody would rather swap”."),
    )
    seed = _whole(
        gettext_lazy("What decides ties"),
        gettext_lazy("Any number. The same number gives the same result."),
        0,
        MOST_SEED,
    )
    advanced = (
        "floor",
        "bands",
        "load_step",
        "closeness",
        "needs_a_language",
        "heads_may",
        "unranked",
        "propose",
        "seed",
    )

    def __init__(self, data: Any, *, cohort: Cohort, runs: Any, like: Run | None = None) -> None:
        options = {**DEFAULTS, **(like.options if like else {})}
        chosen = {**options, "bands": ", ".join(map(str, options["bands"]))}
        chosen |= {"preset": like.preset, "follows": like.pk} if like else {}
        super().__init__(data, initial=chosen)
        has_roles = bool(cohort.programme.roles_to_fill)
        presets = [one for one in Run.Preset if not (has_roles and one == Run.Preset.STABLE)]
        preset: Any = self.fields["preset"]
        preset.choices = [(one.value, f"{one.label}. {PLAIN[one]}") for one in presets]
        follows: Any = self.fields["follows"]
        follows.queryset = runs
        follows.label_from_instance = _name_of

    def clean_bands(self) -> list[int]:
        """Numbers that rise, from 1 to 1000."""
        said = self.cleaned_data["bands"].replace("،", ",").split(",")
        try:
            found = [int(one) for one in said if one.strip()]
        except ValueError:
            found = [0]
        if found != sorted(set(found)) or not all(1 <= one <= MOST_FIT for one in found):
            raise forms.ValidationError(
                _("Write numbers from 1 to 1000 that rise, such as: 500, 600, 700.")
            )
        if len(found) > MOST_BANDS:
            raise forms.ValidationError(_("Write %(most)s numbers at most.") % {"most": MOST_BANDS})
        return found

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen under Advanced; what was left empty is as usual."""
        said = {name: self.cleaned_data.get(name) for name in self.advanced}
        return {name: DEFAULTS[name] if value is None else value for name, value in said.items()}

    def main_fields(self) -> list[Any]:
        return [self["preset"], *([self["follows"]] if self.fields["follows"].queryset else [])]  # type: ignore[attr-defined]

    def advanced_fields(self) -> list[Any]:
        return [self[name] for name in self.advanced]

    @property
    def has_advanced_errors(self) -> bool:
        return any(name in self.errors for name in self.advanced)


class SendForm(forms.Form):
    """Until when people are asked."""

    until = forms.DateField(
        label=gettext_lazy("They can answer until"),
        help_text=gettext_lazy("The letter names this day. What nobody answered is closed then."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}, format="%Y-%m-%d"),
    )


class ChoiceForm(forms.Form):
    """Which mentor, perhaps instead of whom, and in which role."""

    mentor = forms.UUIDField()
    instead_of = forms.UUIDField(required=False)
    role = forms.CharField(required=False, max_length=60)


class WhichRunForm(forms.Form):
    """One of some runs: that with which another is compared, or that which a new one is like."""

    def __init__(self, *args: Any, runs: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        which = forms.ModelChoiceField(queryset=runs, label=_("Compare with"), empty_label=None)
        which.label_from_instance = _name_of  # type: ignore[method-assign,assignment]
        self.fields[name] = which


def _name_of(run: Run) -> str:
    return _("Run %(number)s: %(preset)s") % {
        "number": digits(run.number),
        "preset": run.get_preset_display(),
    }
