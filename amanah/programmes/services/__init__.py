"""What can happen to programmes and the people in them, one module a noun."""

from amanah.base.refusal import Refused
from amanah.programmes.services.applying import (
    CannotApply,
    NotComplete,
    begin_application,
    note_reading,
    save_application,
    send_application,
    withdraw_application,
)
from amanah.programmes.services.closing import tell_of_last_days
from amanah.programmes.services.intake import (
    LIMITS,
    CannotRead,
    CannotReview,
    correct_rows,
    discard_intake,
    read_list,
    review_intake,
    say_columns,
    sweep_intakes,
)
from amanah.programmes.services.letters import (
    CannotSend,
    note_sheet,
    send_letters,
    write_again,
    write_letters,
)
from amanah.programmes.services.taking_over import (
    CannotTakeOver,
    ask_to_take_over,
    stop_taking_over,
    take_over,
)
from amanah.programmes.services.undoing import (
    AlreadyListed,
    CannotUndo,
    list_person,
    take_list_over,
    undo_in_parts,
    undo_intake,
)

__all__ = [
    "LIMITS",
    "AlreadyListed",
    "CannotApply",
    "CannotRead",
    "CannotReview",
    "CannotSend",
    "CannotTakeOver",
    "CannotUndo",
    "NotComplete",
    "Refused",
    "ask_to_take_over",
    "begin_application",
    "correct_rows",
    "discard_intake",
    "list_person",
    "note_reading",
    "note_sheet",
    "read_list",
    "review_intake",
    "save_application",
    "say_columns",
    "send_application",
    "send_letters",
    "stop_taking_over",
    "sweep_intakes",
    "take_list_over",
    "take_over",
    "tell_of_last_days",
    "undo_in_parts",
    "undo_intake",
    "withdraw_application",
    "write_again",
    "write_letters",
]
