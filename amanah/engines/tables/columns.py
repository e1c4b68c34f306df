"""Guessing which column is what, from names alone; whoever uses a guess shows it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """A column whose name matches `expression` (letters small, white space evened) is `field`."""

    field: str
    expression: str


def guess(
    header: Iterable[str], patterns: Sequence[Pattern], *, taken: Iterable[str] = ()
) -> dict[str, str]:
    """The column of each field: {column: field}, in the order of the header.

    Patterns are tried in their order, so the more particular ones come first; a column gets the
    first that matches, and a field the first column that gets it. A column named exactly as a
    field is that field. Fields in `taken` are given to nobody.

    Examples
    --------
    >>> guess(["Your name", "E-mail"], [Pattern("email", "e-?mail"), Pattern("name", "name")])
    {'Your name': 'name', 'E-mail': 'email'}
    """
    header = list(header)
    used = set(taken)
    found: dict[str, str] = {}
    fields = {pattern.field for pattern in patterns}
    for column in header:
        exact = _plain(column).replace(" ", "_")
        if exact in fields - used:
            found[column] = exact
            used.add(exact)
    for column in header:
        if column in found:
            continue
        field = _first(column, patterns)
        if field and field not in used:
            found[column] = field
            used.add(field)
    return {column: found[column] for column in header if column in found}


def _first(column: str, patterns: Sequence[Pattern]) -> str | None:
    plain = _plain(column)
    return next((p.field for p in patterns if re.search(p.expression, plain)), None)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
