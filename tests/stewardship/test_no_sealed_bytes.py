"""Of somebody erased not even what nobody could read is left: sealed files, locks, drafts, copies.

Each private kind of thing has a word of its own where its ciphertext would be, written by the
services that clients call, for somebody who leaves and for somebody who stays.
"""

import json
import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from tests import canaries
from tests.operations.conftest import Place, drop_database, make_database
from tests.operations.processes import amanah
from tests.stewardship.test_no_bytes import AGAIN, run, words_in_files

pytestmark = pytest.mark.slow

KINDS = (
    *("hopes", "message", "edit", "draft", "note", "reflection", "owndraft"),
    *("way", "pins", "choices", "invitation", "disclosed"),
)
# Encrypted at rest or beside the database: searched for as files, not as words.
AT_REST = {"choices", "invitation"}

FILL = """
import json, sys, uuid
import django; django.setup()
from amanah.base import clock
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import OwnChoices
from amanah.sealing import files, queries, services as sealing
from tests.factories import AffiliationFactory, InstitutionFactory
from tests.factories.concerns import ConcernFactory, DisclosedFactory
from tests.factories.mentoring import AgreementFactory, PairInvitationFactory
from tests.sealing import making

at = clock.now()
home = InstitutionFactory()
told = json.loads(sys.argv[1])
people = {}
for key, words in told.items():
    person = AffiliationFactory(institution=home, person__id=uuid.UUID(key)).person
    people[person] = words
    bytes_of = lambda kind: words[kind].encode()
    way = making.new_way("phrase", blob=making.sealed(files.SCRYPT, bytes_of("way")))
    lock = making.new_lock(ways=[way, "sheet"])
    sealing.make_lock(person, lock, by=person, at=at)
    current = queries.current_identity(person)
    sealing.save_pins(current, counter=2, blob=bytes_of("pins"))

first, other = people
sides = [mentoring.Side(first, "mentor"), mentoring.Side(other, "mentee")]
pair = mentoring.begin(home, sides, form="pair", cohort=None, by=None, at=at)
making.begin(pair.room, by=first, at=at)
agreement = AgreementFactory(mentorship=pair)
lead = AffiliationFactory(institution=home).person
for person, words in people.items():
    body = lambda kind, stanza=files.X25519: making.sealed(stanza, words[kind].encode())
    said = making.post(pair.room, by=person, at=at, kind="hopes", file=body("hopes"))
    making.post(pair.room, by=person, at=at, kind="message", file=body("message"))
    making.post(pair.room, by=person, at=at, kind="hopes", ref=said.mid, file=body("edit"))
    draft = body("draft", files.TO_SELF)
    sealing.save_draft(pair.room, slot="message", file=draft, by=person, at=at)
    own = queries.room_of_own(person)
    making.begin(own, by=person, at=at)
    for kind in ("note", "reflection"):
        making.post(own, by=person, at=at, kind=kind, file=body(kind))
    draft = body("owndraft", files.TO_SELF)
    sealing.save_draft(own, slot="note", file=draft, by=person, at=at)
    part = pair.memberships.get(person=person)
    OwnChoices.objects.create(
        agreement=agreement, membership=part, said=json.dumps({"why.months": words["choices"]}))
    PairInvitationFactory(institution=home, by=person, secret=str(uuid.uuid4()),
                          address=words["invitation"] + "@example.org")
    concern = ConcernFactory(institution=home, by=person, mentorship=pair, to=[lead])
    DisclosedFactory(concern=concern, room=pair.room_id, by=person, file=body("disclosed"))
    content = making.sealed(body=bytes(4 * 1024))
    mid = uuid.uuid4()
    sealing.bring(pair.room, sealing.Brought(uuid.uuid4(), mid, content), by=person, at=at)
    making.post(pair.room, by=person, at=at, kind="message", mid=mid)
"""

EXPORT = """
import json, sys
import django; django.setup()
from amanah.base import clock
from amanah.people.models import Person
from amanah.stewardship import packing
from tests import canaries
person = Person.objects.get(pk=sys.argv[1])
print(json.dumps(sorted(canaries.hits(packing.pack(person, at=clock.now())))))
"""


def planted():
    """Two people, each with a word of every kind: the one who leaves, the one who stays."""
    return {
        str(uuid4()): {kind: canaries.plant(kind, who) for kind in KINDS}
        for who in ("leaves", "stays")
    }


@pytest.fixture
def filled(tmp_path):
    home = tmp_path / "home"
    done = amanah("django", "migrate", "--verbosity=0", home=home)
    assert done.returncode == 0, done.stderr
    # An idle connection keeps the write-ahead log from being cleared away by chance.
    idle = sqlite3.connect(home / "amanah.sqlite3")
    idle.execute("SELECT count(*) FROM people_person").fetchone()
    told = planted()
    run(FILL, json.dumps(told), home=home)
    yield home, told
    idle.close()


def words_in(home):
    return {word for found in canaries.hits_in(home).values() for word in found}


def in_the_open(words):
    """Those that the database itself holds as they are."""
    return {word for kind, word in words.items() if kind not in AT_REST}


def files_of_attachments(home):
    return [path for path in Path(home, "attachments").rglob("*") if path.is_file()]


def test_of_somebody_erased_no_sealed_byte_is_left_in_any_file(filled, tmp_path):
    home, told = filled
    leaver, (leaves, stays) = next(iter(told)), told.values()
    assert words_in(home) == in_the_open(leaves) | in_the_open(stays), "the searcher sees each"
    assert len(files_of_attachments(home)) == 2
    older = tmp_path / "older"
    shutil.copytree(home, older)

    done = amanah("erase", leaver, "--yes", home=home)

    assert done.returncode == 0, done.stderr
    assert words_in(home) == in_the_open(stays)
    assert len(files_of_attachments(home)) == 1

    # Restored from before, the log of erasures makes it so again.
    assert words_in(older) == in_the_open(leaves) | in_the_open(stays)
    shutil.copy(home / "erasures.log", older)
    assert run(AGAIN, home=older) == "1"
    assert words_in(older) == in_the_open(stays)
    assert len(files_of_attachments(older)) == 1


def test_a_copy_of_everything_has_all_that_is_theirs_and_nothing_of_the_other(filled):
    home, told = filled
    for person, words in told.items():
        [others] = [one for key, one in told.items() if key != person]

        taken = set(json.loads(run(EXPORT, person, home=home)))

        # A draft is opened where it was begun; what was shown is a copy of words that are here.
        theirs = set(words.values()) - {words[kind] for kind in ("draft", "owndraft", "disclosed")}
        written_to_them = {others[kind] for kind in ("hopes", "message", "edit")}
        assert taken == theirs | written_to_them


@pytest.fixture
def in_postgresql(tmp_path):
    name, url = make_database()
    place = Place(tmp_path / "home", {"AMANAH_DATABASE_URL": url})
    try:
        made = place.amanah("upgrade")
        assert made.returncode == 0, made.stderr
        told = planted()
        run(FILL, json.dumps(told), home=place.home, **place.settings)
        yield place, url, told
    finally:
        drop_database(name)


def test_nor_in_the_files_of_postgresql(in_postgresql):
    place, url, told = in_postgresql
    leaver, (leaves, stays) = next(iter(told)), told.values()
    everything = in_the_open(leaves) | in_the_open(stays)
    assert words_in_files(url, everything) == everything, "the searcher sees each"

    done = place.amanah("erase", leaver, "--yes")

    assert done.returncode == 0, done.stderr
    assert words_in_files(url, everything) == in_the_open(stays)
