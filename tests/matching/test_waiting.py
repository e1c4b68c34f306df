"""Who of a run waits: why, since when no longer, and who is told so."""

import pytest

from amanah.institutions.models import Appointment
from amanah.matching import queries, services, shown
from amanah.notifications.models import Notice
from amanah.programmes import services as programmes
from amanah.programmes.models import Participant, Programme
from tests.factories import SPRING, CohortFactory
from tests.factories.matching import a_board, mentee_in, mentor_in
from tests.matching.proposing import UNTIL, coordinator_of, pair, propose
from tests.matching.running import crowd, pair_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cohort):
    return coordinator_of(cohort)


def lines_of(run, by):
    saved = shown.Saved(run)
    return shown.waiting_lines(run, saved, shown.who_waits(run, saved, but=by))


def waiting_in(run, by):
    return [line.mentee for line in lines_of(run, by)]


def test_who_waits_is_told_one_reason_and_what_would_help(cohort, by):
    mentor_in(cohort)
    mentee_in(cohort)
    mentee_in(cohort)
    mentee_in(cohort, languages=["ur"])

    lines = lines_of(a_board(cohort), by)

    assert {(line.reason, line.help) for line in lines} == {
        ("All places are taken.", "One more place would help: they come first the next time."),
        (
            "No mentor here shares a language with them.",
            "A mentor who speaks Urdu would help.",
        ),
    }


def test_a_place_that_somebody_is_asked_about_is_no_place_that_is_left(cohort, by):
    crowd(cohort)
    run = a_board(cohort)

    before = [line.reason for line in lines_of(run, by)]
    services.ask_people(run, until=UNTIL, by=by, at=SPRING)

    assert [line.reason for line in lines_of(run, by)] == before == ["All places are taken."]


def test_those_who_wait_go_on_the_wait_list_once(cohort, by):
    crowd(cohort, mentors=2, mentees=2)
    run = a_board(cohort)
    waits = run.pairs.first().mentee
    services.take_off(pair_of(run, waits), by=by, at=SPRING)

    assert services.let_them_wait(run, by=by, at=SPRING) == 1
    assert services.let_them_wait(run, by=by, at=SPRING) == 0

    waits.refresh_from_db()
    assert waits.waits_since == SPRING
    programmes.take_off_wait_list(waits, by=by, at=SPRING)


def test_whoever_is_asked_by_hand_meanwhile_waits_for_nobody(cohort, by):
    crowd(cohort, mentors=1, mentees=2)
    run = a_board(cohort)
    [left] = waiting_in(run, by)
    other = mentor_in(cohort).participant
    assert queries.count_waiting(run, but=by) == 1

    proposal = propose(cohort, pair(other.person, left.person), by=by)

    assert waiting_in(run, by) == []
    assert queries.count_waiting(run, but=by) is None
    assert services.let_them_wait(run, by=by, at=SPRING) == 0
    assert not Notice.objects.filter(kind="programmes.waits").exists()
    services.withdraw_proposal(proposal, by=by, at=SPRING)
    assert waiting_in(run, by) == [left]
    assert services.let_them_wait(run, by=by, at=SPRING) == 1
    assert Notice.objects.get(kind="programmes.waits").person == left.person


def test_of_several_only_the_roles_that_nobody_fills_are_waited_for():
    roles = ["career", "research"]
    cohort = CohortFactory(programme__form="several", programme__mentor_roles=roles)
    by = coordinator_of(cohort)
    mentee = mentee_in(cohort).participant
    mentor_in(cohort, roles=["career"], languages=["fr"])
    run = a_board(cohort)
    assert [line.roles for line in lines_of(run, by)] == [("career", "research")]
    mentor = mentor_in(cohort, roles=["career"]).participant

    asked = pair(mentor.person, mentee.person, role="career")
    propose(cohort, asked, by=by)

    assert [line.roles for line in lines_of(run, by)] == [("research",)]
    assert queries.room_in(cohort)["asked"] == 1
    # Whoever has one of them found somebody: the letter would not be true.
    assert services.let_them_wait(run, by=by, at=SPRING) == 0


def test_the_number_that_wait_is_of_the_board_as_it_is_now(cohort, by):
    crowd(cohort)
    run = a_board(cohort)
    assert queries.count_waiting(run, but=by) == len(waiting_in(run, by)) == 1

    services.take_off(run.pairs.first(), by=by, at=SPRING)

    assert queries.count_waiting(run, but=by) == len(waiting_in(run, by)) == 2
    own = waiting_in(run, by)[0].person
    assert queries.count_waiting(run, but=own) is None
    programmes.remove_from_cohort(waiting_in(run, by)[0], by=by, at=SPRING)
    assert len(waiting_in(run, by)) == 1
    assert queries.count_waiting(run, but=by) is None


def test_in_an_archived_programme_nobody_is_put_on_a_wait_list(cohort, by):
    crowd(cohort)
    run = a_board(cohort)
    Programme.objects.update(state="archived", archived_at=SPRING, keep_until=UNTIL)

    with pytest.raises(services.CannotDecide, match="archived"):
        services.let_them_wait(run, by=by, at=SPRING)

    Programme.objects.update(state="open", archived_at=None, keep_until=None)
    assert services.let_them_wait(run, by=by, at=SPRING) == 1


def test_many_are_put_there_by_the_worker_and_told_once(cohort, by, run_jobs, now):
    crowd(cohort, mentors=1, mentees=33)
    run = a_board(cohort)

    for _time in range(2):
        assert services.let_them_wait(run, by=by, at=now) == 32
    assert not Participant.objects.filter(waits_since__isnull=False).exists()

    run_jobs()

    assert Participant.objects.filter(waits_since__isnull=False).count() == 32
    assert Notice.objects.filter(kind="programmes.waits").count() == 32


def test_whoever_no_longer_runs_the_programme_lets_nobody_wait(cohort, by, run_jobs, now):
    crowd(cohort, mentors=1, mentees=33)
    services.let_them_wait(a_board(cohort), by=by, at=now)
    Appointment.objects.filter(person=by).update(ends_at=now)

    run_jobs()

    assert not Participant.objects.filter(waits_since__isnull=False).exists()
