"""Workbooks (XLSX): the first sheet that holds anything, as text. Formulas are never evaluated.

A cell with a formula gives the value that was last saved with it, as text like any other. Macros,
links and drawings are not looked at.
"""

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amanah.engines.tables.table import Limits, Unreadable

BEGINNING = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
DAMAGED = "It is damaged or no workbook. Open it and save it again as XLSX, or as CSV in UTF-8."


def check_sizes(path: Path, limits: Limits) -> None:
    """Refuse what would unpack too large, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as cause:
        raise Unreadable(DAMAGED) from cause
    if unpacked > limits.unpacked_bytes:
        raise Unreadable(
            f"It would unpack to {unpacked >> 20} MB; {limits.unpacked_bytes >> 20} MB are read "
            "at most. Save only the sheet that is needed, as CSV."
        )
    if "[Content_Types].xml" not in names:
        raise Unreadable(DAMAGED)


def records(path: Path, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of each row that is not empty, in the first sheet that has any."""
    import openpyxl

    try:
        # Given as a file, for openpyxl goes by the name otherwise.
        book = openpyxl.load_workbook(
            path.open("rb"), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            found = False
            # What a sheet claims of its own size is not believed.
            sheet.reset_dimensions()
            # Each row as wide as it is: given a width, openpyxl fills every row up to it.
            for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                said = [as_text(value) for value in cells[: limits.columns + 1]]
                while said and not said[-1]:
                    said.pop()
                if said:
                    found = True
                    yield line, said
            if found:
                return
    except (Unreadable, MemoryError):
        raise
    except Exception as cause:
        raise Unreadable(DAMAGED) from cause


def as_text(value: Any) -> str:
    """A cell's value as it would be typed: whole numbers without a point, dates as 2027-03-01."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
