"""The drill itself, small: `make bench` runs it with more in it."""

import os
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "AMANAH_TEST_DATABASE_URL" in os.environ,
        reason="SQLite only: it brings a PostgreSQL of its own",
    ),
]


def test_a_backup_under_load_restores_to_the_same_on_either_database(capsys):
    done = subprocess.run(
        [sys.executable, "-m", "bench.restore_drill", "--people", "20"],
        capture_output=True,
        text=True,
        check=False,
    )

    with capsys.disabled():
        print(f"\n{done.stdout}")
    assert done.returncode == 0, done.stderr
    assert [line.split()[-1] for line in done.stdout.splitlines()[1:]] == ["yes"] * 4
