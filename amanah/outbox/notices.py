"""The mails of the outbox itself."""

from amanah.outbox import mails

mails.declare(
    "outbox/mail/trouble.txt", to="the operator, at most once a day", may_hold=("findings",)
)
