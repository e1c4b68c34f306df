"""Bringing ten thousand people in by a list: `python -m bench.import [--people N]`.

A list as form tools export it (fourteen columns) is uploaded as CSV and as XLSX: read, its columns
said, every row looked through and kept; then taken over, uploaded again, and undone. Beside each
stands a bare read of the same file in the same run (csv, openpyxl), since a busy machine spoils
times and leaves ratios. On SQLite in a new home; on PostgreSQL if AMANAH_DATABASE_URL names one.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AIM_SECONDS = 5.0
HEADER = (
    "ID",
    "Completion time",
    "Your name (as you like to be called)",
    "Hospital e-mail",
    "Stage",
    "Specialty (or the one you lean to)",
    "What would you like from mentoring? (tick all)",
    "Languages",
    "Best times",
    "How should we meet?",
    "How much does same specialty matter?",
    "Mentor you would like (e-mail, up to three)",
    "Please do NOT pair me with (e-mail)",
    "Comments",
)
BARE_CSV = "import csv, sys; list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))"
BARE_XLSX = (
    "import openpyxl, sys; "
    "list(openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True))"
)


@dataclass(frozen=True)
class Spent:
    """Seconds on the wall, and of the processor in this process and its children."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f} s of processor)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        figures = _measure(Path(folder), people)
    for what, said in figures:
        print(f"{what:<44}{said}")


def _begin(folder: Path) -> None:
    import django

    home = folder / "home"
    home.mkdir()
    os.environ.update(AMANAH_HOME=str(home), DJANGO_SETTINGS_MODULE="amanah.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _measure(folder: Path, people: int) -> list[tuple[str, str]]:
    from amanah.programmes import services

    cohort, by, at = _cohort()
    figures = [("people in the list", f"{people:,}")]
    rows = list(_rows(people))
    for kind, bare in (("csv", BARE_CSV), ("xlsx", BARE_XLSX)):
        path = _write(folder / f"people.{kind}", rows)
        alone = _took(lambda path=path, bare=bare: _bare(bare, path))
        before = _memory()

        def preview(path: Path = path) -> Any:
            found = services.read_list(cohort, path, name=path.name, role="mentee", by=by, at=at)
            return services.say_columns(found, json.loads(found.columns), by=by, at=at)

        intake, spent = _timed(preview)
        assert intake.counts == {"new": people}, intake.counts
        verdict = "under" if spent.wall < AIM_SECONDS else "OVER"
        figures += [
            (f"{kind}: read alone", str(alone)),
            (f"{kind}: previewed", f"{spent}, {verdict} {AIM_SECONDS:.0f} s"),
            (f"{kind}: previewed against read alone", f"{spent.cpu / alone.cpu:.1f} times"),
            (f"{kind}: memory beyond what was held", f"{(_memory() - before) >> 20} MB"),
        ]
    services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=by, at=at)
    _nothing, spent = _timed(lambda: services.take_over(intake_id=str(intake.pk), at=at))
    figures.append(("taken over, in one transaction", str(spent)))
    again, spent = _timed(preview)
    assert again.counts == {"same": people}, again.counts
    figures.append(("the same list again, previewed", str(spent)))
    services.undo_intake(intake, by=by, at=at)
    _nothing, spent = _timed(
        lambda: services.undo_in_parts(intake_id=str(intake.pk), by_id=str(by.pk), at=at)
    )
    figures.append(("undone, two hundred at a time", str(spent)))
    figures.append(("load of the machine", f"{os.getloadavg()[0]:.1f}"))
    return figures


def _cohort() -> tuple[Any, Any, Any]:
    from tests.factories import SPRING, AppointmentFactory, CohortFactory

    cohort = CohortFactory()
    by = AppointmentFactory(institution=cohort.programme.institution, role="coordinator").person
    return cohort, by, SPRING


def _rows(people: int) -> Any:
    topics = ("Research skills", "Leadership", "First publication", "Career abroad", "Falconry")
    for n in range(people):
        yield (
            str(n + 1),
            "6/09/2026 13:10",
            f"Siobhán O'Brien {n}",
            f"person{n:05}@hospital.example",
            f"Year {n % 5 + 1} student",
            ("Radiology", "Cardiology", "Undecided")[n % 3],
            ";".join(topics[n % 3 : n % 3 + 3]),
            "English;Urdu" if n % 2 else "English",
            "Mon lunch;Fri afternoon" if n % 4 else "Any evening",
            ("Video", "Open door / public place", "Either")[n % 3],
            ("A lot", "A bit", "Not at all")[n % 3],
            f"mentor{n % 200}@hospital.example" if n % 4 == 0 else "",
            "",
            "",
        )


def _write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    from amanah.engines.tables import as_xlsx

    if path.suffix == ".xlsx":
        path.write_bytes(as_xlsx(HEADER, rows))
        return path
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    return path


def _bare(code: str, path: Path) -> None:
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def _took(task: Callable[[], object]) -> Spent:
    return _timed(task)[1]


def _timed(task: Callable[[], Any]) -> tuple[Any, Spent]:
    wall, cpu = time.perf_counter(), _processor()
    answer = task()
    return answer, Spent(time.perf_counter() - wall, _processor() - cpu)


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _memory() -> int:
    """The most that this process and its children ever held, in bytes."""
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(ours, children) << 10


if __name__ == "__main__":
    main()
