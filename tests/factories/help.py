import factory

from amanah.help.models import Contact
from tests.factories.institutions import InstitutionFactory


class ContactFactory(factory.django.DjangoModelFactory):
    """Somebody whom everybody of an institution can turn to."""

    class Meta:
        model = Contact

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"A line that is open at night {n}")
    phone = "042 111 0000"
    place = factory.Sequence(lambda n: n % 1000 + 1)
