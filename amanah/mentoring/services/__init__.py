"""What can happen to mentorships, one module a noun."""

from amanah.mentoring.services.agreements import (
    CannotAgree,
    ChangedMeanwhile,
    OtherText,
    ask_for_change,
    keep_side,
    sign,
    take,
    take_signature_back,
    take_words,
)
from amanah.mentoring.services.beginning import (
    LEAST_PEERS,
    AlreadyPaired,
    CannotBegin,
    NoPlace,
    Side,
    begin,
    begin_mentorship,
    is_whole,
    tell_of_beginning,
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
from amanah.mentoring.services.keeping import (
    empty_mentorship,
    empty_those_due,
    last_day_kept,
    tell_of_last_days_kept,
)
from amanah.mentoring.services.letting_go import let_go
from amanah.mentoring.services.looking import CannotLook, look_again, look_no_more
from amanah.mentoring.services.mentorships import (
    close_mentorship,
    end_mentorship,
    end_mentorships,
)
from amanah.mentoring.services.phases import CannotDeclare, declare_phase

__all__ = [
    "LEAST_PEERS",
    "MOST_OPEN",
    "OPEN_FOR",
    "AlreadyPaired",
    "CannotAccept",
    "CannotAgree",
    "CannotBegin",
    "CannotDeclare",
    "CannotInvite",
    "CannotLook",
    "ChangedMeanwhile",
    "NoPlace",
    "OtherText",
    "Side",
    "accept_invitation",
    "ask_for_change",
    "begin",
    "begin_mentorship",
    "close_mentorship",
    "declare_phase",
    "empty_mentorship",
    "empty_those_due",
    "end_mentorship",
    "end_mentorships",
    "invite",
    "is_whole",
    "keep_side",
    "last_day_kept",
    "let_go",
    "look_again",
    "look_no_more",
    "sign",
    "sweep_invitations",
    "take",
    "take_signature_back",
    "take_words",
    "tell_of_beginning",
    "tell_of_last_days_kept",
    "turn_down",
    "withdraw_invitation",
]
