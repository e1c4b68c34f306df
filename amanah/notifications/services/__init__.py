"""Telling people things, and seeing to it that they hear of them as they like."""

from amanah.notifications import hooks
from amanah.notifications.kinds import Kind, declare
from amanah.notifications.services.choosing import choose, reckon_again, settle_rhythm, stop_mail
from amanah.notifications.services.mailing import (
    mail_those_due,
    may_go,
    read_stop,
    stop_link,
    sweep_notices,
)
from amanah.notifications.services.telling import (
    Days,
    put_all_away,
    put_away,
    take_back,
    take_each_back,
    tell,
    tell_each,
    tell_instead,
)

__all__ = [
    "Days",
    "Kind",
    "choose",
    "declare",
    "hooks",
    "mail_those_due",
    "may_go",
    "put_all_away",
    "put_away",
    "read_stop",
    "reckon_again",
    "settle_rhythm",
    "stop_link",
    "stop_mail",
    "sweep_notices",
    "take_back",
    "take_each_back",
    "tell",
    "tell_each",
    "tell_instead",
]
