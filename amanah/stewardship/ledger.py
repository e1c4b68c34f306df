"""The ledger: append-only, one hash chain an institution.

An entry's hash covers everything in it and the hash before it, so a line that was altered,
removed or slipped in later breaks the chain from there on (`first_break`).
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from amanah.base.models import Model
from amanah.stewardship.models import INSTALLATION, Chain, Entry


@transaction.atomic
def record(
    event: str,
    *,
    about: Model,
    by: Any,
    at: datetime,
    institution: Model | None = None,
    subject: Any = None,
    **detail: Any,
) -> Entry:
    """Write one line of the ledger, in the caller's transaction.

    `detail` holds plain values that name no person and quote nobody. `institution` says whose
    ledger it is; without one it is the installation's own.
    """
    chain = _locked(institution.pk if institution else INSTALLATION)
    return _write(chain, event, about=about.pk, by=by, subject=subject, at=at, detail=detail)


@transaction.atomic
def record_each(
    event: str,
    lines: Iterable[tuple[Model, UUID, dict[str, Any]]],
    *,
    by: Any,
    at: datetime,
    institution: Model,
) -> int:
    """Write one line a person: (about, subject's id, detail). Returns how many.

    Two statements a line: the database lets a chain grow by one at a time and no other way.
    """
    chain, written = _locked(institution.pk), 0
    for about, subject, detail in lines:
        _write(chain, event, about=about.pk, by=by, subject_id=subject, at=at, detail=detail)
        written += 1
    return written


def _locked(chain_id: UUID) -> Chain:
    Chain.objects.get_or_create(pk=chain_id)
    return Chain.objects.select_for_update().get(pk=chain_id)


def _write(chain: Chain, event: str, **said: Any) -> Entry:
    """Write the next line of a chain that is locked."""
    entry = Entry(chain=chain, number=chain.length + 1, event=event, previous=chain.head, **said)
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.number, entry.hash
    chain.save(update_fields=["length", "head"])
    return entry


def hash_of(entry: Entry) -> str:
    """SHA-256, in hexadecimal, over the entry's canonical JSON."""
    content = {
        "chain": str(entry.chain_id),
        "number": entry.number,
        "id": str(entry.pk),
        "event": entry.event,
        "about": str(entry.about),
        "by": _id(entry.by_id),
        "subject": _id(entry.subject_id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(chain: Chain) -> int | None:
    """The number of the first entry that does not follow from the one before, or None if all do."""
    head, number = "", 0
    for entry in chain.entries.order_by("number").iterator():
        if entry.number != number + 1 or entry.previous != head or entry.hash != hash_of(entry):
            return number + 1
        head, number = entry.hash, entry.number
    return None if (number, head) == (chain.length, chain.head) else number + 1


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None
