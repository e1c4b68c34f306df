"""Questions about programmes, one module a noun; callers find them all here."""

from amanah.programmes.queries.intake import (
    asked_in,
    facts_for,
    intake_rows,
    intakes_of,
    known_columns,
    open_intakes,
)
from amanah.programmes.queries.programmes import (
    cohorts_run_by,
    participants_run_by,
    participations_of,
    programmes_run_by,
)

__all__ = [
    "asked_in",
    "cohorts_run_by",
    "facts_for",
    "intake_rows",
    "intakes_of",
    "known_columns",
    "open_intakes",
    "participants_run_by",
    "participations_of",
    "programmes_run_by",
]
