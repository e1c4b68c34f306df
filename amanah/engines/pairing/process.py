"""Solving in a process of its own, which can be called off and cannot outgrow its limits."""

import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, TypeVar

from amanah.engines.pairing.errors import Cancelled, PairingError, TooLarge
from amanah.engines.pairing.flow import Progress, Step, nobody_asks
from amanah.engines.pairing.market import Market, Policy
from amanah.engines.pairing.outcome import Outcome
from amanah.engines.pairing.solving import solve

LOOK_EVERY = 0.05
# What a solver prints goes where errors go.
STDERR = 2
OUT_OF_MEMORY = "The solver ran out of memory. Keep fewer candidates for each mentee."
Result = TypeVar("Result")
Work = Callable[[Progress], Any]


def solve_apart(
    market: Market,
    policy: Policy,
    *,
    seconds: float = 600,
    memory: int = 4 << 30,
    progress: Progress = nobody_asks,
    is_called_off: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Solve in a forked child, under a limit of time and memory.

    Parameters
    ----------
    seconds : float
        After so long the child is ended and `TooLarge` raised.
    memory : int
        Bytes of address space the child may take beyond what it has at its start.
    progress : callable
        Called here with each `Step` of the child.
    is_called_off : callable
        Asked about twenty times a second; True ends the child within that time.

    Raises
    ------
    Cancelled
        When called off.
    TooLarge
        When a limit was reached; nothing was solved, and no other mode was tried instead.

    Notes
    -----
    For programmes with one thread: a fork would inherit the locks that others hold. See `apart`.
    """

    def work(told: Progress) -> Outcome:
        return solve(market, policy, progress=told)

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, work, memory), daemon=True)
    child.start()
    there.close()
    try:
        found = _waited(here, seconds, progress, is_called_off)
        assert isinstance(found, Outcome)  # noqa: S101 (for the type checker)
        return found
    finally:
        child.kill()
        child.join()
        here.close()


def apart(
    work: Callable[[Progress], Result],
    *,
    seconds: float = 600,
    memory: int = 4 << 30,
    progress: Progress = nobody_asks,
    is_called_off: Callable[[], bool] = lambda: False,
) -> Result:
    """Do some work in a process that begins clean, whatever threads there are in this one.

    Parameters
    ----------
    work : callable
        Called in the child with the progress to tell. It and what it returns are pickled, so it
        is a function of a module, or a `functools.partial` of one. Begins in about a second.
    seconds, memory, progress, is_called_off
        As for `solve_apart`, and the same is raised.
    """
    here, there = multiprocessing.Pipe()
    handle = there.fileno()
    command = [sys.executable, "-m", "amanah.engines.pairing.process", str(handle)]
    child = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        command, pass_fds=[handle], stdin=subprocess.DEVNULL, stdout=STDERR
    )
    there.close()
    try:
        here.send((work, memory))
        found: Result = _waited(here, seconds, progress, is_called_off)
        return found
    finally:
        child.kill()
        child.wait()
        here.close()


def _waited(
    here: Any, seconds: float, progress: Progress, is_called_off: Callable[[], bool]
) -> Any:
    """What the child answers in the end."""
    deadline = time.monotonic() + seconds
    while True:
        if is_called_off():
            raise Cancelled
        if time.monotonic() > deadline:
            raise TooLarge(
                f"Not solved within {seconds:g} seconds. Keep fewer candidates for each "
                "mentee, or allow more time."
            )
        if here.poll(LOOK_EVERY):
            answer = _receive(here)
            if isinstance(answer, Step):
                progress(answer)
            elif isinstance(answer, PairingError):
                raise answer
            else:
                return answer[0]


def _receive(pipe: Any) -> Any:
    try:
        return pipe.recv()
    except (EOFError, ConnectionResetError):
        return TooLarge(OUT_OF_MEMORY)


def _work(pipe: Any, work: Work, memory: int) -> None:
    with open("/proc/self/statm") as statm:
        held = int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + memory, held + memory))
    try:
        # In a list, so that no result is taken for a step.
        pipe.send([work(pipe.send)])
    except PairingError as error:
        pipe.send(error)
    except MemoryError:
        pipe.send(TooLarge(OUT_OF_MEMORY))


def _end_with_the_parent(pipe: Any) -> None:
    """Nobody sends anything more: what can be received is that the parent is gone."""
    try:
        pipe.recv()
    except (EOFError, OSError):
        os._exit(1)


if __name__ == "__main__":
    connection = Connection(int(sys.argv[1]))
    asked, most = connection.recv()
    Thread(target=_end_with_the_parent, args=(connection,), daemon=True).start()
    _work(connection, asked, most)
