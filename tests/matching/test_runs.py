"""Matching runs: who is in them, with whom never, and what is kept from one to the next."""

import json

import pytest

from amanah.matching import queries, services
from amanah.matching.models import Run, SavedCopy
from amanah.matching.queries.saved import Saved
from amanah.matching.runs import packing, words
from amanah.programmes import services as programmes
from tests.factories import SPRING, CohortFactory, OwnTiesFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.matching.proposing import coordinator_of, pair, propose, say_yes
from tests.matching.running import ask, crowd, on_board, pair_of, worked_out

pytestmark = pytest.mark.django_db


def test_a_run_places_everybody_it_can_and_says_so(cohort, run_jobs):
    mentors, mentees = crowd(cohort)

    run = worked_out(cohort, run_jobs)

    assert run.state == "ready"
    assert len(on_board(run)) == 2
    assert {mentor for _mentee, mentor in on_board(run)} == {one.person for one in mentors}
    said = words.check_in_words(run.check_of_result)
    assert said[0] == "2 of 3 mentees have a mentor."
    assert said[1] == "Everyone is placed who can be: placing one more is impossible."
    assert queries.count_waiting(run, but=coordinator_of(cohort)) == len(mentees) - 2


def test_nothing_is_sent_by_a_run(cohort, run_jobs, mailoutbox):
    crowd(cohort)

    worked_out(cohort, run_jobs)

    assert not cohort.proposals.exists()
    assert not mailoutbox


def test_its_check_holds_for_whoever_derives_it_anew(cohort, run_jobs):
    from amanah.engines.pairing import audit

    crowd(cohort, mentors=4, mentees=7, places=2)
    run = worked_out(cohort, run_jobs)

    kept = packing.unpack_market(SavedCopy.objects.get(run=run).market)
    certificate = audit(kept.market, kept.policy, kept.outcome)

    assert certificate.result_hash == run.check_of_result["result_hash"]
    assert certificate.input_hash == run.check_of_result["input_hash"]
    assert certificate.placed == 7


def never(cohort, mentor, mentee):
    """Whatever keeps two apart, each in its own way."""


def do_not_pair_of_mentee(cohort, mentor, mentee):
    _says(mentee, mentor)


def do_not_pair_of_mentor(cohort, mentor, mentee):
    _says(mentor, mentee)


def _says(one, other):
    one.do_not_pair = json.dumps([{"email": other.participant.person.email}])
    one.save()


def family(cohort, mentor, mentee):
    line = {"email": mentor.participant.person.email}
    OwnTiesFactory(person=mentee.participant.person, lines=[line])


def asked_before(cohort, mentor, mentee):
    proposal = propose(cohort, pair(mentor.participant.person, mentee.participant.person))
    services.withdraw_proposal(proposal, by=coordinator_of(cohort), at=SPRING)


def head_of_the_field(cohort, mentor, mentee):
    mentor.stage, mentor.specialty, mentee.specialty = "Head of surgery", "Surgery", "surgery"
    mentor.save()
    mentee.save()


CAUSES = [do_not_pair_of_mentee, do_not_pair_of_mentor, family, asked_before, head_of_the_field]


@pytest.mark.parametrize("cause", [never, *CAUSES], ids=lambda cause: cause.__name__)
def test_whatever_keeps_two_apart_no_run_pairs_them(cohort, run_jobs, cause):
    mentor, mentee = mentor_in(cohort), mentee_in(cohort)
    cause(cohort, mentor, mentee)

    run = worked_out(cohort, run_jobs)

    both = (mentee.participant.person, mentor.participant.person)
    assert on_board(run) == ({both} if cause is never else set())


