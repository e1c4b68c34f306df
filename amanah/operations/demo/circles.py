"""Circles of peers, in which nobody is the mentor: one that lives, and one that is proposed."""

from datetime import datetime, timedelta

from amanah.matching import services as matching
from amanah.matching.services import Side, Wanted
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Mentorship
from amanah.operations.demo import who
from amanah.operations.demo.people import person
from amanah.programmes.models import Cohort

BEGAN, ASKED, ANSWERED = timedelta(days=48), timedelta(days=1), timedelta(hours=6)
UNTIL = timedelta(days=9)


def begin(cohort: Cohort, *, at: datetime) -> None:
    """One began weeks ago; of another, everybody but the last has said yes."""
    peers = [Side(person(one.login), "peer") for one in who.CIRCLE]
    mentoring.begin(
        cohort.programme.institution,
        peers,
        form=Mentorship.Form.CIRCLE,
        cohort=cohort,
        by=None,
        at=at - BEGAN,
    )
    asked = [person(one.login) for one in who.CIRCLE_ASKED]
    proposal = matching.propose(
        cohort,
        Wanted(tuple(Side(one, "peer") for one in asked), Mentorship.Form.CIRCLE),
        until=cohort.programme.institution.day_of(at + UNTIL),
        by=person("siobhan"),
        at=at - ASKED,
    )
    for one in asked[:-1]:
        matching.accept_proposal(proposal, by=one, at=at - ANSWERED)
