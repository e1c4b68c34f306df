"""How a mentor is asked, what somebody was told, and whether a request stands."""

from datetime import timedelta

from amanah.matching import queries, services
from amanah.notifications.models import Notice
from tests.factories import SPRING

DAY = timedelta(days=1)


def ask(mentor, by, *, at=SPRING, shows=False):
    return services.ask_mentor(mentor, shows_application=shows, by=by, at=at)


def told(person):
    return [notice.kind for notice in Notice.objects.filter(person=person).order_by("made_at")]


def stands(request, *, at=SPRING):
    return queries.standing(at=at).filter(pk=request.pk).exists()
