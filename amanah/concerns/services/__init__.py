"""What can happen to a concern."""

from amanah.concerns.services.concerns import (
    MOST_SHOWN,
    ORDER,
    CannotSend,
    CannotTake,
    NobodyChosen,
    begin_concern,
    forget_old_concerns,
    note_opened,
    say_state,
    send_concern,
    tell_of_words,
    throw_away,
)
from amanah.concerns.services.forgetting import forget

__all__ = [
    "MOST_SHOWN",
    "ORDER",
    "CannotSend",
    "CannotTake",
    "NobodyChosen",
    "begin_concern",
    "forget",
    "forget_old_concerns",
    "note_opened",
    "say_state",
    "send_concern",
    "tell_of_words",
    "throw_away",
]
