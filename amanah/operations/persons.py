"""The person whom a command is about."""

import argparse
from typing import Any
from uuid import UUID

from amanah.operations.stop import USAGE, Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", nargs="?", type=UUID, help="the person's id; asked for if absent")
    parser.add_argument("--yes", action="store_true", help="do not ask whether this is meant")


def find(wanted: UUID | None) -> Any:
    """By id, or else by an address that is asked for; `Stop` if nobody here has it."""
    from amanah.operations import installation
    from amanah.people.models import Person

    installation.refuse_unless_ready()
    people = Person.objects.filter(erased_at=None)
    address = "" if wanted else ask("E-mail address of the person: ").strip()
    found = people.filter(pk=wanted) if wanted else people.filter(email__iexact=address)
    person = found.first()
    if person is None:
        raise Stop("nobody here has that id or address, or they have been erased.", USAGE)
    return person


def ask(question: str) -> str:
    """What the operator answers; `Stop` where nobody can."""
    try:
        return input(question)
    except EOFError as cause:
        print()
        raise Stop(
            "it asks first, and nobody can answer here. Run it in a terminal, or give the "
            "person's id and --yes.",
            USAGE,
        ) from cause
