"""Where somebody is signed in, and ending it."""

from datetime import datetime

from django.db import transaction

from amanah.people.models import Person, Session
from amanah.stewardship import ledger


@transaction.atomic
def end_sessions(person: Person, *, by: Person, at: datetime, keep: str | None = None) -> int:
    """Sign a person out everywhere, but for the session with the key `keep`; how many ended."""
    ended, _each = Session.objects.filter(person=person).exclude(session_key=keep or "").delete()
    if ended:
        ledger.record(
            "people.sessions_ended", about=person, by=by, at=at, subject=person, count=ended
        )
    return ended


@transaction.atomic
def end_session(session: Session, *, by: Person, at: datetime) -> None:
    """Sign one browser out."""
    person = session.person
    session.delete()
    if person:
        ledger.record("people.sessions_ended", about=person, by=by, at=at, subject=person, count=1)
