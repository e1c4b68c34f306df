"""What brings people to one another, one module a noun."""

from amanah.matching.services.answering import (
    CannotAnswer,
    accept_request,
    decline_request,
)
from amanah.matching.services.asking import (
    OPEN_FOR,
    REMIND_BEFORE,
    CannotAsk,
    ask_mentor,
    last_day,
    withdraw_request,
)
from amanah.matching.services.ending import (
    close_those_over,
    end_requests,
    forget_old_requests,
    let_go,
)

__all__ = [
    "OPEN_FOR",
    "REMIND_BEFORE",
    "CannotAnswer",
    "CannotAsk",
    "accept_request",
    "ask_mentor",
    "close_those_over",
    "decline_request",
    "end_requests",
    "forget_old_requests",
    "last_day",
    "let_go",
    "withdraw_request",
]
