"""Installations that real processes work on, on either database; and a populated demo."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import transaction
from django.test import override_settings

from amanah.base import clock
from amanah.operations.demo import populating
from tests.doors import demo_urlconf
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


def make_database(template=""):
    """Make a PostgreSQL database, empty or as a copy of another; its name and its address."""
    if not SERVER:
        pytest.skip("PostgreSQL only: run by tools/with-postgres")
    name = f"amanah_ops_{secrets.token_hex(4)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        # The tests' server is not durable; a real one is, and `amanah check` asks for it.
        server.execute(f"ALTER DATABASE {name} SET synchronous_commit = on")
    return name, urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def drop_database(name):
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_place(tmp_path):
    """Make a place: new_place("sqlite") or new_place("postgresql"), empty."""
    homes, databases = [], []

    def make(kind, template=""):
        homes.append(tmp_path / f"home-{len(homes)}")
        if kind == "sqlite":
            return Place(homes[-1])
        name, url = make_database(template)
        databases.append(name)
        return Place(homes[-1], {"AMANAH_DATABASE_URL": url})

    yield make
    for name in databases:
        drop_database(name)


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """An installation on either database, made once: filled(kind) gives its home and database."""
    made, databases = {}, []

    def make(kind):
        if kind not in made:
            place, name = Place(tmp_path_factory.mktemp("filled") / "home"), ""
            if kind == "postgresql":
                name, place.settings["AMANAH_DATABASE_URL"] = make_database()
                databases.append(name)
            upgraded = place.amanah("upgrade")
            assert upgraded.returncode == 0, upgraded.stderr
            place.contents("fill", 3)
            made[kind] = place.home, name
        return made[kind]

    yield make
    for name in databases:
        drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, filled, new_place):
    """An installation of this version, with people, words, a ledger and files in it."""
    home, database = filled(request.param)
    made = new_place(request.param, database)
    shutil.copytree(home, made.home)
    return made


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory):
    """The home of a new installation."""
    home = tmp_path_factory.mktemp("upgraded") / "home"
    made = amanah("upgrade", home=home)
    assert made.returncode == 0, made.stderr
    return home


# Passwords as the tests keep them.
SETTINGS = {
    "IS_DEMO": True,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture
def demo(settings):
    settings.IS_DEMO = True
    return clock.now()


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """The demo, populated once for all that only look at it."""
    at = clock.now()
    with django_db_blocker.unblock(), override_settings(**SETTINGS), transaction.atomic():
        began = time.perf_counter()
        populating.populate(at=at)
        print(f"populated in {time.perf_counter() - began:.1f} s")
        yield at
        transaction.set_rollback(True)


@pytest.fixture
def populated(standing, demo, settings):
    # Imported above, while this was no demo: the house's own addresses are as elsewhere.
    settings.ROOT_URLCONF = demo_urlconf.__name__
    return standing
