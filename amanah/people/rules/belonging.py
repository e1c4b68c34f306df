"""Who may see who belongs to an institution, and change it."""

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.institutions.rules import can_invite, can_see_roster, is_admin
from amanah.people.rules.profile import is_own

can_leave = is_own
can_stop = is_admin

sights.declare(
    "membership",
    _("that you belong to your institution, your department there, and since when"),
    can_see_roster,
)
sights.declare(
    "invitation", _("the address and name to which you were invited, until you join"), can_invite
)
sights.declare(
    "access ended", _("that an institution ended your access to it, and since when"), can_stop
)
sights.declare("death", _("that somebody said you have died"), can_stop)