@pytest.mark.parametrize("cause", [never, *CAUSES], ids=lambda cause: cause.__name__)
def test_and_nobody_can_pair_them_on_the_board_or_learn_why(cohort, run_jobs, cause):
    mentor, mentee, other = mentor_in(cohort), mentee_in(cohort), mentor_in(cohort)
    cause(cohort, mentor, mentee)
    run = worked_out(cohort, run_jobs)
    services.take_off(pair_of(run, mentee.participant), by=coordinator_of(cohort), at=SPRING)
    two = services.Two(mentee.participant, mentor.participant)

    if cause is never:
        services.put_pair(run, two, by=coordinator_of(cohort), at=SPRING)
        return
    with pytest.raises(services.CannotDecide) as refusal:
        services.put_pair(run, two, by=coordinator_of(cohort), at=SPRING)
    assert str(refusal.value) == "This pair is not available."
    put = services.Two(mentee.participant, other.participant)
    services.put_pair(run, put, by=coordinator_of(cohort), at=SPRING)


def test_a_shared_language_is_needed_unless_somebody_says_otherwise(cohort, run_jobs):
    mentor_in(cohort, languages=["en"])
    mentee = mentee_in(cohort, languages=["ur"])

    strict = worked_out(cohort, run_jobs)
    loose = worked_out(cohort, run_jobs, needs_a_language=False)

    assert on_board(strict) == set()
    assert Saved(strict).speaks_with_nobody() == {mentee.participant_id}
    assert len(on_board(loose)) == 1


def test_whoever_has_a_mentor_or_is_asked_is_left_alone(cohort, run_jobs):
    mentors, mentees = crowd(cohort, mentors=3, mentees=3)
    walking = propose(cohort, pair(mentors[0].person, mentees[0].person))
    say_yes(walking, mentors[0].person, mentees[0].person)
    propose(cohort, pair(mentors[1].person, mentees[1].person))

    run = worked_out(cohort, run_jobs)

    assert on_board(run) == {(mentees[2].person, mentors[2].person)}


def test_whoever_waited_before_comes_first(cohort, run_jobs):
    mentor_in(cohort)
    mentees = [mentee_in(cohort).participant for _one in range(6)]
    waits = max(mentees, key=lambda one: str(one.pk))
    programmes.put_on_wait_list(waits, by=coordinator_of(cohort), at=SPRING)

    run = worked_out(cohort, run_jobs)

    assert {mentee for mentee, _mentor in on_board(run)} == {waits.person}
    assert "Of 1 who waited before, 1 have a mentor: more is impossible." in words.check_in_words(
        run.check_of_result
    )


def test_a_wish_counts_and_stands_in_nothing_that_is_shown_or_proved(cohort, run_jobs):
    plain, wished = mentor_in(cohort), mentor_in(cohort)
    mentee = mentee_in(cohort, topics=["leadership", "teaching_skills"])
    mentee.wishes = json.dumps([{"email": wished.participant.person.email}])
    mentee.save()

    run = worked_out(cohort, run_jobs)

    found = pair_of(run, mentee.participant)
    assert found.mentor == wished.participant
    kept = packing.unpack_market(SavedCopy.objects.get(run=run).market)
    assert kept.market.mentee_rank is None
    fits = Saved(run).together(mentee.participant, [plain.participant, wished.participant])
    assert found.fit == fits[plain.participant.pk].fit == fits[wished.participant.pk].fit


def test_nobody_would_rather_swap(cohort, run_jobs):
    one, two = mentor_in(cohort), mentor_in(cohort)
    for wished, other in ((one, two), (two, one)):
        wishes = [{"email": part.participant.person.email} for part in (wished, other)]
        mentee_in(cohort, wishes=json.dumps(wishes))

    run = worked_out(cohort, run_jobs, preset="stable", unranked="refuse")

    mentee_of = {mentor: mentee for mentee, mentor in on_board(run)}
    assert len(mentee_of) == 2
    assert "No mentee and mentor would both rather have each other." in words.check_in_words(
        run.check_of_result
    )


def test_with_named_roles_each_is_filled_by_who_mentors_in_it(run_jobs):
    roles = ["career", "research"]
    cohort = CohortFactory(programme__form="several", programme__mentor_roles=roles)
    career, research = mentor_in(cohort, roles=["career"]), mentor_in(cohort, roles=["research"])
    mentee = mentee_in(cohort)

    run = worked_out(cohort, run_jobs)

    found = {(pair.role, pair.mentor) for pair in run.pairs.all()}
    assert found == {("career", career.participant), ("research", research.participant)}
    assert {pair.mentee for pair in run.pairs.all()} == {mentee.participant}


