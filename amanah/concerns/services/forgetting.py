"""What stays of a concern when somebody in it is erased."""

from datetime import datetime
from typing import Any

from django.db import transaction

from amanah.concerns.models import Concern, Disclosed, Recipient
from amanah.concerns.services.concerns import _delete


@transaction.atomic
def forget(person: Any, *, at: datetime) -> None:
    """Forget an author: what they wrote and showed goes, and what was not sent goes whole.

    That there was a concern, its dates and the leads' own notes stay until it is closed and its
    time is over. A copy of somebody's words that another person shows stays as long: it was shown
    while they were there to be asked about it.
    """
    for concern in Concern.objects.filter(by=person, state=Concern.State.BEGUN):
        _delete(concern)
    Disclosed.objects.filter(concern__by=person).delete()
    Recipient.objects.filter(person=person).delete()
