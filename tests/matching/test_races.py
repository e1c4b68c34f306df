"""Many at the same moment: the last place is given once, and nobody has a fourth request open."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from amanah.matching import services
from amanah.matching.models import Proposal, Request
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Mentorship
from amanah.notifications.models import Notice
from amanah.people import services as people
from tests.factories import SPRING, AffiliationFactory, CohortFactory
from tests.factories.matching import ProposalFactory, RequestFactory, mentee_in, mentor_in
from tests.matching.crowding import at_once, proposed_to, requested_of
from tests.matching.proposing import coordinator_of, pair, propose
from tests.operations.processes import surroundings

MANY = 50


@pytest.fixture
def cohort(transactional_db):
    """Each thread has its own connection, which an SQLite in memory does not give: see below."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only: SQLite writes one after another")
    return CohortFactory(programme__mentees_may_ask=True)


def test_of_fifty_at_the_same_moment_one_gets_the_last_place(cohort):
    came = at_once(*requested_of(cohort, MANY))

    assert came == ["CannotAnswer"] * (MANY - 1) + ["done"]
    assert Mentorship.objects.filter(state="active").count() == 1
    states = list(Request.objects.order_by("state").values_list("state", flat=True))
    assert states == ["accepted"] + ["closed"] * (MANY - 1)


def test_of_fifty_who_are_asked_one_begins_and_the_rest_is_closed_kindly(cohort):
    came = at_once(*proposed_to(cohort, MANY))

    assert came == ["CannotAnswer"] * (MANY - 1) + ["done"]
    assert Mentorship.objects.filter(state="active").count() == 1
    states = list(Proposal.objects.order_by("state").values_list("state", flat=True))
    assert states == ["accepted"] + ["closed"] * (MANY - 1)
    told = Notice.objects.filter(kind="matching.proposal_closed")
    assert told.values("person").distinct().count() == MANY


@pytest.mark.parametrize("asked", ["requests", "proposals"])
def test_on_an_sqlite_file_too(tmp_path, asked):
    """In a process of its own, with a file, as it is served."""
    script = Path(__file__).with_name("crowd.py")
    done = subprocess.run(
        [sys.executable, str(script), asked],
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout)
    assert said == {
        "came": ["CannotAnswer"] * (MANY - 1) + ["done"],
        "mentorships": 1,
        "states": ["accepted"] + ["closed"] * (MANY - 1),
    }


def test_a_mentee_whom_ten_mentors_accept_at_once_has_one(cohort):
    mentee = mentee_in(cohort).participant.person
    requests = [RequestFactory(cohort=cohort, mentee=mentee) for _n in range(10)]

    came = at_once(
        *(
            lambda request=request: services.accept_request(request, by=request.mentor, at=SPRING)
            for request in requests
        )
    )

    assert came == ["CannotAnswer"] * 9 + ["done"]
    assert Mentorship.objects.count() == 1


def test_ten_requests_at_once_leave_three(cohort):
    mentee = mentee_in(cohort).participant.person
    mentors = [mentor_in(cohort).participant for _n in range(10)]

    came = at_once(
        *(
            lambda mentor=mentor: services.ask_mentor(
                mentor, shows_application=False, by=mentee, at=SPRING
            )
            for mentor in mentors
        )
    )

    assert came == ["CannotAsk"] * 7 + ["done"] * 3
    assert Request.objects.filter(state="waiting").count() == 3


def test_saying_yes_while_the_mentee_leaves_ends_in_one_of_two_ways(cohort):
    request = RequestFactory(cohort=cohort)
    belonging = request.mentee.affiliations.get()

    came = at_once(
        lambda: services.accept_request(request, by=request.mentor, at=SPRING),
        lambda: people.leave(belonging, by=request.mentee, at=SPRING),
    )

    assert came in (["CannotAnswer", "done"], ["done", "done"])
    assert not Mentorship.objects.filter(state="active").exists()


def test_one_link_opened_twice_at_once_begins_one_mentorship(cohort):
    institution = cohort.programme.institution
    asks, *readers = [AffiliationFactory(institution=institution).person for _n in range(6)]
    made = mentoring.invite(institution, role="mentor", by=asks, at=SPRING)

    came = at_once(
        *(
            lambda reader=reader: mentoring.accept_invitation(made.secret, by=reader, at=SPRING)
            for reader in readers
        )
    )

    assert came == ["CannotAccept"] * 4 + ["done"]
    assert Mentorship.objects.count() == 1


def test_two_who_are_asked_say_yes_at_once_and_it_begins_once(cohort):
    proposal = ProposalFactory(cohort=cohort)
    asked = [one.person for one in proposal.asked.all()]

    came = at_once(
        *(
            lambda person=person: services.accept_proposal(proposal, by=person, at=SPRING)
            for person in asked
        )
    )

    assert came == ["done", "done"]
    assert Mentorship.objects.count() == 1


def test_a_yes_and_a_no_at_once_end_in_one_of_two_ways(cohort):
    proposal = ProposalFactory(cohort=cohort)
    mentor, mentee = (proposal.asked.get(role=role).person for role in ("mentor", "mentee"))
    services.accept_proposal(proposal, by=mentor, at=SPRING)

    came = at_once(
        lambda: services.accept_proposal(proposal, by=mentee, at=SPRING),
        lambda: services.decline_proposal(proposal, by=mentor, at=SPRING),
    )

    assert came == ["CannotAnswer", "done"]
    proposal.refresh_from_db()
    assert Mentorship.objects.count() == (1 if proposal.state == "accepted" else 0)


def test_ten_coordinators_at_once_do_not_ask_a_mentee_twice(cohort):
    mentee = mentee_in(cohort).participant.person
    asks = coordinator_of(cohort)
    mentors = [mentor_in(cohort).participant.person for _n in range(10)]

    came = at_once(
        *(
            lambda mentor=mentor: propose(cohort, pair(mentor, mentee), by=asks)
            for mentor in mentors
        )
    )

    assert came == ["CannotPropose"] * 9 + ["done"]
    assert Proposal.objects.count() == 1
