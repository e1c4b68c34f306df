"""Numbers on the command line, and what they may be."""

import argparse
from collections.abc import Callable

HIGHEST_PORT = 65535


def between(least: float, most: float = float("inf"), kind: type = int) -> Callable[[str], float]:
    """A reader for argparse that takes a number within these limits and says what they are."""
    limits = f"of at least {least}" if most == float("inf") else f"from {least} to {most}"

    def read(text: str) -> float:
        try:
            number: float = kind(text)
        except ValueError:
            number = float("nan")
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number {limits}")
        return number

    return read


port = between(1, HIGHEST_PORT)
