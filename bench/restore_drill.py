"""The restore drill: `python -m bench.restore_drill`.

An installation is backed up while somebody writes to it as fast as they can, and the archive is
restored into an empty folder, on the same database and on the other. Then the two are compared by
meaning: every row of every table, what is encrypted decrypted, and every file. What was written
under load must be there whole or not at all; a backup at rest must bring everything back.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.operations.processes import amanah, surroundings

WAYS = [(a, b) for a in ("sqlite", "postgresql") for b in ("sqlite", "postgresql")]
# These go on changing while an archive of a moment ago is compared with them.
MOVING = {"stewardship_chain", "base_job", "django_content_type", "auth_permission"}
ROWS_A_PERSON = ("people_affiliation", "people_profile", "people_workingcard")


@dataclass
class Place:
    """An installation, or an empty place for one."""

    home: Path
    settings: dict = field(default_factory=dict)

    def amanah(self, *arguments):
        done = amanah(*arguments, home=self.home, timeout=600, **self.settings)
        if done.returncode:
            raise SystemExit(f"amanah {arguments[0]} failed: {done.stderr}")
        return done

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "tests.operations.contents", *map(str, arguments)],
            env=surroundings(self.home, **self.settings),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def contents(self, *arguments):
        process = self.start(*arguments)
        out = process.communicate()[0]
        if process.returncode:
            raise SystemExit(f"contents {arguments[0]} failed")
        return out

    def tell(self):
        return json.loads(self.contents("tell"))


def main():
    options = _arguments()
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="amanah-drill-")))
        server = None
        if any("postgresql" in way for way in options.ways):
            from bench.durability.server import Server

            server = Server()
            held.callback(server.remove)
        print(f"{'from':<11}{'to':<11}{'rows':>8}{'MB':>7}{'backup':>9}{'restore':>9}", end="")
        print(f"{'writes/s':>10}{'longest':>10}  as it was")
        bad = [way for way in options.ways if not _drill(way, folder, server, options)]
    if bad:
        raise SystemExit(f"not the same after {bad}")


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument(
        "--way", action="append", dest="ways", metavar="FROM-TO",
        type=lambda text: tuple(text.split("-")), help="such as sqlite-postgresql",
    )  # fmt: skip
    options = parser.parse_args()
    options.ways = options.ways or WAYS
    return options


def _drill(way, folder, server, options):
    here = folder / "-".join(way)
    here.mkdir()
    source, loaded, rested = (
        _place(kind, here / name, server)
        for kind, name in ((way[0], "source"), (way[1], "loaded"), (way[1], "rested"))
    )
    source.amanah("upgrade")
    source.contents("fill", options.people)
    writer = source.start("write")
    writer.stdout.readline()
    took = _timed(lambda: source.amanah("backup", here / "load"))
    _count, rate, longest = map(float, writer.communicate()[0].split())
    source.amanah("backup", here / "rest")
    for place in (loaded, rested):
        place.home.mkdir(mode=0o700)
        for name in ("secret.key", "field.keys"):
            shutil.copy2(source.home / name, place.home / name)
    loaded.amanah("restore", here / "load")
    restore = _timed(lambda: rested.amanah("restore", here / "rest"))
    loaded.amanah("upgrade")  # verifies keys and ledgers
    wrong = _differences(source.tell(), loaded.tell(), rested.tell())
    rows = sum(map(len, rested.tell().values()))
    size = (here / "rest").stat().st_size / 1e6
    print(f"{way[0]:<11}{way[1]:<11}{rows:>8}{size:>7.1f}{took:>7.1f} s{restore:>7.1f} s", end="")
    print(f"{rate:>10.0f}{longest:>7.0f} ms  {wrong or 'yes'}", flush=True)
    return not wrong


def _place(kind, home, server):
    if kind == "sqlite":
        return Place(home)
    name = f"drill_{home.parent.name.replace('-', '_')}_{home.name}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = urlunsplit(urlsplit(server.url)._replace(path=f"/{name}"))
    return Place(home, {"AMANAH_DATABASE_URL": url})


def _timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _differences(source, loaded, rested):
    """What is not as it was, in a few words; nothing if all is."""
    if rested != source:
        return "at rest: " + ", ".join(t for t in source if source[t] != rested.get(t))
    for table in source.keys() - MOVING:
        now = {json.dumps(row, sort_keys=True) for row in source[table]}
        if not {json.dumps(row, sort_keys=True) for row in loaded[table]} <= now:
            return f"under load: {table}"
    people = len(loaded["people_person"])
    if not 0 < people < len(source["people_person"]):
        return "the backup did not come in the middle of the writing"
    halves = [table for table in ROWS_A_PERSON if len(loaded[table]) != people]
    return f"half there: {', '.join(halves)}" if halves else ""


if __name__ == "__main__":
    main()
