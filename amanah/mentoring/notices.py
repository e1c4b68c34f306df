"""The letter and the notices of mentorships. None has a name in it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.mentoring.models import Agreement, Invitation, Mentorship
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox import mails
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter

INVITED = mails.declare(
    "mentoring/mail/invited.txt",
    to="the address to which a member sent an invitation to an informal mentorship",
    may_hold=("link", "day"),
)


def invited(invitation: Invitation, *, secret: str, at: datetime) -> None:
    """That somebody asks, and until when. The same whether or not the address is anybody's here."""
    institution = invitation.institution
    outbox.write(
        INVITED.template,
        to=outbox.Stranger(invitation.address, language=institution.language),
        event=f"mentoring.invited:{invitation.pk}",
        at=at,
        about=invitation.pk,
        institution=institution.name,
        link=link_of(secret),
        day=invitation.last_day,
    )


def link_of(secret: str) -> str:
    """The address that an invitation opens at."""
    return settings.BASE_URL + reverse("mentoring:invited", args=[secret])


def still_asked(letter: Letter, at: datetime) -> bool:
    """Asked before such a letter goes: one withdrawn meanwhile is not sent."""
    if letter.template != INVITED.template:
        return True
    return Invitation.objects.filter(
        pk=letter.about or letter.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).exists()


def _is_closed(notice: Notice, at: datetime) -> bool:
    return _stands(notice, Mentorship.State.CLOSED)


def _is_kept(notice: Notice, at: datetime) -> bool:
    """Whether it is still kept until the very day that its reader was told."""
    if notice.about is None:
        return False
    found = Mentorship.objects.filter(pk=notice.about, keep_until=notice.day, emptied_at=None)
    return found.exists()


def _goes_on(notice: Notice, at: datetime) -> bool:
    return _stands(notice, Mentorship.State.ACTIVE)


def _stands(notice: Notice, state: str) -> bool:
    if notice.about is None:
        return False
    return Mentorship.objects.filter(pk=notice.about, state=state).exists()


def _is_to_read(notice: Notice, at: datetime) -> bool:
    """Whether something of an agreement waits for its reader: until they, or all, have signed."""
    if notice.about is None or not _goes_on(notice, at):
        return False
    newest = Agreement.objects.filter(mentorship=notice.about).order_by("-version").first()
    if newest is None or newest.is_signed:
        return False
    return not newest.signatures.filter(membership__person=notice.person_id).exists()


CLOSED = notifications.declare(
    notifications.Kind(
        "mentoring.closed",
        says=_("A mentorship of yours is closed."),
        listed_as=_("A mentorship of mine that was closed"),
        where=lambda about: reverse("mentoring:mentorship", args=[about]),
        holds=_is_closed,
    )
)
KEPT_UNTIL = notifications.declare(
    notifications.Kind(
        "mentoring.kept_until",
        says=_(
            "Until %(day)s you can take your words of a closed mentorship with you. Then our "
            "copies are deleted."
        ),
        listed_as=_("Until when words of a closed mentorship can be taken along"),
        where=lambda about: reverse("mentoring:mentorship", args=[about]),
        holds=_is_kept,
    )
)
BEGUN = notifications.declare(
    notifications.Kind(
        "mentoring.begun",
        says=_("A mentorship of yours has begun."),
        listed_as=_("A mentorship of mine that has begun"),
        where=lambda about: reverse("mentoring:mentorship", args=[about]),
        holds=_goes_on,
    )
)
AGREEMENT = notifications.declare(
    notifications.Kind(
        "mentoring.agreement",
        says=_("Something in an agreement of yours is there to be read."),
        listed_as=_("An agreement of mine with something new to read"),
        where=lambda about: reverse("mentoring:agreement", args=[about]),
        holds=_is_to_read,
    )
)
