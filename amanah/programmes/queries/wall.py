"""Who may not be paired in a programme: what `conflicts` says, with the programme's setting."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from amanah.conflicts import queries as conflicts
from amanah.people.models import Person
from amanah.programmes.models import Programme


def stands_between(programme: Programme, one: Person, other: Person, *, at: datetime) -> bool:
    """Whether these two shall not be paired in a programme; never why."""
    return conflicts.stands_between(
        programme.institution,
        one,
        other,
        at=at,
        co_authors_may=programme.co_authors_may_pair,
    )


def pairs_in_conflict(
    programme: Programme, mentors: Iterable[UUID], mentees: Iterable[UUID], *, at: datetime
) -> set[tuple[UUID, UUID]]:
    """The (mentor, mentee) that shall not be made in a programme; never why."""
    return conflicts.pairs_in_conflict(
        programme.institution,
        mentors,
        mentees,
        at=at,
        co_authors_may=programme.co_authors_may_pair,
    )
