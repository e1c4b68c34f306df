"""What can happen to mentorships, one module a noun."""

from amanah.mentoring.services.beginning import (
    LEAST_PEERS,
    AlreadyPaired,
    CannotBegin,
    NoPlace,
    Side,
    begin,
    begin_mentorship,
    is_whole,
)
from amanah.mentoring.services.invitations import (
    MOST_OPEN,
    OPEN_FOR,
    CannotAccept,
    CannotInvite,
    accept_invitation,
    invite,
    sweep_invitations,
    turn_down,
    withdraw_invitation,
)
from amanah.mentoring.services.letting_go import let_go
from amanah.mentoring.services.mentorships import (
    close_mentorship,
    end_mentorship,
    end_mentorships,
)

__all__ = [
    "LEAST_PEERS",
    "MOST_OPEN",
    "OPEN_FOR",
    "AlreadyPaired",
    "CannotAccept",
    "CannotBegin",
    "CannotInvite",
    "NoPlace",
    "Side",
    "accept_invitation",
    "begin",
    "begin_mentorship",
    "close_mentorship",
    "end_mentorship",
    "end_mentorships",
    "invite",
    "is_whole",
    "let_go",
    "sweep_invitations",
    "turn_down",
    "withdraw_invitation",
]
