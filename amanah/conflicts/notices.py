"""What those who run a programme are told: fixed words, and nobody's name."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.conflicts import queries
from amanah.institutions.models import Institution
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice


def _is_still_so(notice: Notice, at: datetime) -> bool:
    institution = Institution.objects.filter(pk__in=[notice.about]).first()
    return institution is not None and bool(
        queries.pairs_shown_to(notice.person, institution, at=at)
    )


ANOTHER_LOOK = notifications.declare(
    notifications.Kind(
        "conflicts.another_look",
        says=_("A pair may need another look: somebody's role has changed."),
        listed_as=_("A pair of a programme that I run, when somebody's role has changed"),
        where=lambda about: reverse("conflicts:pairs", args=[about]),
        holds=_is_still_so,
    )
)
