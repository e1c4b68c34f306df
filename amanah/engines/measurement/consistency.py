"""Intraclass correlations: how far raters, or two who know each other, say the same."""

import math
from dataclasses import dataclass
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import fisher
from amanah.engines.measurement.ratings import Anova, anova, table
from amanah.engines.measurement.reading import level

FORMS = {
    "1,1": "one-way, single ratings",
    "A,1": "two-way, absolute agreement, single ratings",
    "C,1": "two-way, consistency, single ratings",
    "1,k": "one-way, mean of k ratings",
    "A,k": "two-way, absolute agreement, mean of k ratings",
    "C,k": "two-way, consistency, mean of k ratings",
}
Interval = tuple[float | None, float | None]


@dataclass(frozen=True)
class Icc(Estimate):
    """An intraclass correlation.

    Attributes
    ----------
    k
        How many ratings of each.
    form
        As McGraw and Wong write it: ``"A,1"``.
    dropped
        How many rows were left out for a gap.
    mean_squares
        Of rows, columns, residual, and within rows.
    """

    k: int
    form: str
    dropped: int
    mean_squares: tuple[float, float, float, float]


def icc(
    rows: Any, form: str = "A,1", *, missing: str = "listwise", confidence: float = 0.95
) -> Icc:
    """An intraclass correlation with its F interval.

    Parameters
    ----------
    rows
        (n, k): a row for each who is rated, a column for each rater or occasion; for dyads a row
        for each pair. At least 2 rows and 2 columns; None where there is no rating.
    form
        ``"A,1"`` asks whether ratings are the same, ``"C,1"`` whether they only rank alike: a
        constant gap lowers the first and leaves the second (and Pearson's r) alone. ``"1,1"`` is
        for raters who differ from row to row. ``"…,k"`` is of the mean of all k.
    missing
        ``"listwise"`` or ``"refused"``.

    Returns
    -------
    Icc
        At most 1; below 0 where rows differ less than chance would have them.

    Raises
    ------
    InvalidInput
        If a rating is no finite number, rows differ in length, or there is no such form.
    TooFew
        If fewer than 2 rows are left.
    Undefined
        If no rating differs from any other, or for a mean of k if rows do not differ.

    References
    ----------
    Shrout & Fleiss 1979, Psychol Bull 86:420; McGraw & Wong 1996, Psychol Methods 1:30. The
    interval of A,1 uses the degrees of freedom of Satterthwaite, unrounded.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9],
    ...            [6, 2, 4, 7]]
    >>> found = icc(ratings, "A,1")
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2898, 0.0188, 0.7611)
    """
    if form not in FORMS:
        raise InvalidInput(f"form is {form!r}; it is one of {', '.join(FORMS)}.")
    confidence = level(confidence)
    found = table(rows, missing=missing)
    of = anova(found.values)
    if not of.rows and not of.within:
        raise Undefined("No rating differs from any other.")
    if form.endswith("k") and not of.rows:
        raise Undefined("The rows do not differ: a mean of ratings has nothing to tell apart.")
    single = SINGLE[form[0]]
    value, (low, high) = single(of, confidence)
    if form.endswith("k"):
        low, high = _of_mean(low, of.k), _of_mean(high, of.k)
        mean = _of_mean(value, of.k)
        if mean is None:
            raise Undefined("Rows differ so little that their means have no such correlation.")
        value = mean
    method = f"ICC({form}), {FORMS[form]}; {found.rule}; F interval, {percent(confidence)}"
    squares = (of.rows, of.columns, of.residual, of.within)
    return Icc(value, low, high, of.n, method, of.k, form, found.dropped, squares)


def _one_way(of: Anova, confidence: float) -> tuple[float, Interval]:
    return _by_ratio(of, of.within, of.n * (of.k - 1), confidence)


def _consistency(of: Anova, confidence: float) -> tuple[float, Interval]:
    return _by_ratio(of, of.residual, (of.n - 1) * (of.k - 1), confidence)


def _by_ratio(of: Anova, noise: float, df: int, confidence: float) -> tuple[float, Interval]:
    """ICC(1,1) or ICC(C,1): a function of one ratio, which has an F distribution."""
    k = of.k
    if not noise and not of.rows:
        raise Undefined("The rows do not differ, and nothing else does that counts here.")
    value = (of.rows - noise) / (of.rows + (k - 1) * noise)
    if not noise:
        return value, (None, None)
    ratio, tail = of.rows / noise, (1 - confidence) / 2
    low = ratio / fisher(1 - tail, of.n - 1, df)
    high = ratio * fisher(1 - tail, df, of.n - 1)
    return value, ((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


def _agreement(of: Anova, confidence: float) -> tuple[float, Interval]:
    """ICC(A,1), with McGraw and Wong's approximate interval."""
    n, k, rows, columns, noise = of.n, of.k, of.rows, of.columns, of.residual
    below = rows + (k - 1) * noise + k * (columns - noise) / n
    if below <= 0:
        raise Undefined("Neither rows nor columns differ.")
    value = (rows - noise) / below
    if not noise and not columns:
        return value, (None, None)
    a = k * value * columns
    b = (n * (1 + (k - 1) * value) - k * value) * noise
    df = (a + b) ** 2 / (a**2 / (k - 1) + b**2 / ((n - 1) * (k - 1))) if a or b else math.inf
    if not math.isfinite(df) or df <= 0:
        return value, (None, None)
    tail, rest = (1 - confidence) / 2, k * columns + (k * n - k - n) * noise
    top, bottom = fisher(1 - tail, n - 1, df), fisher(1 - tail, df, n - 1)
    low = n * (rows - top * noise) / (top * rest + n * rows)
    high = n * (bottom * rows - noise) / (rest + n * bottom * rows)
    return value, (low, high)


def _of_mean(single: float | None, k: int) -> float | None:
    """The correlation of a mean of k, by Spearman and Brown; None where it has none."""
    if single is None or 1 + (k - 1) * single <= 0:
        return None
    return k * single / (1 + (k - 1) * single)


SINGLE = {"1": _one_way, "A": _agreement, "C": _consistency}
