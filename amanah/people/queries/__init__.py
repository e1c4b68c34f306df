"""Questions about people, one module a noun; callers find them all here."""

from amanah.people.letter_secrets import hash_of as hash_of_secret
from amanah.people.queries.belonging import affiliations_of, roster, roster_for
from amanah.people.queries.invitations import (
    expired_invitations,
    has_account,
    invitations_run_by,
    invitations_to,
    links_run_by,
    open_invitation,
    open_link,
)
from amanah.people.queries.profile import profile_of, working_card_of
from amanah.people.queries.standing import (
    dead_run_by,
    has_died,
    is_stopped,
    people_run_by,
    stops_run_by,
)

__all__ = [
    "affiliations_of",
    "dead_run_by",
    "expired_invitations",
    "has_account",
    "has_died",
    "hash_of_secret",
    "invitations_run_by",
    "invitations_to",
    "is_stopped",
    "links_run_by",
    "open_invitation",
    "open_link",
    "people_run_by",
    "profile_of",
    "roster",
    "roster_for",
    "stops_run_by",
    "working_card_of",
]
