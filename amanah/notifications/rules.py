"""Who may see and change what a person is told, and how they hear of it: nobody else."""

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.people.rules import is_own

can_see = is_own
can_choose = is_own

sights.declare(
    "notifications", _("what you were told here, and how you like to hear of it"), is_own
)
