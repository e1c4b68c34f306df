"""What can happen to mentorships, one module a noun."""

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
    AlreadyPaired,
    CannotBegin,
    NoPlace,
    begin_mentorship,
    close_mentorship,
    end_mentorship,
    end_mentorships,
)

__all__ = [
    "MOST_OPEN",
    "OPEN_FOR",
    "AlreadyPaired",
    "CannotAccept",
    "CannotBegin",
    "CannotInvite",
    "NoPlace",
    "accept_invitation",
    "begin_mentorship",
    "close_mentorship",
    "end_mentorship",
    "end_mentorships",
    "invite",
    "let_go",
    "sweep_invitations",
    "turn_down",
    "withdraw_invitation",
]
