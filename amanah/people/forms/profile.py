"""What a person says of themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from amanah.base.seen import SeenForm
from amanah.base.zone_field import ZoneField
from amanah.people import rules
from amanah.people.models import Affiliation, Person, Profile, WorkingCard

LINES = {"rows": 4}


class PersonForm(SeenForm):
    """How a person is called, and how pages are shown to them."""

    visible_to = {
        "name": rules.can_see_card,
        "called": rules.can_see_card,
        "language": rules.is_own,
        "time_zone": rules.can_see_time_zone,
        "theme": rules.is_own,
    }
    time_zone = ZoneField()

    class Meta:
        model = Person
        fields = ["name", "called", "language", "time_zone", "theme"]
        labels = {
            "name": _("Your name"),
            "called": _("What to call you"),
            "language": _("Language"),
            "theme": _("Light or dark"),
        }
        help_texts = {
            "name": _(
                "As you write it: one word or several, in any script, with or without titles."
            ),
            "called": _("In greetings and short lists."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "called": forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        }


class ProfileForm(SeenForm):
    """The card that a person shows."""

    visible_to = {
        "stage": rules.can_see_card,
        "specialty": rules.can_see_card,
        "languages": rules.can_see_card,
        "about": rules.can_see_card,
        "contact": rules.can_see_contact,
        "share_contact": rules.is_own,
    }

    class Meta:
        model = Profile
        fields = ["stage", "specialty", "languages", "about", "contact", "share_contact"]
        labels = {
            "stage": _("Where you are in your work"),
            "specialty": _("Your field"),
            "languages": _("Languages you speak"),
            "about": _("A few lines about you"),
            "contact": _("How to reach you"),
            "share_contact": _("Share this with my mentor or mentee, once I have one"),
        }
        help_texts = {
            "stage": _("Such as: third-year student, house officer, consultant."),
            "contact": _("A phone number or an address, if you like to give one."),
        }
        widgets = {
            "about": forms.Textarea(attrs={**LINES, "dir": "auto"}),
            "stage": forms.TextInput(attrs={"dir": "auto"}),
            "specialty": forms.TextInput(attrs={"dir": "auto"}),
            "contact": forms.TextInput(attrs={"dir": "auto"}),
        }


class WorkingCardForm(SeenForm):
    """*How I like to work*."""

    visible_to = dict.fromkeys(
        ("best_times", "reach_me", "feedback", "at_my_best", "please_know"),
        rules.can_see_working_card,
    )

    class Meta:
        model = WorkingCard
        fields = ["best_times", "reach_me", "feedback", "at_my_best", "please_know"]
        labels = {
            "best_times": _("Good times for me"),
            "reach_me": _("How I like to be reached"),
            "feedback": _("How I like to hear feedback"),
            "at_my_best": _("When I am at my best"),
            "please_know": _("Something it helps to know"),
        }
        help_texts = {
            "best_times": _("Such as: Thursday evenings, not after a night on call."),
            "reach_me": _("Such as: a message first, a call if it is urgent."),
            "feedback": _("Such as: straight and in private; or first what went well."),
        }
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            for name in ("best_times", "reach_me", "feedback", "at_my_best", "please_know")
        }


class DepartmentForm(SeenForm):
    """Where in an institution a person is."""

    visible_to = {"department": rules.can_see_roster}

    class Meta:
        model = Affiliation
        fields = ["department"]
        labels = {"department": _("Department")}
        widgets = {"department": forms.TextInput(attrs={"dir": "auto"})}
