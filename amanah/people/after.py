"""What somebody can still do whose account an institution closed: take their data along, or go.

Nobody is signed in by it. A browser's session remembers for a quarter of an hour who has shown
here who they are; whether they may is asked again at each use, so that nothing outlives the
closing: an account that is open again is signed in to, and an erased one is nobody's.
"""

import time
from typing import Any

from django.http import HttpRequest

from amanah.people.models import Person
from amanah.people.queries.standing import has_died, stops_of

KEY = "closed_account"
LIFE = 15 * 60


def remember(request: HttpRequest, person: Person, *, is_whole: bool) -> None:
    """Note that this person's password or passkey was right; `is_whole` if no code is missing."""
    if not _may(person):
        return
    request.session.cycle_key()
    request.session.set_expiry(LIFE)
    request.session[KEY] = {"person": str(person.pk), "at": time.time(), "is_whole": is_whole}


def whoever(request: HttpRequest) -> Person | None:
    """The person whose data may be taken along from this browser."""
    noted = _noted(request)
    return _person(noted) if noted.get("is_whole") else None


def whoever_owes_a_code(request: HttpRequest) -> Person | None:
    """The person whose password was right, and of whom a code is asked as well."""
    noted = _noted(request)
    return None if noted.get("is_whole", True) else _person(noted)


def forget(request: HttpRequest) -> None:
    """Let the browser know of nobody any more."""
    request.session.flush()


def _noted(request: HttpRequest) -> dict[str, Any]:
    noted: dict[str, Any] = request.session.get(KEY) or {}
    is_fresh = noted and 0 <= time.time() - noted["at"] < LIFE
    return noted if is_fresh else {}


def _person(noted: dict[str, Any]) -> Person | None:
    person = Person.objects.filter(pk=noted["person"]).first()
    return person if person and _may(person) else None


def _may(person: Person) -> bool:
    """Never of somebody who has died: what becomes of their data is for the operator to do."""
    is_closed = not person.is_active and person.erased_at is None
    return is_closed and not has_died(person) and stops_of(person).exists()
