import pytest

from amanah.base import zones
from amanah.base.zone_field import ZoneField


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("karachi", "Asia/Karachi"),
        ("  Dublin ", "Europe/Dublin"),
        ("asia/karachi", "Asia/Karachi"),
        ("new york", "America/New_York"),
        ("Atlantis", "Atlantis"),
        ("", ""),
    ],
)
def test_a_zone_is_found_by_its_city(typed, zone):
    assert zones.named(typed) == zone


def test_the_list_holds_places_that_people_live_in():
    listed = zones.all_zones()

    assert {"Asia/Karachi", "Europe/Dublin"} <= set(listed)
    assert not any(name.startswith("Etc/") for name in listed)


def test_the_field_takes_a_city_and_refuses_what_is_none():
    assert ZoneField().clean("karachi") == "Asia/Karachi"
    with pytest.raises(Exception, match="Choose a time zone from the list"):
        ZoneField().clean("Atlantis")
