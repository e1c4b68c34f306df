"""Uploading a list, saying what its columns are, and sending letters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.programmes.intake.fields import LABELS, OF_MENTORS, QUESTION, Asked
from amanah.programmes.rules import can_list

MOST_MB = 20
# Who is in it differs from row to row.
A_COLUMN = "column"
ROLES = (
    ("mentee", gettext_lazy("Mentees")),
    ("mentor", gettext_lazy("Mentors")),
    (A_COLUMN, gettext_lazy("Both: a column says which")),
)
NOT_TAKEN = ("", gettext_lazy("Leave this column out"))


class UploadForm(forms.Form):
    """A file, and who is in it."""

    role = forms.ChoiceField(
        label=gettext_lazy("Who is in it"),
        choices=ROLES,
        initial="mentee",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("The list"),
        allow_empty_file=True,
        help_text=gettext_lazy("CSV or XLSX, up to 20 MB. The first row names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx", "class": "input"}),
    )

    def clean_role(self) -> str:
        role: str = self.cleaned_data["role"]
        return "" if role == A_COLUMN else role

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].visible_to = can_list  # type: ignore[attr-defined]
        self.too_large = _("It is too large: %(most)d MB are read at most.") % {"most": MOST_MB}
        self.fields["file"].error_messages["required"] = (
            self.too_large if is_too_large else _("Choose a file first.")
        )


class ColumnsForm(forms.Form):
    """What each column is. The fields are made from the header: `column-0`, `column-1` …"""

    def __init__(
        self,
        data: Any = None,
        *,
        header: Sequence[str],
        columns: dict[str, str],
        asked: dict[str, Asked],
        role: str,
    ) -> None:
        super().__init__(data)
        self.header = list(header)
        choices = _choices(asked, role)
        for at, column in enumerate(self.header):
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=columns.get(column, "")
            )

    @property
    def said(self) -> dict[str, str]:
        """{column: field}, those that are left out with an empty one."""
        return {column: self.cleaned_data[f"column-{at}"] for at, column in enumerate(self.header)}


def _choices(asked: dict[str, Asked], role: str) -> list[tuple[Any, Any]]:
    known = [
        (name, label)
        for name, label in LABELS.items()
        if not (role and name == "role") and not (role == "mentee" and name in OF_MENTORS)
    ]
    own = [(f"{QUESTION}{one.id}", one.text) for one in asked.values()]
    choices: list[tuple[Any, Any]] = [NOT_TAKEN, *known]
    return [*choices, (_("Your own questions"), own)] if own else choices


class LettersForm(forms.Form):
    """Until when an invitation opens."""

    until = forms.DateField(
        label=gettext_lazy("Open until"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
        help_text=gettext_lazy("The letter names this day. After it, the link no longer opens."),
    )
