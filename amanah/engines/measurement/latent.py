"""Whether items belong to the factors that they are said to belong to; omega."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from amanah.engines.measurement import factors as model
from amanah.engines.measurement.errors import InvalidInput, TooFew, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import chi_square_tail, noncentrality, normal
from amanah.engines.measurement.ratings import Floats, table
from amanah.engines.measurement.reading import level

Factors = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Omega(Estimate):
    """McDonald's omega total.

    Attributes
    ----------
    standardised
        The same of standardised answers, for comparison with programs that begin there.
    items
        How many items.
    dropped
        How many rows were left out for a gap.
    """

    standardised: float
    items: int
    dropped: int


@dataclass(frozen=True)
class Confirmatory(Estimate):
    """A confirmatory factor analysis. ``value`` is the RMSEA.

    Attributes
    ----------
    chi_square, df, p
        The test of exact fit: n times the minimum of the fitting function.
    cfi, tli, srmr
        Comparative fit, Tucker and Lewis' index, standardised root mean residual.
    loadings
        Standardised loading of each item on its factor, with an interval.
    factor_correlations
        For each pair of factors, by name.
    factors
        The factor of each item.
    dropped
        How many rows were left out for a gap.
    """

    chi_square: float
    df: int
    p: float
    cfi: float
    tli: float
    srmr: float
    loadings: tuple[Estimate, ...]
    factor_correlations: Mapping[tuple[str, str], Estimate]
    factors: tuple[str, ...]
    dropped: int


def omega_total(
    rows: Any = None,
    factors: Factors | None = None,
    *,
    covariance: Any = None,
    n: int | None = None,
    missing: str = "listwise",
    confidence: float = 0.95,
) -> Omega:
    """The share of the variance of a total that is due to the common factors.

    Parameters
    ----------
    rows
        (n, k): a row for each person, a column for each item; None where there is no answer. At
        least 3 items, and more people than items.
    factors
        Names and their items, counted from 0. None: one factor for all.
    covariance, n
        In place of ``rows``: a (k, k) matrix of n people.
    missing
        ``"listwise"`` or ``"refused"``.

    Returns
    -------
    Omega
        From 0 to 1, of raw answers, as the total is. The interval is that of the delta method on
        the logit, so that it stays between 0 and 1.

    Raises
    ------
    InvalidInput, TooFew, Undefined
        As for `confirmatory`.
    Improper, NotFitted
        If the model has no proper solution: then there is no omega, rather than one above alpha.

    References
    ----------
    McDonald 1999, Test Theory, chapter 6; Raykov 2002, Multivariate Behav Res 37:89 (delta
    method); Kelley & Pornprasertmanit 2016, Psychol Methods 21:69.

    Examples
    --------
    >>> loading = [0.8, 0.7, 0.6, 0.5]
    >>> implied = [[1 if a is b else a * b for b in loading] for a in loading]
    >>> omega = omega_total(covariance=implied, n=200)
    >>> round(omega.value, 4), round(omega.low, 2), round(omega.high, 2)
    (0.7494, 0.69, 0.8)
    """
    confidence = level(confidence)
    data, rule, dropped = _data(rows, covariance, n, missing)
    owner = model.owners(factors, len(data.sd))
    fit = model.fit(data, owner)
    value, slopes = _omega(fit, data.sd / data.sd.max())
    se = math.sqrt(float(slopes @ fit.covariance @ slopes))
    low, high = _on_logit(value, se, confidence)
    implied_sd = np.sqrt(np.diag(fit.implied))
    method = (
        f"omega total, {int(owner.max()) + 1} factor model by maximum likelihood, raw answers; "
        f"{rule}; delta method on the logit, {percent(confidence)}"
    )
    standard = _omega(fit, 1 / implied_sd)[0]
    return Omega(value, low, high, data.n, method, standard, len(owner), dropped)


def confirmatory(
    rows: Any = None,
    factors: Factors | None = None,
    *,
    covariance: Any = None,
    n: int | None = None,
    missing: str = "listwise",
    confidence: float = 0.95,
) -> Confirmatory:
    """Fit factors with simple structure, correlated, by maximum likelihood.

    Parameters
    ----------
    rows, covariance, n, missing
        As for `omega_total`. At most 60 items.
    factors
        Names and their items, counted from 0; each item belongs to one. None: one factor.
    confidence
        Of loadings and correlations. The interval of the RMSEA is always one of 90 %, as printed
        everywhere.

    Returns
    -------
    Confirmatory
        ``value`` is the RMSEA, 0 and more, with its interval.

    Raises
    ------
    InvalidInput
        If an answer is no finite number, or an item has no factor or two.
    TooFew
        If there are not more people than items, or no degree of freedom is left to test.
    Undefined
        If an item does not vary, or is a sum of others.
    Improper
        If a unique variance is not over 0 or factors correlate by 1.
    NotFitted
        If no solution is reached.

    Notes
    -----
    Answers in five steps with many *Always* are not normal: chi-square and what is made of it come
    out too large, loadings too small.

    References
    ----------
    Joreskog 1969, Psychometrika 34:183; Browne & Cudeck 1993 (RMSEA); Bentler 1990, Psychol Bull
    107:238 (CFI); Hu & Bentler 1999 (SRMR, over the diagonal too). Chi-square is n times the
    minimum, not n - 1 times.

    Examples
    --------
    >>> loading = [0.8, 0.7, 0.6, 0.5]
    >>> implied = [[1 if a is b else a * b for b in loading] for a in loading]
    >>> found = confirmatory(covariance=implied, n=200)
    >>> found.df, round(found.value, 6), [round(one.value, 3) for one in found.loadings]
    (2, 0.0, [0.8, 0.7, 0.6, 0.5])
    """
    confidence = level(confidence)
    data, rule, dropped = _data(rows, covariance, n, missing)
    fit = model.fit(data, model.owners(factors, len(data.sd)))
    if not fit.df:
        raise TooFew("No degree of freedom is left: such a model fits any answers.")
    statistic = data.n * fit.discrepancy
    rmsea = math.sqrt(max(statistic - fit.df, 0.0) / (fit.df * data.n))
    low, high = (
        math.sqrt(noncentrality(statistic, fit.df, p) / (fit.df * data.n)) for p in (0.95, 0.05)
    )
    cfi, tli = _against_nothing(data, statistic, fit.df)
    residual = data.correlation - fit.implied
    k = len(residual)
    names = ("all",) if factors is None else tuple(map(str, factors))
    said = f"maximum likelihood; {rule}; normal interval, {percent(confidence)}"
    return Confirmatory(
        rmsea,
        low,
        high,
        data.n,
        f"RMSEA of a confirmatory factor analysis, maximum likelihood; {rule}; 90 % interval by "
        "the noncentral chi-square",
        chi_square=statistic,
        df=fit.df,
        p=chi_square_tail(statistic, fit.df),
        cfi=cfi,
        tli=tli,
        srmr=math.sqrt(float((np.tril(residual) ** 2).sum()) / (k * (k + 1) / 2)),
        loadings=_loadings(fit, data.n, f"standardised loading, {said}", confidence),
        factor_correlations=_correlations(
            fit, names, data.n, f"factor correlation, {said}", confidence
        ),
        factors=tuple(names[at] for at in fit.owner),
        dropped=dropped,
    )


def _data(rows: Any, covariance: Any, n: Any, missing: str) -> tuple[model.Input, str, int]:
    if (rows is None) is (covariance is None):
        raise InvalidInput("It takes either rows or a covariance with n.")
    if rows is None:
        return model.from_covariance(covariance, n), "covariance as given", 0
    found = table(rows, missing=missing)
    return model.from_answers(found), found.rule, found.dropped


def _omega(fit: model.Fit, weight: Floats) -> tuple[float, Floats]:
    """Omega of a total with weights, and what it does with each parameter."""
    f = len(fit.correlation)
    pulls = np.bincount(fit.owner, weights=weight * fit.loading, minlength=f)
    common = float(pulls @ fit.correlation @ pulls)
    own = float(weight**2 @ fit.unique)
    if not common > 0:
        raise Undefined("Nothing is common to these items.")
    whole = (common + own) ** 2
    by_loading = 2 * weight * (fit.correlation @ pulls)[fit.owner] * own / whole
    by_unique = -common * weight**2 / whole
    above = np.triu_indices(f, 1)
    by_correlation = 2 * pulls[above[0]] * pulls[above[1]] * own / whole
    return common / (common + own), np.concatenate([by_loading, by_unique, by_correlation])


def _on_logit(value: float, se: float, confidence: float) -> tuple[float, float]:
    centre = math.log(value / (1 - value))
    half = normal(0.5 + confidence / 2) * se / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-end)) for end in (centre - half, centre + half))
    return low, high


def _against_nothing(data: model.Input, statistic: float, df: int) -> tuple[float, float]:
    """CFI and TLI: against a model in which no item goes with another."""
    k = len(data.correlation)
    worst = -data.n * float(np.linalg.slogdet(data.correlation)[1])
    worst_df = k * (k - 1) // 2
    excess, worst_excess = max(statistic - df, 0.0), max(worst - worst_df, statistic - df, 0.0)
    if worst_excess <= 0 or worst / worst_df == 1:
        raise Undefined("No item goes with another: there is nothing to fit factors to.")
    return 1 - excess / worst_excess, (worst / worst_df - statistic / df) / (worst / worst_df - 1)


def _loadings(fit: model.Fit, n: int, method: str, confidence: float) -> tuple[Estimate, ...]:
    """Standardised by what is implied, with the delta method: its spread is not 1 by itself."""
    k, z = len(fit.owner), normal(0.5 + confidence / 2)
    variance = fit.loading**2 + fit.unique
    values = fit.loading / np.sqrt(variance)
    by_loading, by_unique = fit.unique / variance**1.5, -fit.loading / (2 * variance**1.5)
    found = []
    for at in range(k):
        both = np.ix_([at, k + at], [at, k + at])
        slopes = np.array([by_loading[at], by_unique[at]])
        half = z * math.sqrt(float(slopes @ fit.covariance[both] @ slopes))
        value = float(values[at])
        found.append(Estimate(value, max(value - half, -1.0), min(value + half, 1.0), n, method))
    return tuple(found)


def _correlations(
    fit: model.Fit, names: Sequence[str], n: int, method: str, confidence: float
) -> dict[tuple[str, str], Estimate]:
    z, first = normal(0.5 + confidence / 2), 2 * len(fit.owner)
    found = {}
    for at, (a, b) in enumerate(itertools.combinations(range(len(names)), 2)):
        value = float(fit.correlation[a, b])
        half = z * math.sqrt(float(fit.covariance[first + at, first + at]))
        found[names[a], names[b]] = Estimate(
            value, max(value - half, -1.0), min(value + half, 1.0), n, method
        )
    return found
