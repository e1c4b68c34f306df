"""Writing tables that no spreadsheet will take for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def inert(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet might take it for a formula.

    Examples
    --------
    >>> inert('=HYPERLINK("http://a.example")')
    '\\'=HYPERLINK("http://a.example")'
    >>> inert("a = b")
    'a = b'
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(DANGEROUS) else cell


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """RFC 4180 text, every cell inert; the same rows give the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(cell) for cell in header])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue()
