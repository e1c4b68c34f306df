"""What was aimed at, and whether it was reached: by processor time, for the machine is shared."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """One aim: what it says, what was measured, and whether that is enough (None: no figure)."""

    aim: str
    found: str
    is_reached: bool | None

    def __str__(self) -> str:
        verdict = {True: "reached", False: "NOT REACHED", None: "not measured"}[self.is_reached]
        return f"{verdict:<13} {self.aim:<62} {self.found}"


TIMES = [
    ("stable 20k", "matching-documented 20k", "`matching`, documented call", 500),
    ("stable 20k", "matching-bare 20k", "`matching`, bare function", 8),
    ("total 20k", "scipy-sparse 20k", "scipy sparse", 6),
    ("total 20k", "highs 20k", "HiGHS through scipy", 5),
    ("total 20k", "scipy-dense 20k", "scipy dense", 25),
]
MEMORY = [
    ("stable 20k", "matching-documented 20k", "`matching`", 2),
    ("total 20k", "scipy-dense 20k", "scipy dense", 20),
]
LIMITS = [
    ("stable 1M", 15, 2000),
    ("total 1M", 90, 3000),
    ("over-all-total", 20, 500),
    ("over-all-fair", 20, 500),
    ("whole-200", 0.2, None),
    ("whole-2000", 1, None),
    ("what-if-2000", 1, None),
]
SHARES = [
    ("certificate-of-total 20k", "total 20k", 0.25),
    ("certificate-of-fair 20k", "fair 20k", 0.25),
    ("certificate-of-stable 20k", "stable 20k", 0.25),
    ("certificate-of-total 1M", "total 1M", 0.25),
    ("fair 20k", "total 20k", 7),
]


def judged(results: dict) -> Iterator[Judgement]:
    """Every aim against the figures."""
    for ours, theirs, name, times in TIMES:
        ratio = _ratio(results, theirs, ours, "cpu")
        aim = f"{ours}: at least {times} times quicker than {name}"
        yield Judgement(aim, _times(ratio), _least(ratio, times))
    for ours, theirs, name, times in MEMORY:
        ratio = _ratio(results, theirs, ours, "memory")
        aim = f"{ours}: at most 1/{times} of the memory of {name}"
        yield Judgement(aim, _times(ratio), _least(ratio, times))
    for name, seconds, megabytes in LIMITS:
        cpu, memory = _of(results, name, "cpu"), _of(results, name, "memory")
        aim = f"{name}: at most {seconds} s" + (f", {megabytes} MB" if megabytes else "")
        if cpu is None or memory is None:
            yield Judgement(aim, "", None)
            continue
        enough = cpu <= seconds and (megabytes is None or memory / 1e6 <= megabytes)
        yield Judgement(aim, f"{cpu:.2f} s, {memory / 1e6:.0f} MB", enough)
    for part, whole, most in SHARES:
        ratio = _ratio(results, part, whole, "cpu")
        aim = f"{part}: at most {most:g} of {whole}"
        yield Judgement(
            aim, "" if ratio is None else f"{ratio:.2f}", None if ratio is None else ratio <= most
        )


def _of(results: dict, name: str, what: str) -> float | None:
    return results.get(name, {}).get(what)


def _ratio(results: dict, above: str, below: str, what: str) -> float | None:
    one, other = _of(results, above, what), _of(results, below, what)
    return None if one is None or other is None else one / other


def _least(ratio: float | None, times: float) -> bool | None:
    return None if ratio is None else ratio >= times


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1f} times"
