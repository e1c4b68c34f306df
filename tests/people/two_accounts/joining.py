"""Two accounts become one, a day later."""

from datetime import timedelta

from amanah.people.services import joining as services

DAY = timedelta(days=1, minutes=1)


def become_one(waiting, now):
    services.join_accounts(waiting, at=now + DAY)
