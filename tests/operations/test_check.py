"""`amanah check`, `create-institution` and `rotate-keys` as real processes."""

import json
import shutil

import pytest
from aiosmtpd.controller import Controller

from amanah.stewardship import erasure_log
from tests.factories import SPRING
from tests.operations.processes import free_port

pytestmark = pytest.mark.slow


class Post:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def post():
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.settings = {
        "AMANAH_MAIL_HOST": "127.0.0.1",
        "AMANAH_MAIL_PORT": str(controller.port),
        "AMANAH_MAIL_FROM": "Amanah <amanah@example.org>",
        "AMANAH_OPERATOR_EMAIL": "operator@example.org",
    }
    yield handler
    controller.stop()


def check(place, **settings):
    done = place.amanah("check", "--json", **settings)
    lines = json.loads(done.stdout)
    told = {(line["level"], line["subject"]) for line in lines if line["level"] != "ok"}
    return done.returncode, told, " ".join(f"{x['sentence']} {x['remedy']}" for x in lines)


def test_it_finds_nothing_but_the_missing_worker_and_then_what_is_planted(place, post):
    sound = check(place, **post.settings)
    place.amanah("worker", "--once", **post.settings)
    with_worker = check(place, **post.settings)
    (place.home / "field.keys").chmod(0o640)
    (place.home / ".snapshot-left.sqlite3").touch(0o600)
    planted = check(place, **{**post.settings, "AMANAH_MAIL_PORT": str(free_port())})

    assert sound[:2] == (1, {("problem", "jobs")})
    assert with_worker[:2] == (0, set())
    assert planted[:2] == (1, {("problem", "home"), ("warning", "home"), ("problem", "mail")})
    assert f"chmod 600 {place.home / 'field.keys'}" in planted[2]
    assert "Correct AMANAH_MAIL_HOST" in planted[2]


def test_it_notices_a_foreign_key_a_changed_ledger_and_somebody_who_came_back(place, post):
    place.amanah("worker", "--once", **post.settings)
    person = place.tell()["people_person"][0]["id"]
    erasure_log.append(place.home, person, at=SPRING)
    came_back = check(place, **post.settings)
    shutil.copy2(place.home / "field.keys", place.home / "kept")
    (place.home / "field.keys").write_text("ab" * 32)
    foreign = check(place, **post.settings)

    assert came_back[:2] == (1, {("problem", "erasures")})
    assert "Of those who were erased, 1 are in the database" in came_back[2]
    assert {("problem", "database"), ("problem", "ledger")} <= foreign[1]


def test_it_sends_a_test_when_asked(place, post):
    done = place.amanah("check", "--send-test", "somebody@example.org", **post.settings)

    assert "took one to somebody@example.org" in done.stdout
    assert post.letters[0][0] == ["somebody@example.org"]


def test_an_installation_begins_with_an_institution_and_a_letter(new_place, post):
    place = new_place("sqlite")
    college = ("create-institution", "--name", "کالج", "--slug", "college", "--admin-email")
    too_early = place.amanah(*college, "admin@example.org")
    place.amanah("upgrade")

    wrong = place.amanah(*college, "nonsense", "--time-zone", "Mars/Olympus")
    address = place.amanah(*college, "nonsense")
    right = place.amanah(*college, "admin@example.org", "--json", "--show-link")
    again = place.amanah(*college, "admin@example.org")
    place.amanah("worker", "--drain", **post.settings)

    assert [d.returncode for d in (too_early, wrong, address, right, again)] == [3, 3, 3, 0, 3]
    assert "for a new one run: amanah upgrade" in too_early.stderr
    assert "--time-zone: Choose a time zone from the list" in wrong.stderr
    assert "--admin-email: Enter a valid" in address.stderr
    assert "--slug:" in again.stderr
    link = json.loads(right.stdout)["link"]
    assert link.startswith("http://localhost:8000/")
    assert len(place.tell()["institutions_institution"]) == 1
    assert [letter[0] for letter in post.letters] == [["admin@example.org"]]
    assert link in post.letters[0][1].replace("=\n", "").replace("=3D", "=")


def but_for_the_key(told):
    """Encrypted files change with the key; what is in them (`opened`) does not."""
    plain = {name: held for name, held in told["files"].items() if not name.endswith(".sealed")}
    return {**told, "files": plain}


def test_keys_are_changed_under_what_is_there(place):
    before = place.tell()

    changed = place.amanah("rotate-keys")
    dropped = place.amanah("rotate-keys", "--drop-old")

    assert (changed.returncode, dropped.returncode) == (0, 0), changed.stderr + dropped.stderr
    assert len((place.home / "field.keys").read_text().split()) == 1
    after = place.tell()
    assert but_for_the_key(after) == but_for_the_key(before)
    assert after["files"].keys() == before["files"].keys()
    assert after["files"] != before["files"]
