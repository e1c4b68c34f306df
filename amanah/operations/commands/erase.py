"""Erase a person, now and for good.

Everything that names them is deleted, from the database and from its files; a row without a name
stays, for the ledger to point to. Backups made before still hold them: restoring one erases them
again (erasures.log). Somebody who asks for it themselves on the page has two weeks to change
their mind; here there are none. See docs/how-to/answer-an-erasure-request.md.

Without an id the address is asked for, so that it stands in no list of processes and no history.
"""

import argparse

from amanah.operations.persons import arguments, ask, find
from amanah.operations.stop import DONE, Stop

__all__ = ["SUMMARY", "arguments", "run"]
SUMMARY = "Erase a person, at their wish or because the law says so."


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from amanah.base import clock
    from amanah.stewardship import services

    person = find(options.person)
    if not options.yes and ask(f"Type erase to erase {person.pk} for good: ") != "erase":
        raise Stop("nothing was erased.")
    try:
        services.erase_person(person, by=None, at=clock.now())
    except services.CannotErase as refusal:
        raise Stop(str(refusal)) from refusal
    try:
        services.wipe_traces()
    except services.StillInUse:
        # The erasure asked for it, too.
        print("The database is busy: its files are rewritten by the worker, in a minute or so.")
    print(f"Erased {person.pk}. Backups made before this still hold them: see `amanah restore`.")
    return DONE
