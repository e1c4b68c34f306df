"""Writing letters, and seeing them off."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from amanah.base import jobs
from amanah.base.later import background, every, later_once
from amanah.outbox import hooks, mails, post, queries
from amanah.outbox.models import Letter

log = logging.getLogger("amanah.mail")

# With pauses of up to an hour: four days, as mail servers themselves keep trying.
ATTEMPTS = 105
KEEP_SENT = timedelta(days=30)
# What is emptied when a letter has gone, or will not.
PRIVATE = ("address", "subject", "body", "stop_url")


class Reader(Protocol):
    """A person, as far as a letter needs to know one: people live above this app."""

    pk: Any
    email: Any
    language: Any


@dataclass(frozen=True)
class Stranger:
    """An address that belongs to nobody here yet, or to the operator."""

    email: str
    language: str = settings.LANGUAGE_CODE
    pk: None = None


@transaction.atomic
def write(
    template: str,
    *,
    to: Reader | Stranger,
    event: str,
    at: datetime,
    about: uuid.UUID | None = None,
    stop_url: str = "",
    **context: Any,
) -> Letter:
    """Write a letter in the caller's transaction, in the reader's language. The worker sends it.

    `event` names what is told, to this reader: told twice, it is written once. `about` is the
    id of what it tells of; `hooks.may_send` is asked about it at the moment of sending.
    `context` is what its template shows, within what its declaration in `notices.py` names.
    """
    already = Letter.objects.filter(event=event).first()
    if already:
        return already
    mail = mails.declared(template)
    if bool(stop_url) != mail.can_be_stopped:
        raise ValueError(f"{template}: a mail that can be stopped, and only that, says where")
    text = mails.render(template, language=to.language, context=context)
    letter, is_new = Letter.objects.get_or_create(
        event=event,
        defaults={
            "template": template,
            "reader": to.pk,
            "address": to.email,
            "about": about,
            "language": to.language,
            "subject": text.subject,
            "body": text.body,
            "stop_url": stop_url,
            "message_id": _new_message_id(),
            "written_at": at,
        },
    )
    if is_new:
        key = queries.job_key(letter)
        later_once(deliver, key=key, at=at, letter_id=str(letter.pk))
    return letter


@background(attempts=ATTEMPTS)
def deliver(*, letter_id: str, at: datetime) -> None:
    """Send one letter, if it still may go.

    A crash between the mail server's Yes and our note of it sends a second copy, under the
    same Message-ID.
    """
    letter = Letter.objects.filter(pk=letter_id, state=Letter.State.WAITING).first()
    if letter is None:
        return
    if all(may(letter, at) for may in hooks.may_send):
        post.send(letter)
        _close(letter, state=Letter.State.SENT, sent_at=at)
    else:
        stop(letter)


def stop(letter: Letter) -> None:
    """Do not send a letter after all, and empty it."""
    _close(letter, state=Letter.State.STOPPED)


def stop_each(letters: QuerySet[Letter]) -> None:
    """The same of many that wait."""
    letters.filter(state=Letter.State.WAITING).update(
        state=Letter.State.STOPPED, **dict.fromkeys(PRIVATE, "")
    )


def stop_orphans(*, at: datetime) -> int:
    """Stop letters whose sending the operator gave up; how many."""
    letters = queries.orphans()
    for letter in letters:
        stop(letter)
    return len(letters)


@every(timedelta(days=1), offset=timedelta(hours=3))
def sweep_letters(*, at: datetime) -> None:
    """Forget letters that went, or were stopped, some weeks ago, and stop those given up."""
    stop_orphans(at=at)
    done = Letter.objects.exclude(state=Letter.State.WAITING)
    done.filter(written_at__lt=at - KEEP_SENT).delete()


@every(timedelta(minutes=10))
def tell_operator(*, at: datetime) -> None:
    """Log what is wrong with jobs and mail, and mail it to the operator at most once a day."""
    findings = [*jobs.trouble(at), *queries.trouble(at)]
    for finding in findings:
        log.error("%s: %s", finding.code, finding)
    if findings and settings.OPERATOR_EMAIL:
        write(
            "outbox/mail/trouble.txt",
            to=Stranger(settings.OPERATOR_EMAIL),
            event=f"outbox.trouble:{at:%Y-%m-%d}",
            at=at,
            findings=findings,
        )


def _close(letter: Letter, **changes: Any) -> None:
    for name, value in {**changes, **dict.fromkeys(PRIVATE, "")}.items():
        setattr(letter, name, value)
    letter.save(update_fields=[*changes, *PRIVATE])


def _new_message_id() -> str:
    return f"<{uuid.uuid4()}@{urlsplit(settings.BASE_URL).hostname}>"
