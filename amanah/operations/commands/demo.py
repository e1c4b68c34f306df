"""Start a populated demo on this machine, for trying Amanah out.

It lives in the folder .demo, needs no other service and is reached from this machine alone.
Starting it again keeps what was done in it; --fresh begins anew. Ctrl-C ends it.
"""

import argparse
import os
import shutil
from pathlib import Path

from amanah.operations import numbers, server
from amanah.operations.demo.cast import OPENING
from amanah.operations.stop import DONE, REFUSED, Stop

SUMMARY = "A populated demo on this machine: mail is caught, the clock can be moved."
HOST = "127.0.0.1"
MARK = "this-is-a-demo"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=numbers.port, default=8000, help="where it listens (8000)")
    parser.add_argument("--fresh", action="store_true", help="forget what was done in it before")


def run(options: argparse.Namespace) -> int:
    home = Path(".demo").resolve()
    _refuse_a_busy_port(options.port)
    if options.fresh:
        _forget(home)
    _surround(home, options.port)
    people = _prepare()
    print(_greeting(people, options.port), flush=True)
    _serve(options.port)
    print("The demo has ended. What was done in it is kept in .demo for the next time.")
    return DONE


def _refuse_a_busy_port(port: int) -> None:
    if server.is_free(HOST, port):
        return
    other = next((p for p in range(port + 1, port + 50) if server.is_free(HOST, p)), port + 1)
    raise Stop(
        f"port {port} is in use by something else. Choose another: make demo PORT={other} "
        f"(or amanah demo --port {other}).",
        REFUSED,
    )


def _forget(home: Path) -> None:
    if not home.exists():
        return
    if not (home / MARK).exists():
        raise Stop(f"{home} was not made by the demo, so --fresh leaves it alone. Move it away.")
    shutil.rmtree(home)


def _surround(home: Path, port: int) -> None:
    """Settings of a demo and no others, whatever the shell it was started from has set."""
    for name in [name for name in os.environ if name.startswith("AMANAH_")]:
        del os.environ[name]
    os.environ.update(
        AMANAH_DEMO="yes", AMANAH_HOME=str(home), AMANAH_URL=f"http://localhost:{port}"
    )
    home.mkdir(mode=0o700, exist_ok=True)
    (home / MARK).touch()


def _prepare() -> tuple:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from amanah.base import clock
    from amanah.operations import installation, upkeep
    from amanah.operations.demo import populating

    call_command("migrate", interactive=False, verbosity=0)
    installation.begin(at=clock.now())
    upkeep.collect_static_files()
    found = populating.populate(at=clock.now())
    connections.close_all()
    return found


def _greeting(people: tuple, port: int) -> str:
    url = f"http://localhost:{port}"
    width = max(len(person.email) for person in people)
    table = [f"    {person.email:<{width}}  {person.part}" for person in people]
    phrases = {person.phrase for person in people}
    if len(phrases) > 1:
        table = [f"{row}: {p.phrase}" for row, p in zip(table, people, strict=True)]
    return "\n".join(
        [
            "",
            f"  Amanah, the demo: {url}",
            "",
            f"  Sign in with the phrase {phrases.pop()} as"
            if len(phrases) == 1
            else "  Sign in as (and with the phrase)",
            "",
            *table,
            "",
            f"  Locks open with the words {OPENING}",
            f"  whom to be, and what to try {url}/demo/",
            f"  mail that it would send     {url}/demo/mail",
            f"  a clock that can be moved   {url}/demo/clock",
            "",
            "  Ctrl-C ends it. Only this machine can reach it.",
            "",
        ]
    )


def _serve(port: int) -> None:
    from django.conf import settings

    from amanah.operations import lock, upkeep

    with lock.serving(settings.HOME), upkeep.embedded_worker():
        server.run(HOST, port, workers=1, logging=settings.LOGGING, quiet=True)
