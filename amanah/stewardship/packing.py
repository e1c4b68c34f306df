"""Packing what a person takes along, in formats that open without Amanah."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from amanah.stewardship import hooks

# A spreadsheet takes a cell that begins so for a formula, and would run it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def pack(person: Any, *, at: datetime) -> bytes:
    """A zip file: READ-ME.txt, and for each kind of thing a JSON and a CSV file."""
    parcel = io.BytesIO()
    with zipfile.ZipFile(parcel, "w", zipfile.ZIP_DEFLATED) as file, override(person.language):
        _add(file, "READ-ME.txt", _read_me(at=at).encode("utf-8-sig"), at=at)
        for part in hooks.exports.values():
            rows = [_row(part, row) for row in part.gather(person)]
            _add(file, f"{part.kind}.json", _as_json(part, rows), at=at)
            _add(file, f"{part.kind}.csv", _as_csv(part, rows), at=at)
            for name, content in part.files(person) if part.files else ():
                _add(file, f"{part.kind}/{name}", content, at=at)
    return parcel.getvalue()


def _add(file: zipfile.ZipFile, name: str, content: bytes, *, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    file.writestr(entry, content)


def _read_me(*, at: datetime) -> str:
    kinds = [f"- {part.kind}: {part.what}" for part in hooks.exports.values()]
    return "\n".join(
        [
            _("Everything Amanah keeps about you, as of %(day)s.") % {"day": at.date().isoformat()},
            "",
            _(
                "Each kind of thing is here twice. The .csv files open in any spreadsheet, the "
                ".json files in any text editor; both hold the same. Times are in UTC."
            ),
            _(
                "In the .csv files a cell that a spreadsheet could take for a formula begins with "
                "an apostrophe. The .json files have it exactly as it is kept."
            ),
            "",
            *kinds,
            "",
            _(
                "Passwords, passkeys and recovery codes are not here: we keep only what checks "
                "them, and nobody can read them out."
            ),
            "",
        ]
    )


def _row(part: hooks.Export, row: hooks.Row) -> dict[str, Any]:
    return {name: _plain(value) for name, value in zip(part.columns, row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    return str(value)


def _as_json(part: hooks.Export, rows: list[dict[str, Any]]) -> bytes:
    content = {"kind": part.kind, "what": str(part.what), "rows": rows}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _as_csv(part: hooks.Export, rows: Iterable[dict[str, Any]]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(part.columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return sheet.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
