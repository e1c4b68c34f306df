"""Quantiles and tails of the distributions that intervals are made of."""

from statistics import NormalDist

from scipy import special

from amanah.engines.measurement.errors import Undefined


def normal(p: float) -> float:
    """The normal quantile.

    >>> round(normal(0.975), 6)
    1.959964
    """
    return NormalDist().inv_cdf(p)


def printed_normal(confidence: float) -> float:
    """How many standard deviations to both sides: 1.96 at 0.95, as these formulas are printed.

    >>> printed_normal(0.95), round(printed_normal(0.9), 4)
    (1.96, 1.6449)
    """
    return 1.96 if confidence == 0.95 else normal(0.5 + confidence / 2)  # noqa: PLR2004 as printed


def student(p: float, df: float) -> float:
    """Student's t quantile; ``df`` may be broken.

    >>> round(student(0.975, 10), 4)
    2.2281
    """
    return float(special.stdtrit(df, p))


def chi_square(p: float, df: float) -> float:
    """The chi-square quantile.

    >>> round(chi_square(0.95, 1), 4)
    3.8415
    """
    return 2 * float(special.gammaincinv(df / 2, p))


def chi_square_tail(x: float, df: float) -> float:
    """The chance of a chi-square of at least ``x``."""
    return float(special.gammaincc(df / 2, max(x, 0.0) / 2))


def fisher(p: float, df1: float, df2: float) -> float:
    """The quantile of F; degrees of freedom may be broken.

    >>> round(fisher(0.95, 5, 10), 4)
    3.3258
    """
    return float(special.fdtri(df1, df2, p))


def noncentral_t(p: float, df: float, shift: float) -> float:
    """The quantile of the noncentral t.

    Raises
    ------
    Undefined
        If it cannot be computed in these parts of the parameters.
    """
    found = float(special.nctdtrit(df, shift, p))
    if not abs(found) < float("inf"):
        raise Undefined("The noncentral t has no quantile that can be computed here.")
    return found


def noncentrality(x: float, df: float, p: float) -> float:
    """The noncentrality at which a chi-square of at most ``x`` has the chance ``p``; 0 if none.

    >>> round(noncentrality(85.306, 24, 0.05), 2)
    93.35
    """
    if float(special.chdtr(df, x)) <= p:
        return 0.0
    low, high = 0.0, max(x, 1.0)
    while float(special.chndtr(x, df, high)) > p:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if float(special.chndtr(x, df, middle)) > p else (low, middle)
    return (low + high) / 2
