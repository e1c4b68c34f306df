"""Node, for tests of what runs in browsers: the system's, or one fetched by its lock file."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def surroundings():
    """The environment in which `node` and `npm` are found."""
    folder = subprocess.run(
        [ROOT / "tools/find-node"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def run(script, *arguments, said=""):
    """What a script prints, given something on its standard input; it must end well."""
    done = subprocess.run(
        ["node", script, *arguments],
        input=said,
        capture_output=True,
        text=True,
        env=surroundings(),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout
