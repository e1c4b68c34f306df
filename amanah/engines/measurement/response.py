"""Who answered, in groups, and what that does to an average. Nobody who did not answer is named.

What comes out has no row for a person, and no group of fewer people than ``smallest``. It is for
whoever publishes a report; what others may see of it is for disclosure control to say.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.engines.measurement.errors import InvalidInput, NotFitted, TooFew, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.proportions import fisher_exact, wilson
from amanah.engines.measurement.quantiles import chi_square_tail, normal, student
from amanah.engines.measurement.ratings import Floats, centred, negligible
from amanah.engines.measurement.reading import level, number, whole

OTHERS = "others"
SMALLEST = 8
EXPECTED_AT_LEAST = 5
STEPS = 100
# A chance of 1 in ten million: nobody is so sure to answer.
CERTAIN = 16.0


@dataclass(frozen=True)
class Stratum:
    """A group of those who were asked.

    Attributes
    ----------
    label
        As given; ``"others"`` for those that were too small, together.
    asked, answered
        How many.
    share
        Of them who answered, 0 to 1, with Wilson's interval.
    """

    label: str
    asked: int
    answered: int
    share: Estimate


@dataclass(frozen=True)
class Difference:
    """Whether strata differ in their response.

    Attributes
    ----------
    statistic, df, p
        Pearson's chi-square without continuity correction.
    exact_p
        Fisher's exact test, two-sided, of two strata in which fewer than 5 would be expected in a
        cell; otherwise None.
    """

    statistic: float
    df: int
    p: float
    exact_p: float | None


@dataclass(frozen=True)
class Averages:
    """An average of those who answered, as it is and weighted for who they are.

    Attributes
    ----------
    raw
        The mean, with Student's interval.
    weighted
        Each by one over the chance to answer (Hajek). None without covariates.
    flatters_by
        Raw less weighted: how much the plain average flatters. None without covariates.
    effective_n
        How many equally weighted people would say as much. None without covariates.
    """

    raw: Estimate
    weighted: Estimate | None
    flatters_by: float | None
    effective_n: float | None


@dataclass(frozen=True)
class NonResponse(Estimate):
    """``value`` is the share of those asked who answered.

    Attributes
    ----------
    strata
        The response of each stratum, in order of labels.
    difference
        None unless there are 2 strata and both somebody who answered and somebody who did not.
    model
        A logistic regression of answering: log odds for each unit of a covariate, and the
        ``"intercept"``. Empty without covariates.
    balance
        For each covariate the standardised mean difference of those who answered from those who
        did not; None where it does not vary.
    r_indicator
        1 less twice the standard deviation of the chances to answer: 1 if all are alike. None
        without covariates.
    averages
        None without an outcome.
    """

    strata: tuple[Stratum, ...]
    difference: Difference | None
    model: Mapping[str, Estimate]
    balance: Mapping[str, float | None]
    r_indicator: float | None
    averages: Averages | None


def nonresponse(
    answered: Sequence[Any],
    *,
    strata: Sequence[str] | None = None,
    covariates: Mapping[str, Sequence[Any]] | None = None,
    outcome: Sequence[Any] | None = None,
    smallest: int = SMALLEST,
    confidence: float = 0.95,
) -> NonResponse:
    """Compare those who answered with those who did not, and weight for it.

    Parameters
    ----------
    answered
        For each who was asked, whether that person answered: True, False, 1 or 0.
    strata
        A label for each. Strata of fewer than ``smallest`` are put together, with the next larger
        one if they are still too few.
    covariates
        Names and a number for each person, known of all who were asked (0 and 1 for a group).
    outcome
        A number for each who answered, None for everybody else (or where the score is missing).

    Returns
    -------
    NonResponse

    Raises
    ------
    InvalidInput
        If lengths differ, a number is not finite, or somebody who did not answer has an outcome.
    TooFew
        If fewer than ``smallest`` were asked, or fewer than 2 have an outcome.
    Undefined
        If there are covariates and all or none answered, or a covariate is the sum of others.
    NotFitted
        If covariates tell exactly who answered: then there is no weight for those who did not.

    References
    ----------
    Schouten, Cobben & Bethlehem 2009, Survey Methodology 35:101 (R-indicator); Hajek 1971; Austin
    2009, Stat Med 28:3083 (standardised differences, by the mean of both variances). The interval
    of the weighted mean takes weights as given, which makes it rather too wide.

    Examples
    --------
    >>> found = nonresponse([1, 1, 1, 0] * 5, strata=["mentee", "mentor"] * 10)
    >>> found.value, found.n, [(one.label, one.asked, one.answered) for one in found.strata]
    (0.75, 20, [('mentee', 10, 10), ('mentor', 10, 5)])
    """
    confidence, smallest = level(confidence), whole(smallest, "smallest", least=1)
    flags = np.array([_flag(one, at) for at, one in enumerate(answered)], bool)
    if len(flags) < max(smallest, 2):
        raise TooFew(f"{len(flags)} were asked; of fewer than {max(smallest, 2)} nothing is told.")
    share = wilson(int(flags.sum()), len(flags), confidence=confidence)
    named = {name: _column(of, name, len(flags)) for name, of in (covariates or {}).items()}
    groups = _strata(flags, strata, smallest, confidence)
    model, chances = _model(flags, named, confidence) if named else ({}, None)
    spread = None if chances is None else 1 - 2 * float(np.std(chances, ddof=1))
    return NonResponse(
        share.value,
        share.low,
        share.high,
        share.n,
        f"response: {share.method}",
        strata=groups,
        difference=_difference(groups),
        model=model,
        balance={name: _balance(flags, of) for name, of in named.items()},
        r_indicator=spread,
        averages=None if outcome is None else _averages(flags, outcome, chances, confidence),
    )


def _flag(value: Any, at: int) -> bool:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    found = whole(value, f"answered[{at}]")
    if found > 1:
        raise InvalidInput(f"answered[{at}] is {found}; it is 1 or 0.")
    return found == 1


def _column(values: Sequence[Any], name: str, n: int) -> Floats:
    if name == "intercept" or len(values) != n:
        raise InvalidInput(f"{name} has {len(values)} numbers, or is no name; {n} were asked.")
    return np.array([number(one, f"{name}[{at}]") for at, one in enumerate(values)])


def _strata(
    flags: NDArray[np.bool_], labels: Sequence[str] | None, smallest: int, confidence: float
) -> tuple[Stratum, ...]:
    if labels is None:
        return ()
    if len(labels) != len(flags) or not all(isinstance(one, str) for one in labels):
        raise InvalidInput("strata has a text for each who was asked.")
    asked = Counter(labels)
    small = {label for label, n in asked.items() if n < smallest}
    while small and len(small) < len(asked) and sum(asked[one] for one in small) < smallest:
        small.add(min(asked.keys() - small, key=lambda label: (asked[label], label)))
    found = [OTHERS if label in small else label for label in labels]
    of = Counter(found)
    yes = Counter(label for label, flag in zip(found, flags, strict=True) if flag)
    return tuple(
        Stratum(label, of[label], yes[label], wilson(yes[label], of[label], confidence=confidence))
        for label in sorted(of)
    )


def _difference(groups: Sequence[Stratum]) -> Difference | None:
    asked = sum(one.asked for one in groups)
    answered = sum(one.answered for one in groups)
    if len(groups) < 2 or answered in {0, asked}:  # noqa: PLR2004 two to compare
        return None
    statistic, least = 0.0, math.inf
    for one in groups:
        for seen, of_all in (
            (one.answered, answered),
            (one.asked - one.answered, asked - answered),
        ):
            expected = one.asked * of_all / asked
            statistic += (seen - expected) ** 2 / expected
            least = min(least, expected)
    exact = None
    if len(groups) == 2 and least < EXPECTED_AT_LEAST:  # noqa: PLR2004 a 2 x 2 table
        exact = fisher_exact([[one.answered, one.asked - one.answered] for one in groups])[1]
    df = len(groups) - 1
    return Difference(statistic, df, chi_square_tail(statistic, df), exact)


def _model(
    flags: NDArray[np.bool_], named: Mapping[str, Floats], confidence: float
) -> tuple[dict[str, Estimate], Floats]:
    """A logistic regression by Newton's method on standardised covariates, told in their units."""
    n = len(flags)
    if flags.all() or not flags.any():
        raise Undefined("All or none answered: there is nobody to compare with.")
    columns = np.column_stack(list(named.values()))
    about = centred(columns)
    for name, column, raw in zip(named, about.T, columns.T, strict=True):
        if negligible(float(column @ column), n, raw):
            raise Undefined(f"{name} does not vary.")
    sd = about.std(axis=0)
    design = np.column_stack([np.ones(n), about / sd])
    if n <= design.shape[1] or np.linalg.cond(design) > 1e8:  # noqa: PLR2004 the same direction
        raise Undefined("A covariate is the sum of others, or there are too many.")
    slopes, curvature, chances = _newton(design, flags.astype(float))
    turn = np.diag(np.concatenate([[1.0], 1 / sd]))
    turn[0, 1:] = -columns.mean(axis=0) / sd
    covariance = turn @ np.linalg.inv(curvature) @ turn.T
    z, values = normal(0.5 + confidence / 2), turn @ slopes
    method = f"log odds of answering, logistic regression; Wald interval, {percent(confidence)}"
    found = {}
    for at, name in enumerate(("intercept", *named)):
        value, half = float(values[at]), z * math.sqrt(float(covariance[at, at]))
        found[name] = Estimate(value, value - half, value + half, n, method)
    return found, chances


