"""Whether something stands between two people: only whether, and never what.

What was said by one of them counts like what staff know, so no answer here tells which it was.
"""

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from amanah.conflicts.models import OwnTies, Post, Tie, folded_department
from amanah.conflicts.naming import Known, Names
from amanah.institutions.models import Institution
from amanah.people.models import Affiliation, FormerAddress, Person

Pair = tuple[UUID, UUID]
# Up to so many people are named to the database; of more, everybody's rows are read.
FEW = 500


def stands_between(
    institution: Institution,
    one: Person,
    other: Person,
    *,
    at: datetime,
    co_authors_may: bool = False,
) -> bool:
    """Whether these two shall not be paired, whichever of them were the mentor."""
    found = pairs_in_conflict(
        institution, [one.pk], [other.pk], at=at, co_authors_may=co_authors_may
    )
    return bool(found)


def pairs_in_conflict(
    institution: Institution,
    mentors: Iterable[UUID],
    mentees: Iterable[UUID],
    *,
    at: datetime,
    co_authors_may: bool = False,
) -> set[Pair]:
    """The (mentor, mentee) that shall not be made: it costs what there is of ties, not of pairs.

    What begins later counts already, so that nobody is paired with next month's examiner.
    `co_authors_may` is a programme's setting; it lowers nothing else, and nothing lowers the rest.
    """
    sides = Sides(set(mentors), set(mentees))
    today = institution.day_of(at)
    ties = Tie.objects.not_over(today)
    found = _of_ties(institution, sides, ties, co_authors_may=co_authors_may)
    found |= _of_posts(institution, sides, Post.objects.not_over(today))
    found |= _of_own_ties(sides)
    return found


def pairs_ceased(
    institution: Institution, pairs: Collection[Pair], *, day: date, co_authors: set[Pair]
) -> set[Pair]:
    """Which of these (mentor, mentee) are in conflict on a day by what staff know themselves.

    What people say of their own ties is left out: it is used when pairs are made, and must not
    be told by what happens to one that is. `co_authors` may be paired with each other.
    """
    sides = Sides({mentor for mentor, _mentee in pairs}, {mentee for _mentor, mentee in pairs})
    ties = Tie.objects.in_force(day)
    found = _of_ties(institution, sides, ties, co_authors_may=True)
    found |= _of_ties(institution, sides, ties, co_authors_may=False) - co_authors
    found |= _of_posts(institution, sides, Post.objects.in_force(day))
    return found.intersection(pairs)


class Sides:
    """Two sets of people, each of whom might be paired with each of the other set."""

    def __init__(self, mentors: set[UUID], mentees: set[UUID]) -> None:
        self.mentors, self.mentees = mentors, mentees
        self.everybody = mentors | mentees

    @property
    def few(self) -> set[UUID]:
        """The smaller side, if it is small enough to be named to the database."""
        small = min(self.mentors, self.mentees, key=len)
        return small if len(small) <= FEW else set()

    def pairs_of(self, one: UUID, other: UUID) -> Iterable[Pair]:
        """The pairs of two people that could be made."""
        if one in self.mentors and other in self.mentees:
            yield one, other
        if other in self.mentors and one in self.mentees:
            yield other, one


def _of_ties(
    institution: Institution, sides: Sides, ties: QuerySet[Any], *, co_authors_may: bool
) -> set[Pair]:
    ties = ties.filter(institution=institution)
    if co_authors_may:
        ties = ties.exclude(kind=Tie.Kind.CO_AUTHOR)
    if sides.few:
        ties = ties.filter(Q(one__in=sides.few) | Q(other__in=sides.few))
    between = ties.values_list("one_id", "other_id").iterator()
    return {pair for one, other in between for pair in sides.pairs_of(one, other)}


def _of_posts(institution: Institution, sides: Sides, posts: QuerySet[Any]) -> set[Pair]:
    holders: dict[str, set[UUID]] = {}
    posts = posts.filter(institution=institution)
    for holder, department in posts.values_list("person_id", "department"):
        if holder in sides.everybody:
            holders.setdefault(folded_department(department), set()).add(holder)
    if not holders:
        return set()
    # Where nobody of the smaller side holds a post, only their departments matter.
    one_of_few_holds = any(sides.few & held for held in holders.values())
    matter = sides.everybody if one_of_few_holds or not sides.few else sides.few
    belongs = Affiliation.objects.filter(institution=institution, until=None)
    belongs = _among(belongs.exclude(department=""), matter)
    return {
        pair
        for person, department in belongs.values_list("person_id", "department").iterator()
        for holder in holders.get(folded_department(department), ())
        if holder != person
        for pair in sides.pairs_of(holder, person)
    }


def _of_own_ties(sides: Sides) -> set[Pair]:
    said = [
        (person, json.loads(named))
        for person, named in _among(OwnTies.objects, sides.everybody)
        .values_list("person_id", "named")
        .iterator()
        if named and person in sides.everybody
    ]
    found: set[Pair] = set()
    for speakers, others in ((sides.mentors, sides.mentees), (sides.mentees, sides.mentors)):
        lines = [(person, line) for person, each in said if person in speakers for line in each]
        names = Names(known_among(others)) if lines else Names([])
        for person, line in lines:
            for meant in names.meant_by(line) - {person}:
                found.update(sides.pairs_of(person, meant))
    return found


def known_among(people: Collection[UUID]) -> Iterable[Known]:
    """What names and addresses are compared with, of these people: also those they had before."""
    for row in _among(Person.objects, people, by="pk").values_list("pk", "email", "name"):
        if row[0] in people:
            yield Known(*row)
    former = _among(FormerAddress.objects, people).values_list(
        "person_id", "address", "person__name"
    )
    for row in former.iterator():
        if row[0] in people:
            yield Known(*row)


def _among(rows: Any, people: Collection[UUID], *, by: str = "person") -> Any:
    """Rows of these people, and of others too where these are many."""
    return rows.filter(**{f"{by}__in": people}) if len(people) <= FEW else rows.all()
