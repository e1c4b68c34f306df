"""Nothing of what is sealed, not its size nor its hash, is in a log, a mail, a job or a page."""

import base64
import json
import logging
import uuid

import pytest

from amanah.base.models import Job
from amanah.sealing import files
from amanah.sealing.models import Identity
from amanah.stewardship.models import Entry
from tests import canaries
from tests.access.test_logs import listen
from tests.sealing import making

pytestmark = pytest.mark.django_db


def word(where):
    return canaries.plant(f"sealed.{where}", "ayesha")


def base64_of(content):
    return base64.b64encode(content).decode()


def wrapped(where, kind):
    """A sealed file with a canary in it."""
    return base64_of(making.sealed(kind, body=f"{'x' * 40}{word(where)}{'x' * 40}".encode()))


def of_a_lock(post):
    way = {"kind": "sheet", "label": word("label"), "credential": "", "replaces": ""}
    yield post("/lock/ways/", **way, blob=wrapped("way", files.SCRYPT))
    pins = base64_of(b"x" * 40 + word("pins").encode() + b"x" * 40)
    yield post("/lock/pins/", counter=2, blob=pins)
    yield post("/lock/opening/", key=base64_of(word("key").encode().rjust(32)))


def of_a_room(post, get, path):
    mids = [str(uuid.uuid4()) for _n in range(2)]
    first, unknown = ("hopes", mids[0]), (canaries.plant("k", "a"), mids[1])
    for kind, mid in (first, unknown, first):
        told = {"n": 1, "mid": mid, "epoch": 1, "kind": kind, "ref": ""}
        yield post(f"{path}words/", **told, file=wrapped("words", files.X25519))
    yield post(f"{path}drafts/", slot="hopes", file=wrapped("draft", files.TO_SELF))
    yield post(f"{path}drafts/", slot=word("slot"), file=wrapped("draft", "scrypt"))
    yield get(f"{path}?kinds={word('asked')}&mids={word('asked')}")
    yield get(path)


@pytest.fixture
def said(room, own_room, ayesha, enter, say):
    """Ayesha's client does everything once, with a canary in everything that it says."""
    client = enter(ayesha)

    def post(path, **told):
        return say(client, path, told)

    def do():
        done = [
            *of_a_lock(post),
            *of_a_room(post, client.get, f"/rooms/{room.pk}/"),
            client.get("/lock/state/"),
            client.post("/lock/everywhere/"),
        ]
        return [each.status_code for each in done]

    return do


def test_no_log_at_any_level_says_anything_of_it(said, caplog):
    listen(caplog)

    statuses = said()

    lines = [f"{each.getMessage()} {vars(each)!r}" for each in caplog.records]
    assert statuses == [201, 200, 200, 201, 422, 409, 204, 422, 422, 200, 200, 204]
    assert len([each for each in caplog.records if each.name == "amanah.request"]) == 12
    assert canaries.hits("\n".join(lines)) == set()


def test_the_search_of_the_logs_would_see_it(caplog):
    word = canaries.plant("sealed.words", "ayesha")
    listen(caplog)

    sealed = base64.b64encode(making.sealed(body=f"{'x' * 40}{word}{'x' * 40}".encode())).decode()
    logging.getLogger("amanah.request").info("request", extra={"facts": {"file": sealed}})

    (record,) = caplog.records
    assert canaries.hits(f"{vars(record)!r}") == {word}


def test_no_letter_job_or_entry_says_anything_of_it(said, mailoutbox, run_jobs):
    said()
    jobs = json.dumps(list(Job.objects.values("work", "values", "trouble")))
    run_jobs()

    assert mailoutbox
    letters = "\n".join(each.message().as_string() for each in mailoutbox)
    entries = json.dumps(list(Entry.objects.values_list("event", "detail")))
    assert canaries.hits(letters) | canaries.hits(jobs) | canaries.hits(entries) == set()
    keys = Identity.objects.values_list("recipient", flat=True)
    assert [key for key in keys if key in letters + jobs + entries] == []


def test_the_secret_of_the_letter_is_in_no_log(client, ayesha, mailoutbox, run_jobs, caplog):
    listen(caplog)
    secret = canaries.plant("stop", "ayesha")

    assert client.get(f"/lock/stop/{secret}/").status_code == 410
    assert client.post(f"/lock/stop/{secret}/").status_code == 410

    lines = [f"{each.getMessage()} {vars(each)!r}" for each in caplog.records]
    assert len(lines) == 2
    assert canaries.hits("\n".join(lines)) == set()
