"""The actor-partner interdependence model of two who know each other."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from amanah.engines.measurement.errors import InvalidInput, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import chi_square_tail, fisher, normal, student
from amanah.engines.measurement.ratings import Floats, centred, gapped, kept, negligible
from amanah.engines.measurement.reading import level

# Intercept, own and partner's predictor.
COEFFICIENTS = 3


@dataclass(frozen=True)
class Effect(Estimate):
    """A regression coefficient, in outcome units for each unit of the predictor.

    Attributes
    ----------
    se, df
        Its standard error, and the degrees of freedom of its t interval.
    """

    se: float
    df: float


@dataclass(frozen=True)
class PoolingTest:
    """Whether both roles may share one set of effects.

    Attributes
    ----------
    statistic, df, p
        The likelihood ratio, its degrees of freedom, and the chance of one at least as large if
        they do (chi-square, so rough under some 50 dyads).
    """

    statistic: float
    df: int
    p: float


@dataclass(frozen=True)
class ApimSeparate(Estimate):
    """A model with effects for each role. ``value`` is the correlation of both residuals.

    Attributes
    ----------
    actor
        What the first and the second role's own predictor does to the own outcome.
    partner
        What the other's predictor does to the outcome of the first, and of the second.
    pooling
        The test against the pooled model; None where residuals correlate by 1 or -1.
    dropped
        How many dyads were left out for a gap.
    """

    actor: tuple[Effect, Effect]
    partner: tuple[Effect, Effect]
    pooling: PoolingTest | None
    dropped: int


@dataclass(frozen=True)
class ApimPooled(Estimate):
    """A model in which both share effects. ``value`` is the correlation of both residuals.

    Attributes
    ----------
    actor, partner
        What the own, and the other's, predictor does to the outcome.
    dropped
        How many dyads were left out for a gap.
    """

    actor: Effect
    partner: Effect
    dropped: int


@dataclass(frozen=True)
class _Line:
    """One regression: coefficients without the intercept, their covariance, residuals."""

    slopes: Floats
    covariance: Floats
    residuals: Floats
    df: int


def apim(
    x: Any,
    y: Any,
    *,
    pooled: bool = False,
    role_means: bool = False,
    missing: str = "listwise",
    confidence: float = 0.95,
) -> ApimSeparate | ApimPooled:
    """Fit the model to dyads, in closed form.

    Parameters
    ----------
    x, y
        (n, 2) each: predictor and outcome, a row for each dyad, a column for each role, the same
        role always first. At least 5 whole dyads; None where there is no answer. Mentors with
        several mentees make intervals too narrow: take one pair of each.
    pooled
        False: two least-squares regressions with the same predictors, which is the maximum of the
        likelihood also for correlated residuals. True: both roles share actor and partner effect,
        from the regressions of sums on sums and of differences on differences.
    role_means
        Whether the pooled model (also as that which is tested against) lets the roles differ in
        their mean outcome. Without, who is first is of no account.

    Returns
    -------
    ApimSeparate or ApimPooled
        ``value``, ``low`` and ``high`` are the residual correlation, which may well be below 0. Its
        interval is Fisher's z, or for the pooled model the exact one of a variance ratio.

    Raises
    ------
    InvalidInput
        If a number is not finite, or shapes differ.
    TooFew
        If fewer than 5 dyads are whole.
    Undefined
        If predictors do not vary, or are the same but for a factor; or nothing is left to explain.

    References
    ----------
    Kenny, Kashy & Cook 2006, Dyadic Data Analysis, chapter 7; Zellner 1962, J Am Stat Assoc 57:348
    (same predictors); Satterthwaite 1946 for the pooled degrees of freedom.

    Examples
    --------
    >>> x = [[1, 2], [2, 5], [3, 1], [4, 4], [5, 3], [6, 7], [2, 2]]
    >>> y = [[2, 3], [4, 5], [3, 2], [5, 4], [4, 5], [7, 6], [3, 4]]
    >>> found = apim(x, y, pooled=True)
    >>> round(found.actor.value, 2), round(found.partner.value, 2), round(found.value, 2)
    (0.47, 0.32, -0.37)
    """
    confidence = level(confidence)
    predictor, outcome, dropped = _dyads(x, y, missing)
    if pooled:
        return _pooled(predictor, outcome, role_means, dropped, confidence)
    return _separate(predictor, outcome, role_means, dropped, confidence)


def _dyads(x: Any, y: Any, missing: str) -> tuple[Floats, Floats, int]:
    """Predictor and outcome of whole dyads, and how many were left out."""
    left, right = gapped(x), gapped(y)
    if left.shape != right.shape or left.shape[1] != 2:  # noqa: PLR2004 a dyad
        raise InvalidInput("x and y have a row for each dyad, and two columns each.")
    found = kept(np.hstack([left, right]), missing=missing, least=COEFFICIENTS + 2)
    return found.values[:, :2], found.values[:, 2:], found.dropped


def _separate(
    x: Floats, y: Floats, role_means: bool, dropped: int, confidence: float
) -> ApimSeparate:
    n = len(x)
    first, second = (_line(x, y[:, role], with_mean=True) for role in (0, 1))
    product = float(first.residuals @ second.residuals)
    one, other = (float(line.residuals @ line.residuals) for line in (first, second))
    r = max(-1.0, min(1.0, product / math.sqrt(one * other)))
    half = normal(0.5 + confidence / 2) / math.sqrt(max(n - COEFFICIENTS - 1, 1))
    certain = 1 - abs(r) < 1e-12  # noqa: PLR2004 rounding
    z = 0.0 if certain else math.atanh(r)
    low, high = (None, None) if certain else (math.tanh(z - half), math.tanh(z + half))
    method = (
        "APIM, roles apart, two least-squares regressions, whole dyads only; "
        f"t intervals, residual correlation by Fisher's z, {percent(confidence)}"
    )
    effects = [
        [_effect(line, at, n, method, confidence) for at in (role, 1 - role)]
        for role, line in enumerate((first, second))
    ]
    return ApimSeparate(
        r,
        low,
        high,
        n,
        method,
        actor=(effects[0][0], effects[1][0]),
        partner=(effects[0][1], effects[1][1]),
        pooling=None if certain else _pooling(x, y, one * other * (1 - r * r), role_means),
        dropped=dropped,
    )


def _pooled(x: Floats, y: Floats, role_means: bool, dropped: int, confidence: float) -> ApimPooled:
    n = len(x)
    total, apart = _sum_and_difference(x, y, role_means)
    slopes = [float(line.slopes[0]) for line in (total, apart)]
    variances = [float(line.covariance[0, 0]) for line in (total, apart)]
    se = math.sqrt(sum(variances)) / 2
    df = sum(variances) ** 2 / (variances[0] ** 2 / total.df + variances[1] ** 2 / apart.df)
    half = student(0.5 + confidence / 2, df) * se
    method = (
        "APIM, both roles pooled, regressions of sums and of differences, whole dyads only; "
        f"t intervals with Satterthwaite's df, residual correlation by F, {percent(confidence)}"
    )
    actor, partner = (
        Effect(value, value - half, value + half, n, method, se, df)
        for value in ((slopes[0] + slopes[1]) / 2, (slopes[0] - slopes[1]) / 2)
    )
    ratio = _mean_square(total) / _mean_square(apart)
    tail = (1 - confidence) / 2
    r, low, high = (
        (by - 1) / (by + 1)
        for by in (
            ratio,
            ratio / fisher(1 - tail, total.df, apart.df),
            ratio * fisher(1 - tail, apart.df, total.df),
        )
    )
    return ApimPooled(r, low, high, n, method, actor, partner, dropped)


def _pooling(x: Floats, y: Floats, determinant: float, role_means: bool) -> PoolingTest:
    """The ratio of the likelihoods of both models, which differ in intercept, effects, variance."""
    total, apart = _sum_and_difference(x, y, role_means)
    squares = [float(line.residuals @ line.residuals) / 2 for line in (total, apart)]
    df = 3 if role_means else 4
    statistic = max(len(x) * math.log(squares[0] * squares[1] / determinant), 0.0)
    return PoolingTest(statistic, df, chi_square_tail(statistic, df))


def _sum_and_difference(x: Floats, y: Floats, role_means: bool) -> tuple[_Line, _Line]:
    total = _line(x.sum(axis=1, keepdims=True), y.sum(axis=1), with_mean=True)
    apart = _line(x[:, :1] - x[:, 1:], y[:, 0] - y[:, 1], with_mean=role_means)
    return total, apart


def _line(x: Floats, y: Floats, *, with_mean: bool) -> _Line:
    """Least squares by a QR decomposition, which does not square the condition."""
    about, rest = (centred(x), centred(y)) if with_mean else (x, y)
    if any(negligible(float(column @ column), len(x), x) for column in about.T):
        raise Undefined("A predictor does not vary.")
    q, r = np.linalg.qr(about)
    if np.abs(np.diag(r)).min() <= 1e-10 * np.abs(r).max():
        raise Undefined("The predictors are the same but for a factor.")
    slopes = np.linalg.solve(r, q.T @ rest)
    residuals = rest - about @ slopes
    squares = float(residuals @ residuals)
    if negligible(squares, len(x), np.append(y, x @ slopes)):
        raise Undefined("The predictors explain the outcome without a residual.")
    df = len(x) - x.shape[1] - int(with_mean)
    inverse = np.linalg.inv(r)
    return _Line(slopes, inverse @ inverse.T * (squares / df), residuals, df)


def _mean_square(line: _Line) -> float:
    return float(line.residuals @ line.residuals) / line.df


def _effect(line: _Line, at: int, n: int, method: str, confidence: float) -> Effect:
    value, se = float(line.slopes[at]), math.sqrt(line.covariance[at, at])
    half = student(0.5 + confidence / 2, line.df) * se
    return Effect(value, value - half, value + half, n, method, se, line.df)
