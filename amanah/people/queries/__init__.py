"""Questions about people, one module a noun; callers find them all here."""

from amanah.people.queries.belonging import affiliations_of, roster, roster_for
from amanah.people.queries.invitations import (
    expired_invitations,
    has_account,
    invitations_run_by,
    invitations_to,
    open_invitation,
)
from amanah.people.queries.profile import profile_of, working_card_of

__all__ = [
    "affiliations_of",
    "expired_invitations",
    "has_account",
    "invitations_run_by",
    "invitations_to",
    "open_invitation",
    "profile_of",
    "roster",
    "roster_for",
    "working_card_of",
]
