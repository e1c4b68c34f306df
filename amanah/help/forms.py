from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base.seen import SeenForm
from amanah.help import queries, services
from amanah.help.models import Contact
from amanah.institutions.models import Institution


class ContactForm(SeenForm):
    """Somebody, or a place, to turn to."""

    class Meta:
        model = Contact
        fields = services.FIELDS
        labels = {
            "name": _("Who, or what place"),
            "about": _("Who that is"),
            "phone": _("Phone"),
            "email": _("Mail address"),
            "hours": _("When they can be reached"),
            "is_outside": _("Outside the institution"),
            "programme": _("For whom"),
        }
        help_texts = {
            "about": _("Such as: the hospital's occupational health service."),
            "email": _(
                "If they have an account here, its address: then they are never offered to "
                "those whom they mentor or assess."
            ),
            "hours": _("Such as: day and night, or Monday to Friday, 9 to 16."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "about": forms.TextInput(attrs={"dir": "auto"}),
            "hours": forms.TextInput(attrs={"dir": "auto"}),
            "phone": forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel"}),
            "email": forms.EmailInput(attrs={"dir": "ltr"}),
        }

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme: Any = self.fields["programme"]
        programme.queryset = queries.programmes_here(institution)
        programme.empty_label = _("Everybody of the institution")
        programme.label_from_instance = lambda one: one.name
        # Names, as those who named them wrote them.
        programme.widget.attrs["translate"] = "no"
