"""One run: a bare view, the roster, the roster written naively, a durable write; on both databases.

    python -m bench.web                 SQLite and a scratch PostgreSQL, about two minutes
    python -m bench.web --sqlite        SQLite alone

Everything is served as `amanah serve` does it, but for the first row: granian's plain WSGI, which
is the most that this machine could do. The client shares the machine's processors with the
server. Figures depend on the machine and on what else it does: compare the rows of one run with
each other. What a busy machine disturbs least is the processor time that the server took.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.web.client import Result, put_under_load
from bench.web.house import House, Server, filled, served

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER = "AMANAH_TEST_DATABASE_URL"
THREADS = {"SQLite": 1, "PostgreSQL": 4}
WARM_UP = 2
COLUMNS = "{:<48} {:>7} {:>8} {:>8} {:>8}   {}"


class Scene(NamedTuple):
    """One row of the table: what is asked, and how."""

    name: str
    method: str
    path: str


BOUND = Scene("a bare Django view, plain granian (the bound)", "GET", "/bench/bare/")
BARE = Scene("a bare Django view, as served", "GET", "/bench/bare/")
ROSTER = Scene("the roster: 50 rows, 3 joins", "GET", "/staff/{slug}/people/")
NAIVE = Scene("the same, naive: a query a row, dates by filter", "GET", "/bench/naive/{slug}/")
WRITE = Scene("a durable write: row, ledger, letter, job", "POST", "/bench/write/{slug}/")
INVITE = Scene("an invitation: the same, with all its checks", "POST", "/bench/invite/{slug}/")


def main() -> int:
    asked = arguments()
    if not asked.sqlite and not os.environ.get(SERVER):
        # Once more, inside a PostgreSQL that keeps what it acknowledges.
        command = [ROOT / "tools/with-postgres", "--durable", sys.executable, "-m", "bench.web"]
        return subprocess.run([*command, *sys.argv[1:]], cwd=ROOT).returncode
    databases = {"SQLite": ""} if asked.sqlite else {"SQLite": "", "PostgreSQL": os.environ[SERVER]}
    for name, url in databases.items():
        about = f"{asked.workers} workers, {THREADS[name]} threads each"
        print(f"\n{name} · {about} · {asked.connections} connections", flush=True)
        with filled(url) as house:
            print_table(dict(measure_all(house, asked, threads=THREADS[name])))
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--seconds", type=float, default=10, help="how long each row is measured")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def measure_all(
    house: House, asked: argparse.Namespace, *, threads: int
) -> Iterator[tuple[Scene, Result]]:
    plain = ["granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--port", "{port}"]
    plain += ["--workers", str(asked.workers), "--blocking-threads", str(threads)]
    with served(house, *plain, "bench.web.wsgi:application") as server:
        yield BOUND, measure(BOUND, house, server, asked)
    with served(house, "bench.web.serve", "{port}", str(asked.workers)) as server:
        for scene in (BARE, ROSTER, NAIVE, WRITE, INVITE):
            yield scene, measure(scene, house, server, asked)


def measure(scene: Scene, house: House, server: Server, asked: argparse.Namespace) -> Result:
    before = server.processor_seconds()
    result = put_under_load(
        house.request(scene.method, scene.path),
        port=server.port,
        connections=asked.connections,
        seconds=asked.seconds,
        warm_up=WARM_UP,
    )
    if set(result.statuses) != {200}:
        log = (house.home / "server.log").read_text()
        raise SystemExit(f"{scene.path} was answered {dict(result.statuses)}:\n{log[-3000:]}")
    after = server.processor_seconds()
    if before is not None and after is not None:
        result.processor_seconds = after - before
    return result


def print_table(results: dict[Scene, Result]) -> None:
    print(COLUMNS.format("", "rps", "p50 ms", "p99 ms", "cpu ms", "against naive"))
    for scene, result in results.items():
        print(
            COLUMNS.format(
                scene.name,
                f"{result.rate:,.0f}",
                f"{result.quantile(0.50):.1f}",
                f"{result.quantile(0.99):.1f}",
                f"{result.processor_time:.2f}" if result.processor_time else "",
                against(results[NAIVE], result) if scene in {ROSTER, NAIVE} else "",
            )
        )


def against(naive: Result, result: Result) -> str:
    """How many times as many a second, and how many times less processor."""
    times = f"{result.rate / naive.rate:.2f}x"
    if result.processor_time and naive.processor_time:
        times += f" rps, {naive.processor_time / result.processor_time:.2f}x cpu"
    return times


if __name__ == "__main__":
    sys.exit(main())
