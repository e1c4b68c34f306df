"""Questions about what stands between people; callers find them all here."""

from amanah.conflicts.naming import words_of
from amanah.conflicts.queries.kept import (
    beginning_on,
    decides_over,
    is_said_to_decide,
    lists_of,
    own_lines,
    own_names,
    people_here,
    person_here,
    posts_about,
    posts_found,
    posts_kept_by,
    posts_over,
    ties_about,
    ties_found,
    ties_kept_by,
    who_keeps,
)
from amanah.conflicts.queries.pairs import (
    pairs_shown_to,
    pairs_to_look_at,
    runs_something,
    who_looks_at,
)
from amanah.conflicts.queries.wall import (
    known_among,
    pairs_ceased,
    pairs_in_conflict,
    stands_between,
)

__all__ = [
    "beginning_on",
    "decides_over",
    "is_said_to_decide",
    "known_among",
    "lists_of",
    "own_lines",
    "own_names",
    "pairs_ceased",
    "pairs_in_conflict",
    "pairs_shown_to",
    "pairs_to_look_at",
    "people_here",
    "person_here",
    "posts_about",
    "posts_found",
    "posts_kept_by",
    "posts_over",
    "runs_something",
    "stands_between",
    "ties_about",
    "ties_found",
    "ties_kept_by",
    "who_keeps",
    "who_looks_at",
    "words_of",
]
