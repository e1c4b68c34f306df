"""What the style page shows: made up here, and nowhere else used."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amanah.shell.charts import Chart, Series

KINDS = [
    ("listen", _("Listen")),
    ("advise", _("Advise")),
    ("introduce", _("Introduce me to somebody")),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("What people call you"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Where letters from here reach you."))
    about = forms.CharField(
        label=_("A little about you"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    since = forms.DateField(
        label=_("Since when"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    form_of_help = forms.ChoiceField(
        label=_("What kind of help today?"), choices=KINDS, widget=forms.RadioSelect
    )
    place = forms.ChoiceField(
        label=_("Where you like to meet"),
        choices=[("", _("No preference")), ("open", _("An open door")), ("video", _("By video"))],
        required=False,
    )
    letters = forms.BooleanField(
        label=_("Send me one letter a week, not one each time"), required=False
    )

    name.visible_to = _("The programme")  # type: ignore[attr-defined]
    email.visible_to = _("Only you")  # type: ignore[attr-defined]
    about.visible_to = _("You and your mentor/mentee")  # type: ignore[attr-defined]


def wrong_form() -> SampleForm:
    """The same form, sent half empty."""
    form = SampleForm({"wrong-name": "", "wrong-email": "amina@"}, prefix="wrong")
    form.add_error(None, _("Two things are still needed before this can be sent."))
    return form


def help_contact() -> dict[str, str]:
    """Somebody to talk to, as an institution names them."""
    return {
        "name": "Dr Nasreen Iqbal",
        "about": gettext("outside your department, keeps what you tell her"),
        "phone": "042 111 0000",
        "email": "",
    }


def figures() -> dict[str, Any]:
    """Three drawings: two lines, a line with a gap, bars."""
    weeks = ("Sep", "Oct", "Nov", "Dec", "Jan", "Feb")
    people = Chart(
        title=gettext("People taking part, by month"),
        about=gettext("Mentors and mentees both grew in number until December, then held."),
        labels=weeks,
        label_heading=gettext("Month"),
        series=(
            Series(gettext("Mentors"), (42, 48, 61, 70, 71, 70)),
            Series(gettext("Mentees"), (55, 73, 96, 118, 121, 119)),
        ),
    )
    gap = Chart(
        title=gettext("Of those who answered, how many felt heard"),
        about=gettext("November is not shown: fewer than eight people contributed."),
        labels=weeks,
        label_heading=gettext("Month"),
        series=(Series(gettext("Felt heard"), (61, 64, None, 70, 74, 73)),),
    )
    bars = Chart(
        title=gettext("What kind of help was asked for"),
        about=gettext("Most asked for somebody to listen."),
        labels=(gettext("Listen"), gettext("Advise"), gettext("Introduce"), gettext("Practise")),
        label_heading=gettext("Kind"),
        series=(Series(gettext("Requests"), (38, 27, 14, 9)),),
        is_bars=True,
    )
    return {"people": people, "gap": gap, "bars": bars}
