"""What a pairing came to."""

from dataclasses import dataclass, field

import numpy as np

from amanah.engines.pairing.market import Ints, Market, Policy


@dataclass(frozen=True)
class Outcome:
    """The pairs of a result, and what is needed to check it.

    Attributes
    ----------
    pairs : int, shape (chosen,)
        Indices of the chosen pairs in the market, ascending; locked pairs among them.
    role : int, shape (chosen,)
        The role of each, an index into ``market.roles.names``; 0 without roles.
    input_hash, result_hash : str
        SHA-256 fingerprints, independent of row order.
    versions : dict
        What made it: Amanah's engine, OR-Tools, numpy.
    """

    pairs: Ints
    role: Ints
    input_hash: str
    result_hash: str
    versions: dict[str, str] = field(default_factory=dict)

    def lacking(self, market: Market) -> Ints:
        """How many mentors each mentee still lacks, shape (mentees,)."""
        held = np.bincount(market.mentee[self.pairs], minlength=market.mentees)
        return market.demand - held

    def load(self, market: Market) -> Ints:
        """How many mentees each mentor has, shape (mentors,)."""
        return np.bincount(market.mentor[self.pairs], minlength=market.mentors)


def named(market: Market, pairs: Ints, role: Ints) -> list[tuple[str, str, str]]:
    """The pairs by their ids: (mentee, mentor, role name or empty)."""
    names = market.roles.names if market.roles else ("",)
    return [
        (market.mentee_id[mentee], market.mentor_id[mentor], names[which])
        for mentee, mentor, which in zip(
            market.mentee[pairs].tolist(), market.mentor[pairs].tolist(), role.tolist(), strict=True
        )
    ]


def is_network(policy: Policy) -> bool:
    """Whether the policy is optimised as a flow (fair, total) rather than by proposals."""
    return policy.objective != "stable"
