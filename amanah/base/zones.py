"""Time zones by their IANA names."""

import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def is_a_time_zone(name: str) -> None:
    """Refuse what is not the name of a time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list, such as Asia/Karachi."))


@cache
def all_zones() -> tuple[str, ...]:
    """The zones that people live in, for a list to choose from."""
    places = (name for name in zoneinfo.available_timezones() if "/" in name)
    return tuple(sorted(name for name in places if not name.startswith(("Etc/", "SystemV/"))))


def named(text: str) -> str:
    """The zone that somebody means: *karachi* is Asia/Karachi. What is unclear stays as it is."""
    wanted = "_".join(text.split()).casefold()
    names = zoneinfo.available_timezones()
    exact = [name for name in names if name.casefold() == wanted]
    cities = [name for name in names if wanted and name.casefold().rpartition("/")[2] == wanted]
    found = exact or cities
    return found[0] if len(found) == 1 else text.strip()
