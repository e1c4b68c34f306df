"""How fast a long conversation is there: `python -m bench.sealing.conversation`.

A demo runs in a folder of its own; two people write so many messages to each other. Then one comes
to them again and again, opens all older ones, and looks for something in the whole. Nothing here
is a test: figures depend on the machine and on what else it does.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.sealing.__main__ import served
from bench.sealing.browsing import Person, mentorship_of_two, modules_of
from tests.journeys.browsing import launch

LINE = "{:<58} {:>10}"
OPEN = "sealed-conversation[data-shown=open]"


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
        for person in (rukhsana, bilal):
            person.page.goto(f"{page}conversation/")
            person.page.wait_for_selector(OPEN)
            person.modules = modules_of(person.page)
        room = str(bilal.page.locator("sealed-conversation").get_attribute("room"))
        write(rukhsana, bilal, room, asked.messages)
        report(bilal, room, asked)
        browser.close()
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.sealing.conversation")
    parser.add_argument("--messages", type=int, default=2000, help="how many are written")
    parser.add_argument("--visits", type=int, default=11, help="how often the page is visited")
    return parser.parse_args()


def write(rukhsana: Person, bilal: Person, room: str, count: int) -> None:
    for number in range(count):
        person = bilal if number % 2 else rukhsana
        person.ask("write", room=room, kind="message", text=f"{number} " + "word " * 60)


def report(person: Person, room: str, asked: argparse.Namespace) -> None:
    visits = [visited(person) for _each in range(asked.visits)]
    print(LINE.format(f"of {asked.messages} messages, in Chromium", "ms"))
    print(
        LINE.format("reload until thirty can be read, median", f"{statistics.median(visits):.0f}")
    )
    where = {"room": room, "kind": "message"}
    whole = timed(person, "search", text="word 7", whole=True, **where)
    print(LINE.format("open all of them and look for something", f"{whole:.0f}"))
    print(
        LINE.format(
            "look for something else", f"{timed(person, 'search', text='1999', **where):.0f}"
        )
    )
    print(LINE.format("ask whether anything changed", f"{timed(person, 'mark', room=room):.0f}"))


def visited(person: Person) -> float:
    began = time.perf_counter()
    person.page.reload()
    person.page.wait_for_selector(OPEN)
    return (time.perf_counter() - began) * 1000


def timed(person: Person, op: str, **wanted: object) -> float:
    began = time.perf_counter()
    person.ask(op, **wanted)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
