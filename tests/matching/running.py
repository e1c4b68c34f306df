"""How a cohort is matched in the tests, and what is on its board."""

from amanah.matching import services
from amanah.matching.models import Run, RunPair
from tests.factories import SPRING
from tests.factories.matching import mentee_in, mentor_in
from tests.matching.proposing import coordinator_of

TOPICS = ("leadership", "teaching_skills", "research_skills", "exam_preparation")


def crowd(cohort, *, mentors=2, mentees=3, places=1):
    """Mentors and mentees who all may be paired; their parts."""
    return (
        [mentor_in(cohort, places=places).participant for _one in range(mentors)],
        [mentee_in(cohort).participant for _one in range(mentees)],
    )


def ask(cohort, *, by=None, preset="fair", at=SPRING, follows=None, **options):
    by = by or coordinator_of(cohort)
    return services.ask_for_run(
        cohort, preset=preset, options=options, follows=follows, by=by, at=at
    )


def worked_out(cohort, run_jobs, **asked):
    """A run with its board."""
    run = ask(cohort, **asked)
    run_jobs()
    return Run.objects.get(pk=run.pk)


def on_board(run):
    """The (mentee, mentor) of a board, as people."""
    return {
        (pair.mentee.person, pair.mentor.person)
        for pair in RunPair.objects.filter(run=run, is_off=False)
    }


def pair_of(run, mentee):
    return RunPair.objects.get(run=run, mentee=mentee, is_off=False)


def state_of_board(run):
    """Everything that a decision may change."""
    rows = RunPair.objects.filter(run=run).order_by("mentee", "mentor", "role")
    return list(rows.values_list("mentee", "mentor", "role", "is_kept", "is_off", "origin"))
