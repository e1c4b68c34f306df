"""From the values of a list to an application, and back to what it was."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from amanah.programmes.intake.review import NOTHING
from amanah.programmes.intake.rows import Values
from amanah.programmes.models import Application, Participant

PLAIN = (
    "stage",
    "specialty",
    "topics",
    "languages",
    "times",
    "settings",
    "statement",
    "how_i_mentor",
    "story",
)
BY_ADDRESS = ("wishes", "do_not_pair")
OF_APPLICATION = (*PLAIN, *BY_ADDRESS, "matters")
# Shared, so that it is not in two places: everything else is the application's own.
OF_PARTICIPANT = ("places", "away_until")


def says_anything(values: Values) -> bool:
    """Whether there is enough for an application; a name and an address are none."""
    return any(
        value not in NOTHING
        for name, value in values.items()
        if name in OF_APPLICATION or name.startswith("question:")
    )


def write(application: Application, values: Values, names: Iterable[str]) -> list[str]:
    """Write some values into an application; the names of its columns that were written."""
    written = [name for name in names if name in OF_APPLICATION]
    for name in written:
        value = values.get(name)
        if name in BY_ADDRESS:
            people = [{"email" if "@" in who else "name": who} for who in value or []]
            setattr(application, name, json.dumps(people, ensure_ascii=False) if people else "")
        elif name == "matters":
            application.matters = json.dumps(value) if value else ""
        else:
            setattr(application, name, value if value is not None else "")
    return written


def write_participant(participant: Participant, values: Values, names: Iterable[str]) -> None:
    """Write places and absence, which belong to the part rather than to its application."""
    for name in names:
        if name == "places":
            participant.places = values.get("places") or 0
        elif name == "away_until":
            day = values.get("away_until")
            participant.away_until = date.fromisoformat(day) if day else None


def values_of(application: Application, participant: Participant) -> Values:
    """What an application says, in the words of a list."""
    found: Values = {name: getattr(application, name) for name in PLAIN}
    for name in BY_ADDRESS:
        people: list[dict[str, Any]] = json.loads(getattr(application, name) or "[]")
        # A person may also name somebody, which a list cannot.
        found[name] = [one.get("email") or one.get("name") for one in people]
    found["matters"] = json.loads(application.matters or "{}")
    if application.role == Application.Role.MENTOR:
        away = participant.away_until
        found["places"] = participant.places
        found["away_until"] = away.isoformat() if away else ""
    return found
