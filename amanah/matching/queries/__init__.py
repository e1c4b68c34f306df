"""Questions about who may be asked, and who was; callers find them all here."""

from amanah.matching.queries.apart import kept_apart
from amanah.matching.queries.finding import (
    Card,
    Wanted,
    application_shown,
    card_of,
    cards_for,
    has_asked,
    has_mentor,
    may_ask_more,
    mentors_for,
    search_in,
)
from amanah.matching.queries.requests import (
    MOST_OPEN,
    newest_request_to,
    requests_by,
    requests_for,
    requests_to,
    standing,
    waiting,
)

__all__ = [
    "MOST_OPEN",
    "Card",
    "Wanted",
    "application_shown",
    "card_of",
    "cards_for",
    "has_asked",
    "has_mentor",
    "kept_apart",
    "may_ask_more",
    "mentors_for",
    "newest_request_to",
    "requests_by",
    "requests_for",
    "requests_to",
    "search_in",
    "standing",
    "waiting",
]
