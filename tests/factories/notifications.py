import factory

from amanah.notifications.models import Notice
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory


class NoticeFactory(factory.django.DjangoModelFactory):
    """A notice of a kind that no longer exists, which its reader may put away all the same."""

    class Meta:
        model = Notice

    person = factory.SubFactory(PersonFactory)
    kind = "gone"
    event = factory.Sequence(lambda n: f"gone:{n}")
    made_at = SPRING
