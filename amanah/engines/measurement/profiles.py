"""Whether two people answer alike, item by item: the correlation of their profiles."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, TooFew
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import normal, student
from amanah.engines.measurement.ratings import gapped
from amanah.engines.measurement.reading import (
    EPSILON,
    ROUNDING,
    is_flat,
    level,
    mean,
    number,
    numbers,
    paired,
    squares,
)

FEWEST_ITEMS = 3


@dataclass(frozen=True)
class Similarity(Estimate):
    """How alike two profiles are, by the correlation over their items.

    Attributes
    ----------
    distinctive
        The same after what everybody answers has been taken off. None without norms, or where
        nothing is left that varies.
    """

    distinctive: float | None


@dataclass(frozen=True)
class Similarities(Estimate):
    """The mean similarity of many dyads.

    Attributes
    ----------
    distinctive
        The mean distinctive similarity, with its own n; None if fewer than 2 dyads have one.
    overall_of, distinctive_of
        That of each dyad in order, None where it is not defined.
    undefined
        How many dyads have a flat profile, and so none.
    """

    distinctive: Estimate | None
    overall_of: tuple[float | None, ...]
    distinctive_of: tuple[float | None, ...]
    undefined: int


def profile_similarity(
    first: Sequence[Any],
    second: Sequence[Any],
    *,
    norms: tuple[Sequence[Any], Sequence[Any]] | None = None,
    confidence: float = 0.95,
) -> Similarity | None:
    """How alike two people answer the same items; None where one of them answers all alike.

    Parameters
    ----------
    first, second
        Two profiles over the same items, at least 3 of them answered by both; None where there is
        no answer.
    norms
        The mean profile of the people that ``first`` is one of, and of those of ``second``. Two
        strangers are alike in what everybody answers; distinctive similarity takes that off.

    Returns
    -------
    Similarity or None
        Correlations from -1 to 1; ``n`` is the number of items. The interval (Fisher's z) is over
        items, as if these were a sample; None under 4 items or at a correlation of 1 or -1.

    Raises
    ------
    InvalidInput
        If an answer is no finite number, or lengths differ.
    TooFew
        If fewer than 3 items were answered by both.

    References
    ----------
    Furr 2008, J Pers 76:1267 (overall and distinctive similarity).

    Examples
    --------
    >>> found = profile_similarity([5, 4, 3, 4], [4, 4, 2, 3], norms=([4, 4, 3, 4], [4, 4, 3, 3]))
    >>> round(found.value, 3), round(found.distinctive, 3)
    (0.853, 0.333)
    >>> profile_similarity([5, 5, 5, 5], [4, 4, 2, 3]) is None
    True
    """
    confidence = level(confidence)
    pairs = paired(first, second, least=FEWEST_ITEMS)
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    value = _correlation(one, other)
    distinctive = None
    if norms is not None:
        distinctive = _distinctive(first, second, norms)
    if value is None:
        return None
    low, high = _fisher_z(value, len(pairs), confidence)
    method = (
        "overall profile similarity, items both answered; Fisher's z over items, "
        f"{percent(confidence)}"
    )
    return Similarity(value, low, high, len(pairs), method, distinctive)


def _distinctive(
    first: Sequence[Any], second: Sequence[Any], norms: tuple[Sequence[Any], Sequence[Any]]
) -> float | None:
    """The correlation of what is left after the norms."""
    if any(len(norm) != len(first) for norm in norms):
        raise InvalidInput("A norm has another number of items than the profiles.")
    rest = [
        (a - number(p, f"norms[0][{at}]"), b - number(q, f"norms[1][{at}]"), max(abs(a), abs(b)))
        for at, (a, b, p, q) in enumerate(zip(first, second, *norms, strict=True))
        if a is not None and b is not None
    ]
    scale = max(size for *_, size in rest)
    return _correlation([a for a, *_ in rest], [b for _, b, _ in rest], scale=scale)


def profile_similarities(
    first: Sequence[Sequence[Any]], second: Sequence[Sequence[Any]], *, confidence: float = 0.95
) -> Similarities:
    """The mean similarity of many dyads, with the means of these very people as norms.

    Parameters
    ----------
    first, second
        (n, k) each: row i of both is one dyad, columns are the same items. None where there is no
        answer; a dyad of which fewer than 3 items were answered by both has no similarity.

    Returns
    -------
    Similarities
        Means over the dyads that have one, with Student's interval over dyads.

    Raises
    ------
    InvalidInput
        If an answer is no finite number, or shapes differ.
    TooFew
        If fewer than 2 dyads have a similarity.

    References
    ----------
    Furr 2008, J Pers 76:1267. A flat profile has none, and is counted rather than taken for 0.

    Examples
    --------
    >>> mentees = [[5, 4, 3, 4], [4, 4, 2, 3], [5, 5, 5, 5]]
    >>> mentors = [[4, 4, 2, 4], [3, 5, 2, 4], [4, 3, 4, 5]]
    >>> found = profile_similarities(mentees, mentors)
    >>> round(found.value, 3), found.n, found.undefined
    (0.745, 2, 1)
    """
    confidence = level(confidence)
    if gapped(first, columns=FEWEST_ITEMS).shape != gapped(second).shape:
        raise InvalidInput("Both sides have a row for each dyad, and a column for each item.")
    norms = (_norm(first), _norm(second))
    overall: list[float | None] = []
    distinctive: list[float | None] = []
    for one, other in zip(first, second, strict=True):
        both = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if None not in (a, b)]
        enough = len(both) >= FEWEST_ITEMS
        similar = profile_similarity(one, other, norms=norms) if enough else None
        overall.append(similar.value if similar else None)
        distinctive.append(similar.distinctive if similar else None)
    said = f"dyads that have one; Student's interval over dyads, {percent(confidence)}"
    whole = _mean_of(overall, f"mean overall profile similarity of {said}", confidence)
    apart = _mean_of(distinctive, f"mean distinctive profile similarity of {said}", confidence)
    if whole is None:
        raise TooFew("Fewer than 2 dyads have a similarity.")
    return Similarities(
        whole.value,
        whole.low,
        whole.high,
        whole.n,
        whole.method,
        apart,
        tuple(overall),
        tuple(distinctive),
        overall.count(None),
    )


def _norm(rows: Sequence[Sequence[Any]]) -> list[float]:
    """The mean of each item over whoever answered it; 0 for an item that nobody did."""
    found = []
    for at, column in enumerate(zip(*rows, strict=True)):
        there = numbers([one for one in column if one is not None], f"item {at}", least=0)
        found.append(mean(there) if there else 0.0)
    return found


def _mean_of(values: list[float | None], method: str, confidence: float) -> Estimate | None:
    there = [one for one in values if one is not None]
    n = len(there)
    if n < 2:  # noqa: PLR2004 a variance
        return None
    centre = mean(there)
    if is_flat(there, scale=1.0):
        return Estimate(centre, None, None, n, method)
    half = student(0.5 + confidence / 2, n - 1) * math.sqrt(squares(there) / (n - 1) / n)
    return Estimate(centre, max(centre - half, -1.0), min(centre + half, 1.0), n, method)


def _correlation(first: list[float], second: list[float], *, scale: float = 0.0) -> float | None:
    """Pearson's correlation; None if one side is flat."""
    if is_flat(first, scale=scale) or is_flat(second, scale=scale):
        return None
    one, other = mean(first), mean(second)
    # Scaled by the largest distance, so that squares neither overflow nor vanish.
    a = _unit([value - one for value in first])
    b = _unit([value - other for value in second])
    up = math.fsum(x * y for x, y in zip(a, b, strict=True))
    found = up / math.sqrt(math.fsum(x * x for x in a) * math.fsum(y * y for y in b))
    return max(-1.0, min(1.0, found))


def _unit(values: list[float]) -> list[float]:
    largest = max(map(abs, values))
    return [value / largest for value in values]


def _fisher_z(r: float, n: int, confidence: float) -> tuple[float | None, float | None]:
    if n < 4 or 1 - abs(r) <= ROUNDING * EPSILON:  # noqa: PLR2004 z has n - 3
        return None, None
    half = normal(0.5 + confidence / 2) / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
