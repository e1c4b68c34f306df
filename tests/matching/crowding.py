"""Doing many things at the same moment."""

from threading import Barrier, Thread

from django.db import connection

from amanah.matching import services
from tests.factories import SPRING
from tests.factories.matching import ProposalFactory, RequestFactory, mentee_in, mentor_in


def at_once(*acts):
    """Do all of these in threads of their own, begun together; what came of each."""
    came, together = [], Barrier(len(acts))

    def run(act):
        try:
            together.wait(60)
            act()
            came.append("done")
        except Exception as refusal:
            came.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join(120) for thread in threads]
    return sorted(came)


def requested_of(cohort, many):
    """A mentor of one place says yes to as many mentees."""
    mentor = mentor_in(cohort).participant.person
    requests = [RequestFactory(cohort=cohort, mentor=mentor) for _n in range(many)]
    return [
        lambda request=request: services.accept_request(request, by=mentor, at=SPRING)
        for request in requests
    ]


def proposed_to(cohort, many):
    """As many mentees say yes to a mentor of one place, who has said yes to them all."""
    mentor = mentor_in(cohort).participant.person
    acts = []
    for _n in range(many):
        mentee = mentee_in(cohort).participant.person
        proposal = ProposalFactory(cohort=cohort, asked=[(mentor, "mentor"), (mentee, "mentee")])
        proposal.asked.filter(person=mentor).update(said_yes_at=SPRING)
        acts.append(
            lambda proposal=proposal, mentee=mentee: services.accept_proposal(
                proposal, by=mentee, at=SPRING
            )
        )
    return acts
