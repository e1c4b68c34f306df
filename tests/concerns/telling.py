"""Telling a lead something, step by step, as the pages do."""

from amanah.concerns import services
from tests.factories.moments import SPRING
from tests.factories.sealing import WordsFactory
from tests.sealing import making


def begin(pair, *leads, at=SPRING):
    return services.begin_concern(
        pair.mentorship.institution,
        to=[one.pk for one in leads],
        mentorship=pair.mentorship,
        by=pair.mentee,
        at=at,
    )


def write(concern, *, by, kind="concern", n=1):
    return WordsFactory(room=concern.room, n=n, by=by, kind=kind, file=making.sealed())


def tell(pair, *leads, places=(2, 3), at=SPRING):
    """A concern that was sent."""
    concern = begin(pair, *leads, at=at)
    write(concern, by=pair.mentee)
    return services.send_concern(concern, places=places, by=pair.mentee, at=at)
