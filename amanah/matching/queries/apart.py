"""Who is never brought together, for whatever cause. Nobody is told which."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from amanah.people.models import Person
from amanah.programmes import queries as programmes
from amanah.programmes.models import Programme


def kept_apart(
    person: Person, others: Collection[Person], programme: Programme, *, at: datetime
) -> set[UUID]:
    """Those of some people with whom a person is not brought together in a programme.

    Because either asked us not to, because something stands between them, or because it is the
    same person.
    """
    ids = {other.pk for other in others}
    in_conflict = programmes.pairs_in_conflict(programme, ids, [person.pk], at=at)
    return (
        programmes.kept_apart(person, others, programme.institution)
        | {mentor for mentor, _mentee in in_conflict}
        | ({person.pk} & ids)
    )
