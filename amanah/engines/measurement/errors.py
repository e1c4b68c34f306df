"""Why a measure is not given, as types. A number that means nothing is never returned."""


class MeasurementError(ValueError):
    """Something cannot be measured; the message says why, in a sentence."""


class InvalidInput(MeasurementError):
    """What came in is no number, out of range, or of another shape than it must be."""


class TooFew(MeasurementError):
    """There is less than the measure needs, so that even its interval would say nothing."""


class Undefined(MeasurementError):
    """The measure divides by a variance, and there is none."""


class Improper(MeasurementError):
    """A model was fitted, and its solution cannot be: a variance below 0, a correlation of 1."""


class NotFitted(MeasurementError):
    """No solution was reached, or the data do not tell one solution from another."""
