"""Questions about who may apply, and what they said."""

import json
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from amanah.people.models import Affiliation
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    Participant,
    Programme,
    Question,
)
from amanah.programmes.queries.programmes import cohorts_run_by, programmes_run_by

State = Application.State


def cohorts_open_to(person: Any, *, at: datetime) -> list[Cohort]:
    """The cohorts to which a member of their institution can apply today, by name."""
    found = (
        Cohort.objects.filter(
            programme__state=Programme.State.OPEN,
            programme__institution__affiliations__person=person,
            programme__institution__affiliations__until=None,
        )
        .select_related("programme__institution")
        .order_by("programme__name", "begins_on", "pk")
        .distinct()
    )
    return [cohort for cohort in found if takes_applications(cohort, at=at)]


def takes_applications(cohort: Cohort, *, at: datetime) -> bool:
    """Whether today, where the institution is, is within the days on which people can apply.

    A cohort whose mentorships have ended takes nobody, whatever else its days say.
    """
    if cohort.programme.state != Programme.State.OPEN:
        return False
    today = cohort.programme.institution.day_of(at)
    begins, last_days = cohort.applications_from, (cohort.applications_until, cohort.ends_on)
    return (begins is None or begins <= today) and all(
        last is None or today <= last for last in last_days
    )


def cohorts_known_to(person: Any, *, at: datetime) -> QuerySet[Cohort]:
    """The cohorts that a person may know of: those that are open where they belong."""
    return Cohort.objects.filter(
        pk__in=[cohort.pk for cohort in cohorts_open_to(person, at=at)]
    ).select_related("programme__institution")


def applications_of(person: Any) -> QuerySet[Application]:
    """What a person said for matching. Every member's page finds one through here."""
    return (
        Application.objects.filter(participant__person=person)
        .select_related("participant__cohort__programme__institution", "participant__person")
        .order_by("begun_at", "pk")
    )


def readable_applications() -> QuerySet[Application]:
    """What was sent by people who still take part and belong to the institution.

    Whoever was taken out of a cohort, or has left, is read no more, from that moment on. A draft
    that was thrown away was never sent, and is told to nobody. One that was withdrawn and is
    begun anew still looks withdrawn.
    """
    belongs = Affiliation.objects.filter(
        person=OuterRef("participant__person"),
        institution=OuterRef("participant__cohort__programme__institution"),
        until=None,
    )
    return Application.objects.filter(
        Exists(belongs),
        participant__left_at=None,
        participant__person__is_active=True,
        submitted_at__isnull=False,
    )


def applications_run_by(person: Any, *, at: datetime) -> QuerySet[Application]:
    """What was sent to those who coordinate. A draft is only its author's; never one's own.

    One that was withdrawn is in it, as a name without words, until it is sent again.
    """
    return (
        readable_applications()
        .filter(
            participant__cohort__in=cohorts_run_by(person, at=at).order_by().values("pk"),
        )
        .exclude(participant__person=person)
        .select_related("participant__cohort__programme__institution", "participant__person")
        .order_by("participant__person__name", "role", "pk")
    )


def applied_to(cohort: Cohort) -> QuerySet[Participant]:
    """Whoever takes part in a cohort and has sent an application that stands."""
    sent = readable_applications().filter(participant__cohort=cohort, state=State.SUBMITTED)
    return Participant.objects.filter(pk__in=sent.values("participant")).select_related("person")


def newest_application(cohort: Cohort, person: Any, *, at: datetime) -> datetime | None:
    """When the newest application was sent that somebody who runs a cohort can read.

    What a list said that staff uploaded was sent by nobody: it was begun and done in one moment.
    """
    sent = applications_run_by(person, at=at).filter(
        participant__cohort=cohort, state=State.SUBMITTED, submitted_at__gt=F("begun_at")
    )
    newest: datetime | None = sent.aggregate(newest=Max("submitted_at"))["newest"]
    return newest


def unfinished_application(person: Any, *, at: datetime) -> Application | None:
    """The draft whose last day comes first, if there is one that can still be sent."""
    drafts = [
        application
        for application in applications_of(person).filter(state=State.DRAFT)
        if takes_applications(application.participant.cohort, at=at)
    ]
    dated = sorted(
        drafts, key=lambda one: (one.participant.cohort.applications_until is None, one.begun_at)
    )
    return dated[0] if dated else None


