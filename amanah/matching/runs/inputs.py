"""The saved copy of what a run was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from amanah.engines.pairing import Policy

Pair = tuple[int, int]


@dataclass(frozen=True)
class Somebody:
    """Somebody on one side: under which name the engine knows them, and what they said.

    `name` is a random one that says nothing to anybody; `participant` is who it is.
    """

    name: str
    participant: str
    said: Mapping[str, Any]
    # How many mentees a mentor can still take.
    places: int = 1
    # Named roles: as what a mentor mentors, or what a mentee still looks for.
    roles: tuple[str, ...] = ()
    # Whether they come first where places are short.
    waited: bool = False


@dataclass(frozen=True)
class Inputs:
    """Everything that a run depends on, by the rows of its two sides.

    Attributes
    ----------
    apart
        Pairs that must not be, for whatever cause: which one it was is not in here.
    wishes, mentor_wishes
        (mentee, mentor, rank) of who named whom, 1 first.
    kept
        Pairs that a person keeps, with their named role or an empty one.
    before
        Pairs of the run before, from which the policy may be reluctant to depart.
    """

    preset: str
    options: dict[str, Any]
    mentees: list[Somebody]
    mentors: list[Somebody]
    apart: list[Pair] = field(default_factory=list)
    wishes: list[tuple[int, int, int]] = field(default_factory=list)
    mentor_wishes: list[tuple[int, int, int]] = field(default_factory=list)
    kept: list[tuple[int, int, str]] = field(default_factory=list)
    before: list[Pair] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any], said: Sequence[Mapping[str, Any]]) -> "Inputs":
        """Of what `as_json` made, with what each mentee and then each mentor said."""
        found = dict(kept)
        middle = len(found["mentees"])
        for side, theirs in (("mentees", said[:middle]), ("mentors", said[middle:])):
            found[side] = [
                Somebody(**{**one, "roles": tuple(one["roles"]), "said": words})
                for one, words in zip(found[side], theirs, strict=True)
            ]
        for pairs in ("apart", "wishes", "mentor_wishes", "kept", "before"):
            found[pairs] = [tuple(one) for one in found[pairs]]
        return cls(**found)


# What can be chosen under Advanced, and what it is where nobody chose.
DEFAULTS: dict[str, Any] = {
    "floor": 0,
    "bands": [500, 600, 700, 800],
    "load_step": 50,
    "closeness": 0,
    "unranked": "append",
    "propose": "mentee",
    "seed": 0,
    "heads_may": False,
    "needs_a_language": True,
}
CLOSENESS = {0: 0, 1: 300, 2: 1000}


def policy_of(preset: str, options: dict[str, Any]) -> Policy:
    """The engine's policy for a preset and what was chosen under Advanced.

    Raises `InvalidMarket`, naming what is out of range.
    """
    chosen = {**DEFAULTS, **options}
    return Policy(
        objective=preset,  # type: ignore[arg-type]
        bands=tuple(chosen["bands"]),
        floor=chosen["floor"],
        load_step=chosen["load_step"],
        stickiness=CLOSENESS[chosen["closeness"]],
        propose=chosen["propose"],
        unranked=chosen["unranked"],
        seed=chosen["seed"],
    )
