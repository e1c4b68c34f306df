"""What apps above tell this one. See docs/reference/hooks.md."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amanah.institutions.models import Institution


@dataclass(frozen=True)
class Running:
    """Two people who are paired now, in what an app above knows by the id `about`.

    A pair without a programme found each other; nobody is told anything of it. `co_authors_may`
    is the programme's setting.
    """

    about: UUID
    mentor: UUID
    mentee: UUID
    programme: UUID | None = None
    co_authors_may: bool = False


# The pairs that run in an institution: of these people (by id), or of everybody where it is None.
# A group gives one for each of its mentees; a circle of peers gives none.
pairs: list[Callable[[Institution, set[UUID] | None, datetime], Iterable[Running]]] = []
