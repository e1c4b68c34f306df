"""What is to be paired, and by which policy: plain arrays, checked once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.errors import InvalidMarket, TooLarge

Ints = NDArray[np.int64]
Objective = Literal["fair", "total", "stable"]

MOST_FIT = 1000
WISH_BONUS = (300, 200, 100)
MOST_PAIRS = 40_000_000
MOST_PLACES = 1 << 20


@dataclass(frozen=True)
class Roles:
    """Several mentors each, by named role (primary, career, research, personal).

    Parameters
    ----------
    names
        The roles, in the order in which they are filled: nobody gets a second role filled while
        somebody could still have a first.
    wants : bool, shape (mentees, roles)
        Which roles each mentee asks for.
    fit : int, shape (roles, pairs), 0 to 1000
        How well each eligible pair fits in each role.
    caps : int, shape (mentors, roles), 0 or more, optional
        The most mentees each mentor takes in each role, within their places. Where one binds, the
        group of people around it is searched exactly (`caps`) instead of solved as a flow.
    takes : bool, shape (mentors, roles), optional
        In which roles each mentor mentors at all; a pair is eligible only in those.
    """

    names: tuple[str, ...]
    wants: NDArray[np.bool_]
    fit: Ints
    caps: Ints | None = None
    takes: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Market:
    """Mentees, mentors, and the pairs of them that are eligible, in compressed rows.

    What must not be (a wish not to be paired, a conflict of interest, a rule) is not a penalty
    here: it is a pair that does not exist.

    Parameters
    ----------
    mentee_id, mentor_id : sequence of str, unique
        Stable names. Ties are decided by them and the seed, never by the order of rows.
    demand : int, shape (mentees,), 0 or more
        How many mentors each mentee would like.
    places : int, shape (mentors,), 0 or more
        How many mentees each mentor can take.
    indptr : int, shape (mentees + 1,)
        Row bounds: the pairs of mentee ``i`` are ``indptr[i]:indptr[i + 1]``.
    mentor : int, shape (pairs,)
        The mentor of each pair, ascending within a row.
    fit : int, shape (pairs,), 0 to 1000
        The programme's opinion of each pair.
    mentee_rank, mentor_rank : int, shape (pairs,), optional
        Place of the pair in the mentee's (mentor's) ranked list: 1 first, equal numbers tie,
        0 not ranked.
    existing : int, optional
        Indices of pairs that run already and that the policy may be reluctant to move.
    locks : int, optional
        Indices of pairs that must be in the result.
    roles : Roles, optional
        Named roles; then ``demand`` is the number of roles wanted.
    first : bool, shape (mentees,), optional
        Who comes first where places are short, such as those who waited before. With ``fair``, or
        with coverage first: of the results that place as many as can be, one that leaves as few of
        these without a mentor as can be. With ``stable`` it counts for nothing.

    Raises
    ------
    InvalidMarket
        If shapes, ranges or references do not fit, naming the first person or row at fault.
    TooLarge
        If there are more than 40 million eligible pairs.
    """

    mentee_id: Sequence[str]
    mentor_id: Sequence[str]
    demand: Ints
    places: Ints
    indptr: Ints
    mentor: Ints
    fit: Ints
    mentee_rank: Ints | None = None
    mentor_rank: Ints | None = None
    existing: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    locks: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    roles: Roles | None = None
    first: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        for name in ("demand", "places", "indptr", "mentor", "fit", "existing", "locks"):
            object.__setattr__(self, name, whole_numbers(name, getattr(self, name)))
        for name in ("mentee_rank", "mentor_rank"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, whole_numbers(name, getattr(self, name)))
        check(self)

    @property
    def mentees(self) -> int:
        return len(self.mentee_id)

    @property
    def mentors(self) -> int:
        return len(self.mentor_id)

    @property
    def pairs(self) -> int:
        return len(self.mentor)

    @cached_property
    def mentee(self) -> Ints:
        """The mentee of each pair, shape (pairs,)."""
        return np.repeat(np.arange(self.mentees, dtype=np.int64), np.diff(self.indptr))

    def mentee_of(self, pairs: Ints) -> Ints:
        """The mentee of each of a few pairs, without making the whole column."""
        return np.searchsorted(self.indptr, pairs, side="right") - 1

    def pair(self, mentee: int, mentor: int) -> int | None:
        """The index of a pair, or None if it is not eligible."""
        start, end = int(self.indptr[mentee]), int(self.indptr[mentee + 1])
        at = start + int(np.searchsorted(self.mentor[start:end], mentor))
        return at if at < end and self.mentor[at] == mentor else None


@dataclass(frozen=True)
class Policy:
    """What a good result is.

    Parameters
    ----------
    objective
        ``fair``: everyone placed who can be, then as few as possible below the first band, then
        the next, …, then the largest total. ``total``: the largest total fit. ``stable``: nobody
        would rather swap.
    coverage_first
        With ``total``: place as many as can be before looking at fit.
    bands
        Ascending fits, 1 to 1000, that ``fair`` lifts people over, worst first.
    floor
        Pairs with less fit than this are not eligible at all, 0 to 1000.
    load_step
        What each further mentee of one mentor costs in fit, 0 to 1000: the k-th costs
        ``(k - 1) * load_step``.
    stickiness
        Bonus of a pair that runs already, 0 to 100000.
    propose
        With ``stable``: the side that proposes, and so gets its best stable result.
    unranked
        With ``stable``: whether a mentor that a mentee did not rank is acceptable after the
        ranked ones (``append``) or not at all (``refuse``).
    seed
        Decides ties, together with the ids; 0 or more.
    """

    objective: Objective = "fair"
    coverage_first: bool = True
    bands: tuple[int, ...] = (500, 600, 700, 800)
    floor: int = 0
    load_step: int = 50
    stickiness: int = 0
    propose: Literal["mentee", "mentor"] = "mentee"
    unranked: Literal["append", "refuse"] = "append"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.objective not in ("fair", "total", "stable"):
            raise InvalidMarket(f"objective is {self.objective!r}; choose fair, total or stable.")
        if self.propose not in ("mentee", "mentor") or self.unranked not in ("append", "refuse"):
            raise InvalidMarket("propose is mentee or mentor; unranked is append or refuse.")
        if list(self.bands) != sorted(set(self.bands)) or any(
            not 1 <= band <= MOST_FIT for band in self.bands
        ):
            raise InvalidMarket(f"bands must ascend within 1 to {MOST_FIT}, not {self.bands}.")
        limits = {"floor": MOST_FIT, "load_step": MOST_FIT, "stickiness": 100 * MOST_FIT}
        for name, most in limits.items():
            if not 0 <= getattr(self, name) <= most:
                raise InvalidMarket(f"{name} is {getattr(self, name)}; give 0 to {most}.")
        if not 0 <= self.seed < 1 << 63:
            raise InvalidMarket(f"seed is {self.seed}; give a whole number of 0 or more.")


def whole_numbers(name: str, values: object) -> Ints:
    """The values as contiguous 64-bit integers; refuses fractions and what is no number."""
    array = np.asarray(values)
    if array.size == 0:
        return np.empty(array.shape, np.int64)
    if array.dtype.kind not in "iu":
        as_numbers = array.astype(np.float64) if array.dtype.kind in "fb" else None
        if as_numbers is None or not np.array_equal(as_numbers, np.rint(as_numbers)):
            raise InvalidMarket(f"{name} must hold whole numbers only.")
    return np.ascontiguousarray(array, np.int64)


def check(market: Market) -> None:
    """Raise `InvalidMarket` or `TooLarge` unless everything in the market refers to something."""
    n, m, pairs = market.mentees, market.mentors, market.pairs
    if pairs > MOST_PAIRS:
        raise TooLarge(
            f"{pairs:,} eligible pairs are more than the {MOST_PAIRS:,} allowed for. "
            "Keep fewer candidates for each mentee."
        )
    for side, ids in (("mentee", market.mentee_id), ("mentor", market.mentor_id)):
        if len(set(ids)) != len(ids):
            twice = next(name for name in ids if list(ids).count(name) > 1)
            raise InvalidMarket(f"The {side} {twice!r} is there twice; give each one row.")
    _bounded("demand", market.demand, n, 0, max(m, 1), market.mentee_id)
    _bounded("places", market.places, m, 0, MOST_PLACES, market.mentor_id)
    if market.indptr.shape != (n + 1,) or market.indptr[0] != 0 or market.indptr[-1] != pairs:
        raise InvalidMarket("indptr must run from 0 to the number of pairs, one bound a mentee.")
    if (np.diff(market.indptr) < 0).any():
        raise InvalidMarket("indptr must not descend.")
    _bounded("mentor", market.mentor, pairs, 0, m - 1, None)
    _bounded("fit", market.fit, pairs, 0, MOST_FIT, None)
    for name in ("mentee_rank", "mentor_rank"):
        if getattr(market, name) is not None:
            _bounded(name, getattr(market, name), pairs, 0, MOST_PLACES, None)
    inside = np.ones(pairs, bool)
    inside[market.indptr[:-1][market.indptr[:-1] < pairs]] = False
    follows = np.diff(market.mentor, prepend=-1)
    if (follows[inside] <= 0).any():
        at = int(np.flatnonzero(inside & (follows <= 0))[0])
        raise InvalidMarket(
            f"The mentors of {market.mentee_id[int(market.mentee[at])]!r} must ascend, each once."
        )
    if market.first is not None and market.first.shape != (n,):
        raise InvalidMarket(f"first has shape {market.first.shape}; it needs ({n},).")
    _check_chosen(market)
    _check_roles(market)


def _bounded(
    name: str, values: Ints, length: int, least: int, most: int, ids: Sequence[str] | None
) -> None:
    if values.shape != (length,):
        raise InvalidMarket(f"{name} has shape {values.shape}; it needs ({length},).")
    bad = np.flatnonzero((values < least) | (values > most))
    if bad.size:
        at = int(bad[0])
        whose = repr(ids[at]) if ids is not None else f"pair {at}"
        raise InvalidMarket(f"{name} of {whose} is {values[at]}; give {least} to {most}.")


def _check_chosen(market: Market) -> None:
    for name in ("existing", "locks"):
        chosen: Ints = getattr(market, name)
        if chosen.size and (chosen.min() < 0 or chosen.max() >= market.pairs):
            raise InvalidMarket(f"{name} names a pair that is not eligible.")
        if len(np.unique(chosen)) != len(chosen):
            raise InvalidMarket(f"{name} names a pair twice.")
    locked = market.locks
    taken = np.bincount(market.mentor[locked], minlength=market.mentors)
    asked = np.bincount(market.mentee[locked], minlength=market.mentees)
    for counts, room, ids, what in (
        (taken, market.places, market.mentor_id, "places"),
        (asked, market.demand, market.mentee_id, "wanted mentors"),
    ):
        over = np.flatnonzero(counts > room)
        if over.size:
            at = int(over[0])
            raise InvalidMarket(
                f"{ids[at]!r} has {counts[at]} locked pairs and {room[at]} {what}; unlock one."
            )


def _check_roles(market: Market) -> None:
    roles = market.roles
    if roles is None:
        return
    shape = (market.mentees, len(roles.names))
    if roles.wants.shape != shape or not np.array_equal(roles.wants.sum(1), market.demand):
        raise InvalidMarket("roles.wants must say, for each mentee, as many roles as demanded.")
    if roles.fit.shape != (len(roles.names), market.pairs):
        raise InvalidMarket("roles.fit needs one row a role and one column a pair.")
    if roles.fit.size and not (int(roles.fit.min()) >= 0 and int(roles.fit.max()) <= MOST_FIT):
        raise InvalidMarket(f"roles.fit must lie within 0 to {MOST_FIT}.")
    if roles.takes is not None and roles.takes.shape != (market.mentors, len(roles.names)):
        raise InvalidMarket("roles.takes needs one row a mentor and one column a role.")
    if roles.caps is not None:
        _check_caps(market, whole_numbers("roles.caps", roles.caps))
    if market.locks.size:
        raise InvalidMarket("Lock pairs with roles by taking them out: lower demand and places.")


def _check_caps(market: Market, caps: Ints) -> None:
    assert market.roles is not None  # noqa: S101
    if caps.shape != (market.mentors, len(market.roles.names)):
        raise InvalidMarket("roles.caps needs one row a mentor and one column a role.")
    bad = np.argwhere((caps < 0) | (caps > MOST_PLACES))
    if len(bad):
        mentor, role = bad[0].tolist()
        raise InvalidMarket(
            f"roles.caps of {market.mentor_id[mentor]!r} as {market.roles.names[role]} is "
            f"{caps[mentor, role]}; give 0 to {MOST_PLACES}."
        )
