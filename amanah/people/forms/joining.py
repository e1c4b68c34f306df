from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.people.forms.entering import address_field, password_field
from amanah.people.forms.proving import code_field
from amanah.stewardship.hooks import Question


class OtherAddress(forms.Form):
    """The address of somebody's other account."""

    email = address_field(label=gettext_lazy("The address of your other account"))


class ProveOther(forms.Form):
    """Showing that the other account is one's own too."""

    password = password_field(
        label=gettext_lazy("The password of that account"), autocomplete="off"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["code"].required = False
        self.fields["code"].help_text = gettext_lazy("If that account asks for one.")


class WhichStays(forms.Form):
    """Where both accounts have the same part: which of the two stays. One field a question."""

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[one.key] = forms.ChoiceField(
                label=str(one.about),
                initial="kept",
                widget=forms.RadioSelect,
                choices=[
                    ("kept", _("Of this account: %(what)s") % {"what": one.kept}),
                    ("other", _("Of the other account: %(what)s") % {"what": one.other}),
                ],
            )
