import factory

from amanah.institutions.models import Appointment, Institution
from tests.factories.moments import SPRING


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Institution {n}")
    slug = factory.Sequence(lambda n: f"institution-{n}")


class AppointmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Appointment

    institution = factory.SubFactory(InstitutionFactory)
    person = factory.SubFactory("tests.factories.people.PersonFactory")
    role = Appointment.Role.COORDINATOR
    begins_at = SPRING
