"""Applying: begin, save, send, change, withdraw. Nobody is asked why."""

import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amanah.base import attachments
from amanah.base.refusal import Refused
from amanah.notifications import services as notifications
from amanah.programmes import queries
from amanah.programmes.models import (
    SAID,
    Answer,
    Application,
    Cohort,
    Participant,
    Question,
)
from amanah.programmes.services import files
from amanah.stewardship import ledger

State, Role = Application.State, Application.Role
OF_PART = ("places", "away_until")
LEAST = 1


class CannotApply(Refused):
    code = "programmes.cannot_apply"


class NotComplete(Refused):
    """Something without which nobody can be matched is missing; `field` says what."""

    code = "programmes.not_complete"

    def __init__(self, said: str, field: str) -> None:
        super().__init__(said)
        self.field = field


@transaction.atomic
def begin_application(cohort: Cohort, *, role: str, by: Any, at: datetime) -> Application:
    """Begin an application, or go on with the one that is there. A draft is only theirs.

    Whoever was put on the list by staff finds what the list said, and may change it.
    """
    _refuse_closed(cohort, at=at)
    if role not in Role.values:
        raise CannotApply(_("Apply as a mentor or as a mentee."))
    participant = _part_of(cohort, by, role=role, at=at)
    application, is_new = Application.objects.get_or_create(
        participant=participant, role=role, defaults={"begun_at": at}
    )
    if not is_new and application.state == State.WITHDRAWN:
        application.state, application.withdrawn_at = State.DRAFT, None
        application.save(update_fields=["state", "withdrawn_at"])
    return application


def _part_of(cohort: Cohort, person: Any, *, role: str, at: datetime) -> Participant:
    """The person's part in a cohort, with this role among theirs."""
    try:
        with transaction.atomic():
            participant, _new = Participant.objects.get_or_create(
                cohort=cohort,
                person=person,
                defaults={"listed_at": at, f"as_{role}": True},
            )
    except IntegrityError:
        participant = Participant.objects.get(cohort=cohort, person=person)
    setattr(participant, f"as_{role}", True)
    if role == Role.MENTOR and not participant.places:
        participant.places = LEAST
    participant.left_at = None
    participant.save()
    return participant


def save_application(
    application: Application, wanted: dict[str, Any], *, by: Any, at: datetime
) -> Application:
    """Keep what was said so far. Of one that was sent, the change counts at once.

    `wanted` has answers and files by question; a question that is in neither stays as it is.
    """
    with attachments.keeping() as keep, transaction.atomic():
        application = _locked(application)
        _refuse_unchangeable(application, at=at)
        for name in SAID:
            if name in wanted:
                setattr(application, name, wanted[name])
        application.save()
        _save_part(application.participant, wanted, at=at)
        _answer(application, wanted.get("answers", {}))
        files.answer_by_files(application, wanted.get("files", {}), keep=keep)
        if application.state == State.SUBMITTED:
            _refuse_incomplete(application)
            _note("application_changed", application, by=by, at=at)
    return application


def _save_part(part: Participant, wanted: dict[str, Any], *, at: datetime) -> None:
    was_away = part.away_until
    for name in OF_PART:
        if name in wanted:
            setattr(part, name, wanted[name])
    part.save(update_fields=list(OF_PART))
    if part.away_until != was_away:
        notifications.reckon_again(part.person, at=at)


def keep_files(application: Application, wanted: files.Files, *, by: Any, at: datetime) -> None:
    """Keep files alone, where what came with them has to be looked at again first.

    A browser does not give a file back to the page, so it would have to be chosen once more.
    """
    with attachments.keeping() as keep, transaction.atomic():
        application = _locked(application)
        _refuse_unchangeable(application, at=at)
        files.answer_by_files(application, wanted, keep=keep)
        if application.state == State.SUBMITTED:
            _note("application_changed", application, by=by, at=at)


