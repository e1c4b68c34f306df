"""How fast words are sealed and opened in a real browser: `python -m bench.sealing`.

A demo runs in a folder of its own; two people open their locks in Chromium and write to each other.
Sealing and opening are timed in the page's own worker, with the modules and keys that it uses;
beside them age-encryption alone does the same to the same bytes, without envelope, tags or chain.
A navigation is timed from the click on a link until the last of thirty words can be read. Each row
ends with its bound. Figures depend on the machine and on what else it does.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench.sealing.browsing import Person, mentorship_of_two
from tests.journeys.browsing import launch
from tests.journeys.serving import demo

WORK = (Path(__file__).parent / "work.js").read_text()
BOUNDS = {"seal": 2.0, "open": 1200.0, "navigate": 500.0}
LINE = "{:<58} {:>9} {:>9}   {}"


def main() -> int:
    asked = arguments()
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryDirectory() as folder,
        served(home, Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        rukhsana, bilal, page = mentorship_of_two(browser, server.url)
        report(measured(rukhsana, asked), navigations(rukhsana, bilal, page, asked))
        browser.close()
    return 0


@contextmanager
def served(home: str, folder: Path) -> Iterator[Any]:
    """A demo in a folder, started as the tests start one, whose settings need a home too."""
    os.environ.update(AMANAH_HOME=home, DJANGO_SETTINGS_MODULE="amanah.config.settings")
    with demo(folder) as server:
        yield server


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sealing", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--messages", type=int, default=1000, help="how many are opened")
    parser.add_argument("--visits", type=int, default=11, help="how often the page is visited")
    return parser.parse_args()


def measured(person: Person, asked: argparse.Namespace) -> dict:
    """What the worker does with 2 KB, and with many messages."""
    return person.in_worker(f"({WORK})({asked.messages})")


def navigations(rukhsana: Person, bilal: Person, page: str, asked: argparse.Namespace) -> dict:
    """Thirty words in the room; then one arrives at them again and again."""
    rukhsana.page.goto(page)
    rukhsana.write(page, 30)
    times, carried = [], []
    for _each in range(asked.visits):
        took, weight = bilal.visit(page, words=30)
        times.append(took)
        carried.append(weight)
    return {"times": times, "bytes": carried}


def report(work: dict, visits: dict) -> None:
    print("\n" + LINE.format("in Chromium", "median", "p95", "bound"))
    rows = (
        ("seal 2 KB, in the worker (ms)", work["seal"], "seal"),
        (f"open {work['count']} messages of 2 KB, in the worker (ms)", work["open"], "open"),
        ("from a click to thirty readable words (ms)", visits["times"], "navigate"),
    )
    for name, times, bound in rows:
        middle = statistics.median(times)
        tail = sorted(times)[int(len(times) * 0.95)] if len(times) > 1 else middle
        ratio = f"≤ {BOUNDS[bound]:.0f} ms: {middle / BOUNDS[bound]:.2f} of it"
        print(LINE.format(name, f"{middle:.2f}", f"{tail:.2f}", ratio))
    for name in ("seal", "open"):
        ours, bare = statistics.median(work[name]), statistics.median(work[f"{name}_bare"])
        print(f"{name}: {ours:.2f} ms; age-encryption alone {bare:.2f} ms: {ours / bare:.2f} of it")
    print(f"a message of 2 KB is {work['file']} bytes sealed, {work['posted']} as it is posted")
    print(f"a visit of thirty words carries {statistics.median(visits['bytes']):.0f} bytes of JSON")


if __name__ == "__main__":
    raise SystemExit(main())
