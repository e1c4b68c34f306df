"""What `amanah check` looks at: one module a subject, each a function that yields lines."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Line:
    """How it stands with one thing, and what to do about it if it does not stand well."""

    level: Level
    subject: str
    sentence: str
    remedy: str = ""


def ok(subject: str, sentence: str) -> Line:
    return Line(Level.OK, subject, sentence)


def warning(subject: str, sentence: str, remedy: str) -> Line:
    return Line(Level.WARNING, subject, sentence, remedy)


def problem(subject: str, sentence: str, remedy: str) -> Line:
    return Line(Level.PROBLEM, subject, sentence, remedy)


def beyond(moment: float, before: float, after: float) -> float:
    """How far a moment lies outside the time in which it must have been; a busy machine is slow."""
    return max(before - moment, moment - after, 0.0)