def _refuse_unchangeable(application: Application, *, at: datetime) -> None:
    _refuse_closed(application.participant.cohort, at=at)
    if application.state == State.WITHDRAWN:
        raise CannotApply(_("This application was withdrawn. Begin it again to change it."))


def _answer(application: Application, answers: dict[Any, Any]) -> None:
    """Keep answers to the programme's own questions; an empty one is none."""
    asked = [one.pk for one in queries.questions_for(application) if one.pk in answers]
    # Locked, so that what can be chosen does not change between looking and keeping.
    for question in Question.objects.select_for_update().filter(pk__in=asked).order_by("pk"):
        value = answers[question.pk]
        if value in ("", [], None):
            files.drop_answers(application.answers.filter(question=question))
            continue
        if not _can_be_said(value, question):
            raise CannotApply(
                _("A question was changed while you answered it. Load the page again to see it.")
            )
        Answer.objects.update_or_create(
            application=application,
            question=question,
            defaults={"value": json.dumps(value, ensure_ascii=False)},
        )


def _can_be_said(value: Any, question: Question) -> bool:
    """Whether a question, as it is now, can be answered so."""
    offered = [str(one) for one in question.options]
    if question.kind == Question.Kind.SEVERAL:
        return isinstance(value, list) and all(one in offered for one in value)
    if question.kind == Question.Kind.CHOICE:
        return value in offered
    if question.kind == Question.Kind.SCALE:
        return isinstance(value, int)
    return question.kind == Question.Kind.TEXT and isinstance(value, str)


@transaction.atomic
def send_application(application: Application, *, by: Any, at: datetime) -> Application:
    """Hand an application in. It may be changed and withdrawn until the last day."""
    application = _locked(application)
    _refuse_closed(application.participant.cohort, at=at)
    _refuse_incomplete(application)
    if application.state != State.SUBMITTED:
        application.state, application.submitted_at = State.SUBMITTED, at
        application.withdrawn_at = None
        application.save(update_fields=["state", "submitted_at", "withdrawn_at"])
        _note("application_sent", application, by=by, at=at)
    return application


@transaction.atomic
def withdraw_application(application: Application, *, by: Any, at: datetime) -> Application:
    """Take an application back, at any time, without a reason. Staff see that it was, no more."""
    application = _locked(application)
    if application.state == State.WITHDRAWN:
        return application
    was_sent = application.state == State.SUBMITTED
    application.state, application.withdrawn_at = State.WITHDRAWN, at
    if application.role == Role.MENTEE:
        application.participant.waits_since = None
        application.participant.save(update_fields=["waits_since"])
    application.save(update_fields=["state", "withdrawn_at"])
    if was_sent:
        _note("application_withdrawn", application, by=by, at=at)
    return application


@transaction.atomic
def note_reading(application: Application, *, by: Any, at: datetime) -> None:
    """Note that somebody who coordinates read an application: its author is shown it."""
    _note("application_seen", application, by=by, at=at)


def _refuse_closed(cohort: Cohort, *, at: datetime) -> None:
    if not queries.takes_applications(cohort, at=at):
        raise CannotApply(
            _("Applications are not open now. What you wrote is still here, and you may withdraw.")
        )


def _refuse_incomplete(application: Application) -> None:
    if not application.topics:
        raise NotComplete(_("Choose at least one, or say it in your own words."), "topics")
    if not application.languages:
        raise NotComplete(_("Choose at least one."), "languages")
    if application.role == Role.MENTOR and not application.participant.places:
        raise NotComplete(_("Say how many mentees you could take: at least one."), "places")


def _locked(application: Application) -> Application:
    return (
        Application.objects.select_for_update(of=("self",))
        .select_related("participant__cohort__programme__institution", "participant__person")
        .get(pk=application.pk)
    )


def _note(what: str, application: Application, *, by: Any, at: datetime) -> None:
    ledger.record(
        f"programmes.{what}",
        about=application,
        by=by,
        at=at,
        institution=application.participant.cohort.programme.institution,
        subject=application.participant.person,
        role=application.role,
    )
