"""What each may promise: one thing for each factor, from each side."""

from django.utils.translation import gettext_lazy as _

from amanah.mentoring.agreement.made_of import Choice

# What each brings: one promise for each factor, from each side; nobody promises for another.
FACTORS = (
    Choice(
        "respect",
        _("Respect"),
        (
            ("time", _("I come when I said I would, or say so before")),
            ("listen", _("I hear you out before I answer")),
            ("choices", _("Your choices are yours, also where I would choose otherwise")),
        ),
    ),
    Choice(
        "confidentiality",
        _("Confidentiality"),
        (
            ("keep", _("I pass nothing on without asking you")),
            ("place", _("I speak of this where nobody can overhear us")),
            ("say", _("I say at once if I cannot keep something to myself")),
        ),
    ),
    Choice(
        "empathy",
        _("Empathy"),
        (
            ("ask", _("I ask how you are, and wait for the answer")),
            ("load", _("I tell you when a month is heavy, and take yours as you say it is")),
            ("see", _("I try to see it as you do before I judge it")),
        ),
    ),
    Choice(
        "humbleness",
        _("Humbleness (humility)"),
        (
            ("wrong", _("I say when I was wrong")),
            ("unsure", _("I say when I do not know")),
            ("learn", _("I come to learn from you, too")),
        ),
    ),
    Choice(
        "work",
        _("Hard work"),
        (
            ("prepare", _("I come prepared")),
            ("finish", _("I do what I said I would, or say that I will not")),
            ("try", _("I try something new between two meetings")),
        ),
    ),
    Choice(
        "communication",
        _("Communication"),
        (
            ("clear", _("I say what I need instead of hinting at it")),
            ("early", _("I say early what is not going well")),
            ("check", _("I say back what I understood")),
        ),
    ),
)
