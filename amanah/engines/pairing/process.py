"""Solving in a process of its own, which can be called off and cannot outgrow its limits."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any, TypeVar

from amanah.engines.pairing.errors import Cancelled, PairingError, TooLarge
from amanah.engines.pairing.flow import Progress, Step, nobody_asks
from amanah.engines.pairing.market import Market, Policy
from amanah.engines.pairing.outcome import Outcome
from amanah.engines.pairing.solving import solve

LOOK_EVERY = 0.05
OUT_OF_MEMORY = "The solver ran out of memory. Keep fewer candidates for each mentee."
Result = TypeVar("Result")


def solve_apart(
    market: Market,
    policy: Policy,
    *,
    seconds: float = 600,
    memory: int = 4 << 30,
    progress: Progress = nobody_asks,
    is_called_off: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Solve in a child process, under a limit of time and memory: see `apart`."""

    def work(told: Progress) -> Outcome:
        return solve(market, policy, progress=told)

    return apart(
        work, seconds=seconds, memory=memory, progress=progress, is_called_off=is_called_off
    )


def apart(
    work: Callable[[Progress], Result],
    *,
    seconds: float = 600,
    memory: int = 4 << 30,
    progress: Progress = nobody_asks,
    is_called_off: Callable[[], bool] = lambda: False,
) -> Result:
    """Do some work in a child process, under a limit of time and memory.

    Parameters
    ----------
    work : callable
        Called in the child with the progress to tell; what it returns must be picklable. It may
        not use what cannot be shared with a child, such as a connection to a database.
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
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(there, work, memory), daemon=True)
    child.start()
    there.close()
    deadline = time.monotonic() + seconds
    try:
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
                    found: Result = answer[0]
                    return found
    finally:
        child.kill()
        child.join()
        here.close()


def _receive(pipe: Any) -> Any:
    try:
        return pipe.recv()
    except EOFError:
        return TooLarge(OUT_OF_MEMORY)


def _work(pipe: Any, work: Callable[[Progress], Any], memory: int) -> None:
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
