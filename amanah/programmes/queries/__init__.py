"""Questions about programmes, one module a noun; callers find them all here."""

from amanah.programmes.queries.applications import (
    answers_to_read,
    applications_of,
    applications_run_by,
    cohorts_known_to,
    cohorts_open_to,
    drafts_closing_by,
    questions_for,
    takes_applications,
    unfinished_application,
)
from amanah.programmes.queries.intake import (
    asked_in,
    facts_for,
    intake_rows,
    intakes_of,
    known_columns,
    open_intakes,
)
from amanah.programmes.queries.letters import (
    Letters,
    has_come_in,
    is_sending,
    letters_of,
    letters_to_write,
    name_of,
    not_yet_joined,
    people_of,
)
from amanah.programmes.queries.programmes import (
    cohorts_run_by,
    participants_run_by,
    participations_of,
    programmes_run_by,
)

__all__ = [
    "Letters",
    "answers_to_read",
    "applications_of",
    "applications_run_by",
    "asked_in",
    "cohorts_known_to",
    "cohorts_open_to",
    "cohorts_run_by",
    "drafts_closing_by",
    "facts_for",
    "has_come_in",
    "intake_rows",
    "intakes_of",
    "is_sending",
    "known_columns",
    "letters_of",
    "letters_to_write",
    "name_of",
    "not_yet_joined",
    "open_intakes",
    "participants_run_by",
    "participations_of",
    "people_of",
    "programmes_run_by",
    "questions_for",
    "takes_applications",
    "unfinished_application",
]
