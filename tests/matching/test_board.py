"""Decisions on a board: what each changes, that each can be undone, and who may not decide."""

import pytest

from amanah.matching import queries, services, shown
from amanah.matching.models import Decision
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, CohortFactory
from tests.factories.matching import a_board, mentee_in, mentor_in
from tests.matching.proposing import coordinator_of
from tests.matching.running import crowd, on_board, pair_of, state_of_board, worked_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(cohort):
    return coordinator_of(cohort)


@pytest.fixture
def board(cohort, run_jobs, by):
    """Three mentors with a place each, three mentees, all of whom may be paired."""
    _mentors, mentees = crowd(cohort, mentors=3, mentees=3)
    run = worked_out(cohort, run_jobs, by=by)
    return run, [pair_of(run, one) for one in mentees]


def keep(run, pairs, by):
    services.keep_pair(pairs[0], is_kept=True, by=by, at=SPRING)


def let_go(run, pairs, by):
    keep(run, pairs, by)
    services.keep_pair(pairs[0], is_kept=False, by=by, at=SPRING)


def rule_out(run, pairs, by):
    services.rule_out(pairs[0], by=by, at=SPRING)


def take_off(run, pairs, by):
    services.take_off(pairs[0], by=by, at=SPRING)


def choose_other(run, pairs, by):
    other = pairs[1]
    services.choose_other(pairs[0], other.mentor, instead_of=other, by=by, at=SPRING)


def swap(run, pairs, by):
    services.swap_pairs(pairs[0], pairs[1], by=by, at=SPRING)


def put(run, pairs, by):
    take_off(run, pairs, by)
    two = services.Two(pairs[0].mentee, pairs[0].mentor)
    services.put_pair(run, two, by=by, at=SPRING)


DECISIONS = [keep, let_go, rule_out, take_off, choose_other, swap, put]


@pytest.mark.parametrize("decide", DECISIONS, ids=lambda decide: decide.__name__)
def test_every_decision_changes_the_board_and_is_undone_whole(board, by, decide):
    run, pairs = board
    before = state_of_board(run)

    decide(run, pairs, by)
    changed = state_of_board(run)
    while queries.last_decision(run):
        services.undo_last(run, by=by, at=SPRING)

    assert state_of_board(run) == before
    assert decide in (let_go, put) or changed != before
    assert not queries.ruled_out(run.cohort)


@pytest.mark.parametrize("decide", DECISIONS, ids=lambda decide: decide.__name__)
def test_every_decision_stands_in_the_ledger_and_on_the_page(board, by, decide):
    run, pairs = board
    earlier = set(Entry.objects.values_list("pk", flat=True))

    decide(run, pairs, by)

    lines = Entry.objects.exclude(pk__in=earlier)
    decided = Decision.objects.filter(run=run)
    assert lines.count() == decided.count() > 0
    assert {one.event.split(".")[0] for one in lines} == {"matching"}
    assert len(shown.decided_lines(run)) == decided.count()


def test_there_is_nothing_to_undo_on_a_new_board(board, by):
    run, pairs = board
    with pytest.raises(services.CannotDecide, match="nothing to undo"):
        services.undo_last(run, by=by, at=SPRING)

    keep(run, pairs, by)
    assert services.undo_last(run, by=by, at=SPRING).kind == "keep"


def test_another_mentor_is_chosen_where_there_is_a_place(cohort, run_jobs, by):
    mentee = mentee_in(cohort, specialty="Surgery").participant
    near = mentor_in(cohort, specialty="Surgery").participant
    far = mentor_in(cohort, specialty="Radiology").participant
    run = worked_out(cohort, run_jobs, by=by)
    assert on_board(run) == {(mentee.person, near.person)}

    made = services.choose_other(pair_of(run, mentee), far, by=by, at=SPRING)

    assert on_board(run) == {(mentee.person, far.person)}
    assert (made.is_kept, made.origin) == (True, "hand")
    assert made.fit < 1000
    assert queries.changed_by_hand(run) == 1


def test_where_all_places_are_taken_somebody_has_to_wait_or_swap(board, by):
    run, pairs = board
    with pytest.raises(services.CannotDecide, match="instead of whom"):
        services.choose_other(pairs[0], pairs[1].mentor, by=by, at=SPRING)

    services.choose_other(pairs[0], pairs[1].mentor, instead_of=pairs[1], by=by, at=SPRING)

    assert (pairs[0].mentee.person, pairs[1].mentor.person) in on_board(run)
    [waiting] = shown.who_waits(run, shown.Saved(run), but=by)
    assert waiting == pairs[1].mentee


def test_a_swap_keeps_both_and_leaves_nobody_out(board, by):
    run, pairs = board

    services.swap_pairs(pairs[0], pairs[1], by=by, at=SPRING)

    assert len(on_board(run)) == 3
    assert pair_of(run, pairs[0].mentee).mentor == pairs[1].mentor
    assert pair_of(run, pairs[1].mentee).mentor == pairs[0].mentor
    assert pair_of(run, pairs[0].mentee).is_kept


