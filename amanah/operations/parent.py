"""What a process that answers owes the one that started it: to end when told, and not outlive it.

A parent that is killed outright (`kill -9`, the kernel short of memory) tells nobody. Its children
would go on holding the port, on code and settings that nobody looks after any more.
"""

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
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


def end_without_ceremony() -> None:
    """End this process, without letting the interpreter take itself down first.

    While it did, a thread of granian's could ask for it once more, and Python 3.11 ends such a
    thread in a way that Rust takes for a panic: it wrote a trace and aborted, about once in four
    times. Nothing was lost by it, but nobody could know that.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _outlive_nobody(sentinel: int) -> None:
    wait([sentinel])
    log.error("the process that started this one is gone; it ends, too")
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(SECONDS_TO_FINISH)
    os._exit(1)
