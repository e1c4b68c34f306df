"""The people of a cohort as rows of a workbook: only what a coordinator may know."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.programmes import queries, vocabulary
from amanah.programmes.models import Application, Cohort, Participant

SHEET = (
    gettext_lazy("Name"),
    gettext_lazy("E-mail address"),
    gettext_lazy("Role"),
    gettext_lazy("Places: how many mentees"),
    gettext_lazy("Stage or post"),
    gettext_lazy("Specialty or field"),
    gettext_lazy("What they want help with, or can help with"),
    gettext_lazy("Languages"),
    gettext_lazy("Good times"),
    gettext_lazy("How to meet"),
    gettext_lazy("State"),
)


def sheet_of(cohort: Cohort, *, but: Any) -> Iterable[list[str | int]]:
    """A row for each part that somebody has. Drafts are theirs, and so is what is private."""
    said: dict[tuple[UUID, str], Application] = {
        (one.participant_id, one.role): one
        for one in Application.objects.filter(
            participant__cohort=cohort, state=Application.State.SUBMITTED
        ).defer("wishes", "do_not_pair", "matters", "values", "statement")
    }
    for participant in queries.people_of(cohort, but=but):
        for role, has_part in (
            (Application.Role.MENTOR, participant.as_mentor),
            (Application.Role.MENTEE, participant.as_mentee),
        ):
            if has_part:
                yield _row(participant, role, said.get((participant.pk, role)))


def _row(
    participant: Participant, role: Application.Role, said: Application | None
) -> list[str | int]:
    person = participant.person
    return [
        queries.name_of(participant),
        person.email,
        str(role.label),
        participant.places if role == Application.Role.MENTOR else "",
        said.stage if said else "",
        said.specialty if said else "",
        *(
            "; ".join(vocabulary.shown(kind, getattr(said, kind))) if said else ""
            for kind in ("topics", "languages", "times", "settings")
        ),
        "" if participant.is_member else _("Not yet joined"),  # type: ignore[attr-defined]
    ]
