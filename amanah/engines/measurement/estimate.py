"""What every measure returns: never a value without its interval, its n and how it was made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A value with its interval.

    Attributes
    ----------
    value
        In the unit that the function names.
    low, high
        The ends of the interval. None where there is none: from one formula without data, or where
        the data do not vary about the value, so that an interval would have no width.
    n
        How many people, pairs or items the value rests on, after what was left out.
    method
        The measure, the rule for missing answers and the interval, in words.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    method: str


def percent(confidence: float) -> str:
    """A level of confidence in words.

    >>> percent(0.95), percent(0.999)
    ('95 %', '99.9 %')
    """
    return f"{confidence * 100:.6g} %"
