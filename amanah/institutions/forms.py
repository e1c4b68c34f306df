from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base.seen import SeenForm
from amanah.base.zone_field import ZoneField
from amanah.institutions import services
from amanah.institutions.models import Institution


class InstitutionForm(SeenForm):
    """The settings of an institution."""

    time_zone = ZoneField(help_text=_("Days begin and end by it. Type a city, such as Karachi."))

    class Meta:
        model = Institution
        fields = services.SETTINGS
        labels = {
            "name": _("Name"),
            "language": _("Language of its letters"),
            "help_name": _("Somebody to talk to"),
            "help_about": _("Who that is"),
            "help_phone": _("Their phone"),
            "help_email": _("Their mail address"),
            "emergency_phone": _("Number in danger"),
            "months_kept": _("Months for which a closed mentorship is kept"),
            "own_guarantees": _("What you guarantee besides"),
        }
        help_texts = {
            "help_name": _(
                "A confidential contact outside every pair. Shown at the foot of every page."
            ),
            "help_about": _("Such as: outside your department, keeps what you tell her."),
            "help_email": _(
                "If they have an account here, its address: then they are never offered to "
                "those whom they mentor or assess."
            ),
            "emergency_phone": _("Whom to call when somebody is in danger, such as 1122."),
            "months_kept": _(
                "What its members wrote, and their agreement. Then our copies are deleted. It "
                "counts for what is closed from now on."
            ),
            "own_guarantees": _("One a line. They stand below what every institution guarantees."),
        }
        widgets = {
            "own_guarantees": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "help_name": forms.TextInput(attrs={"dir": "auto"}),
            "help_about": forms.TextInput(attrs={"dir": "auto"}),
            "help_phone": forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
            "help_email": forms.EmailInput(attrs={"dir": "ltr"}),
            "emergency_phone": forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
        }


class EndForm(forms.Form):
    """When an appointment ends: at once, or after a last day."""

    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: it ends at once."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input--short"}),
    )
