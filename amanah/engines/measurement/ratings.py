"""Tables of numbers, people by items or by raters, and the sums of squares in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.engines.measurement.errors import InvalidInput, TooFew
from amanah.engines.measurement.reading import EPSILON, LARGEST, LEAST, ROUNDING, number

Floats = NDArray[np.float64]
LISTWISE, PAIRWISE, REFUSED = "listwise", "pairwise", "refused"
RULES = {
    LISTWISE: "rows without a gap only (listwise)",
    PAIRWISE: "each pair of columns where both are there (pairwise)",
    REFUSED: "no gaps",
}


@dataclass(frozen=True)
class Table:
    """Rows without a gap.

    Attributes
    ----------
    values
        (n, k), finite.
    dropped
        How many rows were left out.
    rule
        The rule for gaps, in words.
    """

    values: Floats
    dropped: int
    rule: str

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def k(self) -> int:
        return int(self.values.shape[1])


def table(rows: Any, *, missing: str, least: int = 2, columns: int = 2) -> Table:
    """Numbers in rows, whole rows of which at least ``least`` are left.

    Raises
    ------
    InvalidInput
        If one is no finite number, rows differ in length, there are fewer than ``columns``, a gap
        where there may be none, or no such rule.
    TooFew
        If fewer rows are left.
    """
    return kept(gapped(rows, columns=columns), missing=missing, least=least)


def kept(found: Floats, *, missing: str, least: int) -> Table:
    """The rows without NaN.

    Raises
    ------
    InvalidInput, TooFew
        As `table` does for gaps.
    """
    if missing not in {LISTWISE, REFUSED}:
        raise InvalidInput(f"missing is {missing!r}; it is 'listwise' or 'refused' here.")
    whole = ~np.isnan(found).any(axis=1)
    if missing == REFUSED and not whole.all():
        raise InvalidInput(f"Row {int(np.argmin(whole))} has a gap.")
    if whole.sum() < least:
        raise TooFew(f"{int(whole.sum())} rows are whole; at least {least} are needed.")
    return Table(found[whole], int((~whole).sum()), RULES[missing])


def gapped(rows: Any, *, columns: int = 2) -> Floats:
    """Numbers in rows; None becomes NaN, and NaN itself is refused.

    Raises
    ------
    InvalidInput
        As `table` does, but for gaps.
    """
    found = _of_array(rows) if isinstance(rows, np.ndarray) else _of_rows(rows)
    if found.shape[1] < columns:
        raise InvalidInput(f"There are {found.shape[1]} columns; at least {columns} are needed.")
    return found


def negligible(squares: float, count: int, values: Floats) -> bool:
    """Whether a sum of squares of ``count`` differences is nothing but rounding of the values."""
    scale = float(np.abs(values).max(initial=0.0))
    return bool(squares <= count * (ROUNDING * EPSILON * scale) ** 2)


def centred(values: Floats) -> Floats:
    """Columns less their means, in two passes, so that a large common part does not cost digits."""
    once = values - values.mean(axis=0)
    found: Floats = once - once.mean(axis=0)
    return found


@dataclass(frozen=True)
class Anova:
    """Mean squares of an (n, k) table with one value in each cell.

    Attributes
    ----------
    n, k
        Rows (people) and columns (raters, occasions).
    rows, columns, residual
        Of the two-way table.
    within
        Inside rows: columns and residual together.
    total
        The sum of squares about the grand mean.
    """

    n: int
    k: int
    rows: float
    columns: float
    residual: float
    within: float
    total: float


def anova(values: Floats) -> Anova:
    """Two-way analysis of variance, each sum of squares from its own deviations.

    What is nothing but rounding is 0.

    Examples
    --------
    >>> found = anova(np.array([[1.0, 2.0], [2.0, 3.0], [6.0, 7.0]]))
    >>> found.rows, found.columns, found.residual
    (14.0, 1.5, 0.0)
    """
    n, k = values.shape
    about = values - values.mean()
    about = about - about.mean()
    row = about.mean(axis=1, keepdims=True)
    column = about.mean(axis=0, keepdims=True)
    parts = {
        "rows": (k * float((row**2).sum()), n - 1),
        "columns": (n * float((column**2).sum()), k - 1),
        "residual": (float(((about - row - column) ** 2).sum()), (n - 1) * (k - 1)),
        "within": (float(((about - row) ** 2).sum()), n * (k - 1)),
    }
    mean_squares = {
        name: 0.0 if negligible(of, n * k, values) else of / df for name, (of, df) in parts.items()
    }
    return Anova(n=n, k=k, total=float((about**2).sum()), **mean_squares)


def _of_array(rows: NDArray[Any]) -> Floats:
    if rows.ndim != 2:  # noqa: PLR2004 rows and columns
        raise InvalidInput(f"There are {rows.ndim} dimensions; rows and columns are needed.")
    if rows.dtype.kind not in "iuf":
        return _of_rows(rows.tolist())
    found = rows.astype(np.float64)
    if not np.isfinite(found).all():
        at = tuple(map(int, np.argwhere(~np.isfinite(found))[0]))
        raise InvalidInput(f"{at} is {found[at]}; what is missing is None, where it may be.")
    size = np.abs(found)
    if ((size > LARGEST) | ((size < LEAST) & (size > 0))).any():
        raise InvalidInput("A number is beyond what can be computed with.")
    return found


def _of_rows(rows: Any) -> Floats:
    if isinstance(rows, str | bytes) or not isinstance(rows, Sequence):
        raise InvalidInput("There are no rows of numbers.")
    if not rows:
        raise TooFew("There is no row.")
    if any(isinstance(row, str | bytes | dict) or not hasattr(row, "__len__") for row in rows):
        raise InvalidInput("A row is no list of numbers.")
    if len({len(row) for row in rows}) > 1:
        raise InvalidInput("Rows differ in length.")
    found = [
        [np.nan if one is None else number(one, f"row {at}, column {of}") for of, one in line]
        for at, line in ((at, list(enumerate(row))) for at, row in enumerate(rows))
    ]
    return np.array(found, np.float64).reshape(len(rows), -1)
