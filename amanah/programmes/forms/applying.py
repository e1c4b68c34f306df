"""What is asked of those who apply: five questions first, everything else later or never."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.base.access import Rule
from amanah.programmes import queries, rules, vocabulary
from amanah.programmes.forms import questions
from amanah.programmes.forms.week import week_field
from amanah.programmes.models import Application

MOST_PLACES = 20
MOST_NAMES, LONGEST_NAME = 20, 254
WISHES = 3
MATTERS = (
    ("wants", gettext_lazy("Help with what I look for")),
    ("specialty", gettext_lazy("The same specialty or field")),
    ("languages", gettext_lazy("A language that we share")),
    ("availability", gettext_lazy("Times that suit us both")),
    ("setting", gettext_lazy("The same way of meeting")),
)
OF_MENTORS = ("how_i_mentor", "story", "can_be_found", "away_until")
LINES = {"rows": 3, "dir": "auto"}
ANY = "any_"


def of_several(kind: str, label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Some of the words that we have for a kind of thing, as plates to tap."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(vocabulary.KINDS[kind].items()),
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def own_words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=300,
        help_text=help_text,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class ApplicationForm(forms.Form):
    """Part of an application. Each field says who will read it, by the rule that decides it."""

    visible_to: dict[str, Rule] = {}
    # Fields in which keys and own words of one column are asked for apart.
    split: tuple[str, ...] = ("topics", "languages", "times", "settings")

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs["initial"] = self.values_of(application)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.visible_to = self.visible_to.get(  # type: ignore[attr-defined]
                name, rules.can_read_application
            )

    def values_of(self, application: Application) -> dict[str, Any]:
        """What stands in the form for an application."""
        found: dict[str, Any] = {}
        for name in self.base_fields:
            if hasattr(application, name):
                found[name] = getattr(application, name)
        for name in self.split:
            said = getattr(application, name)
            known = vocabulary.KINDS[name]
            found[name] = [one for one in said if one in known]
            found[f"{name}_own"] = "; ".join(one for one in said if one not in known)
        return found

    def wanted(self) -> dict[str, Any]:
        """What was said, as the application stores it."""
        found = dict(self.cleaned_data)
        for name in self.split:
            if name in found:
                own = vocabulary.read(name, found.pop(f"{name}_own", ""))
                found[name] = list(dict.fromkeys([*found[name], *own]))
        return found


class FiveForm(ApplicationForm):
    """Help wanted (or offered), stage, languages, times, and with whom not."""

    visible_to = {"do_not_pair": rules.can_read_wishes}
    split = ("topics", "languages", "times")

    topics = of_several("topics", "")
    topics_own = own_words(gettext_lazy("Or in your own words"))
    stage = forms.CharField(
        label=gettext_lazy("Where are you in your work or studies?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Such as: third-year student, house officer, consultant."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    languages = of_several("languages", gettext_lazy("In which languages can you talk?"))
    languages_own = own_words(gettext_lazy("Another language"))
    times = forms.MultipleChoiceField(
        label=gettext_lazy("When are you free as a rule?"),
        choices=[(key, label) for key, label in vocabulary.TIMES.items() if key.startswith(ANY)],
        required=False,
        help_text=gettext_lazy("Rough is good enough. You will settle each meeting yourselves."),
        widget=forms.CheckboxSelectMultiple,
    )
    days = week_field()
    times_own = own_words(gettext_lazy("Or in your own words"))
    places = forms.IntegerField(
        label=gettext_lazy("How many mentees could you take at most?"),
        min_value=1,
        max_value=MOST_PLACES,
        widget=forms.NumberInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )
    do_not_pair = forms.CharField(
        label=gettext_lazy("Do not pair me with"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "Names or e-mail addresses, one a line. Nobody is told and nobody asks why: such a "
            "pair is simply never made."
        ),
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        # A draft may lack them, what is sent may not.
        for name in ("topics", "languages"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]
        if application.role == Application.Role.MENTEE:
            del self.fields["places"]
            self.fields["topics"].label = _("What would you like help with?")
        else:
            self.fields["topics"].label = _("What can you help with?")

    def values_of(self, application: Application) -> dict[str, Any]:
        found = super().values_of(application)
        found["days"] = [one for one in found["times"] if not one.startswith(ANY)]
        found["times"] = [one for one in found["times"] if one.startswith(ANY)]
        found["do_not_pair"] = "\n".join(_named(application.do_not_pair))
        found["places"] = application.participant.places or 1
        return found

    def wanted(self) -> dict[str, Any]:
        found = super().wanted()
        found["times"] = [*found["times"], *found.pop("days")]
        return found

    def clean_do_not_pair(self) -> str:
        return _stored(_lines(self.cleaned_data["do_not_pair"]))


class MoreForm(ApplicationForm):
    """What helps to match well, and what nobody has to say."""

    visible_to = {
        "how_i_mentor": rules.can_read_when_found,
        "story": rules.can_read_when_found,
        "can_be_found": rules.can_read_when_found,
        "values": rules.can_read_wishes,
        "wish_1": rules.can_read_wishes,
        "wish_2": rules.can_read_wishes,
        "wish_3": rules.can_read_wishes,
        **{f"matters_{name}": rules.can_read_wishes for name, _label in MATTERS},
    }
    split = ("settings",)
    # As it is sent by a button. What is kept as one goes has no files in it, and takes none away.
    takes_files = True

    specialty = own_words(gettext_lazy("Your specialty or field, or the one you lean to"))
    interests = own_words(
        gettext_lazy("Interests"), gettext_lazy("A few words, divided by commas.")
    )
    settings = of_several(
        "settings",
        gettext_lazy("How would you like to meet?"),
        gettext_lazy("Everybody is asked this. It needs no reason."),
    )
    settings_own = own_words(gettext_lazy("Or in your own words"))
    statement = forms.CharField(
        label=gettext_lazy("Anything that helps us find the right person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={**LINES, "rows": 5}),
    )
    how_i_mentor = forms.CharField(
        label=gettext_lazy("How do you mentor?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Mentees of this cohort read it too, if you let them find you."),
        widget=forms.Textarea(attrs=LINES),
    )
    story = forms.CharField(
        label=gettext_lazy("One thing you got wrong at their stage"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy(
            "If you like to share it: it makes it easier to ask you. Mentees of this cohort read "
            "it too, if you let them find you."
        ),
        widget=forms.Textarea(attrs=LINES),
    )
    can_be_found = forms.BooleanField(
        label=gettext_lazy("Mentees may find me themselves"),
        required=False,
        help_text=gettext_lazy(
            "Mentees of this cohort then read your name, stage, field, topics, languages, times, "
            "how you like to meet, how you mentor and your story, and can ask you. You can end "
            "it at any time."
        ),
    )
    away_until = forms.DateField(
        label=gettext_lazy("Away until"),
        required=False,
        help_text=gettext_lazy("Until then nobody new is proposed to you."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
    values = forms.CharField(
        label=gettext_lazy("What do you value in people you work with?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Your mentor or mentee sees it only if you both choose so."),
        widget=forms.Textarea(attrs=LINES),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, application=application, **kwargs)
        is_mentee = application.role == Application.Role.MENTEE
        for name in OF_MENTORS if is_mentee else ():
            del self.fields[name]
        if not is_mentee and not application.participant.cohort.programme.mentees_may_ask:
            del self.fields["can_be_found"]
        for name, label in MATTERS if is_mentee else ():
            self._add(
                f"matters_{name}",
                forms.ChoiceField(
                    label=label, choices=_how_much(), required=False, widget=forms.RadioSelect
                ),
            )
        roles = application.participant.cohort.programme.roles_to_fill
        if roles:
            self.fields["roles"] = _of_roles(roles, is_mentee=is_mentee)
            self.fields["roles"].visible_to = rules.can_read_application  # type: ignore[attr-defined]
        for number in range(1, WISHES + 1):
            self._add(f"wish_{number}", self._wish(number, is_mentee=is_mentee))
        self.asked = {questions.name_of(one): one for one in queries.questions_for(application)}
        for name, question in self.asked.items():
            field = questions.field_of(question)
            is_file = question.kind == questions.Kind.FILE
            field.visible_to = rules.can_read_file if is_file else rules.can_read_application  # type: ignore[attr-defined]
            self.fields[name] = field
        self.show_files()

    def _add(self, name: str, field: forms.Field) -> None:
        field.visible_to = self.visible_to[name]  # type: ignore[attr-defined]
        self.fields[name] = field

    def _wish(self, number: int, *, is_mentee: bool) -> forms.CharField:
        whom = _("A mentor you would like") if is_mentee else _("A mentee you would like")
        label = whom if number == 1 else _("Another, after that one")
        return own_words(label, _("A name or an e-mail address.") if number == 1 else "")

    def show_files(self) -> None:
        """Look which files are there, to be shown beside their questions."""
        there = {one.question_id: one for one in queries.files_to_read(self.application)}
        for name, question in self.asked.items():
            field = self.fields[name]
            if isinstance(field, questions.UploadField):
                field.stored = there.get(question.pk)

    def refuse_files(self, said: str) -> None:
        """Say beside every file that none came in: together they were too large."""
        for name, field in self.fields.items():
            if isinstance(field, questions.UploadField):
                self.add_error(name, said)

    @property
    def handed_in(self) -> dict[Any, Any]:
        """What was handed in and may be kept, by question, whatever else is to be mended."""
        return {
            question.pk: self.cleaned_data[name]
            for name, question in self.asked.items()
            if question.kind == questions.Kind.FILE and self.cleaned_data.get(name)
        }

    def values_of(self, application: Application) -> dict[str, Any]:
        found = super().values_of(application)
        found["interests"] = ", ".join(application.interests)
        found["away_until"] = application.participant.away_until
        found["roles"] = application.roles
        for name, much in json.loads(application.matters or "{}").items():
            found[f"matters_{name}"] = much
        for number, name in enumerate(_named(application.wishes)[:WISHES], 1):
            found[f"wish_{number}"] = name
        return found | questions.answers_of(application)

    def wanted(self) -> dict[str, Any]:
        found = super().wanted()
        found["interests"] = [one.strip() for one in found["interests"].split(",") if one.strip()]
        wishes = [found.pop(f"wish_{number}", "") for number in range(1, WISHES + 1)]
        found["wishes"] = _stored([one.strip() for one in wishes if one.strip()])
        matters = {name: found.pop(f"matters_{name}", "") for name, _label in MATTERS}
        said = {name: much for name, much in matters.items() if much}
        found["matters"] = json.dumps(said) if said else ""
        if self.application.role == Application.Role.MENTEE:
            found.pop("away_until", None)
        answers: dict[Any, Any] = {one.pk: found.pop(name, "") for name, one in self.asked.items()}
        files = {one.pk for one in self.asked.values() if one.kind == questions.Kind.FILE}
        found["answers"] = {pk: value for pk, value in answers.items() if pk not in files}
        found["answers"] |= dict.fromkeys(self._taken_away(), "")
        found["files"] = self.handed_in
        return found

    def _taken_away(self) -> list[Any]:
        """The questions whose file is to go, without another in its place."""
        if not self.takes_files:
            return []
        return [
            question.pk
            for name, question in self.asked.items()
            if question.kind == questions.Kind.FILE
            and f"{name}-away" in self.data
            and question.pk not in self.handed_in
        ]


def _of_roles(roles: Sequence[str], *, is_mentee: bool) -> forms.MultipleChoiceField:
    mine = _("Which of these mentors do you look for?")
    return forms.MultipleChoiceField(
        label=mine if is_mentee else _("As which of these could you mentor?"),
        choices=[(role, role) for role in roles],
        required=False,
        help_text=_("Left empty: any of them."),
        widget=forms.CheckboxSelectMultiple,
    )


def _how_much() -> list[tuple[str, Any]]:
    return [("", _("As usual")), *Application.Matters.choices]


def _lines(text: str) -> list[str]:
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > MOST_NAMES or any(len(line) > LONGEST_NAME for line in found):
        raise forms.ValidationError(
            _("Up to %(most)s lines, each with one name or address.") % {"most": MOST_NAMES}
        )
    return found


def _stored(names: Sequence[str]) -> str:
    people = [{"email": one.lower()} if "@" in one else {"name": one} for one in names]
    return json.dumps(people, ensure_ascii=False) if people else ""


def _named(stored: str) -> list[str]:
    people: Iterable[dict[str, str]] = json.loads(stored or "[]")
    return [one.get("name") or one.get("email") or "" for one in people]
