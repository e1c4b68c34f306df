"""What a sheet holds once it is read."""

from dataclasses import dataclass, field


class Unreadable(Exception):
    """Why a file cannot be read as a table, and what to do, in words for whoever gave it."""


@dataclass(frozen=True)
class Limits:
    """What a file may cost. Sizes are looked at before anything is parsed.

    Attributes
    ----------
    file_bytes : int
        The largest file.
    unpacked_bytes : int
        The largest XLSX once unpacked: a small archive can hold a huge one.
    rows, columns, cell_letters : int
    seconds : int
        Processor time of the child that parses.
    memory : int
        Bytes of address space of that child.
    """

    file_bytes: int = 50 << 20
    unpacked_bytes: int = 300 << 20
    rows: int = 200_000
    columns: int = 500
    cell_letters: int = 32_767
    seconds: int = 60
    memory: int = 2 << 30


@dataclass(frozen=True)
class Row:
    """One row: where it begins in the file (1 is the first line), and its cells as text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A header and rows of as many cells.

    Attributes
    ----------
    header : tuple of str
        Every name once: an empty one is ``column 5``, a second ``Name`` is ``Name (2)``.
    rows : tuple of Row
        Rows with at least one cell that is not empty.
    crooked : tuple of Row
        Rows with more cells than the header: they cannot be read with certainty.
    how : str
        How it was read, in words: kind, encoding, delimiter.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    crooked: tuple[Row, ...] = field(default=())
    how: str = ""

    def column(self, name: str) -> int:
        """Where a column stands; `KeyError` if there is none of that name."""
        try:
            return self.header.index(name)
        except ValueError:
            raise KeyError(name) from None
