"""Numbers as they come in, or a refusal that says which one is none. Needs nothing but Python."""

import math
import operator
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import Any

from amanah.engines.measurement.errors import InvalidInput, TooFew

EPSILON = 2.0**-52
# Beyond these, products of squares overflow or vanish.
LARGEST, LEAST = 1e60, 1e-60
# The spread of equal numbers after a few sums and differences, in units of the last place.
ROUNDING = 16.0


def number(value: Any, name: str) -> float:
    """One finite number as a float.

    Raises
    ------
    InvalidInput
        If it is a truth value, None, text, NaN, infinite, over 1e60 or under 1e-60.
    """
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InvalidInput(f"{name} is {value!r}, which is no number.")
    try:
        found = float(value)
    except OverflowError:
        raise InvalidInput(f"{name} is beyond what can be computed with.") from None
    if not math.isfinite(found):
        raise InvalidInput(
            f"{name} is {value!r}; what is missing is written None, where it may be."
        )
    if not (LEAST <= abs(found) <= LARGEST or found == 0):
        raise InvalidInput(f"{name} is {found:g}, which is beyond what can be computed with.")
    return found


def whole(value: Any, name: str, *, least: int = 0) -> int:
    """One whole number of at least ``least``.

    Raises
    ------
    InvalidInput
        If it is a truth value, no integer, or too small.
    """
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InvalidInput(f"{name} is {value!r}, which is no whole number.")
    found = operator.index(value)
    if found < least:
        raise InvalidInput(f"{name} is {found}; it is at least {least}.")
    return found


def numbers(values: Iterable[Any], name: str, *, least: int = 1) -> list[float]:
    """A list of finite numbers, at least ``least`` of them.

    Raises
    ------
    InvalidInput
        If one of them is no finite number, or there is no list.
    TooFew
        If there are fewer.
    """
    found = [number(value, f"{name}[{at}]") for at, value in enumerate(_listed(values, name))]
    if len(found) < least:
        raise TooFew(f"{name} has {len(found)} numbers; at least {least} are needed.")
    return found


def paired(first: Iterable[Any], second: Iterable[Any], *, least: int) -> list[tuple[float, float]]:
    """Two lists of numbers side by side; a pair in which one is None is left out.

    Raises
    ------
    InvalidInput
        If one is no finite number and not None, or they differ in length.
    TooFew
        If fewer than ``least`` pairs are whole.
    """
    one, other = _listed(first, "first"), _listed(second, "second")
    if len(one) != len(other):
        raise InvalidInput(f"first has {len(one)} values and second {len(other)}.")
    found = [
        (number(a, f"first[{at}]"), number(b, f"second[{at}]"))
        for at, (a, b) in enumerate(zip(one, other, strict=True))
        if not _is_left_out(a, b, at)
    ]
    if len(found) < least:
        raise TooFew(f"{len(found)} pairs are whole; at least {least} are needed.")
    return found


def _is_left_out(a: Any, b: Any, at: int) -> bool:
    """Whether one is missing; the other must be a number all the same."""
    if a is None and b is not None:
        number(b, f"second[{at}]")
    if b is None and a is not None:
        number(a, f"first[{at}]")
    return a is None or b is None


def level(confidence: Any) -> float:
    """A level of confidence, between 0 and 1 without either.

    Raises
    ------
    InvalidInput
        If it is not.
    """
    found = number(confidence, "confidence")
    if not 0 < found < 1:
        raise InvalidInput(f"confidence is {found}; it lies between 0 and 1, as 0.95 does.")
    return found


def between(value: Any, name: str, low: float, high: float) -> float:
    """One number from ``low`` to ``high``, both included.

    Raises
    ------
    InvalidInput
        If it is not.
    """
    found = number(value, name)
    if not low <= found <= high:
        raise InvalidInput(f"{name} is {found}; it lies from {low:g} to {high:g}.")
    return found


def mean(values: Sequence[float]) -> float:
    """The mean, of an exact sum."""
    return math.fsum(values) / len(values)


def squares(values: Sequence[float]) -> float:
    """The sum of squared distances from the mean, in two passes, exact sums in both.

    >>> squares([1e9 + 1, 1e9 + 2, 1e9 + 3])
    2.0
    """
    centre = mean(values)
    return math.fsum((value - centre) ** 2 for value in values)


def is_flat(values: Sequence[float], *, scale: float = 0.0) -> bool:
    """Whether values are all the same but for rounding.

    ``scale`` is the size of the numbers they were made from, if larger than they are.

    >>> is_flat([0.3 - 0.1, 0.2, 1.2 - 1.0]), is_flat([0.2, 0.2001])
    (True, False)
    """
    largest = max(scale, *map(abs, values))
    return max(values) - min(values) <= ROUNDING * EPSILON * largest


def _listed(values: Any, name: str) -> list[Any]:
    if isinstance(values, str | bytes | dict) or not isinstance(values, Iterable):
        raise InvalidInput(f"{name} is no list of numbers.")
    return list(values)
