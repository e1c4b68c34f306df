"""Whether people of a cohort can be proposed to one another, as staff may know it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from amanah.base import written
from amanah.matching import queries
from amanah.matching.models import Run
from amanah.mentoring import queries as mentoring
from amanah.mentoring import services as mentorships
from amanah.mentoring.models import Membership, Mentorship
from amanah.mentoring.services import Side
from amanah.programmes import queries as programmes
from amanah.programmes.models import Cohort, Programme

Role, Form = Membership.Role, Mentorship.Form
# Which forms a programme proposes; a group of one mentee is a pair.
FORMS = {
    Programme.Form.PAIR: {Form.PAIR},
    Programme.Form.SEVERAL: {Form.PAIR},
    Programme.Form.GROUP: {Form.GROUP, Form.PAIR},
    Programme.Form.CIRCLE: {Form.CIRCLE},
}


@dataclass(frozen=True)
class Wanted:
    """People to propose to one another, and what they have in common, as they will read it."""

    sides: Sequence[Side]
    form: str = Form.PAIR
    carried: Sequence[Any] = ()
    is_agreed: bool = False

    def those(self, *roles: str) -> list[Side]:
        return [side for side in self.sides if side.role in roles]


class Ground:
    """What is so in a cohort, looked up once for as many proposals as are made at once.

    What stands between two people, and for what cause, is said in the same words as ever.
    """

    def __init__(
        self, cohort: Cohort, wanted: Iterable[Wanted], *, run: Run | None, by: Any, at: datetime
    ) -> None:
        self.cohort, self.by = cohort, by
        self.today = cohort.programme.institution.day_of(at)
        self.is_several = cohort.programme.form == Programme.Form.SEVERAL
        self.parts = {
            part.person_id: part for part in programmes.taking_part().filter(cohort=cohort)
        }
        self.held = queries.places_held(cohort)
        self.pairs = queries.pairs_asked_now(cohort)
        self.before = queries.pairs_proposed(cohort) if run else set()
        self.roles = queries.roles_asked(cohort)
        self.provided = mentoring.provided_for(cohort)
        self.asked = queries.looking_asked(cohort)
        sides = [(side.person, side.role) for one in wanted for side in one.sides]
        self.apart = queries.pairs_apart(sides, cohort.programme, at=at)

    def refusal_of(self, wanted: Wanted) -> str:
        """Why these cannot be proposed, in a sentence; empty: they can."""
        checks = (self._form, self._own, self._parts, self._apart, self._lookers, self._mentors)
        return next((said for check in checks if (said := check(wanted))), "")

    def count(self, wanted: Wanted) -> None:
        """From now on these are asked."""
        lookers = wanted.those(Role.MENTEE, Role.PEER)
        self.asked |= {side.person.pk for side in lookers}
        for mentor in wanted.those(Role.MENTOR):
            pk = mentor.person.pk
            self.held[pk] = self.held.get(pk, 0) + len(lookers)
            self.pairs |= {(side.person.pk, pk) for side in lookers}
            self.roles |= {(side.person.pk, mentor.named_role) for side in lookers}

    def _form(self, wanted: Wanted) -> str:
        people = {side.person.pk for side in wanted.sides}
        if len(people) < len(wanted.sides):
            return _("The same person cannot be asked twice.")
        if wanted.form not in FORMS[Programme.Form(self.cohort.programme.form)]:
            return _("This programme brings people together in another form.")
        if mentorships.is_whole(wanted.form, wanted.sides):
            return ""
        if wanted.form == Form.CIRCLE:
            return _("A circle needs at least three people.")
        return _("Choose one mentor, and whom they would mentor.")

    def _own(self, wanted: Wanted) -> str:
        if self.by is not None and self.by.pk in {side.person.pk for side in wanted.sides}:
            return _("You are asked in this one yourself: somebody else has to propose it.")
        return ""

    def _parts(self, wanted: Wanted) -> str:
        for side in wanted.sides:
            part = self.parts.get(side.person.pk)
            takes_part = (
                part is not None
                and {
                    Role.MENTOR: part.is_mentor,
                    Role.MENTEE: part.is_mentee,
                    Role.PEER: True,
                }[Role(side.role)]
            )
            if not takes_part:
                return _("%(name)s does not take part here as that now.") % _named(side)
        return ""

    def _apart(self, wanted: Wanted) -> str:
        people = [side.person.pk for side in wanted.sides]
        together = {(one, other) for one in people for other in people}
        if not together.isdisjoint(self.apart):
            return _("Not available for this pair.")
        return ""

    def _mentors(self, wanted: Wanted) -> str:
        needed = len(wanted.those(Role.MENTEE))
        for side in wanted.those(Role.MENTOR):
            part = self.parts[side.person.pk]
            if part.away_until is not None and part.away_until >= self.today:
                day = {"day": written.day(part.away_until)}
                return _("%(name)s is away until %(day)s.") % (_named(side) | day)
            if self.held.get(side.person.pk, 0) + needed > part.places:
                return _("%(name)s has no place left, with those who are asked already.") % (
                    _named(side)
                )
        return ""

    def _lookers(self, wanted: Wanted) -> str:
        for side in wanted.those(Role.MENTEE, Role.PEER):
            pk = side.person.pk
            together = {(pk, mentor.person.pk) for mentor in wanted.those(Role.MENTOR)}
            if together & self.pairs:
                return _("These two are asked already, or have begun.")
            if together & self.before:
                return _("These two were proposed to each other before.")
            if not self.is_several and pk in self.provided | self.asked:
                return _("%(name)s is asked already, or has begun with somebody.") % _named(side)
            roles = {(pk, one.named_role) for one in wanted.those(Role.MENTOR) if one.named_role}
            if roles & self.roles:
                return _("Somebody is asked already for this role, or has it.")
        return ""


def _named(side: Side) -> dict[str, str]:
    return {"name": f"\u2068{side.person.name}\u2069"}