def drafts_closing_by(moment: datetime, *, at: datetime) -> list[Application]:
    """Drafts that can still be sent and whose last day begins by then."""
    drafts = (
        Application.objects.filter(
            state=State.DRAFT,
            participant__left_at=None,
            participant__person__is_active=True,
            participant__cohort__applications_until__lte=moment.date(),
            participant__cohort__programme__state=Programme.State.OPEN,
        )
        .select_related("participant__cohort__programme__institution", "participant__person")
        .order_by("begun_at", "pk")
    )
    return [draft for draft in drafts if takes_applications(draft.participant.cohort, at=at)]


def questions_for(application: Application) -> list[Question]:
    """The programme's own questions to whoever applies in this role.

    One that is no longer asked is among them where they have answered it: what somebody said, they
    can see and take back.
    """
    programme = application.participant.cohort.programme_id
    asked = Q(pk__in=questions_to(application.role, programme).values("pk"))
    answered = Q(pk__in=application.answers.values("question"))
    found = Question.objects.filter(asked | answered, programme=programme)
    return list(found.order_by("place", "pk"))


def questions_to(role: str, programme: Any) -> QuerySet[Question]:
    """What a programme asks whoever applies in a role, in order."""
    other = Question.Asked.MENTORS if role == Application.Role.MENTEE else Question.Asked.MENTEES
    asked = Question.objects.filter(programme=programme, put_away=False)
    return asked.exclude(asked=other).order_by("place", "pk")


def questions_run_by(person: Any, *, at: datetime) -> QuerySet[Question]:
    """The own questions of what a person coordinates."""
    return Question.objects.filter(
        programme__in=programmes_run_by(person, at=at).order_by().values("pk")
    ).select_related("programme__institution")


def questions_of(programme: Programme) -> QuerySet[Any]:
    """Every question of a programme in order, and whether somebody has sent an answer to it."""
    sent = Answer.objects.filter(question=OuterRef("pk"), application__state=State.SUBMITTED)
    return programme.questions.annotate(is_answered=Exists(sent)).order_by("place", "pk")


def sent_answers(question: Question) -> QuerySet[Answer]:
    """What was answered in applications that were sent. Of drafts staff learn nothing."""
    return Answer.objects.filter(question=question, application__state=State.SUBMITTED).order_by(
        "pk"
    )


def answers_to_read(application: Application) -> list[tuple[str, str]]:
    """(question, answer) of everything that was answered in words, in the order asked."""
    found = []
    for answer in _answers(application).filter(file=None):
        value = json.loads(answer.value) if answer.value else ""
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if said:
            found.append((answer.question.text, said))
    return found


def files_to_read(application: Application) -> list[Answer]:
    """Everything that was answered by a file, each with the name it is shown under."""
    found = list(_answers(application).exclude(file=None))
    for answer in found:
        answer.shown_name = file_name(answer)  # type: ignore[attr-defined]
    return found


def _answers(application: Application) -> QuerySet[Answer]:
    return application.answers.select_related("question").order_by("question__place", "pk")


def file_name(answer: Answer) -> str:
    """What the file of an answer is called."""
    return str(json.loads(answer.value or '""'))


def files_of(person: Any) -> QuerySet[Answer]:
    """What a person handed in. Their own pages find a file through here."""
    return (
        Answer.objects.filter(application__participant__person=person)
        .exclude(file=None)
        .select_related("application__participant", "question")
        .order_by("application__begun_at", "question__place", "pk")
    )


def files_run_by(person: Any, *, at: datetime) -> QuerySet[Answer]:
    """What was handed in with applications that were sent to those who coordinate."""
    sent = applications_run_by(person, at=at).filter(state=State.SUBMITTED)
    return (
        Answer.objects.filter(application__in=sent.order_by().values("pk"))
        .exclude(file=None)
        .select_related(
            "application__participant__cohort__programme__institution",
            "application__participant__person",
        )
    )
