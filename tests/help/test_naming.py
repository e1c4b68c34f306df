"""An admin names whom everybody can turn to."""

import pytest

from amanah.base import clock
from amanah.help import services
from amanah.help.models import Contact
from amanah.help.owed import forget
from amanah.institutions.models import Institution
from amanah.operations.checks import Level, surroundings
from amanah.stewardship.models import Entry
from tests.factories import AppointmentFactory, InstitutionFactory, ProgrammeFactory
from tests.factories.help import ContactFactory

pytestmark = pytest.mark.django_db

HERE = "/staff/home/help/"


@pytest.fixture
def admin(client, home):
    person = AppointmentFactory(institution=home, role="admin").person
    client.force_login(person)
    return person


def said(**more):
    return {"name": "Befrienders", "phone": "042 111 2222", "about": "", "hours": "", **more}


def names(home):
    return list(
        Contact.objects.filter(institution=home).order_by("place").values_list("name", flat=True)
    )


def test_somebody_is_named_and_stands_last(client, home, admin):
    ContactFactory(institution=home, name="First", place=1)

    answer = client.post(f"{HERE}new/", said(is_outside="on"))

    assert answer.status_code == 302
    assert names(home) == ["First", "Befrienders"]
    assert Contact.objects.get(name="Befrienders").is_outside
    assert Entry.objects.filter(event="help.contact_added", by=admin).count() == 1
    assert "Befrienders" in client.get("/staff/home/help/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"phone": ""}, "Give a phone number or a mail address."),
        ({"phone": "ask at the gate"}, "Write one number that a phone can dial"),
        ({"email": "befrienders"}, "Enter a valid email address."),
        ({"name": " "}, "This field is required."),
    ],
)
def test_what_would_help_nobody_is_refused(client, home, admin, wrong, says):
    answer = client.post(f"{HERE}new/", said(**wrong))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert names(home) == []


def test_a_programme_of_another_institution_is_none_of_its_choices(client, home, admin):
    own, others = ProgrammeFactory(institution=home), ProgrammeFactory()

    refused = client.post(f"{HERE}new/", said(programme=others.pk))
    taken = client.post(f"{HERE}new/", said(programme=own.pk))

    assert (refused.status_code, taken.status_code) == (422, 302)
    # Names stay as they are written, in every language.
    choices = refused.content.decode().partition('<select name="programme"')[2]
    assert 'translate="no"' in choices.partition(">")[0]


def test_more_than_enough_are_refused(client, home, admin):
    for number in range(services.MOST):
        ContactFactory(institution=home, place=number)

    answer = client.post(f"{HERE}new/", said())

    assert answer.status_code == 422
    assert "are too many to choose from in need" in answer.content.decode()
    Contact.objects.filter(place=3).delete()
    assert client.post(f"{HERE}new/", said()).status_code == 302


def test_they_are_moved_up_and_down_and_removed(client, home, admin):
    made = [ContactFactory(institution=home, name=one, place=1) for one in ("A", "B", "C")]
    for place, one in enumerate(made):
        Contact.objects.filter(pk=one.pk).update(place=place)

    client.post(f"{HERE}{made[2].pk}/move/", {"up": "1"})
    assert names(home) == ["A", "C", "B"]
    client.post(f"{HERE}{made[0].pk}/move/", {"down": "1"})
    assert names(home) == ["C", "A", "B"]
    client.post(f"{HERE}{made[2].pk}/move/", {"up": "1"})
    assert names(home) == ["C", "A", "B"]
    client.post(f"{HERE}{made[2].pk}/remove/")
    assert names(home) == ["A", "B"]


def test_what_is_said_of_somebody_is_changed(client, home, admin):
    one = ContactFactory(institution=home, name="Befrienders", phone="1122")

    answer = client.post(
        f"{HERE}{one.pk}/",
        {
            **said(phone="15"),
            "initial-name": "Befrienders",
            "initial-phone": "1122",
            "initial-is_outside": "False",
        },
    )

    one.refresh_from_db()
    assert (answer.status_code, one.phone) == (302, "15")


def test_the_list_can_be_taken_along(client, home, admin):
    ContactFactory(institution=home)

    assert client.get(f"{HERE}?as=xlsx").headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_an_admin_is_told_where_nobody_is_named(client, home, admin):
    assert "Nobody is named to talk to" not in client.get("/staff/home/").content.decode()

    Institution.objects.update(help_name="")
    assert "Nobody is named to talk to" in client.get("/staff/home/").content.decode()

    ContactFactory(institution=home)
    assert "Nobody is named to talk to" not in client.get("/staff/home/").content.decode()


def test_the_operator_is_told_too(home):
    assert [line.level for line in surroundings.contacts()] == [Level.OK]

    InstitutionFactory(slug="bare")

    [line] = surroundings.contacts()
    assert (line.level, "bare" in line.sentence) == (Level.WARNING, True)


def test_whoever_is_erased_is_named_nowhere_any_more(home, hina):
    ContactFactory(institution=home, name="Hina", email=hina.email)
    kept = ContactFactory(institution=home, name="Night line")
    home.help_email = hina.email.upper()
    home.save()

    forget(hina, at=clock.now())

    assert names(home) == [kept.name]
    home.refresh_from_db()
    assert (home.help_name, home.help_phone, home.help_email) == ("", "", "")
