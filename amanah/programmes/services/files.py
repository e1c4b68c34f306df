"""Answers that are files: kept, replaced, taken away, and handed over to whoever may read them."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amanah.base import attachments
from amanah.base.fields import CannotDecrypt
from amanah.base.refusal import Refused
from amanah.programmes import queries
from amanah.programmes.handed_in import HandedIn
from amanah.programmes.models import Answer, Application, Question
from amanah.stewardship import ledger

Files = Mapping[UUID, HandedIn]
Keep = Callable[..., UUID]


class CannotKeep(Refused):
    """A file was not kept; `question` says which it should have answered."""

    code = "programmes.cannot_keep"

    def __init__(self, said: str, question: UUID) -> None:
        super().__init__(said)
        self.question = question


class CannotFetch(Refused):
    code = "programmes.cannot_fetch"


def answer_by_files(application: Application, files: Files, *, keep: Keep) -> None:
    """Keep each file as the answer to its question; the one that was there goes.

    The caller has locked the application, and hands in how to keep one (`attachments.keeping`).
    """
    asked = [one.pk for one in queries.questions_for(application) if one.pk in files]
    questions = Question.objects.select_for_update().filter(pk__in=asked, kind=Question.Kind.FILE)
    for question in questions.order_by("pk"):
        handed_in = files[question.pk]
        try:
            name = keep(handed_in.content, about=_about())
        except OSError as cause:
            said = _(
                "This file could not be kept just now. Try again later, or tell the help desk."
            )
            raise CannotKeep(said, question.pk) from cause
        before = application.answers.filter(question=question).values_list("file", flat=True)
        attachments.discard(list(before))
        Answer.objects.update_or_create(
            application=application,
            question=question,
            defaults={
                "value": json.dumps(handed_in.name, ensure_ascii=False),
                "file": name,
                "file_bytes": len(handed_in.content),
            },
        )


def drop_answers(answers: QuerySet[Answer]) -> None:
    """Delete answers, with their files."""
    attachments.discard(list(answers.exclude(file=None).values_list("file", flat=True)))
    answers.delete()


def file_of(answer: Answer) -> HandedIn:
    """The file that somebody answered with. Raises `CannotFetch` if it is no longer there."""
    try:
        content = attachments.read(answer.file, about=_about())
    except (attachments.NotThere, CannotDecrypt) as cause:
        raise CannotFetch(
            _("This file is no longer there. Whoever handed it in can do so again.")
        ) from cause
    return HandedIn(queries.file_name(answer), content)


def read_file(answer: Answer, *, by: Any, at: datetime) -> HandedIn:
    """The same for somebody who coordinates; that they took it is shown to its author."""
    found = file_of(answer)
    part = answer.application.participant
    ledger.record(
        "programmes.file_seen",
        about=answer.application,
        by=by,
        at=at,
        institution=part.cohort.programme.institution,
        subject=part.person,
        role=answer.application.role,
    )
    return found


def _about() -> str:
    about: str = Answer._meta.get_field("file").about
    return about
