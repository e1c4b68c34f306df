"""Write a matching run so that somebody else can check it, with `amanah pair --verify FILE`.

  amanah export-run                              lists the runs that can be written
  amanah export-run RUN --out FILE.json          RUN as listed: the id of the run
  amanah export-run RUN --out FILE.json --ranks RANKS.json

The file holds random ids, fits, places and eligible pairs, and no name. What people wished for is
in the fits: whoever has read their applications might tell who was wished for, so it is for a
checker who has not, and no page of the programme hands it out. Ranks, which a run of "nobody would
rather swap" is about, go into a file of their own, for an auditor.
"""

import argparse
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from amanah.operations.stop import DONE, REFUSED, USAGE, Stop

SUMMARY = "Write a matching run so that somebody else can check it."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", nargs="?", help="the id of a run; without, a list")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where it is written")
    parser.add_argument("--ranks", metavar="FILE", type=Path, help="where its ranks are written")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    if not options.run:
        return _list()
    if not options.out:
        raise Stop("Say with --out where the run shall be written.", USAGE)
    kept, has_ranks = _kept(options.run)
    if has_ranks and not options.ranks:
        raise Stop("This run is about ranks: say with --ranks where they shall be written.", USAGE)
    from amanah.engines.pairing.exchange import exported, exported_ranks

    _write(options.out, exported(kept.market, kept.policy, kept.outcome))
    print(f"Written: {options.out}. Check it with: amanah pair --verify {options.out}")
    if has_ranks:
        _write(options.ranks, exported_ranks(kept.market, kept.outcome))
        print(f"Written: {options.ranks}, for an auditor: amanah pair --verify … --ranks …")
    return DONE


def _list() -> int:
    from amanah.matching.models import Run

    runs = Run.objects.filter(saved_copy__isnull=False, solved_at__isnull=False)
    found = runs.select_related("cohort__programme").order_by("solved_at", "pk")
    for one in found:
        print(f"{one.pk}  {one.cohort.programme.name}, {one.cohort.name}, run {one.number}")
    if not found:
        print("There is no run that can be written.")
    return DONE


def _kept(said: str) -> tuple[Any, bool]:
    from amanah.matching.models import SavedCopy
    from amanah.matching.runs.packing import unpack_market

    try:
        copy = SavedCopy.objects.filter(run=UUID(said)).first()
    except ValueError as cause:
        raise Stop(f"{said!r} is no id of a run; `amanah export-run` lists them.", USAGE) from cause
    if copy is None or not copy.market:
        raise Stop(
            "There is no such run, or its copy is gone because somebody in it was erased.", REFUSED
        )
    kept = unpack_market(copy.market)
    return kept, kept.market.mentee_rank is not None or kept.market.mentor_rank is not None


def _write(path: Path, found: dict[str, Any]) -> None:
    """All of it or nothing, readable by the operator's account alone."""
    half = path.with_name(f".{path.name}.half")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(found, file, separators=(",", ":"))
    os.replace(half, path)
