"""Concerns as the courier keeps them. No key opens what is in their rooms."""

import hashlib
import uuid

import factory

from amanah.concerns.models import Concern, Disclosed, Recipient
from amanah.sealing import services
from tests.factories.institutions import InstitutionFactory
from tests.factories.moments import SPRING
from tests.factories.people import PersonFactory
from tests.factories.sealing import sealed


class ConcernFactory(factory.django.DjangoModelFactory):
    """One that was sent to `to`, about nothing that is here unless a mentorship is given."""

    class Meta:
        model = Concern
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    by = factory.SubFactory(PersonFactory)
    mentorship = None
    state = "sent"
    begun_at = SPRING
    sent_at = factory.LazyAttribute(lambda made: None if made.state == "begun" else made.begun_at)
    closed_at = factory.LazyAttribute(lambda made: made.sent_at if made.state == "closed" else None)

    @factory.post_generation
    def to(made, create, people, **kwargs):
        people = people or ()
        Recipient.objects.bulk_create(Recipient(concern=made, person=one) for one in people)
        made.room = services.open_room([made.by, *people], by=made.by, at=made.begun_at)
        made.file_room = services.open_room(people, by=made.by, at=made.begun_at)
        made.save(update_fields=["room", "file_room"])


class DisclosedFactory(factory.django.DjangoModelFactory):
    """A sealed file that is shown with a concern."""

    class Meta:
        model = Disclosed

    concern = factory.SubFactory(ConcernFactory)
    room = factory.LazyFunction(uuid.uuid4)
    n = factory.Sequence(lambda n: n + 1)
    mid = factory.LazyFunction(uuid.uuid4)
    epoch = 1
    by = factory.SubFactory(PersonFactory)
    kind = "hopes"
    at = SPRING
    file = factory.LazyFunction(sealed)
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.file).digest())
