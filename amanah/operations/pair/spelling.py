"""One spelling for what is the same: items that differ only in capitals, and “any evening”."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from amanah.engines.pairing.people import Items, Person
from amanah.operations.pair.cells import ANYTHING

LISTS = ("specialty", "languages", "availability", "setting")
ANY = "any "


def one_spelling(people: list[Person]) -> Callable[[Person], Person]:
    """A function that gives a person with every item spelt as everybody's.

    What is wanted and offered is one list. “Any evening” stands for every item that ends in
    “evening”, and “either” or “flexible” for everything that anybody named.
    """
    known = {field: _spellings(getattr(person, field) for person in people) for field in LISTS}
    help_known = _spellings(items for person in people for items in (person.wants, person.offers))
    custom = {
        name: _spellings(person.custom.get(name, frozenset()) for person in people)
        for name in {name for person in people for name in person.custom}
    }

    def spell(person: Person) -> Person:
        return replace(
            person,
            wants=_spelt(person.wants, help_known),
            offers=_spelt(person.offers, help_known),
            custom={name: _spelt(items, custom[name]) for name, items in person.custom.items()},
            specialty=_spelt(person.specialty, known["specialty"]),
            languages=_spelt(person.languages, known["languages"]),
            availability=_spelt(person.availability, known["availability"]),
            setting=_spelt(person.setting, known["setting"]),
        )

    return spell


def _spellings(lists: Iterable[Items]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in sorted({item for items in lists for item in items}):
        found.setdefault(item.casefold(), item)
    return found


def _spelt(items: Items, known: dict[str, str]) -> Items:
    found = set()
    for item in items:
        plain = item.casefold()
        if plain in ANYTHING:
            found |= {spelt for key, spelt in known.items() if not _is_any(key)}
        elif plain.startswith(ANY):
            ending = plain.removeprefix(ANY)
            alike = {s for key, s in known.items() if key.endswith(ending) and not _is_any(key)}
            found |= alike or {known[plain]}
        else:
            found.add(known[plain])
    return frozenset(found)


def _is_any(plain: str) -> bool:
    return plain in ANYTHING or plain.startswith(ANY)
