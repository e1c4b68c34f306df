"""How much somebody's score must change before it is more than noise."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import chi_square, printed_normal
from amanah.engines.measurement.ratings import Anova, anova, table
from amanah.engines.measurement.reading import between, level, number, whole


@dataclass(frozen=True)
class DetectableChange(Estimate):
    """The smallest change of one person that is more than noise.

    Attributes
    ----------
    sem
        The standard error of measurement, in the unit of the scores.
    group
        The smallest change of the mean of all ``n``: value / sqrt(n). None if n is not known.
    kind
        ``"agreement"`` (a shift of everybody counts as error) or ``"consistency"`` (it does not).
    """

    sem: float
    group: float | None
    kind: str


@dataclass(frozen=True)
class ReliableChange(Estimate):
    """One person's change in units of its standard error; the interval is that of the change.

    Attributes
    ----------
    sem
        The standard error of measurement.
    sdiff
        The standard error of a difference: sem · sqrt(2).
    threshold
        The smallest difference that is reliable, in the unit of the scores.
    is_reliable
        Whether this one is, in either direction.
    """

    sem: float
    sdiff: float
    threshold: float
    is_reliable: bool


@dataclass(frozen=True)
class CutOffs:
    """Three places to draw the line between two groups, in the unit of the scores.

    Attributes
    ----------
    a
        Two standard deviations from the first group, towards the second.
    b
        Two standard deviations from the second group, towards the first.
    c
        Where both groups are equally far, in their own standard deviations.
    """

    a: float
    b: float
    c: float


def smallest_detectable_change(
    rows: Any, *, kind: str = "agreement", missing: str = "listwise", confidence: float = 0.95
) -> DetectableChange:
    """From people who were measured again while nothing is thought to have changed.

    Parameters
    ----------
    rows
        (n, k): a row for each person, a column for each occasion; None where there is no score.
    kind
        ``"agreement"``: occasions and residual are error, as it must be when a person is compared
        with the own earlier score. ``"consistency"``: the residual alone. The two differ wherever
        everybody moved, and are not to be taken for one another.
    confidence
        Of the change (1.96 at 0.95), and of the interval about it.

    Returns
    -------
    DetectableChange
        In the unit of the scores. The interval is that of a chi-square: with its own degrees of
        freedom for consistency, with those of Satterthwaite for agreement. The latter keeps its
        level while occasions are a small part of the error (a tenth or so); where two or three
        occasions are most of it, its upper end is too low: few occasions say little about others.

    Raises
    ------
    InvalidInput, TooFew
        As `icc` does.
    Undefined
        If nobody's scores differ from one occasion to another.

    References
    ----------
    de Vet, Terwee, Knol & Bouter 2006, J Clin Epidemiol 59:1033; Satterthwaite 1946, Biometrics
    Bulletin 2:110.

    Examples
    --------
    >>> twice = [[3.2, 3.4], [4.1, 4.0], [2.5, 3.1], [4.8, 4.7], [3.9, 4.4]]
    >>> found = smallest_detectable_change(twice)
    >>> round(found.value, 3), round(found.sem, 3), round(found.group, 3)
    (0.717, 0.259, 0.321)
    """
    if kind not in VARIANCES:
        raise InvalidInput(f"kind is {kind!r}; it is 'agreement' or 'consistency'.")
    confidence = level(confidence)
    found = table(rows, missing=missing)
    variance, df = VARIANCES[kind](anova(found.values))
    if not variance:
        raise Undefined("Nobody's scores differ from one occasion to another.")
    tail = (1 - confidence) / 2
    times = _times(confidence)
    value, low, high = (
        times * math.sqrt(variance * by)
        for by in (1.0, *(df / chi_square(p, df) for p in (1 - tail, tail)))
    )
    method = (
        f"smallest detectable change, {kind}, two-way ANOVA; {found.rule}; chi-square interval, "
        f"{percent(confidence)}"
    )
    sem = math.sqrt(variance)
    return DetectableChange(value, low, high, found.n, method, sem, value / found.n**0.5, kind)


def detectable_change_from(
    sd: float, reliability: float, *, n: int | None = None, confidence: float = 0.95
) -> DetectableChange:
    """The same from a standard deviation and a reliability that somebody printed.

    Parameters
    ----------
    sd
        Of the scores, over 0.
    reliability
        An ICC, 0 to 1; whether agreement or consistency is what that ICC is.
    n
        People in the group, for the change of a mean.

    Returns
    -------
    DetectableChange
        Without an interval: none can be had from two numbers. ``n`` is 0 if not given.

    Raises
    ------
    InvalidInput
        If one is out of range.

    References
    ----------
    SEM = SD sqrt(1 - ICC); SDC = 1.96 sqrt(2) SEM; of a group, SDC / sqrt(n). Terwee et al. 2007,
    J Clin Epidemiol 60:34.

    Examples
    --------
    >>> found = detectable_change_from(0.7, 0.8)
    >>> round(found.sem, 6), round(found.value, 6)
    (0.31305, 0.867729)
    """
    sem = _sem(sd, reliability)
    value = _times(level(confidence)) * sem
    n = None if n is None else whole(n, "n", least=1)
    method = f"smallest detectable change from SD and reliability, {percent(confidence)}"
    group = None if n is None else value / math.sqrt(n)
    return DetectableChange(value, None, None, n or 0, method, sem, group, "as given")


def reliable_change(
    before: float, after: float, *, sd: float, reliability: float, confidence: float = 0.95
) -> ReliableChange:
    """The reliable change index of one person.

    Parameters
    ----------
    before, after
        Two scores of the person.
    sd, reliability
        Standard deviation (over 0) and reliability (0 to 1, without 1) of such scores.

    Returns
    -------
    ReliableChange
        ``value`` is (after - before) / sdiff; beyond 1.96 it is reliable at 0.95.

    Raises
    ------
    InvalidInput
        If one is out of range.
    Undefined
        At a reliability of 1, where every change would be one.

    References
    ----------
    Jacobson & Truax 1991, J Consult Clin Psychol 59:12.

    Examples
    --------
    >>> found = reliable_change(32.5, 47.5, sd=7.5, reliability=0.8)
    >>> round(found.value, 2), round(found.sdiff, 2), found.is_reliable
    (3.16, 4.74, True)
    """
    confidence = level(confidence)
    change = number(after, "after") - number(before, "before")
    sem = _sem(sd, reliability)
    if not sem:
        raise Undefined("At a reliability of 1 there is no noise to tell a change from.")
    sdiff, width = math.sqrt(2) * sem, printed_normal(confidence)
    value = change / sdiff
    method = f"reliable change index of Jacobson and Truax, {percent(confidence)}"
    return ReliableChange(
        value,
        value - width,
        value + width,
        1,
        method,
        sem,
        sdiff,
        width * sdiff,
        abs(value) > width,
    )


def cut_offs(first: tuple[float, float], second: tuple[float, float]) -> CutOffs:
    """Where to draw the line between two groups whose mean and standard deviation are known.

    Parameters
    ----------
    first, second
        Mean and standard deviation (over 0) of the group that somebody leaves and of that which
        somebody comes to.

    Raises
    ------
    InvalidInput
        If one is out of range.
    Undefined
        If both means are the same.

    References
    ----------
    Jacobson & Truax 1991, J Consult Clin Psychol 59:12, criteria a, b and c.

    Examples
    --------
    >>> cut_offs((40, 7.5), (60, 7.5))
    CutOffs(a=55.0, b=45.0, c=50.0)
    """
    (one, spread), (other, other_spread) = (
        (number(mean, "a mean"), _positive(sd, "a standard deviation"))
        for mean, sd in (first, second)
    )
    if one == other:
        raise Undefined("Both groups have the same mean: no line lies between them.")
    way = math.copysign(2.0, other - one)
    middle = (other_spread * one + spread * other) / (spread + other_spread)
    return CutOffs(one + way * spread, other - way * other_spread, middle)


def _agreement(of: Anova) -> tuple[float, float]:
    """Error variance with that of occasions, and its degrees of freedom by Satterthwaite.

    With two occasions it is the squared within-person standard deviation of Bland and Altman.
    """
    columns, residual = of.columns / of.n, of.residual * (of.n - 1) / of.n
    variance = columns + residual
    if not variance:
        return 0.0, 1.0
    spread = columns**2 / (of.k - 1) + residual**2 / ((of.n - 1) * (of.k - 1))
    return variance, variance**2 / spread


def _consistency(of: Anova) -> tuple[float, float]:
    return of.residual, (of.n - 1) * (of.k - 1)


VARIANCES: dict[str, Callable[[Anova], tuple[float, float]]] = {
    "agreement": _agreement,
    "consistency": _consistency,
}


def _times(confidence: float) -> float:
    return printed_normal(confidence) * math.sqrt(2)


def _sem(sd: float, reliability: float) -> float:
    reliability = between(reliability, "reliability", 0, 1)
    return _positive(sd, "sd") * math.sqrt(1 - reliability)


def _positive(value: Any, name: str) -> float:
    found = number(value, name)
    if found <= 0:
        raise InvalidInput(f"{name} is {found}; it is over 0.")
    return found
