"""Time zones by their IANA names."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def is_a_time_zone(name: str) -> None:
    """Refuse what is not the name of a time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Asia/Karachi."))
