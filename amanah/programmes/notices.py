"""The letters and notices of programmes. None has a name in it, nor what somebody said."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox import mails
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.programmes.models import Application, Participant

LISTED = mails.declare(
    "programmes/mail/listed.txt",
    to="a member whom staff put into a cohort",
    may_hold=("link",),
)


def listed(participant: Participant, *, at: datetime) -> None:
    """To somebody who has an account: that they were put into a programme, and where to look."""
    outbox.write(
        LISTED.template,
        to=participant.person,
        event=f"programmes.listed:{participant.pk}",
        at=at,
        about=participant.pk,
        institution=participant.cohort.programme.institution.name,
        link=settings.BASE_URL + reverse("applications:programmes"),
    )


def still_listed(letter: Letter, at: datetime) -> bool:
    """Asked before such a letter goes: whoever was taken out again is not written to."""
    if letter.template != LISTED.template:
        return True
    return Participant.objects.filter(pk=letter.about or letter.pk, left_at=None).exists()


def _is_not_sent(notice: Notice, at: datetime) -> bool:
    return (
        notice.about is not None
        and Application.objects.filter(
            pk=notice.about, state=Application.State.DRAFT, participant__left_at=None
        ).exists()
    )


CLOSES = notifications.declare(
    notifications.Kind(
        "programmes.application_closes",
        says=_("An application that you began is not sent yet. The last day is %(day)s."),
        listed_as=_("An application that I began and have not sent, some days before its last day"),
        where=lambda about: reverse("applications:application", args=[about]),
        holds=_is_not_sent,
    )
)