def test_a_pair_that_is_off_the_board_is_decided_on_no_more(board, by):
    _run, pairs = board
    services.take_off(pairs[0], by=by, at=SPRING)

    for decide in (services.take_off, services.rule_out):
        with pytest.raises(services.CannotDecide, match="no longer on the board"):
            decide(pairs[0], by=by, at=SPRING)
        decide(pairs[1], by=by, at=SPRING) if decide is services.take_off else None


def test_of_a_pair_of_ones_own_nothing_is_seen_and_nothing_decided(cohort, run_jobs):
    by = coordinator_of(cohort)
    AffiliationFactory(institution=cohort.programme.institution, person=by)
    own = mentor_in(cohort, person=by).participant
    mentee = mentee_in(cohort).participant
    other = mentor_in(cohort, topics=["research_skills"]).participant
    run = worked_out(cohort, run_jobs, by=by)
    assert on_board(run) == {(mentee.person, by)}
    mine = pair_of(run, mentee)

    assert not queries.board(run, but=by).exists()
    for decide in (services.take_off, services.rule_out):
        with pytest.raises(services.CannotDecide, match="Somebody else who runs"):
            decide(mine, by=by, at=SPRING)
    choices = shown.choices_for(run, shown.Asking(mentee), but=by, at=SPRING)
    assert [one.mentor for one in choices] == [other]

    deputy = coordinator_of(cohort)
    services.rule_out(mine, by=deputy, at=SPRING)
    with pytest.raises(services.CannotDecide, match="Somebody else who runs"):
        services.allow_again(run, mentee.pk, own.pk, by=by, at=SPRING)
    services.allow_again(run, mentee.pk, own.pk, by=deputy, at=SPRING)
    with pytest.raises(services.CannotDecide, match="Somebody else who runs"):
        services.put_pair(run, services.Two(mentee, own), by=by, at=SPRING)
    services.put_pair(run, services.Two(mentee, own), by=deputy, at=SPRING)


def test_what_a_choice_costs_is_said_before_it_is_made(cohort, run_jobs, by):
    mentee_in(cohort, specialty="Surgery")
    second = mentee_in(cohort, specialty="Radiology").participant
    surgery = mentor_in(cohort, specialty="Surgery").participant
    mentor_in(cohort, specialty="Radiology")
    run = worked_out(cohort, run_jobs, by=by)

    [choice] = shown.choices_for(run, shown.Asking(second), but=by, at=SPRING)

    assert choice.mentor == surgery
    assert choice.is_full
    assert [line.pair.mentor_id for line in choice.taken_by] == [surgery.pk]
    assert choice.cost.startswith("At least one more pair would be below")


def test_two_runs_are_compared_by_who_has_whom(cohort, run_jobs, by):
    _mentors, mentees = crowd(cohort, mentors=3, mentees=3)
    first = worked_out(cohort, run_jobs, by=by)
    pairs = [pair_of(first, one) for one in mentees]
    services.swap_pairs(pairs[0], pairs[1], by=by, at=SPRING)
    second = worked_out(cohort, run_jobs, by=by)

    found = shown.compared(first, second, but=by)

    assert found["placed"] == [3, 3]
    assert found["same"] == 1
    assert len(found["lines"]) == 2
    assert shown.compared(first, first, but=by)["lines"] == []


def test_whom_the_reader_is_paired_with_is_not_told_by_another_run(cohort, by):
    AffiliationFactory(institution=cohort.programme.institution, person=by)
    own = mentor_in(cohort, person=by).participant
    mentee = mentee_in(cohort).participant
    other = mentor_in(cohort, topics=["research_skills"]).participant
    first = a_board(cohort)
    assert pair_of(first, mentee).mentor == own
    deputy = coordinator_of(cohort)
    services.choose_other(pair_of(first, mentee), other, by=deputy, at=SPRING)
    second = a_board(cohort)

    assert shown.compared(first, second, but=by)["lines"] == []
    [line] = shown.compared(first, second, but=deputy)["lines"]
    assert {line["now"], line["other"]} == {other.person.name, by.name}


def test_of_several_named_mentors_nobody_is_two():
    roles = ["career", "research"]
    cohort = CohortFactory(programme__form="several", programme__mentor_roles=roles)
    by = coordinator_of(cohort)
    mentee = mentee_in(cohort).participant
    both, second = (mentor_in(cohort, places=2, roles=[*roles]).participant for _one in "ab")
    run = a_board(cohort)
    for pair in run.pairs.all():
        services.take_off(pair, by=by, at=SPRING)
    services.put_pair(run, services.Two(mentee, both, "career"), by=by, at=SPRING)

    with pytest.raises(services.CannotDecide, match="mentor whom they have"):
        services.put_pair(run, services.Two(mentee, both, "research"), by=by, at=SPRING)
    asking = shown.Asking(mentee, "research")
    choices = shown.choices_for(run, asking, but=by, at=SPRING)

    assert [one.mentor for one in choices] == [second]
    services.put_pair(run, services.Two(mentee, second, "research"), by=by, at=SPRING)
