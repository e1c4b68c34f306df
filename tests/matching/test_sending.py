"""Asking the people on a board: who is asked together, who is left out, what the worker does."""

import pytest

from amanah.institutions.models import Appointment
from amanah.matching import queries, services
from amanah.matching.models import Proposal, Run
from amanah.notifications.models import Notice
from amanah.programmes import services as programmes
from tests.factories import SPRING, CohortFactory
from tests.factories.matching import a_board, mentee_in, mentor_in
from tests.matching.proposing import UNTIL, coordinator_of, say_yes
from tests.matching.running import crowd, on_board, pair_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cohort):
    return coordinator_of(cohort)


def asked_in(proposal):
    return {(one.person, one.role, one.named_role) for one in proposal.asked.all()}


def test_both_sides_of_every_pair_are_asked_with_what_they_have_in_common(cohort, by):
    crowd(cohort)
    board = a_board(cohort)

    services.ask_people(board, until=UNTIL, by=by, at=SPRING)

    proposals = Proposal.objects.filter(run=board)
    assert {
        frozenset((person, role) for person, role, _named in asked_in(one)) for one in proposals
    } == {frozenset({(mentee, "mentee"), (mentor, "mentor")}) for mentee, mentor in on_board(board)}
    assert all(["topics", ["leadership"]] in one.carried for one in proposals)
    assert Notice.objects.filter(kind="matching.proposed").count() == 4
    assert not queries.to_send(board, but=by).exists()


def test_nobody_is_asked_twice(cohort, by):
    crowd(cohort)
    board = a_board(cohort)
    services.ask_people(board, until=UNTIL, by=by, at=SPRING)

    with pytest.raises(services.CannotDecide, match="nobody on the board"):
        services.ask_people(board, until=UNTIL, by=by, at=SPRING)

    assert Proposal.objects.count() == 2


def test_a_day_that_cannot_be_sends_nothing(cohort, by):
    crowd(cohort)
    board = a_board(cohort)

    with pytest.raises(services.CannotPropose):
        services.ask_people(board, until=SPRING.date(), by=by, at=SPRING)

    assert not Proposal.objects.exists()
    services.ask_people(board, until=UNTIL, by=by, at=SPRING)
    assert Proposal.objects.count() == 2


def test_whoever_has_left_meanwhile_is_taken_off_and_the_others_are_asked(cohort, by):
    _mentors, mentees = crowd(cohort, mentees=2)
    board = a_board(cohort)
    programmes.remove_from_cohort(mentees[0], by=by, at=SPRING)

    services.ask_people(board, until=UNTIL, by=by, at=SPRING)

    [proposal] = Proposal.objects.all()
    assert mentees[1].person in {one.person for one in proposal.asked.all()}
    gone = board.pairs.get(mentee=mentees[0])
    assert (gone.is_off, gone.is_sent) == (True, False)


def test_the_mentees_of_one_mentor_are_asked_as_a_group():
    cohort = CohortFactory(programme__form="group")
    mentor = mentor_in(cohort, places=3).participant
    mentees = [mentee_in(cohort).participant.person for _one in range(3)]
    board = a_board(cohort)

    services.ask_people(board, until=UNTIL, by=coordinator_of(cohort), at=SPRING)

    [proposal] = Proposal.objects.all()
    assert (proposal.form, proposal.carried) == ("group", [])
    assert {one.person for one in proposal.asked.all()} == {mentor.person, *mentees}
    begun = say_yes(proposal, mentor.person, *mentees)
    assert begun.mentorship.form == "group"


def test_each_named_mentor_is_asked_apart_and_walled_off_from_the_others():
    roles = ["career", "research"]
    cohort = CohortFactory(programme__form="several", programme__mentor_roles=roles)
    mentors = [mentor_in(cohort, roles=[role]).participant.person for role in roles]
    mentee = mentee_in(cohort).participant.person
    board = a_board(cohort)

    services.ask_people(board, until=UNTIL, by=coordinator_of(cohort), at=SPRING)

    begun = [
        say_yes(one, mentee, *(mentor for mentor in mentors if (mentor, "mentor", role) in asked))
        for one in Proposal.objects.all()
        for asked in [asked_in(one)]
        for role in roles
        if any(named == role for _person, _role, named in asked)
    ]
    rooms = {one.mentorship.room_id for one in begun}
    assert len(rooms) == 2
    for mentor in mentors:
        mine = [one.mentorship for one in begun if one.mentorship.memberships.filter(person=mentor)]
        assert len(mine) == 1


@pytest.fixture
def many(cohort):
    crowd(cohort, mentors=33, mentees=33)
    return a_board(cohort)


def test_many_are_asked_by_the_worker(cohort, by, many, run_jobs, now):
    until = services.default_until(cohort, at=now)
    sent = services.ask_people(many, until=until, by=by, at=now)
    assert (sent.state, Proposal.objects.count()) == ("sending", 0)
    with pytest.raises(services.CannotDecide):
        services.ask_people(many, until=until, by=by, at=now)

    run_jobs()

    assert Run.objects.get(pk=many.pk).state == "ready"
    assert Proposal.objects.count() == 33


def test_whoever_no_longer_runs_the_programme_asks_nobody_more(cohort, by, many, run_jobs, now):
    services.ask_people(many, until=services.default_until(cohort, at=now), by=by, at=now)
    Appointment.objects.filter(person=by).update(ends_at=now)

    run_jobs()

    assert Run.objects.get(pk=many.pk).state == "ready"
    assert not Proposal.objects.exists()


def test_a_pair_that_was_ruled_out_on_another_board_is_not_asked_about(cohort, by):
    _mentors, mentees = crowd(cohort, mentees=2)
    older, newer = a_board(cohort), a_board(cohort)
    pair = pair_of(newer, mentees[0])
    older.pairs.filter(mentee=mentees[0]).update(mentor=pair.mentor)
    older.pairs.filter(mentee=mentees[1]).update(mentor=pair_of(newer, mentees[1]).mentor)
    services.rule_out(pair, by=by, at=SPRING)

    run = services.ask_people(older, until=UNTIL, by=by, at=SPRING)

    [proposal] = Proposal.objects.all()
    assert mentees[0].person not in {one.person for one in proposal.asked.all()}
    assert run.not_asked == 1
    assert older.pairs.get(mentee=mentees[0]).is_off


def test_a_pair_that_was_allowed_again_is_asked_about(cohort, by):
    _mentors, mentees = crowd(cohort, mentees=2)
    older, newer = a_board(cohort), a_board(cohort)
    pair = pair_of(newer, mentees[0])
    services.rule_out(pair, by=by, at=SPRING)
    services.allow_again(newer, pair.mentee_id, pair.mentor_id, by=by, at=SPRING)

    run = services.ask_people(older, until=UNTIL, by=by, at=SPRING)

    assert Proposal.objects.count() == 2
    assert run.not_asked == 0
