"""People as a programme knows them, turned into features, rules and places.

This is the programme's opinion of what matters, in one place, so that it can be read and argued
with: which answers count, how much by default, and which pairs must not be.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from amanah.engines.pairing.candidates import Demand, Rules
from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.features import MOST_WEIGHT, Features, Forbidden, Part
from amanah.engines.pairing.market import MOST_PLACES, whole_numbers

Items = frozenset[str]
NOTHING: Items = frozenset()
A_LOT, A_BIT, NOT_AT_ALL = 20, 10, 0

# Heads of department and programme directors decide over the careers of those in their specialty.
HEAD = re.compile(
    r"\b(head of|chair|chairman|chairwoman|chairperson|dean"
    r"|(program|programme|training|clerkship) director|director of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Person:
    """One person on one side. Everything but `id` may be left out.

    Attributes
    ----------
    id
        A stable name, such as the address; ties are decided by it.
    stage
        Their post. Gives no fit; a mentor whose post is `HEAD` is a head of department.
    specialty, offers, wants, languages, availability, setting : frozenset of str
        What they said, as items that are equal or not.
    custom : dict of str to frozenset of str
        Further named parts.
    weights : dict of str to int, 0 to 100
        How much a part matters to them (mentees), by field or custom name.
    places : int
        How many mentees a mentor takes.
    wishes : sequence of str
        Ids on the other side, the dearest first.
    do_not_pair, conflicts : frozenset of str
        Ids on the other side: their own wish, and whom they assess or answer to.
    is_away : bool
        Away when the programme begins, and so not paired now.
    """

    id: str
    stage: str = ""
    specialty: Items = NOTHING
    offers: Items = NOTHING
    wants: Items = NOTHING
    languages: Items = NOTHING
    availability: Items = NOTHING
    setting: Items = NOTHING
    custom: Mapping[str, Items] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    places: int = 1
    wishes: Sequence[str] = ()
    do_not_pair: Items = NOTHING
    conflicts: Items = NOTHING
    is_away: bool = False

    @property
    def is_head(self) -> bool:
        return bool(HEAD.search(self.stage))


@dataclass(frozen=True)
class Opinion:
    """What the programme thinks of one part: its name, marks and weight where nobody said."""

    field: str
    name: str
    full_at: int
    weight: int
    is_rule: bool = False


WANTED = Opinion("wants", "Help wanted and offered", full_at=2, weight=A_LOT)
OPINIONS = (
    Opinion("specialty", "Specialty", full_at=1, weight=A_BIT),
    Opinion("languages", "Languages", full_at=2, weight=A_BIT, is_rule=True),
    Opinion("availability", "Times", full_at=1, weight=A_BIT),
    Opinion("setting", "Way of meeting", full_at=1, weight=A_BIT // 2),
)


@dataclass(frozen=True)
class Problem:
    """What `candidates` and `pair_over_all` take."""

    features: Features
    rules: Rules
    demand: Demand


def as_problem(
    mentees: Sequence[Person], mentors: Sequence[Person], *, allow_heads: bool = False
) -> Problem:
    """Features, rules and places of these people.

    Parameters
    ----------
    mentees, mentors : sequence of Person
        Each id once a side; one who is on both is never paired with themselves.
    allow_heads : bool
        Whether heads of department may be paired with mentees of their own specialty.

    Raises
    ------
    InvalidMarket
        If an id is there twice, or places or weights are out of range, naming the person.

    Notes
    -----
    Wishes and exclusions that name somebody who is not here are passed over.

    Examples
    --------
    >>> from amanah.engines.pairing.candidates import candidates
    >>> ann = Person("ann", wants=frozenset({"exams"}), do_not_pair=frozenset({"saul"}))
    >>> ruth, saul = (Person(name, offers=frozenset({"exams"})) for name in ("ruth", "saul"))
    >>> problem = as_problem([ann], [ruth, saul])
    >>> market = candidates(problem.features, problem.rules, problem.demand)
    >>> [market.mentor_id[at] for at in market.mentor], market.fit.tolist()
    (['ruth'], [1000])
    """
    for side, people in (("mentee", mentees), ("mentor", mentors)):
        _check(side, people)
    return Problem(
        Features([p.id for p in mentees], [p.id for p in mentors], list(_parts(mentees, mentors))),
        _rules(mentees, mentors, allow_heads=allow_heads),
        Demand(
            whole_numbers("demand", [0 if p.is_away else 1 for p in mentees]),
            whole_numbers("places", [0 if p.is_away else p.places for p in mentors]),
        ),
    )


def _parts(mentees: Sequence[Person], mentors: Sequence[Person]) -> Iterable[Part]:
    yield Part(
        WANTED.name,
        "complement",
        [person.wants for person in mentees],
        [person.offers for person in mentors],
        full_at=WANTED.full_at,
        weight=[person.weights.get("wants", WANTED.weight) for person in mentees],
    )
    for opinion in OPINIONS:
        name = opinion.field
        yield Part(
            opinion.name,
            "shared",
            [getattr(person, name) for person in mentees],
            [getattr(person, name) for person in mentors],
            full_at=opinion.full_at,
            weight=[person.weights.get(name, opinion.weight) for person in mentees],
            is_rule=opinion.is_rule,
        )
    for name in sorted({name for person in (*mentees, *mentors) for name in person.custom}):
        yield Part(
            name,
            "shared",
            [person.custom.get(name, NOTHING) for person in mentees],
            [person.custom.get(name, NOTHING) for person in mentors],
            full_at=2,
            weight=[person.weights.get(name, A_BIT) for person in mentees],
        )


def _rules(mentees: Sequence[Person], mentors: Sequence[Person], *, allow_heads: bool) -> Rules:
    mentee_at = {person.id: at for at, person in enumerate(mentees)}
    mentor_at = {person.id: at for at, person in enumerate(mentors)}
    forbidden: list[Forbidden] = []
    for at, person in enumerate(mentees):
        forbidden += [Forbidden(at, other, "mentee") for other in _here(person, mentor_at)]
        forbidden += [Forbidden(at, mentor_at[i]) for i in person.conflicts if i in mentor_at]
    for at, person in enumerate(mentors):
        forbidden += [Forbidden(other, at, "mentor") for other in _here(person, mentee_at)]
        forbidden += [Forbidden(mentee_at[i], at) for i in person.conflicts if i in mentee_at]
    if not allow_heads:
        forbidden += _under_their_head(mentees, mentors)
    return Rules(
        forbidden=sorted(set(forbidden), key=lambda pair: (pair.mentee, pair.mentor, pair.owner)),
        mentee_wishes={
            (at, mentor_at[name]): rank
            for at, person in enumerate(mentees)
            for rank, name in enumerate(person.wishes, 1)
            if name in mentor_at
        },
        mentor_wishes={
            (mentee_at[name], at): rank
            for at, person in enumerate(mentors)
            for rank, name in enumerate(person.wishes, 1)
            if name in mentee_at
        },
    )


def _here(person: Person, others: Mapping[str, int]) -> list[int]:
    return [others[name] for name in person.do_not_pair if name in others]


def _under_their_head(mentees: Sequence[Person], mentors: Sequence[Person]) -> list[Forbidden]:
    heads: dict[str, list[int]] = {}
    for at, person in enumerate(mentors):
        for specialty in person.specialty if person.is_head else ():
            heads.setdefault(specialty, []).append(at)
    return [
        Forbidden(at, head)
        for at, person in enumerate(mentees)
        for specialty in person.specialty
        for head in heads.get(specialty, ())
    ]


def _check(side: str, people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise InvalidMarket(f"The {side} {person.id!r} is there twice; give each one row.")
        seen.add(person.id)
        if not 0 <= person.places <= MOST_PLACES:
            raise InvalidMarket(
                f"places of {person.id!r} is {person.places}; give 0 to {MOST_PLACES}."
            )
        for name, weight in person.weights.items():
            if not 0 <= weight <= MOST_WEIGHT:
                raise InvalidMarket(
                    f"weight:{name} of {person.id!r} is {weight}; give 0 to {MOST_WEIGHT}."
                )
