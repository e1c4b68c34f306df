from datetime import timedelta

import factory

from amanah.matching import queries
from amanah.matching.models import Asked, Proposal, Request, Run, RunPair, SavedCopy
from amanah.matching.runs import packing
from amanah.matching.runs.working_out import work_out
from amanah.matching.services.runs import keep_result
from tests.factories.moments import SPRING
from tests.factories.people import AffiliationFactory
from tests.factories.programmes import ApplicationFactory, CohortFactory, ParticipantFactory


def mentee_in(cohort, *, person=None, **said):
    """Somebody who has sent an application as a mentee; the application."""
    person = person or AffiliationFactory(institution=cohort.programme.institution).person
    participant = ParticipantFactory(cohort=cohort, person=person)
    return ApplicationFactory(
        **{"participant": participant, "topics": ["leadership"], "languages": ["en"], **said}
    )


def mentor_in(cohort, *, person=None, places=1, away_until=None, **said):
    """A mentor who lets mentees find them; the application."""
    person = person or AffiliationFactory(institution=cohort.programme.institution).person
    participant = ParticipantFactory(
        cohort=cohort, person=person, as_mentor=True, places=places, away_until=away_until
    )
    return ApplicationFactory(
        **{
            "participant": participant,
            "role": "mentor",
            "topics": ["leadership"],
            "languages": ["en"],
            "can_be_found": True,
            **said,
        }
    )


class RequestFactory(factory.django.DjangoModelFactory):
    """A mentee asks a mentor of the same cohort; both have sent their applications."""

    class Meta:
        model = Request

    cohort = factory.SubFactory(CohortFactory, programme__mentees_may_ask=True)
    mentee = factory.LazyAttribute(lambda made: mentee_in(made.cohort).participant.person)
    mentor = factory.LazyAttribute(lambda made: mentor_in(made.cohort).participant.person)
    asked_at = SPRING
    waits_until = factory.LazyAttribute(lambda made: (made.asked_at + timedelta(days=14)).date())
    expires_at = factory.LazyAttribute(
        lambda made: made.cohort.programme.institution.end_of(made.waits_until)
    )


class ProposalFactory(factory.django.DjangoModelFactory):
    """Asks a mentor and a mentee of the cohort; `asked` names others, as (person, role)."""

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    cohort = factory.SubFactory(CohortFactory)
    sent_at = SPRING
    waits_until = factory.LazyAttribute(lambda made: (made.sent_at + timedelta(days=14)).date())
    expires_at = factory.LazyAttribute(
        lambda made: made.cohort.programme.institution.end_of(made.waits_until)
    )

    @factory.post_generation
    def asked(made, create, people, **kwargs):
        for person, role in people or (
            (mentor_in(made.cohort).participant.person, "mentor"),
            (mentee_in(made.cohort).participant.person, "mentee"),
        ):
            Asked.objects.create(proposal=made, person=person, role=role)


class RunFactory(factory.django.DjangoModelFactory):
    """A run that is ready, with nothing on its board and no copy."""

    class Meta:
        model = Run

    cohort = factory.SubFactory(CohortFactory)
    number = factory.LazyAttribute(lambda made: made.cohort.runs.count() + 1)
    state = Run.State.READY
    asked_at = SPRING
    solved_at = SPRING


class RunPairFactory(factory.django.DjangoModelFactory):
    """A pair on a board, as it came out of the run."""

    class Meta:
        model = RunPair

    run = factory.SubFactory(RunFactory)
    mentee = factory.LazyAttribute(lambda made: mentee_in(made.run.cohort).participant)
    mentor = factory.LazyAttribute(lambda made: mentor_in(made.run.cohort).participant)
    fit = 700


def a_board(cohort, *, at=SPRING, preset="fair"):
    """A run of a cohort that was worked out here and now."""
    run = RunFactory(cohort=cohort, state=Run.State.SOLVING, solved_at=None, preset=preset)
    inputs = queries.inputs_for(run, at=at)
    SavedCopy.objects.create(run=run, inputs=packing.pack_inputs(inputs))
    keep_result(run, inputs, work_out(inputs), at=at)
    run.refresh_from_db()
    return run
