"""Passwords: a way back for who forgot one, and a new one."""

from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q

from amanah.people import notices
from amanah.people.models import Joining, Person
from amanah.people.queries.account import person_at
from amanah.people.services.sessions import end_sessions
from amanah.stewardship import ledger


@transaction.atomic
def send_way_back(address: str, *, at: datetime) -> None:
    """Write to an address how to choose a new password, or that nobody here has that address.

    Either way one letter is written, so that the answer takes equally long.
    """
    person = person_at(address)
    if person is None:
        notices.nobody_here(address, at=at)
    else:
        notices.way_back(person, secret=default_token_generator.make_token(person), at=at)


@transaction.atomic
def replace_password(
    person: Person, password: str, *, by: Person, at: datetime, keep: str | None = None
) -> None:
    """Set a new password, end every other session, and write to the person that it happened.

    `keep` is the key of the session that asked, if it is to last.
    """
    person.set_password(password)
    person.save(update_fields=["password"])
    end_sessions(person, by=by, at=at, keep=keep)
    # Whoever knew the old one may have asked for this.
    Joining.objects.filter(Q(kept=person) | Q(other=person)).delete()
    ledger.record("people.password_changed", about=person, by=by, at=at, subject=person)
    notices.password_changed(person, at=at)
