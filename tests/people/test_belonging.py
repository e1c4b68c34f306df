from datetime import timedelta

import pytest

from amanah.base.seen import AlreadyChanged
from amanah.institutions.models import Appointment
from amanah.institutions.services import LastAdmin
from amanah.people import queries, services
from amanah.people.models import Affiliation, Person, Profile, WorkingCard
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", time_zone="Asia/Karachi")


def names(found):
    return [belonging.person.name for belonging in found]


def names_on(roster):
    return [line["person__name"] for line in roster]


def test_joining_begins_on_the_day_it_is_there(home):
    midnight = SPRING.replace(hour=20)

    belonging = services.join(home, PersonFactory(), by=None, at=midnight)

    assert belonging.since == (SPRING + timedelta(days=1)).date()


def test_nobody_belongs_twice(home):
    person = AffiliationFactory(institution=home).person

    with pytest.raises(services.AlreadyBelongs, match="already belong"):
        services.join(home, person, by=person, at=SPRING)


def test_leaving_ends_roles_there_and_nothing_else(home):
    person = AffiliationFactory(institution=home).person
    away = AffiliationFactory(person=person).institution
    for institution in (home, away):
        AppointmentFactory(institution=institution, person=person)
    Profile.objects.create(person=person, about="Mine")

    services.leave(Affiliation.objects.get(institution=home), by=person, at=SPRING)

    held = Appointment.objects.in_force(SPRING).filter(person=person)
    assert [one.institution for one in held] == [away]
    assert [one.institution for one in queries.affiliations_of(person)] == [away]
    assert Profile.objects.get().about == "Mine"
    assert Person.objects.get(pk=person.pk).is_active


def test_whoever_left_can_come_back(home):
    person = AffiliationFactory(institution=home).person
    services.leave(Affiliation.objects.get(), by=person, at=SPRING)

    services.join(home, person, by=person, at=SPRING)

    assert queries.affiliations_of(person).count() == 1


def test_nobody_leaves_twice(home):
    belonging = AffiliationFactory(institution=home)
    services.leave(belonging, by=belonging.person, at=SPRING)

    with pytest.raises(services.AlreadyLeft, match="already left"):
        services.leave(belonging, by=belonging.person, at=SPRING)


def test_the_last_admin_leaves_when_there_is_another(home):
    belonging = AffiliationFactory(institution=home)
    AppointmentFactory(institution=home, person=belonging.person, role="admin")

    with pytest.raises(LastAdmin):
        services.leave(belonging, by=belonging.person, at=SPRING)
    assert queries.affiliations_of(belonging.person).exists()

    AppointmentFactory(institution=home, role="admin")
    services.leave(belonging, by=belonging.person, at=SPRING)
    assert not queries.affiliations_of(belonging.person).exists()


@pytest.mark.parametrize("role", ["coordinator", "deputy", "admin"])
def test_staff_who_need_it_see_who_belongs_but_never_themselves(home, role):
    staff = AppointmentFactory(institution=home, role=role).person
    AffiliationFactory(institution=home, person=staff)
    AffiliationFactory(institution=home, person__name="Bilal")
    AffiliationFactory(institution=home, person__name="Gone", until=SPRING.date())
    AffiliationFactory(institution=home, person__name="Closed", person__is_active=False)
    AffiliationFactory(person__name="Elsewhere")

    assert names(queries.roster_for(staff, slug="home", at=SPRING)) == ["Bilal"]


@pytest.mark.parametrize("role", ["evaluator", "safeguarding"])
def test_staff_who_do_not_need_it_see_nobody(home, role):
    AffiliationFactory(institution=home)

    staff = AppointmentFactory(institution=home, role=role).person

    assert not queries.roster_for(staff, slug="home", at=SPRING).exists()


