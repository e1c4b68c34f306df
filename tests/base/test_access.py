import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from amanah.base.access import ONLY_YOU, Rule, admit, guard
from amanah.institutions.models import Appointment, Institution
from tests.factories import SPRING, AppointmentFactory, InstitutionFactory, PersonFactory

pytestmark = pytest.mark.django_db

everybody = Rule((ONLY_YOU,), lambda person, *about: True)
nobody = Rule((ONLY_YOU,), lambda person, *about: False)


def all_institutions(person):
    return Institution.objects.all()


def appointments_there(person, *, slug, at):
    return Appointment.objects.in_force(at).filter(institution__slug=slug)


def test_a_thing_may_be_named_by_another_part_of_the_address():
    home = InstitutionFactory(slug="home")

    found = admit(
        PersonFactory(), allow=everybody, find=all_institutions, pk="home", by="slug", at=SPRING
    )

    assert found == [home]


def test_what_cannot_be_found_does_not_exist():
    with pytest.raises(Http404):
        admit(PersonFactory(), allow=everybody, find=all_institutions, pk="x", by="slug", at=SPRING)


def test_what_can_be_found_may_still_not_be_touched():
    InstitutionFactory(slug="home")

    with pytest.raises(PermissionDenied):
        admit(PersonFactory(), allow=nobody, find=all_institutions, pk="home", by="slug", at=SPRING)


def test_a_thing_is_looked_for_inside_the_place_that_the_address_names(rf):
    appointment = AppointmentFactory(institution__slug="home")

    @guard(find=appointments_there, allow=everybody)
    def seen(request, found, **rest):
        return HttpResponse(f"{found.pk} {rest}")

    request = rf.get("/")
    request.user = PersonFactory()

    assert (
        seen(request, slug="home", pk=appointment.pk).content == f"{appointment.pk} {{}}".encode()
    )
    with pytest.raises(Http404):
        seen(request, slug="elsewhere", pk=appointment.pk)
