"""Who may see and change what of a person, one module a noun; callers find them all here."""

from amanah.people.rules import account as _account  # noqa: F401 declares its sights
from amanah.people.rules.belonging import can_invite, can_leave, can_see_roster, can_stop
from amanah.people.rules.profile import (
    can_see_card,
    can_see_contact,
    can_see_time_zone,
    can_see_working_card,
    is_own,
)

__all__ = [
    "can_invite",
    "can_leave",
    "can_see_card",
    "can_see_contact",
    "can_see_roster",
    "can_see_time_zone",
    "can_see_working_card",
    "can_stop",
    "is_own",
]
