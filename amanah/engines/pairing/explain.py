"""Why two people were, or were not, brought together: what each of them may be told.

A person is never told another's wish, rank, conflict, weight, exit or price. A pair that somebody
did not want, that a conflict forbids, or that a rule excludes reads the same as one that was
simply not offered: there is one answer for all of them, made without looking at which it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.features import Features, Forbidden
from amanah.engines.pairing.market import MOST_PLACES, Market
from amanah.engines.pairing.outcome import Outcome

Reader = Literal["mentee", "mentor", "coordinator"]
Kind = Literal[
    "matched", "own rule", "not offered", "full", "better elsewhere", "kept", "not enough places"
]

SENTENCES: dict[str, str] = {
    "own rule": "One of your own choices rules this out.",
    "not offered": "This was not offered this time.",
    "full": "All places were taken; others fitted more closely.",
    "better elsewhere": "You were better placed elsewhere.",
    "kept": "A mentorship that runs already was kept.",
}


@dataclass(frozen=True)
class Carried:
    """One part that carried a pair: its name, twelfths of full marks, and what they share."""

    part: str
    share: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a pair is, or is not, in a result, for one reader.

    Attributes
    ----------
    kind
        What happened, as this reader may know it.
    carried : tuple of Carried
        For a match, the parts that carried it, strongest first; empty otherwise.
    own_rank : int or None
        The reader's own rank of the other, if they gave one.
    ignored : tuple of str
        Parts that were deliberately given no weight.
    waiting, places : int
        For ``not enough places``: how many wait and how many places there were.
    """

    kind: Kind
    carried: tuple[Carried, ...] = ()
    own_rank: int | None = None
    ignored: tuple[str, ...] = ()
    waiting: int = 0
    places: int = 0

    def sentence(self) -> str:
        """The reason in one sentence."""
        if self.kind == "matched":
            return (
                "; ".join(_said(part) for part in self.carried) or "Broad interests on both sides."
            )
        if self.kind == "not enough places":
            return f"There were not enough places: {self.waiting} wait, {self.places} places."
        return SENTENCES[self.kind]


@dataclass(frozen=True)
class Said:
    """What people said: the features that fit came from, and the pairs that were ruled out."""

    features: Features | None = None
    forbidden: Sequence[Forbidden] = ()


def explain(
    market: Market,
    outcome: Outcome,
    mentee: int,
    mentor: int | None,
    *,
    said: Said = Said(),
    reader: Reader = "mentee",
) -> Reason:
    """Why a mentee has, or has not, a mentor; with ``mentor=None``, why they have none at all.

    Parameters
    ----------
    market, outcome
        As solved.
    mentee, mentor : int
        Row numbers in the market.
    said : Said, optional
        What they said and ruled out; without it a match has no parts to name.
    reader
        Who will read it.

    Raises
    ------
    InvalidMarket
        If there is no such person.

    Examples
    --------
    >>> from amanah.engines.pairing import Policy, solve
    >>> market = Market(["a", "b"], ["x"], [1, 1], [1], [0, 1, 2], [0, 0], [900, 100])
    >>> outcome = solve(market, Policy("total"))
    >>> explain(market, outcome, 0, 0).kind
    'matched'
    >>> explain(market, outcome, 1, 0).sentence()
    'All places were taken; others fitted more closely.'
    """
    _check(market, mentee, mentor)
    if mentor is None:
        return _unplaced(market, outcome, mentee)
    pair = market.pair(mentee, mentor)
    if pair is not None and pair in outcome.pairs:
        return _matched(market, pair, mentee, mentor, said.features, reader)
    if pair is None:
        return Reason(_excluded(mentee, mentor, said.forbidden, reader))
    return _not_chosen(market, outcome, pair, reader)


def _matched(
    market: Market, pair: int, mentee: int, mentor: int, features: Features | None, reader: Reader
) -> Reason:
    ranks = {"mentee": market.mentee_rank, "mentor": market.mentor_rank}.get(reader)
    own = int(ranks[pair]) if ranks is not None else 0
    if features is None:
        return Reason("matched", own_rank=own or None)
    row = np.array([mentee])
    found: list[tuple[int, Carried]] = []
    ignored: list[str] = []
    for at, part in enumerate(features.parts):
        weight = features.weight(at, mentee)
        share = int(features.shares(at, row, features.overlap(at, row))[0, mentor])
        if weight == 0 and part.mentee[mentee]:
            ignored.append(part.name)
        if share and (weight or reader == "mentor"):
            items = tuple(features.in_common(at, mentee, mentor))
            found.append((weight * share, Carried(part.name, share, items)))
    if reader == "mentor":
        # How much each part matters is the mentee's own: a mentor reads what both have, unweighed.
        return Reason("matched", tuple(carried for _worth, carried in found), own or None)
    found.sort(key=lambda one: (-one[0], one[1].part))
    return Reason(
        "matched", tuple(carried for _worth, carried in found), own or None, tuple(ignored)
    )


def _excluded(mentee: int, mentor: int, forbidden: Sequence[Forbidden], reader: Reader) -> Kind:
    """Whether the reader's own wish (for a coordinator: the programme's rule) stands between."""
    owner = "" if reader == "coordinator" else reader
    own = any(
        (pair.mentee, pair.mentor, pair.owner) == (mentee, mentor, owner) for pair in forbidden
    )
    return "own rule" if own else "not offered"


def _not_chosen(market: Market, outcome: Outcome, pair: int, reader: Reader) -> Reason:
    """One reason, and never a count or a comparison that would tell of somebody else."""
    mentee = int(market.mentee[pair])
    held = outcome.pairs[market.mentee[outcome.pairs] == mentee]
    if reader == "mentor":
        return Reason("not offered")
    if held.size and np.isin(held, np.union1d(market.existing, market.locks)).any():
        return Reason("kept")
    if held.size and max(_liking(market, at) for at in held) >= _liking(market, pair):
        return Reason("better elsewhere")
    mentor = int(market.mentor[pair])
    is_full = outcome.load(market)[mentor] >= market.places[mentor]
    return Reason("full" if is_full else "not offered")


def _liking(market: Market, pair: int) -> tuple[int, int]:
    """How the mentee sees a pair: ranked ones first, then by fit; larger is dearer."""
    rank = 0 if market.mentee_rank is None else int(market.mentee_rank[pair])
    return (-rank if rank else -MOST_PLACES - 1, int(market.fit[pair]))


def _unplaced(market: Market, outcome: Outcome, mentee: int) -> Reason:
    if market.indptr[mentee] == market.indptr[mentee + 1]:
        return Reason("not offered")
    lacking = outcome.lacking(market)
    if int(outcome.load(market).sum()) < int(market.places.sum()):
        return Reason("full")
    return Reason(
        "not enough places",
        waiting=int(((lacking == market.demand) & (market.demand > 0)).sum()),
        places=int(market.places.sum()),
    )


def _check(market: Market, mentee: int, mentor: int | None) -> None:
    if not 0 <= mentee < market.mentees or (
        mentor is not None and not 0 <= mentor < market.mentors
    ):
        raise InvalidMarket(f"There is no mentee {mentee} or no mentor {mentor} in this market.")


def _said(part: Carried) -> str:
    return f"{part.part}: {', '.join(part.items)}" if part.items else part.part
