"""Measurements of the same thing, twice or more: by how much they differ."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, TooFew, Undefined
from amanah.engines.measurement.estimate import Estimate, percent
from amanah.engines.measurement.quantiles import chi_square, noncentral_t, printed_normal, student
from amanah.engines.measurement.reading import (
    is_flat,
    level,
    mean,
    numbers,
    paired,
    squares,
)


@dataclass(frozen=True)
class BlandAltman(Estimate):
    """How far two measurements differ: the mean difference and where most differences lie.

    Attributes
    ----------
    sd
        Of the differences.
    lower, upper
        The limits of agreement, each with its own interval.
    """

    sd: float
    lower: Estimate
    upper: Estimate


@dataclass(frozen=True)
class Repeatability(Estimate):
    """The difference between two measurements of one person that is rarely passed.

    Attributes
    ----------
    within_sd
        The standard deviation within a person.
    people, df
        How many people, and the degrees of freedom of ``within_sd``.
    """

    within_sd: float
    people: int
    df: int


def bland_altman(
    first: Iterable[Any],
    second: Iterable[Any],
    *,
    confidence: float = 0.95,
    interval: str = "exact",
) -> BlandAltman:
    """The mean of first - second, and the limits between which 95 % of differences lie.

    Parameters
    ----------
    first, second
        Two numbers for each person or pair, in one unit. A pair in which one is None is left out.
        At least 3 must be whole.
    interval
        About each limit: ``"exact"`` by the noncentral t; ``"approximate"`` by the standard error
        of Bland and Altman 1999, s sqrt(1/n + z²/(2 (n - 1))), with t.

    Returns
    -------
    BlandAltman
        ``value`` is the mean difference with Student's interval.

    Raises
    ------
    InvalidInput
        If one is no finite number and not None, or lengths differ.
    TooFew
        If fewer than 3 pairs are whole.

    Notes
    -----
    Where all differ by the same there is a mean difference but no interval: its ends are None.

    References
    ----------
    Bland & Altman 1986, Lancet 327:307; 1999, Stat Methods Med Res 8:135; Carkeet 2015, Optom Vis
    Sci 92:e71.

    Examples
    --------
    >>> found = bland_altman([5, 4, 4, 3, 5, 4], [4, 4, 3, 3, 3, 4])
    >>> round(found.value, 3), round(found.lower.value, 3), round(found.upper.value, 3)
    (0.667, -0.934, 2.267)
    """
    confidence = level(confidence)
    if interval not in {"exact", "approximate"}:
        raise InvalidInput(f"interval is {interval!r}; it is 'exact' or 'approximate'.")
    pairs = paired(first, second, least=3)
    scale = max(max(abs(a), abs(b)) for a, b in pairs)
    differences = [a - b for a, b in pairs]
    n, bias = len(differences), mean(differences)
    flat = is_flat(differences, scale=scale)
    sd = 0.0 if flat else math.sqrt(squares(differences) / (n - 1))
    z = printed_normal(confidence)
    said = f"first less second; whole pairs only; Student's interval, {percent(confidence)}"
    half = student(0.5 + confidence / 2, n - 1) * sd / math.sqrt(n)
    low, high = (None, None) if flat else (bias - half, bias + half)
    method = f"limit of agreement at {z:.4g} SD; {interval} interval, {percent(confidence)}"
    inner, outer = _limit(n, z, confidence, interval)
    lower, upper = (
        Estimate(bias + way * z * sd, None, None, n, method)
        if flat
        else Estimate(
            bias + way * z * sd,
            bias + min(way * inner, way * outer) * sd,
            bias + max(way * inner, way * outer) * sd,
            n,
            method,
        )
        for way in (-1, 1)
    )
    return BlandAltman(bias, low, high, n, f"mean difference, {said}", sd, lower, upper)


def _limit(n: int, z: float, confidence: float, interval: str) -> tuple[float, float]:
    """The ends of the interval about a limit of agreement, from the mean, in SDs."""
    tail = (1 - confidence) / 2
    if interval == "approximate":
        half = student(1 - tail, n - 1) * math.sqrt(1 / n + z * z / (2 * (n - 1)))
        return z - half, z + half
    root = math.sqrt(n)
    inner, outer = (noncentral_t(p, n - 1, z * root) / root for p in (tail, 1 - tail))
    return inner, outer


def repeatability(people: Iterable[Iterable[Any]], *, confidence: float = 0.95) -> Repeatability:
    """The repeatability coefficient: 1.96 sqrt(2) times the within-person standard deviation.

    Parameters
    ----------
    people
        For each person the numbers measured, one or more; they may differ in how many. A person
        measured once tells nothing of it and is left out; None is left out.

    Returns
    -------
    Repeatability
        In the unit of the numbers; ``n`` counts the numbers that were used.

    Raises
    ------
    InvalidInput
        If one is no finite number and not None.
    TooFew
        If nobody was measured twice.
    Undefined
        If nobody's numbers differ.

    References
    ----------
    Bland & Altman 1999, Stat Methods Med Res 8:135, section 5; one-way ANOVA, chi-square interval.

    Examples
    --------
    >>> found = repeatability([[3.2, 3.4], [4.1, 4.0, 4.3], [2.5, 2.9], [4.8]])
    >>> round(found.value, 3), round(found.within_sd, 3), found.people, found.df
    (0.531, 0.191, 3, 4)
    """
    confidence = level(confidence)
    groups = [_measured(person, at) for at, person in enumerate(people)]
    groups = [group for group in groups if len(group) > 1]
    df = sum(len(group) - 1 for group in groups)
    if not df:
        raise TooFew("Nobody was measured twice.")
    if all(is_flat(group) for group in groups):
        raise Undefined("Nobody's numbers differ.")
    variance = math.fsum(squares(group) for group in groups) / df
    times, tail = printed_normal(confidence) * math.sqrt(2), (1 - confidence) / 2
    value, low, high = (
        times * math.sqrt(variance * by)
        for by in (1.0, *(df / chi_square(p, df) for p in (1 - tail, tail)))
    )
    method = f"repeatability coefficient, one-way ANOVA; chi-square interval, {percent(confidence)}"
    used = sum(map(len, groups))
    return Repeatability(value, low, high, used, method, math.sqrt(variance), len(groups), df)


def _measured(person: Any, at: int) -> list[float]:
    if isinstance(person, str | bytes) or not isinstance(person, Iterable):
        raise InvalidInput(f"people[{at}] is no list of numbers.")
    return numbers([one for one in person if one is not None], f"people[{at}]", least=0)
