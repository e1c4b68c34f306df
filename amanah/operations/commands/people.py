"""End somebody's access to an institution, or give it back; or note that somebody has died.

`stop` ends it at once: staff roles there and the part in its programmes end, open invitations are
withdrawn, and whoever belongs to no other institution is signed out and cannot sign in. Nothing
that was written is deleted, and a letter tells them. `allow` lets them belong there again; what
ended stays ended. Both are for the scripts of a directory, and need --institution.

`died` closes the account everywhere and stops every letter to it; the operator's word needs no
second person, and confirms an admin's. `alive` takes it back.

`copy` writes everything that is kept about somebody whose account is closed into the zip file --to:
for relatives, or for whoever came in through single sign-on alone. Make sure first who asks.

Done already is done: the exit code is 0 then too, so a script may say it twice.
Without an address it is asked for, so that it stands in no list of processes and no history.
"""

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from amanah.operations.persons import ask
from amanah.operations.stop import DONE, USAGE, Stop

WHAT = ("stop", "allow", "died", "alive", "copy")
SUMMARY = "End somebody's access or give it back; note that somebody has died."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=WHAT, help="what to do")
    parser.add_argument("address", nargs="?", help="the e-mail address; asked for if absent")
    parser.add_argument(
        "--institution", metavar="SLUG", help="of stop and allow: its short name in addresses"
    )
    parser.add_argument("--to", metavar="FILE", type=Path, help="of copy: a file that is not there")
    parser.add_argument(
        "--day", type=date.fromisoformat, help="of died: the day, such as 2026-03-20 (today)"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from amanah.base.refusal import Refused
    from amanah.operations import installation

    installation.refuse_unless_ready()
    is_of_one = options.what in {"stop", "allow"}
    institution = _institution(options.institution) if is_of_one else None
    person = _person(options.address or ask("E-mail address of the person: ").strip())
    work = {
        "stop": lambda: _stop(institution, person),
        "allow": lambda: _allow(institution, person),
        "died": lambda: _died(person, options.day),
        "alive": lambda: _alive(person),
        "copy": lambda: _copy(person, options.to),
    }
    try:
        print(work[options.what]())
    except Refused as refusal:
        raise Stop(f"{refusal} Nothing was changed.") from refusal
    return DONE


def _stop(institution: Any, person: Any) -> str:
    from amanah.base import clock
    from amanah.people import services

    try:
        services.stop_access(institution, person, by=None, at=clock.now())
    except services.AlreadyStopped:
        return f"The access of {person.pk} to {institution.slug} had ended already."
    return f"Ended the access of {person.pk} to {institution.slug}. A letter tells them."


def _allow(institution: Any, person: Any) -> str:
    from amanah.base import clock
    from amanah.people import services

    stop = person.stops.filter(institution=institution, lifted_at=None).first()
    if stop is None:
        return f"The access of {person.pk} to {institution.slug} has not been ended."
    services.allow_again(stop, by=None, at=clock.now())
    return f"Gave {person.pk} the access to {institution.slug} back. A letter tells them."


def _died(person: Any, day: date | None) -> str:
    from amanah.base import clock
    from amanah.people import queries, services

    at = clock.now()
    if queries.has_died(person):
        return f"It was noted already that {person.pk} has died."
    services.say_died(person, day=day or at.date(), institution=None, by=None, at=at)
    return f"Noted that {person.pk} has died. The account is closed, and nothing goes to it."


def _alive(person: Any) -> str:
    from amanah.base import clock
    from amanah.people import services
    from amanah.people.models import Death

    death = Death.objects.filter(person=person).first()
    if death is None:
        return f"Nobody said that {person.pk} has died."
    services.take_back_death(death, by=None, at=clock.now())
    return f"Took back that {person.pk} has died."


def _copy(person: Any, to: Path | None) -> str:
    from amanah.base import clock
    from amanah.stewardship import services

    if to is None or to.exists():
        raise Stop("name a file that is not there yet: --to FILE.", USAGE)
    content = services.copy_for_somebody_else(person, at=clock.now())
    with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    return f"Everything about {person.pk} is in {to}. Hand it over, and delete it."


def _institution(slug: str | None) -> Any:
    from amanah.institutions.models import Institution

    if not slug:
        raise Stop("say of which institution: --institution SLUG.", USAGE)
    found = Institution.objects.filter(slug=slug).first()
    if found is None:
        raise Stop(f"no institution here has the short name {slug!r}.", USAGE)
    return found


def _person(address: str) -> Any:
    from amanah.people.models import Person

    found = Person.objects.filter(email__iexact=address, erased_at=None).first()
    if found is None:
        raise Stop("nobody here has that address.", USAGE)
    return found
