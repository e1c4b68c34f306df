"""What can happen to people, one module a noun; callers find it all here."""

from amanah.base.refusal import Refused
from amanah.people import hooks, letter_secrets, limits
from amanah.people.addresses import Invitee
from amanah.people.names import is_a_name, tidy
from amanah.people.notices import shown_invitation
from amanah.people.services.belonging import (
    AccessEnded,
    AlreadyBelongs,
    AlreadyLeft,
    before_leaving,
    join,
    leave,
)
from amanah.people.services.deaths import (
    CannotConfirmDeath,
    CannotSay,
    confirm_death,
    say_died,
    take_back_death,
)
from amanah.people.services.invitations import (
    LONGEST,
    CannotAccept,
    CannotInvite,
    CannotResend,
    CannotWithdraw,
    HasAnAccount,
    Joined,
    accept_as_new,
    accept_invitation,
    invite,
    resend_invitation,
    sweep_invitations,
    withdraw_invitation,
)
from amanah.people.services.links import CannotMakeLink, ask_by_link, end_link, make_link
from amanah.people.services.listing import claim, list_people, people_at, unlist
from amanah.people.services.profile import (
    change_department,
    change_person,
    change_profile,
    change_working_card,
    keep_choice,
    note_look,
    note_sheet,
    put_away,
)
from amanah.people.services.sessions import end_session, end_sessions, sweep_accounts
from amanah.people.services.standing import (
    AlreadyStopped,
    CannotAllow,
    CannotStop,
    allow_again,
    stop_access,
)

__all__ = [
    "LONGEST",
    "AccessEnded",
    "AlreadyBelongs",
    "AlreadyLeft",
    "AlreadyStopped",
    "CannotAccept",
    "CannotAllow",
    "CannotConfirmDeath",
    "CannotInvite",
    "CannotMakeLink",
    "CannotResend",
    "CannotSay",
    "CannotStop",
    "CannotWithdraw",
    "HasAnAccount",
    "Invitee",
    "Joined",
    "Refused",
    "accept_as_new",
    "accept_invitation",
    "allow_again",
    "ask_by_link",
    "before_leaving",
    "change_department",
    "change_person",
    "change_profile",
    "change_working_card",
    "claim",
    "confirm_death",
    "end_link",
    "end_session",
    "end_sessions",
    "hooks",
    "invite",
    "is_a_name",
    "join",
    "keep_choice",
    "leave",
    "letter_secrets",
    "limits",
    "list_people",
    "make_link",
    "note_look",
    "note_sheet",
    "people_at",
    "put_away",
    "resend_invitation",
    "say_died",
    "shown_invitation",
    "stop_access",
    "sweep_accounts",
    "sweep_invitations",
    "take_back_death",
    "tidy",
    "unlist",
    "withdraw_invitation",
]
