"""Whether a programme's figures changed more than they always do. Needs nothing but Python.

For programmes, over at least eight waves; never for a pair, whose points are shown with the
smallest change that can be told from chance.
"""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, Undefined
from amanah.engines.measurement.reading import is_flat, mean, number, numbers

FEWEST = 8
# The expected range of two normal values, as printed in the tables of control charts.
RANGE_OF_TWO = 1.128
WIDTH = 3.0


@dataclass(frozen=True)
class IndividualsChart:
    """Single values about their mean.

    Attributes
    ----------
    mean, lower, upper
        The centre and the natural process limits, in the unit of the values.
    points
        The values.
    outside
        Numbers (from 0) of the points beyond a limit.
    sigma
        The standard deviation from one point to the next, in the unit of the values.
    n, method
        How many points; how the limits were made.
    """

    mean: float
    lower: float
    upper: float
    points: tuple[float, ...]
    outside: tuple[int, ...]
    sigma: float
    n: int
    method: str


@dataclass(frozen=True)
class EwmaChart:
    """Weighted averages of what came so far, about a centre.

    Attributes
    ----------
    mean
        The centre, in the unit of the values.
    lower, upper
        The limits of each point: they widen over the first few.
    points
        The average after each value.
    outside
        Numbers (from 0) of the points beyond their limits.
    sigma
        The standard deviation that the limits are made of.
    n, method
        How many points; how the limits were made.
    """

    mean: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    points: tuple[float, ...]
    outside: tuple[int, ...]
    sigma: float
    n: int
    method: str


def individuals_chart(values: Iterable[Any]) -> IndividualsChart:
    """An XmR chart: mean and limits from the average range of neighbours.

    Parameters
    ----------
    values
        One figure for each wave, in order, at least 8. None is not left out: a wave that was not
        measured breaks the row of neighbours.

    Raises
    ------
    InvalidInput
        If one is no finite number.
    TooFew
        If there are fewer than 8.
    Undefined
        If all are the same.

    References
    ----------
    Shewhart 1931; Wheeler 1993, Understanding Variation; NIST/SEMATECH e-Handbook 6.3.2.2. The
    limits are mean ± 3 · mR / 1.128.

    Examples
    --------
    >>> flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    >>> chart = individuals_chart(flow)
    >>> round(chart.mean, 2), round(chart.lower, 4), round(chart.upper, 4), chart.outside
    (50.81, 45.8159, 55.8041, ())
    """
    points = tuple(numbers(values, "values", least=FEWEST))
    centre, sigma = mean(points), _sigma(points)
    lower, upper = centre - WIDTH * sigma, centre + WIDTH * sigma
    return IndividualsChart(
        mean=centre,
        lower=lower,
        upper=upper,
        points=points,
        outside=tuple(at for at, one in enumerate(points) if not lower <= one <= upper),
        sigma=sigma,
        n=len(points),
        method="XmR chart; limits at 3 sigma of the mean moving range of two / 1.128",
    )


def ewma(
    values: Iterable[Any],
    *,
    weight: float = 0.3,
    target: float | None = None,
    sigma: float | None = None,
) -> EwmaChart:
    """Exponentially weighted moving averages, which notice a small and lasting change sooner.

    Parameters
    ----------
    values
        As for `individuals_chart`.
    weight
        Of the newest value, over 0 up to 1.
    target, sigma
        The centre and the standard deviation, if known from elsewhere; otherwise the mean of the
        values, and their mean moving range / 1.128.

    Raises
    ------
    InvalidInput, TooFew, Undefined
        As `individuals_chart` does; and if ``weight`` or ``sigma`` is out of range.

    References
    ----------
    Roberts 1959, Technometrics 1:239; NIST/SEMATECH e-Handbook 6.3.2.4. The limits are exact ones:
    centre ± 3 sigma sqrt(w / (2 - w) · (1 - (1 - w)^(2 t))).

    Examples
    --------
    >>> flow = [52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8]
    >>> chart = ewma(flow, target=50, sigma=2.0539)
    >>> [round(point, 2) for point in chart.points[:4]], round(chart.upper[-1], 3)
    ([50.6, 49.52, 50.56, 50.18], 52.588)
    """
    found = numbers(values, "values", least=FEWEST)
    weight = number(weight, "weight")
    if not 0 < weight <= 1:
        raise InvalidInput(f"weight is {weight}; it is over 0 and at most 1.")
    centre = mean(found) if target is None else number(target, "target")
    spread = _sigma(found) if sigma is None else number(sigma, "sigma")
    if spread <= 0:
        raise InvalidInput(f"sigma is {spread}; it is over 0.")
    averages = itertools.accumulate(
        found, lambda before, new: before + weight * (new - before), initial=centre
    )
    points = tuple(averages)[1:]
    widths = [
        WIDTH * spread * math.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * at)))
        for at in range(1, len(points) + 1)
    ]
    return EwmaChart(
        mean=centre,
        lower=tuple(centre - width for width in widths),
        upper=tuple(centre + width for width in widths),
        points=points,
        outside=tuple(
            at
            for at, (one, width) in enumerate(zip(points, widths, strict=True))
            if abs(one - centre) > width
        ),
        sigma=spread,
        n=len(points),
        method=f"EWMA of weight {weight:g}; exact limits at 3 sigma",
    )


def _sigma(points: Iterable[float]) -> float:
    """The standard deviation from neighbours: a slow drift does not widen it."""
    found = list(points)
    if is_flat(found):
        raise Undefined("All points are the same: there is nothing that they always do.")
    return mean([abs(b - a) for a, b in itertools.pairwise(found)]) / RANGE_OF_TWO
