"""How people are proposed to one another in the tests, and what came of it."""

from datetime import timedelta

from amanah.matching import queries, services
from amanah.matching.models import Asked, Proposal
from amanah.matching.services import Side, Wanted
from tests.factories import SPRING, AppointmentFactory
from tests.factories.matching import ProposalFactory, mentee_in, mentor_in

DAY = timedelta(days=1)
UNTIL = (SPRING + 14 * DAY).date()


def coordinator_of(cohort):
    return AppointmentFactory(institution=cohort.programme.institution, role="coordinator").person


def pair(mentor, mentee, *, role="", **more):
    return Wanted((Side(mentor, "mentor", role), Side(mentee, "mentee")), **more)


def group(mentor, *mentees):
    return Wanted((Side(mentor, "mentor"), *(Side(one, "mentee") for one in mentees)), "group")


def circle(*peers):
    return Wanted(tuple(Side(one, "peer") for one in peers), "circle")


def propose(cohort, wanted, *, by=None, at=SPRING, until=UNTIL):
    by = by or coordinator_of(cohort)
    return services.propose(cohort, wanted, until=until, by=by, at=at)


def say_yes(proposal, *people, at=SPRING):
    for person in people:
        proposal = services.accept_proposal(proposal, by=person, at=at)
    return proposal


def state_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).state


def waits(proposal, *, at=SPRING):
    return queries.standing_proposals(at=at).filter(pk=proposal.pk).exists()


def answers(proposal):
    """What is kept of who said what: (said yes, is out), for everybody."""
    return {
        (one.said_yes_at is not None, one.is_out) for one in Asked.objects.filter(proposal=proposal)
    }


def several_proposed(cohort, count, now, *, mentor=None):
    return [
        ProposalFactory(
            cohort=cohort,
            sent_at=now,
            asked=[
                (mentor or mentor_in(cohort).participant.person, "mentor"),
                (mentee_in(cohort).participant.person, "mentee"),
            ],
        )
        for _n in range(count)
    ]


def main_of(page):
    return page.content.decode().split("<main")[1].split("</main")[0]


def a_group(cohort, count, now):
    """A group that is asked in a programme of groups: the mentor, the mentees, the proposal."""
    cohort.programme.form, cohort.programme.mentees_may_ask = "group", False
    cohort.programme.save()
    mentor = mentor_in(cohort, places=9).participant.person
    mentees = [mentee_in(cohort).participant.person for _n in range(count)]
    asked = [(mentor, "mentor"), *((one, "mentee") for one in mentees)]
    proposal = ProposalFactory(cohort=cohort, form="group", sent_at=now, asked=asked)
    return mentor, mentees, proposal
