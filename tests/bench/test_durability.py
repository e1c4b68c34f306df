"""A small slice of the durability bench, and whether the bench itself can fail."""

import json
import os
import subprocess
import sys

import pytest

from bench.durability import cuts
from bench.durability.__main__ import Sum

IS_POSTGRESQL = bool(os.environ.get("AMANAH_TEST_DATABASE_URL"))


def run(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "bench.durability", "--json", *arguments],
        capture_output=True,
        text=True,
        timeout=1200,
    )
    [line] = [line for line in done.stdout.splitlines() if line.startswith('[{"scene"')]
    return done, json.loads(line)


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_acknowledged():
    scene = "postgresql" if IS_POSTGRESQL else "sqlite"

    done, [honest, dishonest] = run("--only", scene, "--kills", "5", "--controls", "3")

    assert done.returncode == 0, done.stdout + done.stderr
    assert (honest["rounds"], honest["lost"], honest["half"], honest["corrupt"]) == (5, 0, 0, 0)
    assert honest["acknowledged"] > 0
    assert dishonest["lost"] > 0


@pytest.mark.slow
@pytest.mark.skipif(IS_POSTGRESQL, reason="SQLite only: the disk is simulated under SQLite")
@pytest.mark.skipif(bool(cuts.why_not()), reason=cuts.why_not() or "-")
def test_a_power_cut_loses_nothing_that_was_acknowledged():
    done, [full, normal, off] = run("--only", "cuts", "--cuts", "5", "--controls", "12")

    assert done.returncode == 0, done.stdout + done.stderr
    assert (full["rounds"], full["lost"], full["half"], full["corrupt"]) == (5, 0, 0, 0)
    assert full["acknowledged"] > 0
    assert normal["lost"] > 0
    assert off["lost"] > 0


@pytest.mark.parametrize(
    ("found", "is_as_it_should_be"),
    [
        ({"acknowledged": 9}, True),
        ({"acknowledged": 9, "lost": 1}, False),
        ({"acknowledged": 9, "half": 1}, False),
        ({"acknowledged": 9, "corrupt": 1}, False),
        ({"acknowledged": 0}, False),
        ({"acknowledged": 9, "is_control": True}, False),
        ({"acknowledged": 9, "lost": 1, "is_control": True}, True),
    ],
    ids=str,
)
def test_the_bench_fails_where_it_should(found, is_as_it_should_be):
    assert Sum("a scene", **found).is_as_it_should_be is is_as_it_should_be
