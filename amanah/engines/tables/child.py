"""The child that parses: `python -m amanah.engines.tables.child PATH LIMITS`.

It takes its limits on itself before it opens the file, so that no file can take the memory or the
time of whoever asked. It answers with one JSON object.
"""

import json
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from amanah.engines.tables import delimited, workbook
from amanah.engines.tables.table import Limits, Unreadable

TOO_LARGE = "It is too large to be read. Save only the rows and columns that are needed, as CSV."


def main(path: str, limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = parsed(Path(path), limits)
    except Unreadable as reason:
        answer = {"error": str(reason)}
    except (MemoryError, RecursionError):
        answer = {"error": TOO_LARGE}
    json.dump(answer, sys.stdout)


def parsed(path: Path, limits: Limits) -> dict[str, Any]:
    """Header, rows, rows that are too wide, and how it was read."""
    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning.startswith(workbook.OLD_EXCEL):
        raise Unreadable("It is an old or a locked workbook. Save it as XLSX without a password.")
    if beginning.startswith(workbook.BEGINNING):
        return _shaped(workbook.records(path, limits), limits, "XLSX workbook")
    text, encoding = delimited.decode(path.read_bytes())
    if "\0" in text:
        raise Unreadable("It is no text. Save it as CSV in UTF-8, or as XLSX.")
    delimiter = delimited.delimiter_of(text)
    how = f"CSV, {encoding}, {delimited.DELIMITERS.get(delimiter, repr(delimiter))}"
    return _shaped(delimited.records(text, delimiter, limits), limits, how)


def _shaped(records: Iterable[tuple[int, list[str]]], limits: Limits, how: str) -> dict[str, Any]:
    header: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    crooked: list[tuple[int, list[str]]] = []
    for line, cells in records:
        if header is None:
            header = unique_names(cells)
            if len(header) > limits.columns:
                raise Unreadable(f"It has more than {limits.columns} columns.")
            continue
        while len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if len(cells) > len(header):
            crooked.append((line, cells[: limits.columns]))
        else:
            rows.append((line, cells + [""] * (len(header) - len(cells))))
        if len(rows) + len(crooked) > limits.rows:
            raise Unreadable(f"It has more than {limits.rows:,} rows.")
    if header is None:
        raise Unreadable("It is empty: the first row must name the columns.")
    return {"header": header, "rows": rows, "crooked": crooked, "how": how}


def unique_names(cells: list[str]) -> list[str]:
    """Names of columns, white space evened, each one once."""
    names: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = plain = " ".join(cell.split()) or f"column {at}"
        again = 2
        while name in names:
            name, again = f"{plain} ({again})", again + 1
        names.append(name)
    return names


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
