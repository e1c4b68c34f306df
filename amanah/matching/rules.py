"""Who may do what with a request or a proposal. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import ONLY_YOU, THE_PROGRAMME, YOU_AND_A_NAMED_PERSON, Rule
from amanah.matching import queries
from amanah.matching.models import Asked, Proposal, Request
from amanah.people.models import Affiliation
from amanah.programmes import queries as programme_queries
from amanah.programmes import rules as programmes
from amanah.programmes.models import Cohort, Participant


def _looks(person: Any, cohort: Cohort, *, at: datetime) -> bool:
    return queries.search_in(cohort, person, at=at) is not None


def _may_ask(person: Any, mentor: Participant, *, at: datetime) -> bool:
    return _looks(person, mentor.cohort, at=at)


def _asks(person: Any, thing: Any) -> bool:
    return isinstance(thing, Request) and thing.mentee_id == person.pk


def _is_asked(person: Any, thing: Any) -> bool:
    return isinstance(thing, Request) and thing.mentor_id == person.pk


can_look = Rule((ONLY_YOU,), _looks)
can_ask = Rule((ONLY_YOU,), _may_ask)
can_withdraw = Rule((YOU_AND_A_NAMED_PERSON,), _asks)
can_answer = Rule((YOU_AND_A_NAMED_PERSON,), _is_asked)
# That a mentor is away stands in their part, which those who coordinate read.
can_see_absence = programmes.can_read_application
can_read_request = can_withdraw | can_answer


def _is_asked_by(person: Any, thing: Any) -> bool:
    return isinstance(thing, Proposal) and thing.asked.filter(person=person).exists()


def _has_answered(person: Any, thing: Any) -> bool:
    return isinstance(thing, Asked) and thing.person_id == person.pk


def _proposes(person: Any, thing: Any, *, at: datetime) -> bool:
    """Whoever runs the programme, but of what asks themselves."""
    if not isinstance(thing, Proposal) or _is_asked_by(person, thing):
        return False
    return programmes.coordinates(person, thing.cohort, at=at)


def _knows_of_proposals(person: Any, thing: Any, *, at: datetime) -> bool:
    """Whom it asks, and whoever runs it; of a belonging, whoever runs a programme there."""
    if isinstance(thing, Affiliation):
        run = programme_queries.programmes_run_by(person, at=at)
        here = run.filter(institution=thing.institution)
        return thing.person_id != person.pk and here.exists()
    return _is_asked_by(person, thing) or _proposes(person, thing, at=at)


# Whom it asks: they read each other's cards, and nobody reads who has said yes.
can_answer_proposal = Rule((_("Everybody who is asked"), THE_PROGRAMME), _is_asked_by)
can_see_own_answer = Rule((ONLY_YOU,), _has_answered)
can_withdraw_proposal = Rule((THE_PROGRAMME,), _proposes)
can_propose = programmes.is_coordinator

sights.declare(
    "request",
    _("which mentors you ask yourself, and what you let them see of your application"),
    can_read_request,
)
sights.declare(
    "proposal",
    _("with whom a mentorship is proposed to you, and until when it waits"),
    Rule((THE_PROGRAMME,), _knows_of_proposals),
)
sights.declare(
    "proposal: answer",
    _("what you answered to a proposal, until it begins"),
    can_see_own_answer,
)
