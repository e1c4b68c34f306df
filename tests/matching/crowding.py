"""Doing many things at the same moment."""

from threading import Barrier, Thread

from django.db import connection


def at_once(*acts):
    """Do all of these in threads of their own, begun together; what came of each."""
    came, together = [], Barrier(len(acts))

    def run(act):
        try:
            together.wait(60)
            act()
            came.append("done")
        except Exception as refusal:
            came.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join(120) for thread in threads]
    return sorted(came)
