"""The one mail of this app: everything that is due to a person."""

from amanah.notifications.queries import DIGEST
from amanah.outbox import mails

mails.declare(
    DIGEST,
    to="the person of the account, in the hours they chose",
    may_hold=("lines", "link", "choose", "stop"),
    can_be_stopped=True,
)
