"""How far the answers to several items go together."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from amanah.engines.measurement.errors import InvalidInput, TooFew, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import fisher
from amanah.engines.measurement.ratings import (
    PAIRWISE,
    RULES,
    Floats,
    centred,
    gapped,
    negligible,
    table,
)
from amanah.engines.measurement.reading import between, level, number, whole


@dataclass(frozen=True)
class Alpha(Estimate):
    """Cronbach's alpha.

    Attributes
    ----------
    items
        How many items.
    dropped
        How many rows were left out for a gap.
    """

    items: int
    dropped: int


def cronbach_alpha(rows: Any, *, missing: str = "listwise", confidence: float = 0.95) -> Alpha:
    """Cronbach's alpha of raw answers, with the interval of Feldt.

    Which rows count moves it: in one printed example from .73 to .80. So the rule is a part of the
    result.

    Parameters
    ----------
    rows
        (n, k): a row for each person, a column for each item, None where there is no answer. At
        least 2 items, and 2 people without a gap.
    missing
        ``"listwise"`` drops a person with a gap; ``"refused"`` refuses a gap; ``"pairwise"`` makes
        each covariance of whoever answered both items, which is for comparison with tables of
        others: its interval takes n as if there were no gaps.

    Returns
    -------
    Alpha
        At most 1, and below 0 where items go against each other.

    Raises
    ------
    InvalidInput
        If an answer is NaN, infinite, a truth value or text, or rows differ in length.
    TooFew
        If fewer than 2 people are left.
    Undefined
        If the totals do not vary.

    References
    ----------
    Cronbach 1951, Psychometrika 16:297; Feldt 1965, Psychometrika 30:357, with n - 1 and
    (n - 1)(k - 1) degrees of freedom.

    Examples
    --------
    >>> alpha = cronbach_alpha([[4, 5, 4], [3, 3, 2], [5, 5, 5], [2, 3, None], [4, 4, 5]])
    >>> round(alpha.value, 3), alpha.n, alpha.dropped
    (0.897, 4, 1)
    """
    confidence = level(confidence)
    if missing == PAIRWISE:
        values = gapped(rows)
        values = values[~np.isnan(values).all(axis=1)]
        covariance, dropped, n = _pairwise(values), 0, len(values)
        rule = RULES[PAIRWISE]
    else:
        found = table(rows, missing=missing)
        values, dropped, n, rule = found.values, found.dropped, found.n, found.rule
        about = centred(values)
        covariance = about.T @ about / (n - 1)
    k = len(covariance)
    whole_variance, own = float(covariance.sum()), float(np.trace(covariance))
    if whole_variance <= 0 or negligible(whole_variance, k * k, values):
        raise Undefined("The totals do not vary: there is nothing that items could agree on.")
    value = k / (k - 1) * (1 - own / whole_variance)
    low, high = _feldt(value, k, n, confidence)
    method = f"Cronbach's alpha of raw answers; {rule}; Feldt's interval, {percent(confidence)}"
    return Alpha(value, low, high, n, method, k, dropped)


def alpha_interval(alpha: float, *, items: int, n: int, confidence: float = 0.95) -> Alpha:
    """The interval of Feldt about an alpha that somebody printed.

    Parameters
    ----------
    alpha
        At most 1.
    items, n
        How many items (at least 2) and people (at least 2).

    Raises
    ------
    InvalidInput
        If one is out of range.

    References
    ----------
    Feldt 1965, Psychometrika 30:357. Some printed intervals take n (k - 1) for the second degrees
    of freedom, which is wrong.

    Examples
    --------
    >>> found = alpha_interval(0.85, items=7, n=89)
    >>> round(found.low, 4), round(found.high, 4)
    (0.7971, 0.8932)
    """
    alpha, confidence = number(alpha, "alpha"), level(confidence)
    if alpha > 1:
        raise InvalidInput(f"alpha is {alpha}; it is at most 1.")
    items, n = whole(items, "items", least=2), whole(n, "n", least=2)
    low, high = _feldt(alpha, items, n, confidence)
    method = f"Cronbach's alpha as given; Feldt's interval, {percent(confidence)}"
    return Alpha(alpha, low, high, n, method, items, 0)


def spearman_brown(reliability: float, *, times: float = 2) -> float:
    """The reliability of a form ``times`` as long.

    Parameters
    ----------
    reliability
        Of the form as it is, -1 to 1.
    times
        Over 0.

    Raises
    ------
    InvalidInput
        If one is out of range.
    Undefined
        If there is no such form: 1 + (times - 1) · reliability is not over 0.

    References
    ----------
    Spearman 1910, Brown 1910, Br J Psychol 3:271, 296.

    Examples
    --------
    >>> round(spearman_brown(0.55), 6)
    0.709677
    """
    reliability = between(reliability, "reliability", -1, 1)
    times = number(times, "times")
    if times <= 0:
        raise InvalidInput(f"times is {times}; it is over 0.")
    below = 1 + (times - 1) * reliability
    if below <= 0:
        raise Undefined("No form of that length has a reliability.")
    return times * reliability / below


def _feldt(
    alpha: float, items: int, n: int, confidence: float
) -> tuple[float | None, float | None]:
    """None at an alpha of 1, where an interval would have no width."""
    if 1 - alpha < 1e-12:  # noqa: PLR2004 rounding
        return None, None
    df1, df2 = n - 1, (n - 1) * (items - 1)
    tail = (1 - confidence) / 2
    low, high = (1 - (1 - alpha) * fisher(p, df1, df2) for p in (1 - tail, tail))
    return low, high


def _pairwise(values: Floats) -> Floats:
    """Covariances, each of the rows in which both columns are there."""
    there = ~np.isnan(values)
    both = there.T.astype(np.float64) @ there
    if both.min(initial=0 if not len(values) else np.inf) < 2:  # noqa: PLR2004 a covariance
        raise TooFew("Two items were answered together by fewer than 2 people.")
    k = values.shape[1]
    found = np.empty((k, k))
    for one in range(k):
        for other in range(one, k):
            at = there[:, one] & there[:, other]
            about = centred(values[at][:, [one, other]])
            found[one, other] = found[other, one] = about[:, 0] @ about[:, 1] / (at.sum() - 1)
    return found
