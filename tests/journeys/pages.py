"""Every page there is, from the resolver and the doors table, and how to come to it."""

import re
from urllib.parse import urlsplit

from django.urls import reverse

from amanah.base import clock
from amanah.notifications.services import stop_link
from amanah.outbox.models import Letter
from amanah.people.services import addresses, joining, methods, passwords
from tests.doors.cast import ROLES
from tests.doors.objects import OBJECTS
from tests.doors.table import TABLE
from tests.factories.people import PHRASE, JoiningFactory, PersonFactory

# What stands behind each address, made once for the whole walk.
MADE = {}
CODE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Somebody in particular, where the first who may see it has nothing there.
SEEN_BY = {
    "help:help": "mentee",
    "people:turn_off_codes": "mentor",
    "people:prove_other": "mentee",
    "people:stop_joining_by_letter": "mentee",
}
# Doors that answer a script or a machine, not a reader: each says what it is instead of a page.
NOT_PAGES = {
    "shell:session": "a small answer to a script",
    "people:lock_passkey": "an answer to a script",
    "sealing:state": "an answer to a script",
    "sealing:known": "an answer to a script",
    "concerns:own_files": "an answer to a script",
    "concerns:files": "an answer to a script",
    "sealing:rooms": "an answer to a script",
    "sealing:room": "an answer to a script",
    "sealing:older": "an answer to a script",
    "sealing:mark": "an answer to a script",
    "operations:healthz": "an answer to a monitor",
    "programmes:people_sheet": "a workbook",
    "programmes:cohort_letters_sheet": "a workbook",
    "applications:file": "a file that was handed in",
    "programmes:read_file": "a file that was handed in",
}


def all_pages():
    """(name, role) of every page, as the first kind of person who may see it."""
    return [
        (name, SEEN_BY.get(name) or seen_by(row))
        for (method, name), row in TABLE.items()
        if method == "GET" and name not in NOT_PAGES
    ]


def seen_by(row):
    """The first role that is shown the page; else the first that is sent to prove who they are."""
    statuses = dict(zip(ROLES, row, strict=True))
    shown = [role for role, status in statuses.items() if status == 200]
    others = [role for role, status in statuses.items() if status != 200 and role != "nobody"]
    return (shown or others)[0]


def address(name, cast):
    """Where the page is, with something real behind it where a letter leads there."""
    if name in LETTERS:
        return LETTERS[name](cast)
    if name in OBJECTS and name not in MADE:
        MADE[name] = OBJECTS[name](cast)
    return reverse(name, kwargs=MADE.get(name, {}))


def _way_back(cast):
    passwords.send_way_back(cast["mentee"].email, at=clock.now())
    return newest_link(cast["mentee"].email, "/forgotten/")


def _new_address(which):
    def asked(cast):
        wanted = f"new-{clock.now():%H%M%S%f}@example.org"
        addresses.ask_for_address(cast["mentee"], wanted, by=cast["mentee"], at=clock.now())
        receiver = wanted if which == "confirm" else cast["mentee"].email
        return newest_link(receiver, f"/address/{which}/")

    return asked


def _other_account(cast):
    other = PersonFactory()
    joining.ask_to_join(cast["mentee"], other.email, by=cast["mentee"], at=clock.now())
    return newest_link(other.email, "/account/two/")


def _stop_joining(cast):
    proven = JoiningFactory(kept=cast["mentee"], asked_at=clock.now(), proven_at=clock.now())
    joining.confirm_joining(proven, chosen={}, by=cast["mentee"], at=clock.now())
    return newest_link(cast["mentee"].email, "/stop-by-letter/")


LETTERS = {
    "people:prove_other": _other_account,
    "people:stop_joining_by_letter": _stop_joining,
    "account_reset_password_from_key": _way_back,
    "people:confirm_address": _new_address("confirm"),
    "people:stop_address": _new_address("stop"),
    "notifications:stop": lambda cast: urlsplit(stop_link(cast["mentee"], "")).path,
}


def newest_link(receiver, part):
    """The path of the newest link to a person that has this part in it."""
    for letter in Letter.objects.order_by("-written_at"):
        if letter.address == receiver:
            for link in re.findall(r"http://\S+", letter.body):
                if part in link:
                    return urlsplit(link).path
    raise AssertionError(f"no letter to {receiver} leads to {part}")


def ask_for_codes(person):
    """Let a code be asked of somebody after their password."""
    methods.turn_on_codes(person, CODE_SECRET, by=person, at=clock.now())


def half_way_in(page, person):
    """Bring somebody of whom codes are asked to the step after the password."""
    page.goto("/enter/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PHRASE)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/enter/second/**")
