"""What can happen to ties and posts, one module a noun; callers find it all here."""

from amanah.conflicts import hooks
from amanah.conflicts.services.keeping import (
    CannotKeep,
    What,
    end_kept,
    note_sheet,
    put_in_post,
    put_in_tie,
    take_out_kept,
)
from amanah.conflicts.services.lists import (
    LIMITS,
    CannotRead,
    CannotTakeOver,
    discard_tie_list,
    look_through,
    read_tie_list,
    sweep_tie_lists,
    take_tie_list_over,
)
from amanah.conflicts.services.looking import look_at_department, look_at_what_begins
from amanah.conflicts.services.moving import sweep_ties, take_ties_over
from amanah.conflicts.services.own import say_decides_over, say_own_ties, take_back_decides_over

__all__ = [
    "LIMITS",
    "CannotKeep",
    "CannotRead",
    "CannotTakeOver",
    "What",
    "discard_tie_list",
    "end_kept",
    "hooks",
    "look_at_department",
    "look_at_what_begins",
    "look_through",
    "note_sheet",
    "put_in_post",
    "put_in_tie",
    "read_tie_list",
    "say_decides_over",
    "say_own_ties",
    "sweep_tie_lists",
    "sweep_ties",
    "take_back_decides_over",
    "take_out_kept",
    "take_tie_list_over",
    "take_ties_over",
]
