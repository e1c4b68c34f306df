"""What people said, as named parts of fit.

A part is one thing that can carry a pair: a shared specialty, help that one wants and the other
offers, a common hour. Fit is the weighted mean of the parts, from 0 to 1000, in exact integers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.errors import InvalidMarket
from amanah.engines.pairing.market import MOST_FIT, Ints

# The least common multiple of the numbers of items that may count as full marks.
SHARES = 12
FULL_MARKS = (1, 2, 3, 4, 6, 12)
NEUTRAL_FIT = 500
NOT_ELIGIBLE = -1
MOST_WEIGHT = 100

Kind = Literal["shared", "complement"]


@dataclass(frozen=True)
class Part:
    """One named part of fit.

    Parameters
    ----------
    name
        As it is said to people.
    kind
        ``shared``: what both have; ``complement``: what the mentee wants and the mentor offers.
    mentee, mentor : sequence of set of str
        The items of each person, in the order of the ids. An empty set says nothing: the part
        then does not count for that mentee.
    full_at : 1, 2, 3, 4, 6 or 12
        How many items in common count as full marks (or all of the mentee's, if fewer).
    weight : int or sequence of int, 0 to 100
        How much it matters, to everybody or to each mentee; 0 is not at all.
    is_rule
        Whether a pair with nothing in common is not eligible (for those who said something).
    """

    name: str
    kind: Kind
    mentee: Sequence[frozenset[str]]
    mentor: Sequence[frozenset[str]]
    full_at: int = 1
    weight: int | Sequence[int] = 10
    is_rule: bool = False


@dataclass(frozen=True)
class Forbidden:
    """A pair that must not be: a wish, a conflict, a rule.

    ``owner`` is whose own wish or rule it is, ``mentee`` or ``mentor``; the programme's where
    empty. Only the owner may ever be told of it.
    """

    mentee: int
    mentor: int
    owner: Literal["mentee", "mentor", ""] = ""


class Features:
    """All parts of all people, as matrices that blocks of fit are computed from.

    Raises
    ------
    InvalidMarket
        If a part has not one set for each person, or a weight is out of range.
    """

    def __init__(
        self, mentee_id: Sequence[str], mentor_id: Sequence[str], parts: Sequence[Part]
    ) -> None:
        self.mentee_id, self.mentor_id, self.parts = list(mentee_id), list(mentor_id), list(parts)
        for part in parts:
            self._check(part)
        self._weights = (
            np.stack([_weights(part, len(mentee_id)) for part in parts])
            if parts
            else np.zeros((0, len(mentee_id)), np.int64)
        )
        self._encoded = [_encode(part) for part in parts]

    def overlap(self, part: int, mentees: Ints) -> Ints:
        """Items in common with every mentor, shape (mentees asked for, mentors)."""
        encoded = self._encoded[part]
        found: Ints = np.rint(encoded.mentee[mentees] @ encoded.mentor.T).astype(np.int64)
        return found

    def shares(self, part: int, mentees: Ints, overlap: Ints) -> Ints:
        """Twelfths of full marks, 0 to 12, shape of `overlap`."""
        full = self._encoded[part].full[mentees]
        found: Ints = np.minimum(overlap, full[:, None]) * (SHARES // np.maximum(full, 1))[:, None]
        return found

    def fit(self, mentees: Ints) -> NDArray[np.int16]:
        """Fit with every mentor, -1 where a rule forbids; shape (mentees asked for, mentors)."""
        shape = (len(mentees), len(self.mentor_id))
        total, of = np.zeros(shape, np.float32), np.zeros(len(mentees), np.int64)
        forbidden = np.zeros(shape, bool)
        for at, part in enumerate(self.parts):
            encoded = self._encoded[at]
            full = encoded.full[mentees]
            weight = self._weights[at, mentees] * (full > 0)
            if not weight.any() and not part.is_rule:
                continue
            overlap = encoded.mentee[mentees] @ encoded.mentor.T
            if part.is_rule:
                forbidden |= (overlap == 0) & (full > 0)[:, None] & encoded.mentor_says
            if encoded.may_exceed:
                np.minimum(overlap, full[:, None].astype(np.float32), out=overlap)
            overlap *= (weight * (SHARES // np.maximum(full, 1)))[:, None].astype(np.float32)
            total += overlap
            of += weight
        fit = _rounded(total, np.maximum(of, 1) * SHARES)
        fit[of == 0] = NEUTRAL_FIT
        fit[forbidden] = NOT_ELIGIBLE
        return fit

    def in_common(self, part: int, mentee: int, mentor: int) -> list[str]:
        """The items that a pair has in common in a part, sorted."""
        found = self.parts[part]
        return sorted(found.mentee[mentee] & found.mentor[mentor])

    def weight(self, part: int, mentee: int) -> int:
        """How much a part matters to a mentee; 0 where they said nothing."""
        return int(self._weights[part, mentee]) if self._encoded[part].full[mentee] else 0

    def _check(self, part: Part) -> None:
        if (len(part.mentee), len(part.mentor)) != (len(self.mentee_id), len(self.mentor_id)):
            raise InvalidMarket(f"The part {part.name!r} needs one set for each person.")
        if part.full_at not in FULL_MARKS:
            raise InvalidMarket(f"full_at of {part.name!r} must be one of {FULL_MARKS}.")


def _rounded(total: NDArray[np.float32], of: Ints) -> NDArray[np.int16]:
    """``1000 * total / of`` to the nearest whole number, halves up, exactly; `total` is consumed.

    All numbers are whole. A correctly rounded quotient of whole numbers `a / b` falls on a whole
    number only if it is one, as long as `a` is exact and `1 / b` above its last place: below 2^24
    and 2^14 in 32 bits, and for anything that weights allow in 64.
    """
    most = int(of.max(initial=1))
    exact = total if 2 * most * (MOST_FIT + 1) < 1 << 24 else total.astype(np.float64)
    exact *= 2 * MOST_FIT
    exact += of[:, None].astype(exact.dtype)
    exact /= (2 * of)[:, None].astype(exact.dtype)
    rounded: NDArray[np.int16] = exact.astype(np.int16)
    return rounded


def _weights(part: Part, mentees: int) -> Ints:
    weights = np.broadcast_to(np.asarray(part.weight, np.int64), (mentees,))
    if mentees and not (int(weights.min()) >= 0 and int(weights.max()) <= MOST_WEIGHT):
        raise InvalidMarket(f"Weights of {part.name!r} must lie within 0 to {MOST_WEIGHT}.")
    return weights


@dataclass(frozen=True)
class _Encoded:
    """A part as matrices: people by the items that both sides know, 0 or 1.

    Small counts are exact in 32-bit floats, and their products are fast.
    """

    mentee: NDArray[np.float32]
    mentor: NDArray[np.float32]
    # How many items count as full marks for each mentee, and whether more can be in common.
    full: Ints
    may_exceed: bool
    mentor_says: NDArray[np.bool_]


def _encode(part: Part) -> _Encoded:
    known = sorted(set().union(*part.mentee) & set().union(*part.mentor))
    column = {item: at for at, item in enumerate(known)}

    def matrix(people: Sequence[frozenset[str]]) -> NDArray[np.float32]:
        found = np.zeros((len(people), len(known)), np.float32)
        for row, said in enumerate(people):
            found[row, [column[item] for item in said if item in column]] = 1
        return found

    said = np.array([len(items) for items in part.mentee], np.int64)
    # Full marks must divide twelve; five of five wanted would not, so it counts as four.
    full = np.searchsorted(FULL_MARKS, np.minimum(said, part.full_at), side="right") - 1
    full = np.where(said > 0, np.array(FULL_MARKS)[full], 0)
    return _Encoded(
        mentee=matrix(part.mentee),
        mentor=matrix(part.mentor),
        full=full,
        may_exceed=bool((said > full).any()),
        mentor_says=np.array([bool(items) for items in part.mentor], bool),
    )
