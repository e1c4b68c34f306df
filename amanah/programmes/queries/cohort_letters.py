"""Questions about letters to the people of a cohort."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.people.models import Affiliation
from amanah.programmes.models import Application, Cohort, CohortLetter, Participant
from amanah.programmes.queries.letters import members_of
from amanah.programmes.queries.programmes import cohorts_run_by

To, State = CohortLetter.To, CohortLetter.State
# One who gets a letter every hour reads none of them.
PAUSE = timedelta(minutes=10)


def cohort_letters_run_by(person: Any, *, at: datetime) -> QuerySet[CohortLetter]:
    """Letters to what a person coordinates: those that were sent, and their own drafts."""
    run = cohorts_run_by(person, at=at).order_by().values("pk")
    return (
        CohortLetter.objects.filter(~Q(state=State.DRAFT) | Q(by=person), cohort__in=run)
        .select_related("cohort__programme__institution", "by")
        .order_by("-begun_at", "pk")
    )


def people_for(cohort: Cohort, to: str) -> QuerySet[Participant]:
    """Whom a letter is for: those who have joined, as far as staff know of their part.

    Nothing here looks at a draft, so that no number changes when somebody begins one.
    """
    here = members_of(cohort)
    if to == To.MENTORS:
        return here.filter(is_mentor=True)
    if to == To.MENTEES:
        return here.filter(is_mentee=True)
    if to == To.NOT_SENT:
        sent = Application.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
        return here.filter(
            Q(~Exists(sent.filter(role="mentor")), is_mentor=True)
            | Q(~Exists(sent.filter(role="mentee")), is_mentee=True)
        )
    return here


def still_to_tell(letter: CohortLetter) -> QuerySet[Participant]:
    """Whom it is for and who has not been told, longest in the cohort first."""
    told = letter.recipients.values("participant")
    return people_for(letter.cohort, letter.to).exclude(pk__in=told).order_by("listed_at", "pk")


def next_letter_at(cohort: Cohort, *, at: datetime) -> datetime | None:
    """When the next letter to a cohort can go, where one has just gone."""
    last = (
        CohortLetter.objects.filter(cohort=cohort, sent_at__gt=at - PAUSE)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )
    return last + PAUSE if last else None


def letters_to(person: Any) -> QuerySet[CohortLetter]:
    """Letters that a person was sent as one of a cohort, as long as they are one, newest first.

    Every member's page finds one through here.
    """
    belongs = Affiliation.objects.filter(
        person=OuterRef("person"),
        institution=OuterRef("cohort__programme__institution"),
        until=None,
    )
    parts = Participant.objects.filter(Exists(belongs), person=person, left_at=None)
    return (
        CohortLetter.objects.filter(
            recipients__participant__in=parts, state__in=(State.GOING, State.SENT)
        )
        .select_related("cohort__programme__institution")
        .order_by("-sent_at", "pk")
    )


def may_still_send(letter: CohortLetter, *, at: datetime) -> bool:
    """Whether whoever sent a letter may still write to its cohort: asked of each mail."""
    writer = letter.by
    return (
        letter.state in (State.GOING, State.SENT)
        and letter.cohort.programme.is_open
        and writer is not None
        and writer.is_active
        and cohorts_run_by(writer, at=at).filter(pk=letter.cohort_id).exists()
    )
