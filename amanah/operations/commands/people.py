"""End somebody's access to an institution, or give it back: for the scripts of a directory.

`stop` ends it at once: staff roles there and the part in its programmes end, open invitations are
withdrawn, and whoever belongs to no other institution is signed out and cannot sign in. Nothing
that was written is deleted, and a letter tells them. `allow` lets them belong there again; what
ended stays ended. Done already is done: the exit code is 0 then too, so a script may say it twice.

Without an address it is asked for, so that it stands in no list of processes and no history.
"""

import argparse
from typing import Any

from amanah.operations.persons import ask
from amanah.operations.stop import DONE, USAGE, Stop

SUMMARY = "End somebody's access to an institution, or give it back."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("stop", "allow"), help="end the access, or give it back")
    parser.add_argument("address", nargs="?", help="the e-mail address; asked for if absent")
    parser.add_argument(
        "--institution", required=True, metavar="SLUG", help="its short name in addresses"
    )


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from amanah.base.refusal import Refused
    from amanah.operations import installation

    installation.refuse_unless_ready()
    institution = _institution(options.institution)
    person = _person(options.address or ask("E-mail address of the person: ").strip())
    work = _stop if options.what == "stop" else _allow
    try:
        print(work(institution, person))
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


def _institution(slug: str) -> Any:
    from amanah.institutions.models import Institution

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
