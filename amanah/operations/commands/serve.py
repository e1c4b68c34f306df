"""Serve Amanah to the people who use it.

It listens on this machine; put a proxy with TLS in front (docs/how-to/install.md). It refuses to
start with settings, keys or a database that would harm anybody, and says what to do.
"""

import argparse
import multiprocessing
from contextlib import ExitStack

from amanah.operations import numbers, server
from amanah.operations.stop import DONE, Stop

SUMMARY = "Answer requests. Run it behind a proxy with TLS."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=numbers.port, default=8000, help="port to listen on (8000)")
    parser.add_argument(
        "--workers",
        type=numbers.between(1),
        default=None,
        help="processes (as many as there are processors)",
    )
    parser.add_argument(
        "--with-worker", action="store_true", help="also do the work that waits, in a thread"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    from amanah.base import clock
    from amanah.operations import installation, lock, preflight, upkeep

    preflight.refuse_what_would_harm()
    if not server.is_free(options.host, options.port):
        raise Stop(f"port {options.port} of {options.host} is in use; give another with --port.")
    installation.begin(at=clock.now())
    upkeep.collect_static_files()
    connections.close_all()
    with ExitStack() as held:
        held.enter_context(lock.serving(settings.HOME))
        if options.with_worker:
            held.enter_context(upkeep.embedded_worker())
        workers = options.workers or multiprocessing.cpu_count()
        server.run(options.host, options.port, workers=workers, logging=settings.LOGGING)
    return DONE