def test_run_again_it_keeps_what_is_kept_and_never_brings_back_what_is_ruled_out(cohort, run_jobs):
    by = coordinator_of(cohort)
    _mentors, mentees = crowd(cohort, mentors=3, mentees=3)
    first = worked_out(cohort, run_jobs, by=by)
    kept, ruled_out = pair_of(first, mentees[0]), pair_of(first, mentees[1])
    services.keep_pair(kept, is_kept=True, by=by, at=SPRING)
    services.rule_out(ruled_out, by=by, at=SPRING)

    second = worked_out(cohort, run_jobs, by=by, follows=first, seed=5)

    assert (kept.mentee.person, kept.mentor.person) in on_board(second)
    assert pair_of(second, mentees[0]).is_kept
    assert (ruled_out.mentee.person, ruled_out.mentor.person) not in on_board(second)
    services.allow_again(second, ruled_out.mentee_id, ruled_out.mentor_id, by=by, at=SPRING)
    assert not queries.ruled_out(cohort)


def test_the_same_people_give_the_same_board(cohort, run_jobs):
    crowd(cohort, mentors=4, mentees=6)

    boards = [on_board(worked_out(cohort, run_jobs)) for _time in range(2)]

    assert boards[0] == boards[1]


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"programme__state": "archived"}, "archived"),
        ({"programme__form": "circle"}, "by hand"),
    ],
)
def test_where_there_is_nothing_to_work_out_it_says_so(setting, sentence):
    if setting.get("programme__state") == "archived":
        setting |= {"programme__archived_at": SPRING, "programme__keep_until": SPRING.date()}
    cohort = CohortFactory(**setting)

    with pytest.raises(services.CannotRun, match=sentence):
        ask(cohort)

    ask(CohortFactory())


@pytest.mark.parametrize("options", [{"floor": 2000}, {"bands": [600, 500]}, {"load_step": -1}])
def test_choices_that_are_out_of_range_are_refused(cohort, options):
    with pytest.raises(services.CannotRun):
        ask(cohort, **options)

    assert ask(cohort, floor=200, bands=[300], load_step=0).state == "waiting"


def test_one_at_a_time_in_a_cohort(cohort, run_jobs):
    crowd(cohort)
    first = ask(cohort)

    with pytest.raises(services.CannotRun, match="being worked out"):
        ask(cohort)

    run_jobs()
    assert ask(cohort).number == first.number + 1


@pytest.mark.parametrize(
    ("lacking", "failure"), [("mentors", "no_mentors"), ("mentees", "no_mentees")]
)
def test_an_empty_side_is_told_in_words(cohort, run_jobs, lacking, failure):
    crowd(cohort, **{lacking: 0})

    run = worked_out(cohort, run_jobs)

    assert (run.state, run.failure) == ("failed", failure)
    assert words.FAILURES[failure]


def test_a_copy_says_nothing_in_the_clear_and_goes_with_whoever_is_erased(cohort, run_jobs):
    from django.db import connection

    from amanah.stewardship import services as stewardship

    _mentors, mentees = crowd(cohort)
    mentee_in(cohort, topics=["falconry-canary"])
    run = worked_out(cohort, run_jobs)
    with connection.cursor() as cursor:
        cursor.execute("SELECT inputs, market FROM matching_savedcopy")
        stored = b"".join(bytes(cell) for cell in cursor.fetchone())
    assert b"falconry" not in stored
    assert any("falconry-canary" in one.said["topics"] for one in Saved(run).inputs.mentees)

    stewardship.erase_person(mentees[0].person, by=mentees[0].person, at=SPRING)

    assert not Saved(run).is_there
    assert Run.objects.get(pk=run.pk).state == "ready"
    assert mentees[0].pk not in set(run.pairs.values_list("mentee", flat=True))