def _newton(design: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, curvature and chances; each step halved until the likelihood grows."""
    slopes = np.zeros(design.shape[1])
    value = -math.inf
    for _ in range(STEPS):
        linear = design @ slopes
        if np.abs(linear).max() > CERTAIN:
            break
        value = _likelihood(linear, y)
        chances = 1 / (1 + np.exp(-linear))
        gradient = design.T @ (y - chances)
        curvature = (design.T * (chances * (1 - chances))) @ design
        step = np.linalg.solve(curvature, gradient)
        if np.abs(step).max() < 1e-11:  # noqa: PLR2004 nothing moves any more
            return slopes, curvature, chances
        while _likelihood(design @ (slopes + step), y) < value and np.abs(step).max() > 1e-12:  # noqa: PLR2004
            step = step / 2
        slopes = slopes + step
    raise NotFitted("The covariates tell exactly, or nearly, who answered.")


def _likelihood(linear: Floats, y: Floats) -> float:
    return float((y * linear - np.logaddexp(0.0, linear)).sum())


def _balance(flags: NDArray[np.bool_], column: Floats) -> float | None:
    yes, no = column[flags], column[~flags]
    if min(len(yes), len(no)) < 2:  # noqa: PLR2004 a variance
        return None
    one, other = (centred(side[:, None])[:, 0] for side in (yes, no))
    squares = [float(side @ side) for side in (one, other)]
    if negligible(sum(squares), len(column), column):
        return None
    spread = (squares[0] / (len(yes) - 1) + squares[1] / (len(no) - 1)) / 2
    return float(yes.mean() - no.mean()) / math.sqrt(spread)


def _averages(
    flags: NDArray[np.bool_], outcome: Sequence[Any], chances: Floats | None, confidence: float
) -> Averages:
    if len(outcome) != len(flags):
        raise InvalidInput(f"outcome has {len(outcome)} values; {len(flags)} were asked.")
    if any(one is not None and not flag for one, flag in zip(outcome, flags, strict=True)):
        raise InvalidInput("Somebody who did not answer has an outcome.")
    at = [row for row, one in enumerate(outcome) if one is not None]
    values = np.array([number(outcome[row], f"outcome[{row}]") for row in at])
    if len(values) < 2:  # noqa: PLR2004 a variance
        raise TooFew("Fewer than 2 have an outcome.")
    said = f"of those who answered; Student's interval, {percent(confidence)}"
    raw = _mean(values, np.ones(len(values)), f"mean {said}", confidence)
    if chances is None:
        return Averages(raw, None, None, None)
    weights = 1 / chances[at]
    method = f"mean {said}, each weighted by one over the modelled chance to answer"
    weighted = _mean(values, weights, method, confidence)
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return Averages(raw, weighted, raw.value - weighted.value, effective)


def _mean(values: Floats, weights: Floats, method: str, confidence: float) -> Estimate:
    n = len(values)
    share = weights / weights.sum()
    centre = float(values.mean())
    centre += float(share @ (values - centre))
    variance = float((share**2 * (values - centre) ** 2).sum()) * n / (n - 1)
    if negligible(variance, 1, values):
        return Estimate(centre, None, None, n, method)
    half = student(0.5 + confidence / 2, n - 1) * math.sqrt(variance)
    return Estimate(centre, centre - half, centre + half, n, method)
