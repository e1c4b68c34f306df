"""Take passkeys, codes and recovery codes off the account of somebody who has lost them all.

They can then sign in by their password, or by a letter if they have forgotten that too, and add a
second way anew. They are signed out everywhere, told by letter, and see it on their page. Make
sure first that it is really them who ask: by a known telephone number or face to face, never by
the mail alone. It is not a way into somebody's account: no password is shown, set or changed.

Without an id the address is asked for, so that it stands in no list of processes and no history.
"""

import argparse

from amanah.operations.persons import arguments, ask, find
from amanah.operations.stop import DONE, Stop

__all__ = ["SUMMARY", "arguments", "run"]
SUMMARY = "Take lost passkeys and codes off somebody's account."


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from amanah.base import clock
    from amanah.people.services import methods

    person = find(options.person)
    if not options.yes and ask(f"Have you made sure that it is {person.pk} who asks? ") != "yes":
        raise Stop("nothing was changed; answer yes once you have.")
    count = methods.reset_ways_in(person, by=None, at=clock.now())
    if not count:
        raise Stop("this account has no passkey and no codes; the password is enough.")
    print(f"Took {count} ways of signing in off {person.pk}. A letter tells them.")
    return DONE
