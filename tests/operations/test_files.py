"""What a killed process leaves half-written, and who takes it away."""

import os
import signal
import subprocess
import sys

import pytest

from amanah.operations.files import PART, clear_left_behind, hold_new, left_behind, safely

KILLED = """
import os, signal, sys
from pathlib import Path
from amanah.operations.files import safely
with safely(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def kill_while_writing(target):
    done = subprocess.run([sys.executable, "-c", KILLED, target], check=False)
    assert done.returncode == -signal.SIGKILL


def test_what_a_killed_one_left_goes_with_the_next(tmp_path):
    kill_while_writing(tmp_path / "monday")
    left = [path.name for path in tmp_path.iterdir()]

    with safely(tmp_path / "tuesday") as file:
        file.write(b"whole")

    assert [name.startswith(".monday.") and name.endswith(PART) for name in left] == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["tuesday"]
    assert (tmp_path / "tuesday").read_bytes() == b"whole"
    assert (tmp_path / "tuesday").stat().st_mode & 0o777 == 0o600


def test_what_somebody_is_writing_stays(tmp_path):
    with safely(tmp_path / "one") as first:
        first.write(b"first")
        with safely(tmp_path / "two") as second:
            second.write(b"second")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "one": b"first",
        "two": b"second",
    }


def test_what_a_database_put_beside_it_goes_too(tmp_path):
    handle, path = hold_new(tmp_path, prefix=".snapshot-", suffix=".sqlite3")
    for name in ("-wal", "-journal"):
        path.with_name(path.name + name).touch()

    clear_left_behind(tmp_path, ".snapshot-*.sqlite3")
    while_held = len(list(tmp_path.iterdir()))
    os.close(handle)
    clear_left_behind(tmp_path, ".snapshot-*.sqlite3")

    assert while_held == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "file"])
def test_only_plain_files_are_taken_for_left_behind(tmp_path, kind):
    path, precious = tmp_path / f".x{PART}", tmp_path / "precious"
    precious.write_text("mine")
    {
        "link": lambda: path.symlink_to(precious),
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "file": path.touch,
    }[kind]()

    assert list(left_behind(tmp_path, f".*{PART}")) == ([path] if kind == "file" else [])
    clear_left_behind(tmp_path, f".*{PART}")
    assert os.path.lexists(path) == (kind != "file")
    assert precious.read_text() == "mine"