def test_staff_of_one_institution_see_nobody_of_another(home):
    AffiliationFactory(institution=home)
    elsewhere = AppointmentFactory(role="coordinator").person
    here = AppointmentFactory(institution=home, role="coordinator").person

    found = [queries.roster_for(one, slug="home", at=SPRING).count() for one in (elsewhere, here)]
    assert found == [0, 1]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("siobhan", ["Siobhán Kelly"]),
        ("KELLY siob", ["Siobhán Kelly"]),
        ("خدیجہ", ["خدیجہ مختار"]),
        ("o'brien", ["Niamh O'Brien"]),
        ("lukasz", ["Dr Łukasz Nowak"]),
        ("surg", ["Niamh O'Brien"]),
        ("100%", []),
        ("nobody", []),
    ],
)
def test_people_are_found_as_one_spells_them_from_memory(home, search, found):
    staff = AppointmentFactory(institution=home).person
    for name in ("Siobhán Kelly", "خدیجہ مختار", "Dr Łukasz Nowak"):
        AffiliationFactory(institution=home, person__name=name)
    AffiliationFactory(institution=home, person__name="Niamh O'Brien", department="Surgery")

    assert names_on(queries.roster(home, by=staff, at=SPRING, search=search)) == found


def test_accents_do_not_send_a_name_to_the_end(home):
    staff = AppointmentFactory(institution=home).person
    for name in ("zoe", "Élodie", "anna", "Bilal"):
        AffiliationFactory(institution=home, person__name=name)

    assert names_on(queries.roster(home, by=staff, at=SPRING)) == ["anna", "Bilal", "Élodie", "zoe"]
    backwards = queries.roster(home, by=staff, at=SPRING, sort="-name")
    assert names_on(backwards) == ["zoe", "Élodie", "Bilal", "anna"]


def test_a_sort_nobody_offers_falls_back_to_names(home):
    staff = AppointmentFactory(institution=home).person
    for name in ("b", "a"):
        AffiliationFactory(institution=home, person__name=name)

    assert names_on(queries.roster(home, by=staff, at=SPRING, sort="person__password")) == [
        "a",
        "b",
    ]


def test_what_is_ones_own_is_changed_without_a_line_in_the_ledger():
    person = PersonFactory(name="Bilal")
    blank = {"best_times": "", "feedback": ""}

    services.change_person(person, {"called": "Billy"}, seen={"called": ""}, by=person, at=SPRING)
    services.change_working_card(
        person, {"best_times": "Evenings", "feedback": ""}, seen=blank, by=person, at=SPRING
    )

    person.refresh_from_db()
    assert (person.called, WorkingCard.objects.get().best_times) == ("Billy", "Evenings")
    assert not Entry.objects.exists()


def test_an_older_tab_does_not_undo_what_a_newer_one_saved():
    person = PersonFactory()
    seen = {"about": "", "stage": ""}
    services.change_profile(person, {"about": "New", "stage": ""}, seen=seen, by=person, at=SPRING)

    with pytest.raises(AlreadyChanged) as refusal:
        services.change_profile(
            person, {"about": "Old", "stage": "Fellow"}, seen=seen, by=person, at=SPRING
        )

    assert refusal.value.now == {"about": "New"}
    assert Profile.objects.get().stage == ""


def test_different_fields_may_be_saved_from_two_tabs():
    person = PersonFactory()
    seen = {"about": "", "stage": ""}

    for wanted in ({"about": "New", "stage": ""}, {"about": "", "stage": "Fellow"}):
        services.change_profile(person, wanted, seen=seen, by=person, at=SPRING)

    profile = Profile.objects.get()
    assert (profile.about, profile.stage) == ("New", "Fellow")


def test_a_field_that_is_not_offered_is_not_changed():
    person = PersonFactory()

    services.change_person(
        person, {"is_active": False, "email": "x@y.org"}, seen={}, by=person, at=SPRING
    )

    person.refresh_from_db()
    assert (person.is_active, person.email != "x@y.org") == (True, True)
