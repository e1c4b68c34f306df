"""Installations that real processes work on, on either database."""

import json
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.operations.processes import amanah, surroundings

SERVER = os.environ.get("AMANAH_TEST_DATABASE_URL", "")


@dataclass
class Place:
    """A home, and a database if it is not in the home."""

    home: Path
    settings: dict = field(default_factory=dict)

    def amanah(self, *arguments, **more):
        return amanah(*arguments, home=self.home, **{**self.settings, **more})

    def contents(self, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", "tests.operations.contents", *map(str, arguments)],
            env=surroundings(self.home, **self.settings),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def tell(self):
        return json.loads(self.contents("tell"))


@pytest.fixture
def new_place(tmp_path):
    """Make a place: new_place("sqlite") or new_place("postgresql"), empty."""
    made = []

    def make(kind):
        home = tmp_path / f"home-{len(made)}"
        if kind == "sqlite":
            made.append(None)
            return Place(home)
        if not SERVER:
            pytest.skip("PostgreSQL only: run by tools/with-postgres")
        name = f"amanah_ops_{secrets.token_hex(4)}"
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
            # The tests' server is not durable; a real one is, and `amanah check` asks for it.
            server.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
        made.append(name)
        url = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
        return Place(home, {"AMANAH_DATABASE_URL": url})

    yield make
    for name in filter(None, made):
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, new_place):
    """An installation of this version, with people, words, a ledger and files in it."""
    made = new_place(request.param)
    assert made.amanah("upgrade").returncode == 0
    made.contents("fill", 3)
    return made
