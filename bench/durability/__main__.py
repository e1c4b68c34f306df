"""Whether a write that was acknowledged can be lost: `python -m bench.durability`.

200 times `kill -9` in the middle of writing, on SQLite and on PostgreSQL (there every fifth time
the whole server), and 300 simulated power cuts on SQLite. A write is a row, its entry in the
ledger, a letter and its job, in one transaction through the services; it counts as acknowledged
when the writer has said so over a pipe. Nothing acknowledged may be missing, nothing half there,
no database or ledger corrupt.

Controls show that the bench can see a loss: a writer that says so before it commits, and SQLite
with `synchronous` at NORMAL and OFF, must lose something.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

SCENES = ("sqlite", "postgresql", "cuts")


@dataclass
class Sum:
    """All rounds of one scene together."""

    scene: str
    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    rounds_with_loss: int = 0
    half: int = 0
    corrupt: int = 0
    seconds: float = 0.0
    is_control: bool = False
    skipped: str = ""
    troubles: list = field(default_factory=list)

    @property
    def is_as_it_should_be(self):
        if self.skipped:
            return True
        if self.is_control:
            return self.lost > 0
        return self.acknowledged > 0 and not (self.lost or self.half or self.corrupt)


def main():
    options = _arguments()
    with tempfile.TemporaryDirectory(prefix="amanah-durability-") as home:
        _surround(home)
        print(HEAD, flush=True)
        sums = []
        for scene in _scenes(options, Path(home)):
            print(_line(scene), flush=True)
            sums.append(scene)
    if options.json:
        print(json.dumps([asdict(scene) for scene in sums]))
    return _verdict(sums)


def _arguments():
    parser = argparse.ArgumentParser(
        prog="python -m bench.durability",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=200, help="on each database (200)")
    parser.add_argument("--cuts", type=int, default=300, help="on SQLite (300)")
    parser.add_argument("--controls", type=int, default=20, help="rounds of each control (20)")
    parser.add_argument("--only", choices=SCENES, action="append", help="which of them")
    parser.add_argument("--seed", type=int, default=1, help="for the moments of death (1)")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser.parse_args()


def _surround(home):
    for name in [name for name in os.environ if name.startswith("AMANAH_")]:
        del os.environ[name]
    os.environ.update(AMANAH_HOME=home, DJANGO_SETTINGS_MODULE="amanah.config.settings")
    import django

    django.setup()


def _scenes(options, home):
    wanted = options.only or SCENES
    if "sqlite" in wanted:
        yield from _killed_on_sqlite(options, home)
    if "postgresql" in wanted:
        yield from _killed_on_postgresql(options)
    if "cuts" in wanted:
        yield from _cut_on_sqlite(options, home)


def _killed_on_sqlite(options, home):
    from bench.durability import kills

    entry = _migrated(_sqlite(home / "killed.sqlite3"))
    seed = options.seed
    yield _sum("kill -9, SQLite", kills.rounds(entry, options.kills, seed=seed))
    early = kills.rounds(entry, options.controls, honest=False, seed=seed)
    yield _sum("control: says so too early", early, is_control=True)


def _killed_on_postgresql(options):
    from amanah.config.database import database
    from bench.durability import kills
    from bench.durability.server import Server

    server = Server()
    try:
        entry = _migrated(database(server.url, Path()))
        found = kills.rounds(entry, options.kills, server=server, seed=options.seed)
        yield _sum("kill -9, PostgreSQL", found)
        early = kills.rounds(entry, options.controls, honest=False, seed=options.seed)
        yield _sum("control: says so too early", early, is_control=True)
    finally:
        server.remove()


def _cut_on_sqlite(options, home):
    from bench.durability import cuts

    reason = cuts.why_not()
    if reason:
        yield Sum("power cut, SQLite", rounds=options.cuts, skipped=reason)
        return
    template = home / "template.sqlite3"
    _migrated(_sqlite(template))
    yield _sum("power cut, SQLite FULL", cuts.rounds(template, options.cuts, seed=options.seed))
    for level in ("NORMAL", "OFF"):
        found = cuts.rounds(template, options.controls, synchronous=level, seed=options.seed)
        yield _sum(f"control: synchronous {level}", found, is_control=True)


def _sqlite(path):
    from django.conf import settings

    return {**settings.DATABASES["default"], "NAME": str(path)}


def _migrated(entry):
    from django.core.management import call_command

    from bench.durability import writing

    with writing.using(entry) as connection:
        call_command("migrate", verbosity=0, skip_checks=True)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return entry


def _sum(name, found, *, is_control=False):
    total, began = Sum(name, is_control=is_control), time.monotonic()
    for finds in found:
        total.rounds += 1
        total.acknowledged += finds.acknowledged
        total.lost += finds.lost
        total.rounds_with_loss += finds.lost > 0
        total.half += finds.half
        total.corrupt += finds.corrupt
        total.troubles += finds.troubles
    total.seconds = round(time.monotonic() - began, 1)
    return total


HEAD = f"{'':<28} {'rounds':>7} {'acknowledged':>13} {'lost':>6} {'in rounds':>10} " + (
    f"{'half':>5} {'corrupt':>8} {'seconds':>8}"
)


def _line(scene):
    if scene.skipped:
        return f"{scene.scene:<28} {scene.rounds:>7} SKIPPED — {scene.skipped}"
    said = "" if scene.is_as_it_should_be else "   WRONG " + "; ".join(scene.troubles[:3])
    return (
        f"{scene.scene:<28} {scene.rounds:>7} {scene.acknowledged:>13,} {scene.lost:>6} "
        f"{scene.rounds_with_loss:>10} {scene.half:>5} {scene.corrupt:>8} {scene.seconds:>8}{said}"
    )


def _verdict(sums):
    wrong = [scene.scene for scene in sums if not scene.is_as_it_should_be]
    skipped = sum(scene.rounds for scene in sums if scene.skipped)
    if skipped:
        print(f"{skipped} rounds were SKIPPED, as said above.")
    if wrong:
        print(f"Not as it should be: {', '.join(wrong)}.")
        return 1
    print("No acknowledged write was lost, and every control lost some.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
