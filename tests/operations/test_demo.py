import json
import sqlite3
import time

import pytest

from tests.operations.processes import PATIENCE, amanah, free_port, get, running

pytestmark = pytest.mark.slow


def healthy(port):
    """What it says of its health, once its worker has begun."""
    until = time.monotonic() + PATIENCE
    while (found := get(port, "/healthz"))[0] != 200 and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_the_demo_starts_from_nothing_and_keeps_what_was_done(tmp_path):
    port = free_port()

    with running("demo", port=port, home=tmp_path / "unused", cwd=tmp_path) as first:
        status, _headers, _body = get(port, "/")
        health = healthy(port)
    with sqlite3.connect(tmp_path / ".demo/amanah.sqlite3") as database:
        database.execute("UPDATE people_person SET name = 'Changed'")
    database.close()
    with running("demo", port=port, home=tmp_path / "unused", cwd=tmp_path) as second:
        pass

    assert status == 200
    assert json.loads(health[2]) == {"status": "ok"}
    assert f"http://localhost:{port}" in first.out
    assert "quiet-lantern-harbour-nine" in first.out
    assert (first.returncode, second.returncode) == (0, 0)
    with sqlite3.connect(tmp_path / ".demo/amanah.sqlite3") as database:
        assert {row[0] for row in database.execute("SELECT name FROM people_person")} == {"Changed"}
    database.close()
    assert not (tmp_path / "unused").exists()


def test_a_busy_port_is_said_so_with_the_way_out(tmp_path):
    port = free_port()

    with running("demo", port=port, home=tmp_path / "unused", cwd=tmp_path):
        refused = amanah("demo", "--port", port, home=tmp_path / "unused", cwd=tmp_path)

    assert refused.returncode == 3
    assert f"port {port} is in use" in refused.stderr
    assert "make demo PORT=" in refused.stderr


def test_fresh_forgets_a_demo_and_nothing_else(tmp_path):
    port = free_port()
    (tmp_path / ".demo").mkdir()
    (tmp_path / ".demo/thesis.txt").write_text("three years of work")

    refused = amanah("demo", "--port", port, "--fresh", home=tmp_path / "unused", cwd=tmp_path)
    (tmp_path / ".demo/this-is-a-demo").touch()
    with running("demo", "--fresh", port=port, home=tmp_path / "unused", cwd=tmp_path):
        pass

    assert refused.returncode == 3
    assert "leaves it alone" in refused.stderr
    assert not (tmp_path / ".demo/thesis.txt").exists()
