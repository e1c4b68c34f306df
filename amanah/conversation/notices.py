"""The notices of conversations: that there are words, never whose or what they say."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.conversation import queries
from amanah.mentoring.models import Mentorship
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice


def _mentorship_of(notice: Notice) -> Mentorship | None:
    if notice.about is None:
        return None
    found = Mentorship.objects.filter(
        pk=notice.about,
        state=Mentorship.State.ACTIVE,
        memberships__person=notice.person_id,
        memberships__left_at=None,
    )
    return found.first()


def _is_theirs(notice: Notice, at: datetime) -> bool:
    return _mentorship_of(notice) is not None


def _can_go(notice: Notice, at: datetime) -> bool:
    mentorship = _mentorship_of(notice)
    return mentorship is not None and queries.can_send_letter(mentorship, notice.person_id)


WORDS = notifications.declare(
    notifications.Kind(
        "conversation.words",
        says=_("There is something new in a conversation of yours."),
        listed_as=_("New words in a conversation of mine, once a day at most"),
        where=lambda about: reverse("conversation:conversation", args=[about]),
        holds=_is_theirs,
    )
)
LETTER = notifications.declare(
    notifications.Kind(
        "conversation.letter",
        says=_("A letter that you kept can be sent now."),
        listed_as=_("A letter of mine that can be sent, once the other has a lock"),
        where=lambda about: reverse("conversation:conversation", args=[about]),
        holds=_can_go,
    )
)
