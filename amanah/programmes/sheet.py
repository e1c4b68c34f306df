"""The people of a cohort as rows of a workbook: only what a coordinator may know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.programmes import queries, vocabulary
from amanah.programmes.models import Application, Cohort

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


@dataclass(frozen=True)
class Sheet:
    """The rows of a workbook, and whose sent applications are read in them."""

    rows: list[list[str | int]]
    read: list[Application]


def sheet_of(cohort: Cohort, *, but: Any) -> Sheet:
    """A row for each part that staff know of. Drafts are their authors', as is what is private."""
    said: dict[tuple[UUID, str], Application] = {
        (one.participant_id, one.role): one
        for one in queries.readable_applications()
        .filter(participant__cohort=cohort, state=Application.State.SUBMITTED)
        .select_related("participant")
        .defer("wishes", "do_not_pair", "matters", "values", "statement")
    }
    found = Sheet([], [])
    for participant in queries.people_of(cohort, but=but):
        for role, has_part in (
            (Application.Role.MENTOR, participant.is_mentor),
            (Application.Role.MENTEE, participant.is_mentee),
        ):
            if has_part:
                application = said.get((participant.pk, role))
                found.rows.append(_row(participant, role, application))
                # Of those who have not come in it holds what staff had put on the list.
                if application and participant.person.joined_at:
                    found.read.append(application)
    return found


def _row(participant: Any, role: Application.Role, said: Application | None) -> list[str | int]:
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
        "" if participant.is_member else _("Not yet joined"),
    ]
