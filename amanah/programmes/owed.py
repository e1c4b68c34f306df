"""What this app owes a person: their part in programmes to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amanah.programmes import queries
from amanah.programmes.models import (
    SAID,
    Answer,
    Application,
    Intake,
    IntakeRow,
    Listed,
    Participant,
)
from amanah.stewardship import events, hooks

DATES = ("begun_at", "submitted_at", "withdrawn_at")
PART = (
    "as_mentor",
    "as_mentee",
    "places",
    "priority",
    "waits_since",
    "listed_at",
    "letter_at",
    "away_until",
    "left_at",
)


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
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
            ),
        )
    )
    hooks.hindrance("programmes", runs_alone)
    _say_events()
    _say_setting_up()
    for model in ("programmes.Intake", "programmes.IntakeRow"):
        hooks.keep_from_export(
            model, "A working copy of a list that staff look through; deleted after some days."
        )


def _say_events() -> None:
    staffs = events.by_staff
    staffs(
        "programmes.list_taken_over",
        _("Took a list of people over into a programme"),
        _("Took a list of people over into a programme"),
    )
    staffs(
        "programmes.list_undone",
        _("Undid a list of people in a programme"),
        _("Undid a list of people in a programme"),
    )
    staffs(
        "programmes.person_removed",
        _("Took you out of a programme"),
        _("Took a person out of a programme"),
    )
    staffs(
        "programmes.person_listed",
        _("Put you into a programme"),
        _("Put a person into a programme"),
    )
    staffs(
        "programmes.people_taken_along",
        _("Took the people of a programme along as a workbook"),
        _("Took the people of a programme along as a workbook"),
    )
    staffs(
        "programmes.letters_sent",
        _("Sent letters to the people of a programme"),
        _("Sent letters to the people of a programme"),
    )
    staffs(
        "programmes.application_seen",
        _("Read your application"),
        _("Read somebody's application"),
    )
    own = events.by_member
    own("programmes.application_sent", _("Sent an application"))
    own("programmes.application_changed", _("Changed an application"))
    own("programmes.application_withdrawn", _("Withdrew an application"))


def _say_setting_up() -> None:
    staffs = events.by_staff
    staffs("programmes.programme_begun", _("Set up a programme"), _("Set up a programme"))
    staffs(
        "programmes.programme_changed",
        _("Changed the settings of a programme"),
        _("Changed the settings of a programme"),
    )
    staffs("programmes.programme_opened", _("Opened a programme"), _("Opened a programme"))
    _say_questions()
    staffs("programmes.programme_archived", _("Archived a programme"), _("Archived a programme"))
    staffs(
        "programmes.archive_day_changed",
        _("Changed until when an archived programme is kept"),
        _("Changed until when an archived programme is kept"),
    )
    staffs(
        "programmes.programme_reopened",
        _("Opened an archived programme again"),
        _("Opened an archived programme again"),
    )
    staffs(
        "programmes.archive_emptied",
        _("Had set the day on which an archived programme let go of its people"),
        _("Had set the day on which an archived programme let go of its people"),
    )
    staffs("programmes.cohort_added", _("Added a cohort"), _("Added a cohort"))
    staffs("programmes.cohort_changed", _("Changed a cohort"), _("Changed a cohort"))


def _say_questions() -> None:
    for event, said in (
        ("question_added", _("Added a question to a programme")),
        ("question_changed", _("Changed a question of a programme")),
        ("question_moved", _("Moved a question of a programme")),
        ("question_put_away", _("Put a question of a programme away")),
        ("question_taken_back", _("Took a question of a programme back")),
        ("question_deleted", _("Deleted a question of a programme")),
    ):
        events.by_staff(f"programmes.{event}", said, said)


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
    """Delete a person's part in every cohort, with what they said for it."""
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


def _listings(person: Any) -> Iterable[hooks.Row]:
    return (
        Listed.objects.filter(participant__person=person)
        .order_by("listed_at", "pk")
        .values_list("participant__cohort__programme__name", "role", "said", "listed_at")
    )


EXPORTS = (
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
    ),
    hooks.Export(
        "listings",
        _("what a list that staff uploaded said of you"),
        ("programme", "role", "said", "listed_at"),
        _listings,
        ("programmes.Listed",),
    ),
)
