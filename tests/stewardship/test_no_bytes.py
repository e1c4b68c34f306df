"""What was erased is not in the files either: a real home, a real database file, real bytes."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests import canaries
from tests.operations.conftest import Place, drop_database, make_database
from tests.operations.processes import amanah, surroundings

pytestmark = pytest.mark.slow

FILL = """
import sys, uuid
import django; django.setup()
from amanah.base import clock
from amanah.institutions.models import Institution
from amanah.outbox.models import Letter
from amanah.people.models import *
from amanah.stewardship import services
from allauth.account.models import EmailAddress
at = clock.now()
place = Institution.objects.create(name="Mercy", slug="mercy")
for word, key in zip(sys.argv[1:3], sys.argv[3:]):
    person = Person.objects.create_user(
        f"{word}@example.org", id=uuid.UUID(key), name=f"{word}", called=f"{word}", joined_at=at)
    Affiliation.objects.create(person=person, institution=place, department=word, since=at.date())
    Profile.objects.create(person=person, about=f"{word} " * 300, stage=word, contact=word)
    WorkingCard.objects.create(person=person, please_know=word)
    Session.objects.create(session_key=word[-30:], expire_date=at, person=person, browser=word,
                           session_data=word)
    EmailAddress.objects.create(user=person, email=f"{word}@old.example.org")
    Invitation.objects.create(institution=place, email=f"{word}@example.org", name=word,
                              secret_hash=key, made_at=at, expires_at=at)
    Letter.objects.create(event=key, message_id=key, template="t", reader=person.pk,
                          written_at=at, address=f"{word}@example.org", body=word)
    for n in range(40):
        person.profile.about = f"{n} {word} " * 50
        person.profile.save()
    services.ask_for_parcel(person, by=person, at=at)
"""

AGAIN = """
import sys
import django; django.setup()
from django.conf import settings
from amanah.base import clock
from amanah.stewardship import services
with open(settings.HOME / "erasures.log") as log:
    print(services.reapply_erasures(log, at=clock.now()))
services.wipe_traces()
"""


def run(script, *arguments, home, **settings):
    environment = surroundings(home, DJANGO_SETTINGS_MODULE="amanah.config.settings", **settings)
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=360,
    ).stdout.strip()


@pytest.fixture
def filled(tmp_path):
    """A home with somebody who leaves and somebody who stays, and the words planted in both."""
    home = tmp_path / "home"
    done = amanah("django", "migrate", "--verbosity=0", home=home)
    assert done.returncode == 0, done.stderr
    # An idle connection keeps the write-ahead log from being cleared away by chance.
    idle = sqlite3.connect(home / "amanah.sqlite3")
    idle.execute("SELECT count(*) FROM people_person").fetchone()
    words = canaries.plant("person", "leaves"), canaries.plant("person", "stays")
    ids = str(uuid4()), str(uuid4())
    run(FILL, *words, *ids, home=home)
    yield home, words, ids
    idle.close()


def files_with(word, home):
    return {path for path, found in canaries.hits_in(home).items() if word in found}


def test_erasing_leaves_no_bytes_and_a_restored_backup_none_either(filled, tmp_path):
    home, (leaves, stays), (leaver, _stayer) = filled
    database = {"amanah.sqlite3", "amanah.sqlite3-wal"}
    assert files_with(leaves, home) & database, "the searcher sees what is there"
    older = tmp_path / "older"
    shutil.copytree(home, older)

    done = amanah("erase", leaver, "--yes", home=home)

    assert done.returncode == 0, done.stderr
    assert files_with(leaves, home) == set()
    assert files_with(stays, home) & database
    assert len(list((home / "parcels").iterdir())) == 1

    assert files_with(leaves, older) & database
    shutil.copy(home / "erasures.log", older)
    assert run(AGAIN, home=older) == "1"
    assert files_with(leaves, older) == set()
    assert files_with(stays, older) & database


@pytest.fixture
def in_postgresql(tmp_path):
    """The same on PostgreSQL: its settings, the folder of its files, the words and the ids."""
    name, url = make_database()
    place = Place(tmp_path / "home", {"AMANAH_DATABASE_URL": url})
    try:
        made = place.amanah("upgrade")
        assert made.returncode == 0, made.stderr
        words = canaries.plant("person", "leaves"), canaries.plant("person", "stays")
        ids = str(uuid4()), str(uuid4())
        run(FILL, *words, *ids, home=place.home, **place.settings)
        yield place, url, words, ids
    finally:
        drop_database(name)


def words_in_files(url, words):
    """Which of the words stand in the database's files, once all that is to be written is."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        [folder, oid] = connection.execute(
            "SELECT current_setting('data_directory'), oid::text FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        content = [path.read_bytes() for path in Path(folder, "base", oid).iterdir()]
    return {word for word in words if any(word.encode() in one for one in content)}


def test_erasing_leaves_no_bytes_in_postgresql_either(in_postgresql):
    place, url, (leaves, stays), (leaver, _stayer) = in_postgresql
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    assert words_in_files(url, (leaves, stays)) == {leaves, stays}

    done = place.amanah("erase", leaver, "--yes")

    assert done.returncode == 0, done.stderr
    assert "busy" not in done.stdout
    assert words_in_files(url, (leaves, stays)) == {stays}


def test_a_table_in_use_is_left_to_the_worker(in_postgresql):
    place, url, (leaves, stays), (leaver, _stayer) = in_postgresql
    with psycopg.connect(url) as somebody:
        somebody.execute("SELECT count(*) FROM people_affiliation")
        busy = place.amanah("erase", leaver, "--yes")
    left = words_in_files(url, (leaves, stays))

    place.amanah("worker", "--drain")

    assert (busy.returncode, "rewritten by the worker" in busy.stdout) == (0, True)
    assert left == {leaves, stays}
    assert words_in_files(url, (leaves, stays)) == {stays}


def test_nobody_is_erased_without_being_meant(filled):
    home, (leaves, _stays), (leaver, _stayer) = filled

    assert amanah("erase", str(uuid4()), "--yes", home=home).returncode == 2
    unasked = amanah("erase", leaver, home=home)
    assert (unasked.returncode, "nobody can answer here" in unasked.stderr) == (2, True)
    assert not (home / "erasures.log").exists()
    assert files_with(leaves, home)

    assert amanah("erase", leaver, "--yes", home=home).returncode == 0
    assert (home / "erasures.log").exists()
