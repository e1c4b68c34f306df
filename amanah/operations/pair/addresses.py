"""Who a row is, when an address alone does not say: two people at one address are never merged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from amanah.engines.pairing.people import Person
from amanah.engines.tables import Row

SAME = "it says the same as line {line}"
DIFFERS = "lines {lines} have one address and different answers; keep one row an address"
SHARED = "lines {lines} have one address and different people; told apart by their names"
WHOM = "{address} is the address of several people, so nobody knows who is meant; passed over"


@dataclass(frozen=True)
class Entry:
    """A row that became a person on one side; `file` and `column` say where its address stands."""

    file: str
    column: str
    row: Row
    side: str
    person: Person
    name: str


@dataclass
class Sorted:
    """Rows sorted out: one an entry to keep, and what is said of others, each with its entry."""

    kept: list[Entry] = field(default_factory=list)
    flaws: list[tuple[Entry, str]] = field(default_factory=list)
    notes: list[tuple[Entry, str]] = field(default_factory=list)
    # Wishes that name a shared address.
    unclear: list[tuple[Entry, str]] = field(default_factory=list)
    # People on each side whose rows contradict one another, so that none is kept.
    lost: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def one_row_each(entries: Iterable[Entry]) -> Sorted:
    """One row a person. Different answers of one person are never guessed between.

    Different people at one address are kept, each under name and address together.
    """
    found, shared = Sorted(), set()
    by_address: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_address[entry.side, entry.person.id].append(entry)
    for (side, address), same in by_address.items():
        by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in same:
            by_name[entry.name.casefold()].append(entry)
        if any(_differ(rows) for rows in by_name.values()) or (len(by_name) > 1 and "" in by_name):
            found.flaws += [(entry, DIFFERS.format(lines=_lines(same))) for entry in same]
            found.lost[side] += 1
            continue
        for first, *others in by_name.values():
            found.kept.append(first)
            found.notes += [(e, SAME.format(line=first.row.line)) for e in others]
        if len(by_name) > 1:
            shared.add(address)
            found.notes += [(entry, SHARED.format(lines=_lines(same))) for entry in same]
    _tell_apart(found, shared)
    return found


def _differ(rows: list[Entry]) -> bool:
    first, *others = rows
    return any(entry.person != first.person for entry in others)


def _lines(entries: list[Entry]) -> str:
    return ", ".join(str(entry.row.line) for entry in entries)


def _tell_apart(found: Sorted, shared: set[str]) -> None:
    """Give those at a shared address an id of their own, and mend who refers to them."""
    if not shared:
        return
    at: dict[tuple[str, str], list[str]] = defaultdict(list)
    for index, entry in enumerate(found.kept):
        address = entry.person.id
        if address in shared:
            own = replace(entry.person, id=f"{entry.name} <{address}>")
            found.kept[index] = replace(entry, person=own)
            at[entry.side, address].append(own.id)
    for index, entry in enumerate(found.kept):
        found.kept[index] = replace(entry, person=_referring(entry, at, shared, found))


def _referring(
    entry: Entry, at: dict[tuple[str, str], list[str]], shared: set[str], found: Sorted
) -> Person:
    """A person whose exclusions mean everybody at a shared address, and whose wishes nobody."""
    person = entry.person
    other = {"mentee": "mentor", "mentor": "mentee"}[entry.side]

    def everybody(addresses: frozenset[str]) -> frozenset[str]:
        return frozenset(one for a in addresses for one in at.get((other, a), [a]))

    unclear = sorted(shared.intersection(person.wishes))
    found.unclear += [(entry, WHOM.format(address=address)) for address in unclear]
    # Whoever shares an address may be the same person under another name.
    own = frozenset(at.get((other, address_of(person.id)), ()))
    return replace(
        person,
        wishes=tuple(name for name in person.wishes if name not in shared),
        do_not_pair=everybody(person.do_not_pair),
        conflicts=everybody(person.conflicts) | own,
    )


def address_of(person_id: str) -> str:
    """The e-mail address in an id."""
    return person_id.rpartition("<")[2].removesuffix(">") if person_id.endswith(">") else person_id


def which(side: str, person_id: str) -> str:
    """Which of several people at an address is meant, as a sentence; empty where it is clear."""
    if not person_id.endswith(">"):
        return ""
    name = person_id.rpartition("<")[0].strip()
    return f"The {side} is {name}, one of several people at this address. "
