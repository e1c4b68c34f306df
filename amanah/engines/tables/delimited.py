"""Text with a delimiter: which encoding, which delimiter, and the records in it."""

import csv
import io
import itertools
from collections.abc import Iterator

from amanah.engines.tables.table import Limits, Unreadable

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon"}
MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
SAMPLE_RECORDS = 60
# Letters of a script of its own stand in rows; accented ones among plain letters.
IN_ROWS = 0.6
FIRST_LETTER, FIRST_SMALL_CYRILLIC = 0xC0, 0xE0


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding that it was read as.

    A mark at the start decides; else UTF-8 if it is that; else one of the Windows code pages:
    1251 (Cyrillic) or 1256 (Arabic, Urdu) where letters beyond ASCII stand in rows, 1252 otherwise.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return _decoded(data, encoding), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _code_page(data)
        return _decoded(data, encoding), encoding


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as cause:
        raise Unreadable(
            f"It is not text in {encoding} (byte {cause.start}). Save it again as CSV in UTF-8."
        ) from cause


def _code_page(data: bytes) -> str:
    letters = sum(byte >= FIRST_LETTER for byte in data)
    in_rows = sum(one >= FIRST_LETTER <= two for one, two in itertools.pairwise(data))
    if in_rows < IN_ROWS * letters:
        try:
            data.decode("cp1252")
        except UnicodeDecodeError:
            return "cp1250"
        return "cp1252"
    small_cyrillic = sum(byte >= FIRST_SMALL_CYRILLIC for byte in data) / max(letters, 1)
    return "cp1251" if small_cyrillic > IN_ROWS else "cp1256"


def delimiter_of(text: str) -> str:
    """The delimiter with which most records have as many cells as the header, and most cells."""
    if text[:4].lower() == "sep=" and text[5:6] in {"\r", "\n"}:
        return text[4]
    return max(DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[bool, int]:
    """Whether there are columns, nearly all records as wide as the header; and how wide it is."""
    widths = []
    try:
        for _line, cells in records(text, delimiter, Limits()):
            widths.append(len(cells))
            if len(widths) == SAMPLE_RECORDS:
                break
    except Unreadable:
        return False, 0
    width = widths[0] if widths else 0
    as_wide = widths.count(width)
    return width > 1 and as_wide * 5 >= len(widths) * 4, width


def records(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of each record; empty lines are passed over."""
    csv.field_size_limit(limits.cell_letters)
    lines = io.StringIO(text, newline="")
    begins = 1
    if text[:4].lower() == "sep=":
        lines.readline()
        begins = 2
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    offset, line = begins - 1, begins
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as cause:
            raise Unreadable(
                f"Line {line} cannot be read ({cause}). Look for a quotation mark that is opened "
                "and never closed."
            ) from cause
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + offset + 1
