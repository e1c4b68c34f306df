"""Reading a file as a table, at a distance."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from amanah.engines.tables import workbook
from amanah.engines.tables.child import TOO_LARGE
from amanah.engines.tables.table import Limits, Row, Table, Unreadable

HOUSE = Path(__file__).parents[3]
GRACE = 10
USUAL = Limits()


def read(path: Path | str, limits: Limits = USUAL) -> Table:
    """Read a CSV (any delimiter and encoding that is common) or XLSX file.

    Parameters
    ----------
    path : path
        What the file is called does not matter; what is in it does.
    limits : Limits

    Returns
    -------
    Table
        All cells as text, as they were written: nothing is evaluated or interpreted.

    Raises
    ------
    Unreadable
        With the file's name, what is wrong, and what to do.

    Notes
    -----
    Sizes are looked at first. Parsing happens in a child process that has limited its own memory
    and time, may write no file, and is given nothing of this process's environment.
    """
    path = Path(path)
    try:
        _check_sizes(path, limits)
        answer = _ask(path, limits)
        if "error" in answer:
            raise Unreadable(answer["error"])
    except Unreadable as reason:
        raise Unreadable(f"{path.name}: {reason}") from None
    return Table(
        header=tuple(answer["header"]),
        rows=tuple(Row(line, tuple(cells)) for line, cells in answer["rows"]),
        crooked=tuple(Row(line, tuple(cells)) for line, cells in answer["crooked"]),
        how=answer["how"],
    )


def _check_sizes(path: Path, limits: Limits) -> None:
    if not path.is_file():
        raise Unreadable("There is no such file." if not path.exists() else "It is no file.")
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise Unreadable(
            f"It is {size >> 20} MB large; {limits.file_bytes >> 20} MB are read at most. "
            "Save only the rows and columns that are needed."
        )
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
    except OSError as cause:
        raise Unreadable(f"It cannot be opened ({cause.strerror}).") from cause
    if beginning == workbook.BEGINNING:
        workbook.check_sizes(path, limits)


def _ask(path: Path, limits: Limits) -> dict[str, Any]:
    command = [sys.executable, "-m", "amanah.engines.tables.child"]
    command += [str(path.resolve()), json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            timeout=limits.seconds + GRACE,
            env={"PYTHONPATH": str(HOUSE), "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as cause:
        raise Unreadable(TOO_LARGE) from cause
    return answer
