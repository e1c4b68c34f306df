"""What a process that answers owes the one that started it: to end when told, and not outlive it.

A parent that is killed outright (`kill -9`, the kernel short of memory) tells nobody. Its children
would go on holding the port, on code and settings that nobody looks after any more.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait

log = logging.getLogger("amanah.serve")

SECONDS_TO_FINISH = 20


def end_with_it() -> None:
    """Watch the parent from a thread, and end soon after it if it is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(
            target=_outlive_nobody, args=(parent.sentinel,), name="parent", daemon=True
        ).start()


def leave_interrupts_to_it(loop: asyncio.AbstractEventLoop) -> None:
    """Do not hear Ctrl-C, which a terminal sends to every process at once.

    The parent hears it too and ends us by SIGTERM. Two signals to end are one too many for
    granian 2.8: its worker then hangs, or breaks off with a panic.
    """
    loop.remove_signal_handler(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _outlive_nobody(sentinel: int) -> None:
    wait([sentinel])
    log.error("the process that started this one is gone; it ends, too")
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(SECONDS_TO_FINISH)
    os._exit(1)
