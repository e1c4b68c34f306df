"""What this app owes a person: their part in programmes to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amanah.base import attachments
from amanah.programmes import acts, joining, queries, services
from amanah.programmes.models import (
    SAID,
    Answer,
    Application,
    CohortLetter,
    Intake,
    IntakeRow,
    Listed,
    Participant,
    Recipient,
)
from amanah.stewardship import hooks

DATES = ("begun_at", "submitted_at", "withdrawn_at")
PART = (
    "as_mentor",
    "as_mentee",
    "places",
    "waits_since",
    "listed_at",
    "letter_at",
    "away_until",
    "left_at",
)


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in EXPORTS:
        hooks.export(part)
    hooks.erasure(
        hooks.Erasure(
            "programmes",
            forget,
            (
                "programmes.Participant",
                "programmes.Application",
                "programmes.Answer",
                "programmes.Listed",
                "programmes.Intake",
                "programmes.IntakeRow",
                "programmes.CohortLetter",
                "programmes.Recipient",
            ),
        )
    )
    hooks.hindrance("programmes", runs_alone)
    acts.declare()
    for model in ("programmes.Intake", "programmes.IntakeRow"):
        hooks.keep_from_export(
            model, "A working copy of a list that staff look through; deleted after some days."
        )


def runs_alone(person: Any, *, at: datetime) -> str | None:
    """An open programme is handed over first, so that those in it have somebody to turn to."""
    alone = queries.run_by_alone(person, at=at)
    if not alone:
        return None
    return gettext(
        "You alone run %(programme)s. Name a deputy, archive it, or ask an admin to appoint "
        "somebody first."
    ) % {"programme": alone[0].name}


def forget(person: Any, *, at: datetime) -> None:
    """Delete a person's part in every cohort, with what they said for it.

    A letter that they sent to everybody is the programme's, and loses their name.
    """
    CohortLetter.objects.filter(by=person, state=CohortLetter.State.DRAFT).delete()
    CohortLetter.objects.filter(by=person).update(by=None)
    attachments.discard([one.file for one in _answers_by_file(person)])
    Application.objects.filter(participant__person=person).delete()
    Participant.objects.filter(person=person).delete()
    Intake.objects.filter(by=person).delete()
    _forget_rows(person.email)


def _forget_rows(address: str) -> None:
    """Rows are encrypted, so the database cannot be asked which of them name somebody."""
    wanted = address.casefold()
    naming = [
        row.pk
        for row in IntakeRow.objects.only("cells").iterator()
        if wanted in row.cells.casefold()
    ]
    IntakeRow.objects.filter(pk__in=naming).delete()


def _parts(person: Any) -> Iterable[hooks.Row]:
    return (
        Participant.objects.filter(person=person)
        .order_by("listed_at", "pk")
        .values_list("cohort__programme__name", "cohort__name", *PART)
    )


def _applications(person: Any) -> Iterable[hooks.Row]:
    return (
        Application.objects.filter(participant__person=person)
        .order_by("begun_at", "pk")
        .values_list("participant__cohort__programme__name", "role", "state", *DATES, *SAID)
    )


def _answers(person: Any) -> Iterable[hooks.Row]:
    return (
        Answer.objects.filter(application__participant__person=person)
        .order_by("application__begun_at", "question__place", "pk")
        .values_list("question__programme__name", "question__text", "value")
    )


def _answers_by_file(person: Any) -> Iterable[Answer]:
    return queries.files_of(person).order_by("application__begun_at", "question__place", "pk")


def _files(person: Any) -> Iterable[tuple[str, bytes]]:
    """Each file under its name, numbered, as two may be called the same; a lost one is left out."""
    for number, answer in enumerate(_answers_by_file(person), start=1):
        try:
            found = services.file_of(answer)
        except services.CannotFetch:
            continue
        yield f"{number} {found.name}", found.content


def _listings(person: Any) -> Iterable[hooks.Row]:
    return (
        Listed.objects.filter(participant__person=person)
        .order_by("listed_at", "pk")
        .values_list("participant__cohort__programme__name", "role", "said", "listed_at")
    )


def _letters_written(person: Any) -> Iterable[hooks.Row]:
    return (
        CohortLetter.objects.filter(by=person)
        .order_by("begun_at", "pk")
        .values_list("cohort__programme__name", "to", "subject", "text", "begun_at", "sent_at")
    )


def _letters_had(person: Any) -> Iterable[hooks.Row]:
    return (
        Recipient.objects.filter(participant__person=person)
        .exclude(letter__state=CohortLetter.State.STOPPED)
        .order_by("letter__sent_at", "pk")
        .values_list(
            "letter__cohort__programme__name", "letter__subject", "letter__text", "letter__sent_at"
        )
    )


EXPORTS = (
    hooks.Export(
        "letters-to-everybody",
        _("letters that you wrote to everybody in a cohort, or to some"),
        ("programme", "to", "subject", "text", "begun_at", "sent_at"),
        _letters_written,
        ("programmes.CohortLetter",),
    ),
    hooks.Export(
        "letters-to-you",
        _("letters that you were sent as one of a cohort"),
        ("programme", "subject", "text", "sent_at"),
        _letters_had,
        ("programmes.Recipient",),
    ),
    hooks.Export(
        "programmes",
        _("the programmes you take part in"),
        ("programme", "cohort", *PART),
        _parts,
        ("programmes.Participant",),
    ),
    hooks.Export(
        "applications",
        _("your applications"),
        ("programme", "role", "state", *DATES, *SAID),
        _applications,
        ("programmes.Application",),
    ),
    hooks.Export(
        "answers",
        _("your answers to a programme's own questions"),
        ("programme", "question", "answer"),
        _answers,
        ("programmes.Answer",),
        files=_files,
    ),
    hooks.Export(
        "listings",
        _("what a list that staff uploaded said of you"),
        ("programme", "role", "said", "listed_at"),
        _listings,
        ("programmes.Listed",),
    ),
)
