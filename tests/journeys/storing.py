"""The database of the journeys: a real one, that the server's process and the test both use."""

import os
import secrets
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from django.db.utils import load_backend

from amanah.config.database import database


@dataclass(frozen=True)
class Store:
    """A database by its address; empty means SQLite in the home that the tests share."""

    url: str

    @contextmanager
    def opened(self, blocker):
        """Let the test query it too, in place of the database that other tests use."""
        # Playwright keeps an event loop in this thread, in which Django would refuse to query.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
        others = connections["default"]
        ours = self._connection(others.settings_dict)
        connections["default"] = ours
        try:
            with blocker.unblock():
                yield
                ours.close()
        finally:
            connections["default"] = others
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]

    def _connection(self, defaults):
        entry = {**defaults, **database(self.url, settings.HOME)}
        return load_backend(entry["ENGINE"]).DatabaseWrapper(entry, "default")

    def migrate(self):
        environ = {**os.environ, "AMANAH_DATABASE_URL": self.url}
        subprocess.run(
            [sys.executable, "-m", "amanah", "migrate", "--verbosity", "0"], env=environ, check=True
        )


@contextmanager
def made():
    """Make the database, with its tables, and remove it after."""
    address = os.environ.get("AMANAH_TEST_DATABASE_URL", "")
    if not address:
        store = Store("")
        store.migrate()
        yield store
        return
    name = f"journeys_{secrets.token_hex(4)}"
    store = Store(urlunsplit(urlsplit(address)._replace(path=f"/{name}")))
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            store.migrate()
            yield store
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
