"""The production server as a real process."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import time
from contextlib import ExitStack
from statistics import median

import pytest

from amanah.operations.server import HEADER_MILLISECONDS, is_free
from tests.operations.conftest import Place
from tests.operations.processes import PATIENCE, amanah, free_port, get, running

pytestmark = pytest.mark.slow
SLOW_CONNECTIONS = 200
# Seconds for which a connection that does not get on is held, at least.
HELD = HEADER_MILLISECONDS / 1000
CANARY = "kanarie-7f3a"


@pytest.fixture
def home(upgraded, tmp_path):
    """The home of an installation whose database is up to date."""
    return shutil.copytree(upgraded, tmp_path / "home")


def sql(home, *statement):
    with sqlite3.connect(home / "amanah.sqlite3") as database:
        found = database.execute(*statement).fetchall()
    database.close()
    return found


def test_it_serves_pages_static_files_and_its_health(home):
    port = free_port()

    with running("serve", port=port, home=home, AMANAH_URL=f"http://localhost:{port}"):
        page = get(port, "/")
        health = get(port, "/healthz", Host="10.0.0.7")
        manifest = json.loads((home / "static/staticfiles.json").read_text())

    assert page[0] == 200
    assert "default-src 'none'" in page[1]["Content-Security-Policy"]
    assert health[0] in {200, 503}
    assert set(json.loads(health[2])) <= {"status", "reasons", "late"}
    assert "paths" in manifest


def test_health_says_in_which_part_the_trouble_is(home):
    port = free_port()
    told = []

    with running("serve", port=port, home=home, AMANAH_URL=f"http://localhost:{port}"):
        # No real one, which would say again that it is there just when we have removed its row.
        sql(home, "INSERT INTO base_worker VALUES (?, 'here', datetime(), datetime())", ["0" * 32])
        told.append(get(port, "/healthz")[::2])
        row = sql(home, "SELECT app, name, applied FROM django_migrations ORDER BY id DESC")[0]
        sql(home, "DELETE FROM django_migrations WHERE name = ?", [row[1]])
        told.append(get(port, "/healthz")[::2])
        sql(home, "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
        sql(home, "DELETE FROM base_worker")
        told.append(get(port, "/healthz")[::2])
        for path in home.glob("amanah.sqlite3*"):
            path.rename(home / f"away-{path.name}")
        (home / "amanah.sqlite3").write_bytes(b"not a database at all" * 1000)
        told.append(get(port, "/healthz")[::2])

    assert [(status, json.loads(body).get("reasons")) for status, body in told] == [
        (200, None),
        (503, ["migrations"]),
        (503, ["jobs"]),
        (503, ["database"]),
    ]


def test_pending_migrations_are_refused_and_then_not(home):
    port = free_port()
    url = {"AMANAH_URL": f"http://localhost:{port}"}
    row = sql(home, "SELECT app, name, applied FROM django_migrations ORDER BY id DESC")[0]

    sql(home, "DELETE FROM django_migrations WHERE name = ?", [row[1]])
    refused = amanah("serve", "--port", port, home=home, **url)
    sql(home, "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    with running("serve", port=port, home=home, **url):
        pass

    assert refused.returncode == 3
    assert "1 migration is pending. Run: amanah upgrade" in refused.stderr


def test_where_there_is_no_installation_it_asks_whether_the_place_is_right(tmp_path):
    home = tmp_path / "hoem"

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")
    erased = amanah("erase", "--yes", home=home)

    assert (refused.returncode, erased.returncode) == (3, 3)
    assert f"there is no installation in {home} yet" in refused.stderr
    assert "correct AMANAH_HOME" in erased.stderr
    assert "for a new one run: amanah upgrade" in refused.stderr
    assert not (home / "amanah.sqlite3").exists()


def test_an_address_without_tls_is_refused(home):
    refused = amanah("serve", home=home, AMANAH_URL="http://mentoring.example.org")

    assert refused.returncode == 3
    assert "AMANAH_URL" in refused.stderr
    assert "https://" in refused.stderr


def test_behind_a_proxy_with_tls_pages_answer_and_plain_http_is_sent_on(home):
    port = free_port()
    settings = {"AMANAH_URL": "https://mentoring.example.org"}
    host = {"Host": "mentoring.example.org"}

    refused = amanah("serve", home=home, **settings)
    with running("serve", port=port, home=home, AMANAH_TRUSTED_PROXIES="1", **settings):
        safe = get(port, "/enter/", **host, **{"X-Forwarded-Proto": "https"})
        plain = get(port, "/enter/", **host)
        health = get(port, "/healthz")

    assert refused.returncode == 3
    assert "set AMANAH_TRUSTED_PROXIES" in refused.stderr
    assert safe[0] == 200
    assert "Secure" in safe[1]["Set-Cookie"]
    assert "max-age" in safe[1]["Strict-Transport-Security"]
    assert (plain[0], plain[1]["Location"]) == (301, "https://mentoring.example.org/enter/")
    assert health[0] != 301


def test_keys_that_others_can_read_are_refused(home):
    os.chmod(home / "field.keys", 0o644)

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")

    assert refused.returncode == 3
    assert f"chmod 600 {home / 'field.keys'}" in refused.stderr


def test_lost_keys_are_noticed_rather_than_replaced(home):
    (home / "field.keys").unlink()

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")

    assert refused.returncode == 3
    assert "Put the field.keys of this installation back" in refused.stderr
    assert not (home / "field.keys").exists()


def test_keys_of_another_installation_are_noticed(home):
    port = free_port()
    with running("serve", port=port, home=home, AMANAH_URL=f"http://localhost:{port}"):
        pass
    (home / "field.keys").write_text("ab" * 32)

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")

    assert refused.returncode == 3
    assert "not those of this database" in refused.stderr


def test_people_of_the_demo_are_refused(home):
    Place(home).contents("demo")

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")

    assert refused.returncode == 3
    assert "1 people of the demo" in refused.stderr


def test_a_database_of_a_newer_version_is_refused(home):
    sql(
        home,
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('people', '0999_from_the_future', '2030-01-01')",
    )

    refused = amanah("serve", home=home, AMANAH_URL="http://localhost")

    assert refused.returncode == 3
    assert "made by a newer Amanah (it has people.0999_from_the_future)" in refused.stderr


def test_killed_outright_it_leaves_nobody_behind_on_its_port(home):
    port = free_port()
    url = {"AMANAH_URL": f"http://localhost:{port}"}

    with running("serve", "--workers", 2, port=port, home=home, **url) as server:
        taken = is_free("127.0.0.1", port)
        server.kill()
        until = time.monotonic() + PATIENCE
        while not is_free("127.0.0.1", port):
            assert time.monotonic() < until, "its children still hold the port"
            time.sleep(0.1)

    assert not taken
    assert "the process that started this one is gone" in server.err


def test_a_terminals_interrupt_reaches_every_process_and_ends_it_quietly(home):
    port = free_port()
    url = {"AMANAH_URL": f"http://localhost:{port}"}

    with running("serve", "--workers", 1, port=port, home=home, **url) as server:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(PATIENCE)

    assert server.returncode == 0
    assert "shutdown completed" in server.err
    assert all(json.loads(line)["time"] for line in server.err.splitlines()), "no panic, no trace"


def test_its_log_has_a_line_for_each_request_and_nothing_of_anybody(home):
    port = free_port()

    with running(
        "serve",
        port=port,
        home=home,
        AMANAH_URL=f"http://localhost:{port}",
        AMANAH_TRUSTED_PROXIES="1",
    ) as server:
        get(port, f"/nowhere/{CANARY}?q={CANARY}", **{"User-Agent": CANARY, "Referer": CANARY})
        get(port, "/", **{"X-Forwarded-For": "203.0.113.77", "Cookie": f"a={CANARY}"})
        get(port, "/", Host=f"{CANARY}.example")

    lines = [json.loads(line) for line in server.err.splitlines() if line]
    requests = [line for line in lines if line["event"] == "request"]
    assert {"GET"} == {line["method"] for line in requests}
    routes = [line["route"] for line in requests if line["route"] != "operations:healthz"]
    assert routes[:2] == ["none", "home:welcome"]
    assert all(len(line["reference"]) == 8 for line in requests)
    assert CANARY not in server.err + server.out
    assert "203.0.113.77" not in server.err + server.out


def send_slowly(port, kind):
    """A connection that has begun a request and does not get on with it."""
    connection = socket.create_connection(("127.0.0.1", port))
    host = f"Host: localhost:{port}\r\n".encode()
    if kind == "head":
        connection.sendall(b"GET / HTTP/1.1\r\n" + host + b"X-A: b\r\n")
    else:
        connection.sendall(b"POST /enter/ HTTP/1.1\r\n" + host + b"Content-Length: 90000\r\n\r\na=")
    return connection


def times(port, count=60, until=float("inf")):
    """How long answers took, of so many; or of as many as came until then, of one at least."""
    taken = []
    while len(taken) < count and (not taken or time.perf_counter() < until):
        began = time.perf_counter()
        assert get(port, "/enter/", timeout=HELD / 2)[0] == 200
        taken.append((time.perf_counter() - began) * 1000)
    return taken


@pytest.mark.parametrize("kind", ["head", "body"])
def test_it_answers_while_two_hundred_slow_connections_are_held(home, kind, capsys):
    port = free_port()
    url = {"AMANAH_URL": f"http://localhost:{port}"}

    with running("serve", "--workers", 1, port=port, home=home, **url), ExitStack() as held:
        times(port, 10)
        before = times(port)
        slow = [held.enter_context(send_slowly(port, kind)) for _ in range(SLOW_CONNECTIONS)]
        until = time.perf_counter() + HELD / 2
        time.sleep(0.5)
        during = times(port, until=until)
        for connection in slow:
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.recv(1)

    # One that is not whole must hold no thread: there is but one, and it answered meanwhile.
    with capsys.disabled():
        print(
            f"\n  {SLOW_CONNECTIONS} slow connections ({kind}), {len(during)} answers: /enter/ "
            f"p50 {median(before):.1f} -> {median(during):.1f} ms, "
            f"longest {max(before):.1f} -> {max(during):.1f} ms"
        )
