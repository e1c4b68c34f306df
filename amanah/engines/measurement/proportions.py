"""Shares and their differences at any n, without the Wald interval. Needs nothing but Python."""

import math
from collections.abc import Sequence
from fractions import Fraction
from statistics import NormalDist

from amanah.engines.measurement.errors import InvalidInput, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.reading import level, whole

LARGEST_EXACT = 100_000


def wilson(count: int, n: int, *, confidence: float = 0.95) -> Estimate:
    """A share with its score interval.

    The interval of Wald has no width at 0 of n and at n of n, and leaves 0 to 1 near them; this
    one does neither, and keeps its level at small n.

    Parameters
    ----------
    count
        How many of them, 0 to ``n``.
    n
        Of how many, at least 1.

    Returns
    -------
    Estimate
        A share from 0 to 1.

    Raises
    ------
    InvalidInput
        If these are no whole numbers in their range.
    Undefined
        If ``n`` is 0: a share of nobody is not 0.

    References
    ----------
    Wilson 1927, J Am Stat Assoc 22:209; Newcombe 1998, Stat Med 17:857, method 3.

    Examples
    --------
    >>> share = wilson(1, 29)
    >>> round(share.low, 4), round(share.high, 4)
    (0.0061, 0.1718)
    """
    count, n, confidence = whole(count, "count"), whole(n, "n"), level(confidence)
    if count > n:
        raise InvalidInput(f"count is {count}, of {n}.")
    if n == 0:
        raise Undefined("A share of nobody is not defined.")
    low, high = _bounds(count, n, confidence)
    method = f"share; Wilson's score interval without continuity correction, {percent(confidence)}"
    return Estimate(count / n, low, high, n, method)


def newcombe(
    count: int, n: int, other_count: int, other_n: int, *, confidence: float = 0.95
) -> Estimate:
    """The difference of two independent shares, the first less the other.

    Parameters
    ----------
    count, n
        The first share, as for `wilson`.
    other_count, other_n
        The share that is taken from it.

    Returns
    -------
    Estimate
        A difference of shares from -1 to 1; ``n`` is that of both together.

    Raises
    ------
    InvalidInput, Undefined
        As `wilson` does, for either.

    References
    ----------
    Newcombe 1998, Stat Med 17:873, method 10 (square and add of two Wilson intervals).

    Examples
    --------
    >>> gap = newcombe(56, 70, 48, 80)
    >>> round(gap.value, 4), round(gap.low, 4), round(gap.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    one = wilson(count, n, confidence=confidence)
    other = wilson(other_count, other_n, confidence=confidence)
    value = float(Fraction(int(count), int(n)) - Fraction(int(other_count), int(other_n)))
    low = value - math.hypot(_down(one), _up(other))
    high = value + math.hypot(_up(one), _down(other))
    method = f"difference of shares; Newcombe's hybrid score interval, {percent(confidence)}"
    return Estimate(value, max(low, -1.0), min(high, 1.0), one.n + other.n, method)


def fisher_exact(table: Sequence[Sequence[int]]) -> tuple[float, float]:
    """The chances of a 2 x 2 table under equal odds and fixed margins, in exact arithmetic.

    Parameters
    ----------
    table
        Two rows of two counts.

    Returns
    -------
    tuple
        The chance of a first cell at least as large; and that of every table no likelier than this.

    Raises
    ------
    InvalidInput
        If it is no 2 x 2 table of counts, or of more than 100,000.
    Undefined
        If a margin is 0: then there is only one such table.

    References
    ----------
    Fisher 1935, The Design of Experiments; two-sided by likelihood, as R's ``fisher.test``.

    Examples
    --------
    >>> greater, both = fisher_exact([[3, 1], [1, 3]])
    >>> round(greater, 6), round(both, 6)
    (0.242857, 0.485714)
    """
    if len(table) != 2 or any(len(row) != 2 for row in table):  # noqa: PLR2004 a 2 x 2 table
        raise InvalidInput("It takes two rows of two counts.")
    (a, b), (c, d) = ([whole(cell, "a count") for cell in row] for row in table)
    row, column, total = a + b, a + c, a + b + c + d
    if total > LARGEST_EXACT:
        raise InvalidInput(f"A table of {total} is too large to be counted out.")
    if 0 in {row, column, total - row, total - column}:
        raise Undefined("A row or a column of the table is empty.")
    ways = {
        first: math.comb(column, first) * math.comb(total - column, row - first)
        for first in range(max(0, row + column - total), min(row, column) + 1)
    }
    every = math.comb(total, row)
    greater = sum(of for first, of in ways.items() if first >= a)
    no_likelier = sum(of for of in ways.values() if of <= ways[a])
    return float(Fraction(greater, every)), float(Fraction(no_likelier, every))


def _bounds(count: int, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's bounds. Both are made of sums of what is positive, so that nothing cancels."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    high_of = _upper(count, n, z)
    low_of = 1 - _upper(n - count, n, z) if 2 * count > n else _lower(count, n, z)
    return low_of, high_of


def _upper(count: int, n: int, z: float) -> float:
    if count == n:
        return 1.0
    rest = 4 * count * ((n - count) / n)
    return min((2 * count + z * z + z * math.sqrt(z * z + rest)) / (2 * (n + z * z)), 1.0)


def _lower(count: int, n: int, z: float) -> float:
    """By the product of both roots, which is count² / (n (n + z²))."""
    if count == 0:
        return 0.0
    return count * (count / n) / ((n + z * z) * _upper(count, n, z))


def _down(share: Estimate) -> float:
    return share.value - (share.low or 0.0)


def _up(share: Estimate) -> float:
    return (share.high or 0.0) - share.value
