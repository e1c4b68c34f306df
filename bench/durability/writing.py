"""What is written, as the product writes it, and what must be found again after a crash.

One write is one transaction through the services: a row (an invitation), its entry in the ledger,
a letter in the outbox and the job that sends it. It is acknowledged, over a pipe, after the commit.
"""

import os
import struct
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections, transaction
from django.db.utils import load_backend

from amanah.base.findings import Finding
from amanah.base.models import Job
from amanah.institutions.models import Institution
from amanah.outbox import queries as outbox_queries
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people.models import Invitation
from amanah.stewardship import ledger
from amanah.stewardship.models import Chain, Entry

WHEN = datetime(2026, 3, 20, 9, tzinfo=UTC)
ACK = struct.Struct("<I")
# How many writes a dishonest writer acknowledges before it has made them.
TOO_EARLY = 2


@dataclass
class Finds:
    """What was found after a crash."""

    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    corrupt: int = 0
    troubles: tuple[str, ...] = ()


@contextmanager
def using(entry):
    """Make this database the default one, for this process."""
    before = connections["default"]
    ours = load_backend(entry["ENGINE"]).DatabaseWrapper(
        {**before.settings_dict, **entry}, "default"
    )
    connections["default"] = ours
    try:
        yield ours
    finally:
        ours.close()
        connections["default"] = before


def begin():
    """An institution for one round, with a ledger of its own."""
    slug = f"r{uuid.uuid4().hex[:20]}"
    return Institution.objects.create(name="A round", slug=slug)


def write_until_stopped(institution_id, pipe, *, honest=True):
    """Write and acknowledge, until something ends it. A dishonest one acknowledges too early."""
    institution = Institution.objects.get(pk=institution_id)
    number = 0
    while True:
        number += 1
        if not honest:
            os.write(pipe, ACK.pack(number + TOO_EARLY - 1))
        write(institution, number)
        if honest:
            os.write(pipe, ACK.pack(number))


@transaction.atomic
def write(institution, number):
    invitation = Invitation.objects.create(
        institution=institution,
        email=f"n{number}@example.org",
        secret_hash=uuid.uuid4().hex,
        made_at=WHEN,
        expires_at=WHEN,
    )
    ledger.record(
        "bench.invitation_made",
        about=invitation,
        by=None,
        at=WHEN,
        institution=institution,
        number=number,
    )
    outbox.write(
        "outbox/mail/trouble.txt",
        to=outbox.Stranger(invitation.email),
        event=f"bench:{institution.pk}:{number}",
        at=WHEN,
        about=invitation.pk,
        findings=[Finding("bench", "A sentence.", "A remedy.")],
    )


def acknowledged(data):
    """The last whole acknowledgement in what came through the pipe."""
    whole = len(data) // ACK.size * ACK.size
    return ACK.unpack(data[whole - ACK.size : whole])[0] if whole else 0


def look(institution_id, acknowledged):
    """Compare what is there with what was acknowledged; every part of a write, or none of it."""
    chain = Chain.objects.filter(pk=institution_id).first()
    entries = {e.detail["number"]: e.about for e in Entry.objects.filter(chain=institution_id)}
    invitations = set(
        Invitation.objects.filter(institution=institution_id).values_list("pk", flat=True)
    )
    letters = {
        int(letter.event.rpartition(":")[2]): letter
        for letter in Letter.objects.filter(event__startswith=f"bench:{institution_id}:")
    }
    keys = {outbox_queries.job_key(letter) for letter in letters.values()}
    jobs = Job.objects.filter(key__in=list(keys)).count()
    there = set(entries) & set(letters)
    troubles = []
    if chain and ledger.first_break(chain):
        troubles.append(f"the ledger breaks at {ledger.first_break(chain)}")
    if there and there != set(range(1, max(there) + 1)):
        troubles.append("a write in the middle is missing")
    halves = len(set(entries) ^ set(letters)) + len(set(entries.values()) ^ invitations)
    return Finds(
        acknowledged=acknowledged,
        lost=len(set(range(1, acknowledged + 1)) - there),
        half=halves + abs(jobs - len(letters)),
        corrupt=len(troubles),
        troubles=tuple(troubles),
    )
