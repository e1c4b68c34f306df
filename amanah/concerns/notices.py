"""What is told of a concern: that there is something, and nothing of what or who."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.concerns import queries
from amanah.concerns.models import Concern
from amanah.institutions import queries as institutions
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice


def tell_leads(concern: Concern, *, event: str, at: datetime) -> None:
    """Tell those who were chosen, and who can still come to it."""
    for recipient, can_come in queries.recipients_of(concern, at=at):
        if can_come:
            name = f"concerns.lead:{recipient.pk}:{event}"
            notifications.tell(recipient.person, TO_LEADS, event=name, at=at, about=concern.pk)


def tell_author(concern: Concern, *, event: str, at: datetime) -> None:
    name = f"concerns.author:{concern.pk}:{event}"
    notifications.tell(concern.by, TO_AUTHOR, event=name, at=at, about=concern.pk)


def _can_come(notice: Notice, at: datetime) -> bool:
    sent = queries.concerns_sent_to(notice.person, at=at)
    return sent.filter(pk=notice.about or notice.pk, closed_at=None).exists()


def _is_theirs(notice: Notice, at: datetime) -> bool:
    return queries.concerns_of(notice.person).filter(pk=notice.about or notice.pk).exists()


def _is_lead(person: Any, at: datetime) -> bool:
    return institutions.institutions_with(person, queries.LEAD, at=at).exists()


TO_LEADS = notifications.declare(
    notifications.Kind(
        "concerns.for_a_lead",
        says=_("Something has come for you that only you can open."),
        listed_as=_("Something that came to me as a safeguarding lead"),
        where=lambda about: reverse("concerns:file", args=[about]),
        holds=_can_come,
        mail="at_once",
        concerns=_is_lead,
    )
)
TO_AUTHOR = notifications.declare(
    notifications.Kind(
        "concerns.for_its_author",
        says=_("There is something new for you to read."),
        listed_as=_("Something new in what I showed to somebody"),
        where=lambda about: reverse("concerns:concern", args=[about]),
        holds=_is_theirs,
    )
)
