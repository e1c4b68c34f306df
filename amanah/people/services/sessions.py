"""Where somebody is signed in, and ending it."""

from datetime import datetime, timedelta

from django.db import transaction

from amanah.base.later import every
from amanah.people.models import AddressChange, Death, Person, Session
from amanah.people.queries.standing import SAID_FOR
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


@every(timedelta(days=1), offset=timedelta(hours=2))
def sweep_accounts(*, at: datetime) -> None:
    """Forget sessions and changes of address that are over, and a death that nobody confirmed."""
    Session.get_session_store_class().clear_expired()
    AddressChange.objects.filter(stop_until__lt=at).delete()
    Death.objects.filter(confirmed_at=None, said_at__lte=at - SAID_FOR).delete()
