"""What is done for people who ask for their data, or ask us to forget them."""

from amanah.stewardship.services.erasure import (
    CannotErase,
    ask_for_erasure,
    erase_person,
    erase_those_due,
    leave_stub,
    reapply_erasures,
    take_back_erasure,
)
from amanah.stewardship.services.parcels import (
    CannotFetch,
    ask_for_parcel,
    copy_for_somebody_else,
    discard_old_parcels,
    fetch_parcel,
    pack_parcel,
)
from amanah.stewardship.services.traces import StillInUse, wipe_traces

__all__ = [
    "CannotErase",
    "CannotFetch",
    "StillInUse",
    "ask_for_erasure",
    "ask_for_parcel",
    "copy_for_somebody_else",
    "discard_old_parcels",
    "erase_person",
    "erase_those_due",
    "fetch_parcel",
    "leave_stub",
    "pack_parcel",
    "reapply_erasures",
    "take_back_erasure",
    "wipe_traces",
]
