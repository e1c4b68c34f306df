"""A server that lies, as somebody sees it on their page: refused, or shown unmistakably.

What the client makes of each lie is told at length in tests/sealing/clients; here is what reaches
the eye. Between the real server and the real browser somebody changes what the sealing worker is
told. Nothing false may stand there as somebody's words. After each lie the truth is told again, and
everything is as it was.
"""

import base64
import hashlib
import json
import re
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error

from tests.factories import AffiliationFactory
from tests.factories.mentoring import MentorshipFactory
from tests.journeys.locks import set_lock_by_phrase
from tests.journeys.roots import Roots

FIRST, SECOND = "I hope to publish once.", "I hope that you sleep enough."
OTHER_KEY = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
PLAIN = b"Just believe what stands here."
ROOM = re.compile(r"/rooms/[0-9a-f-]{36}/\?")
STATE = re.compile(r"/lock/state/$")


@pytest.fixture
def pair(server):
    ayesha = AffiliationFactory(person__name="Ayesha Khan").person
    home = ayesha.affiliations.get().institution
    bilal = AffiliationFactory(person__name="Bilal Ahmed", institution=home).person
    made = MentorshipFactory(institution=home, mentor=ayesha, mentee=bilal, has_room=True)
    return ayesha, bilal, f"/mentorships/{made.pk}/"


@pytest.fixture
def reader(page, pair):
    """Bilal's page with a word of each of the two, which he has seen."""
    ayesha, bilal, address = pair
    hers, his = page(ayesha), page(bilal, phone=True)
    his.phrase = set_lock_by_phrase(his, back=address)
    set_lock_by_phrase(hers, back=address)
    for opened, words in ((hers, SECOND), (his, FIRST)):
        opened.goto(address)
        write(opened, words)
    his.reload()
    Roots(his).wait_for(SECOND)
    return his


def write(opened, words):
    inside = Roots(opened)
    inside.type("What you hope for", words)
    inside.press("Send privately")
    inside.wait_for("It is sent, sealed.")


@contextmanager
def lying(opened, where, change):
    """Change what the worker is told at an address."""

    def tell(route):
        answer = route.fetch()
        body = answer.json()
        # The room of the two, not one's own.
        if body.get("kind") != "private" and len(body.get("rows", "12")) > 1:
            change(body)
        # A page that was left meanwhile waits for nothing.
        with suppress(Error):
            route.fulfill(response=answer, body=json.dumps(body))

    opened.context.route(where, tell)
    try:
        yield
    finally:
        opened.context.unroute(where, tell)


def of(body, name):
    [member] = [one for one in body["members"] if one["name"] == name]
    return member


def swap_key(body):
    of(body, "Ayesha Khan")["identities"][0]["recipient"] = OTHER_KEY


def replace_key(body):
    new = {"generation": 2, "recipient": OTHER_KEY, "made_at": "2026-03-20T09:00:00Z"}
    of(body, "Ayesha Khan")["identities"].append(new)


def put_plain(body):
    sha = base64.b64encode(hashlib.sha256(PLAIN).digest()).decode()
    row = body["rows"][0]
    row.update(file=base64.b64encode(PLAIN).decode(), sha256=sha)
    body["hashes"] = [[n, sha if n == row["n"] else old] for n, old in body["hashes"]]


def swap_authors(body):
    one, two = body["rows"]
    one["by"], two["by"] = two["by"], one["by"]


def swap_places(body):
    one, two = body["rows"]
    for name in ("file", "sha256"):
        one[name], two[name] = two[name], one[name]
    shas = {row["n"]: row["sha256"] for row in body["rows"]}
    body["hashes"] = [[n, shas.get(n, old)] for n, old in body["hashes"]]


def drop_first(body):
    gone = body["rows"].pop(0)["n"]
    body["hashes"] = [each for each in body["hashes"] if each[0] != gone]


def hold_back(body):
    gone = body["rows"].pop()["n"]
    body["hashes"] = [each for each in body["hashes"] if each[0] != gone]
    body["last"] = gone - 1


def roll_back_epoch(body):
    body["epochs"] = []


def spoil_grants(body):
    for epoch in body["epochs"]:
        for grant in epoch["grants"]:
            grant["mac"] = base64.b64encode(bytes(32)).decode()


def lose_bytes(body):
    body["rows"][0]["file"] = ""


# What is told, what must be said on the page, and whose words must not stand there.
LIES = {
    "another key": (swap_key, "You were shown another key for Ayesha Khan", ()),
    "a new key": (replace_key, "Ayesha Khan has a new lock.", ()),
    "plain text": (put_plain, "did not come whole", (PLAIN.decode(), SECOND)),
    "other authors": (swap_authors, "its seal is wrong, so we cannot say who wrote it", ()),
    "other places": (swap_places, "Two histories", ()),
    "one is dropped": (drop_first, "did not come, or not whole", (SECOND,)),
    "the newest is held back": (hold_back, "You have seen more here than you are shown", (FIRST,)),
    "an epoch is gone": (roll_back_epoch, "You have seen more here", (FIRST, SECOND)),
    "nobody vouches": (spoil_grants, "is not from one of its members", (FIRST, SECOND)),
    "bytes are lost": (lose_bytes, "Missing: Ayesha Khan wrote something here", (SECOND,)),
}


def test_a_lie_is_refused_or_shown_unmistakably(reader):
    inside = Roots(reader)
    for name, (change, says, not_there) in LIES.items():
        with lying(reader, ROOM, change):
            reader.reload()
            inside.wait_for(says)
            # Folded words are not there before somebody unfolds them.
            shown = inside.said()
            assert [words for words in not_there if words in shown] == [], name
            if change in (swap_authors, swap_places):
                assert (FIRST in shown, SECOND in shown) == (False, False), name
        reader.reload()
        inside.wait_for(SECOND)
        inside.wait_for(FIRST)
        assert says not in inside.said(), name


def weaken(kind):
    def change(body):
        for way in body["ways"]:
            file = base64.b64decode(way["blob"])
            way["blob"] = base64.b64encode(file.replace(b" 16\n", kind, 1)).decode()

    return change


def asymmetric(body):
    head = b"age-encryption.org/v1\n-> X25519 AAAA\nAAAA\n--- AAAA\n"
    for way in body["ways"]:
        way["blob"] = base64.b64encode(head).decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (weaken(b" 10\n"), "easy to break"),
        (weaken(b" 30\n"), "easy to break"),
        (asymmetric, "is not one that you made"),
        (lambda body: body.update(pins=None), "whose key is whose is not there"),
    ],
    ids=["weaker", "endless", "asymmetric", "no pins"],
)
def test_a_lock_that_was_tampered_with_is_not_used(reader, change, says):
    inside = Roots(reader)
    reader.locator("lock-badge a").click()
    inside.press("Use your phrase")
    with lying(reader, STATE, change):
        open_by_phrase(inside, reader.phrase)
        inside.wait_for(says)
        assert FIRST not in inside.said()
    reader.reload()
    inside.press("Use your phrase")
    open_by_phrase(inside, reader.phrase)
    inside.wait_for(FIRST)


def open_by_phrase(inside, phrase):
    inside.type("Opening phrase", phrase)
    inside.press("Open it")
