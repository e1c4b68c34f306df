"""What an application says, as the engine takes it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from amanah.base.folding import fold
from amanah.engines.pairing.people import A_BIT, A_LOT, NOT_AT_ALL, Person

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY = ("morning", "lunch", "afternoon", "evening")
MUCH = {"lot": A_LOT, "bit": A_BIT, "none": NOT_AT_ALL}
INTERESTS = "Interests"


def said_in(application: Any) -> dict[str, Any]:
    """What counts for matching in one application, as it is kept in a saved copy."""
    interests = _tidy(application.interests)
    return {
        "stage": application.stage,
        "specialty": [fold(application.specialty.strip()) or ""],
        # As they wrote it themselves, for when it is told.
        "words": {fold(one) or one: one for one in (application.specialty.strip(), *interests)},
        "topics": _tidy(application.topics),
        "languages": _tidy(application.languages),
        "times": slots(_tidy(application.times)),
        "settings": _tidy(application.settings),
        "interests": sorted({fold(one) or one for one in interests}),
        "matters": json.loads(application.matters or "{}"),
    }


def as_person(name: str, said: Mapping[str, Any], *, places: int, is_mentor: bool) -> Person:
    """A person of the engine. Wishes and what must not be are added as pairs."""
    topics = frozenset(said["topics"])
    return Person(
        id=name,
        stage=said["stage"],
        specialty=frozenset(filter(None, said["specialty"])),
        offers=topics if is_mentor else frozenset(),
        wants=frozenset() if is_mentor else topics,
        languages=frozenset(said["languages"]),
        availability=frozenset(said["times"]),
        setting=frozenset(said["settings"]),
        custom={INTERESTS: frozenset(said["interests"])} if said["interests"] else {},
        weights={part: MUCH[much] for part, much in said["matters"].items() if much in MUCH},
        places=places,
    )


def slots(times: Iterable[str]) -> list[str]:
    """Times as single ones: any evening is each of them. Own words stay as they are.

    Examples
    --------
    >>> slots(["any_lunch", "mon_lunch"])[:2]
    ['fri_lunch', 'mon_lunch']
    """
    found: set[str] = set()
    for one in times:
        wanted = one.removeprefix("any_") if one.startswith("any_") else ""
        if wanted == "time":
            found.update(f"{day}_{part}" for day in DAYS for part in PARTS_OF_DAY)
        elif wanted in PARTS_OF_DAY:
            found.update(f"{day}_{wanted}" for day in DAYS)
        else:
            found.add(one)
    return sorted(found)


def fewer_words(times: Iterable[str]) -> list[str]:
    """The same times in as few words as they have.

    Examples
    --------
    >>> fewer_words(slots(["any_evening", "mon_lunch"]))
    ['any_evening', 'mon_lunch']
    """
    left = set(times)
    if len(left.intersection(slots(["any_time"]))) == len(DAYS) * len(PARTS_OF_DAY):
        return ["any_time"]
    found = []
    for part in PARTS_OF_DAY:
        whole = {f"{day}_{part}" for day in DAYS}
        if whole <= left:
            found.append(f"any_{part}")
            left -= whole
    return found + sorted(left)


def _tidy(values: Any) -> list[str]:
    return [str(one).strip() for one in values or () if str(one).strip()]
