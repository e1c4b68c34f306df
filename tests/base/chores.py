"""Background services for the tests of the queue. They write what they did into a file."""

import os
import time
from pathlib import Path

from amanah.base.later import NoUseRetrying, background


@background
def note(*, into, word):
    _append(into, f"{word} {os.getpid()}")


@background
def slow(*, into, word, seconds):
    _append(into, f"{word} begins {os.getpid()}")
    time.sleep(seconds)
    _append(into, f"{word} ends {os.getpid()}")


@background
def held(*, into, word):
    """Take until somebody lets it end: `let_go(into)`."""
    _append(into, f"{word} begins {os.getpid()}")
    while not Path(f"{into}.go").exists():
        time.sleep(0.05)
    _append(into, f"{word} ends {os.getpid()}")


def let_go(into):
    Path(f"{into}.go").touch()


@background(attempts=3)
def fail(*, about):
    raise ValueError(f"{about} lives at 12 Canal Road")


@background
def never(*, about):
    raise NoUseRetrying(about)


@background
def tell_when(*, into, at):
    _append(into, at.isoformat())


def _append(into, line):
    # One write of a short line is never mixed with another's.
    with Path(into).open("a") as file:
        file.write(line + "\n")


@background
def stumble(*, into, word):
    """Take for ever the first time, and no time the second."""
    began_before = Path(into).exists() and f"{word} begins" in Path(into).read_text()
    slow(into=into, word=word, seconds=0 if began_before else 600)
