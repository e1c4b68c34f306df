import factory

from amanah.people.models import Affiliation, Person
from tests.factories.institutions import InstitutionFactory
from tests.factories.moments import SPRING

PHRASE = "otter-lantern-quiet-harbour"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    joined_at = SPRING
    password = factory.django.Password(PHRASE)


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    since = SPRING.date()
