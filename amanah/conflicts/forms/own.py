"""What a member says of their own ties."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.conflicts import rules

MOST_NAMES, LONGEST_NAME = 50, 254


class OwnTiesForm(forms.Form):
    """Names or addresses, one a line. Why is not asked."""

    named = forms.CharField(
        label=gettext_lazy("Do not pair me with"),
        required=False,
        max_length=MOST_NAMES * (LONGEST_NAME + 2),
        help_text=gettext_lazy(
            "Names or e-mail addresses, one a line. An address is surer: a name counts for "
            "everybody who has it."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "autocomplete": "off"}),
    )
    named.visible_to = rules.can_say_own  # type: ignore[attr-defined]

    def clean_named(self) -> Sequence[str]:
        found = [" ".join(line.split()) for line in self.cleaned_data["named"].splitlines()]
        found = [line for line in found if line]
        if len(found) > MOST_NAMES or any(len(line) > LONGEST_NAME for line in found):
            raise forms.ValidationError(
                _("Up to %(most)s lines, each with one name or address.") % {"most": MOST_NAMES}
            )
        return found
