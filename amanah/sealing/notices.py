"""The letters about a lock. None says what is behind it, and none can open it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from amanah.outbox import mails
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people.models import Person
from amanah.sealing.models import Identity

WHOSE = "the person whose lock it is"
AND_FORMER = "the person whose lock it is, also at addresses that were theirs until a month ago"
LATELY = timedelta(days=30)
WAYS = mails.declare("sealing/mail/ways-changed.txt", to=WHOSE, may_hold=("link",))
REPLACING = mails.declare(
    "sealing/mail/replacement-asked.txt", to=AND_FORMER, may_hold=("link", "lock")
)


def ways_changed(person: Person, *, at: datetime) -> None:
    """That a way into their lock was added or taken away."""
    _write(WAYS, to=person, event=f"ways:{person.pk}:{at.isoformat()}", at=at, link=_lock())


def replacement_asked(identity: Identity, *, secret: str, at: datetime) -> None:
    """That another lock waits, and how to stop it. The secret is nowhere else.

    It goes to addresses that were theirs until lately as well: whoever got into an account may
    have changed the address first.
    """
    person = identity.person
    told: dict[str, Any] = {
        "at": at,
        "about": identity.pk,
        "link": _link("sealing:stop_by_letter", secret=secret),
        "lock": _lock(),
    }
    _write(REPLACING, to=person, event=f"replacing:{identity.pk}", **told)
    for former in person.former_addresses.filter(since__gt=at - LATELY).order_by("pk"):
        to = outbox.Stranger(former.address, person.language)
        _write(REPLACING, to=to, event=f"replacing:{identity.pk}:{former.pk}", **told)


def still_waiting(letter: Letter, at: datetime) -> bool:
    """Asked before a letter goes: what was stopped meanwhile needs no stopping."""
    if letter.template != REPLACING.template:
        return True
    waits = Identity.objects.filter(pk=letter.about or letter.pk, state=Identity.State.WAITING)
    return waits.exists()


def _lock() -> str:
    return _link("sealing:lock")


def _link(name: str, **parts: Any) -> str:
    return settings.BASE_URL + reverse(name, kwargs=parts)


def _write(
    mail: mails.Mail, *, to: Person | outbox.Stranger, event: str, at: datetime, **told: Any
) -> None:
    outbox.write(mail.template, to=to, event=f"sealing.{event}", at=at, **told)
