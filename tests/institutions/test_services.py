from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLResolver, get_resolver

from amanah.base.seen import AlreadyChanged
from amanah.institutions import services
from amanah.institutions.models import Appointment
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

LATER = SPRING + timedelta(days=30)


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", time_zone="Asia/Karachi")


def test_no_institution_is_named_like_a_page_of_staff():
    behind = [one.split("/")[1] for one in _addresses() if one.startswith("staff/")]
    ours = {one for one in behind if one and not one.startswith("<")}

    assert ours == set(services.TAKEN)


@pytest.mark.parametrize("slug", services.TAKEN)
def test_a_name_of_ours_is_refused_beside_its_field(slug):
    with pytest.raises(ValidationError) as refused:
        services.found_institution(name="Home", slug=slug, by=None, at=SPRING)

    assert "Choose another" in refused.value.message_dict["slug"][0]
    assert services.found_institution(name="Home", slug=f"{slug}-1", by=None, at=SPRING).pk


def _addresses(entries=None, before=""):
    for entry in get_resolver().url_patterns if entries is None else entries:
        here = f"{before}{entry.pattern}"
        yield from (
            _addresses(entry.url_patterns, here) if isinstance(entry, URLResolver) else [here]
        )


@pytest.fixture
def admin(home):
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def second(home):
    return AppointmentFactory(institution=home, role="admin").person


@pytest.fixture
def somebody(home):
    return AffiliationFactory(institution=home).person


def seen_in(institution):
    return {name: getattr(institution, name) for name in services.SETTINGS}


def test_an_institution_is_founded_by_the_operator():
    home = services.found_institution(
        name="Home", slug="home", time_zone="Asia/Karachi", by=None, at=SPRING
    )

    entry = Entry.objects.get()
    assert (entry.event, entry.about, entry.chain_id, entry.by) == (
        "institutions.institution_founded",
        home.pk,
        home.pk,
        None,
    )


def test_a_changed_setting_is_named_in_the_ledger_without_its_words(home, admin):
    seen = seen_in(home)

    services.change_institution(
        home, {**seen, "help_phone": "042 111 0000"}, seen=seen, by=admin, at=SPRING
    )

    home.refresh_from_db()
    assert home.help_phone == "042 111 0000"
    entry = Entry.objects.get()
    assert (entry.event, entry.detail) == (
        "institutions.institution_changed",
        {"settings": ["help_phone"]},
    )


def test_two_admins_may_change_different_settings_at_once(home, admin, second):
    seen = seen_in(home)

    for by, change in ((admin, {"name": "Hearth"}), (second, {"help_phone": "1122"})):
        services.change_institution(home, {**seen, **change}, seen=seen, by=by, at=SPRING)

    home.refresh_from_db()
    assert (home.name, home.help_phone) == ("Hearth", "1122")


def test_nobody_undoes_a_change_they_have_not_seen(home, admin, second):
    seen = seen_in(home)
    services.change_institution(home, {**seen, "name": "Hearth"}, seen=seen, by=admin, at=SPRING)

    with pytest.raises(AlreadyChanged, match="while the page was open"):
        services.change_institution(
            home, {**seen, "name": "House"}, seen=seen, by=second, at=SPRING
        )

    home.refresh_from_db()
    assert home.name == "Hearth"


def test_somebody_who_belongs_to_the_institution_can_be_appointed(home, admin, somebody):
    appointment = services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)

    assert list(Appointment.objects.in_force(SPRING).filter(person=somebody)) == [appointment]
    entry = Entry.objects.get()
    assert (entry.event, entry.subject, entry.by, entry.detail) == (
        "institutions.person_appointed",
        somebody,
        admin,
        {"role": "coordinator"},
    )


def test_an_outsider_cannot_be_appointed(home, admin):
    with pytest.raises(services.CannotAppoint, match="Invite them first"):
        services.appoint(home, PersonFactory(), role="coordinator", by=admin, at=SPRING)

    assert not Entry.objects.exists()


def test_somebody_who_left_cannot_be_appointed(home, admin):
    gone = AffiliationFactory(institution=home, until=SPRING.date()).person

    with pytest.raises(services.CannotAppoint, match="belongs"):
        services.appoint(home, gone, role="coordinator", by=admin, at=SPRING)


def test_nobody_appoints_themselves(home, admin):
    AffiliationFactory(institution=home, person=admin)

    with pytest.raises(services.CannotAppoint, match="Nobody appoints themselves"):
        services.appoint(home, admin, role="coordinator", by=admin, at=SPRING)


def test_another_admin_may_appoint_an_admin_to_a_second_role(home, admin, second):
    AffiliationFactory(institution=home, person=admin)

    services.appoint(home, admin, role="coordinator", by=second, at=SPRING)

    assert Appointment.objects.in_force(SPRING).filter(person=admin).count() == 2


def test_a_role_is_held_once(home, admin, somebody):
    services.appoint(home, somebody, role="deputy", by=admin, at=SPRING)

    with pytest.raises(services.AlreadyAppointed, match="already has that role"):
        services.appoint(home, somebody, role="deputy", by=admin, at=LATER)


def test_a_role_that_ended_can_be_given_again(home, admin, somebody):
    first = services.appoint(home, somebody, role="deputy", by=admin, at=SPRING)
    services.end_appointment(first, by=admin, at=SPRING)

    services.appoint(home, somebody, role="deputy", by=admin, at=LATER)

    assert Appointment.objects.in_force(LATER).filter(person=somebody).count() == 1


@pytest.mark.parametrize("role", ["evaluator", "safeguarding"])
def test_a_role_near_what_people_confide_waits_for_a_second_admin(
    home, admin, second, somebody, role
):
    appointment = services.appoint(home, somebody, role=role, by=admin, at=SPRING)
    assert not Appointment.objects.in_force(SPRING).filter(person=somebody).exists()

    services.confirm_appointment(appointment, by=second, at=SPRING)

    assert Appointment.objects.in_force(SPRING).filter(person=somebody).exists()
    assert list(Entry.objects.order_by("number").values_list("event", flat=True)) == [
        "institutions.person_appointed",
        "institutions.appointment_confirmed",
    ]


def test_whoever_appointed_cannot_also_confirm(home, admin, somebody):
    appointment = services.appoint(home, somebody, role="evaluator", by=admin, at=SPRING)

    with pytest.raises(services.CannotConfirm, match="another institution admin"):
        services.confirm_appointment(appointment, by=admin, at=SPRING)

    appointment.refresh_from_db()
    assert not appointment.is_confirmed


def test_nobody_confirms_their_own_appointment(home, admin, second):
    AffiliationFactory(institution=home, person=second)
    appointment = services.appoint(home, second, role="evaluator", by=admin, at=SPRING)

    with pytest.raises(services.CannotConfirm, match="their own"):
        services.confirm_appointment(appointment, by=second, at=SPRING)


def test_an_appointment_is_confirmed_once(home, admin, second, somebody):
    appointment = services.appoint(home, somebody, role="evaluator", by=admin, at=SPRING)
    services.confirm_appointment(appointment, by=second, at=SPRING)

    with pytest.raises(services.CannotConfirm, match="already confirmed"):
        services.confirm_appointment(appointment, by=second, at=SPRING)


def test_what_was_withdrawn_before_it_was_confirmed_stays_over(home, admin, second, somebody):
    appointment = services.appoint(home, somebody, role="evaluator", by=admin, at=SPRING)
    services.end_appointment(appointment, by=admin, at=SPRING)

    with pytest.raises(services.AlreadyOver, match="nothing to confirm"):
        services.confirm_appointment(appointment, by=second, at=SPRING)


def test_an_appointment_ends_at_once(home, admin, somebody):
    appointment = services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)

    services.end_appointment(appointment, by=admin, at=LATER)

    assert not Appointment.objects.in_force(LATER).filter(person=somebody).exists()
    assert Entry.objects.filter(event="institutions.appointment_ended", subject=somebody).exists()


def test_an_appointment_ends_after_its_last_day_where_the_institution_is(home, admin, somebody):
    day = LATER.date()
    services.appoint(
        home,
        somebody,
        role="coordinator",
        term=services.Term(ends_at=home.end_of(day)),
        by=admin,
        at=SPRING,
    )
    midnight_in_lahore = LATER.replace(hour=19, minute=0)

    held = Appointment.objects.filter(person=somebody)
    assert held.in_force(midnight_in_lahore - timedelta(seconds=1)).get().last_day == day
    assert not held.in_force(midnight_in_lahore).exists()


def test_an_appointment_that_has_not_begun_can_be_called_off(home, admin, somebody):
    appointment = services.appoint(
        home, somebody, role="coordinator", term=services.Term(LATER), by=admin, at=SPRING
    )

    services.end_appointment(appointment, by=admin, at=SPRING)

    assert not Appointment.objects.in_force(LATER).filter(person=somebody).exists()


def test_what_is_over_cannot_end_again(home, admin, somebody):
    appointment = services.appoint(home, somebody, role="coordinator", by=admin, at=SPRING)
    services.end_appointment(appointment, by=admin, at=SPRING)

    with pytest.raises(services.AlreadyOver, match="already over"):
        services.end_appointment(appointment, by=admin, at=LATER)


def test_the_last_admin_stays_until_there_is_another(home, admin):
    appointment = Appointment.objects.get(person=admin)

    with pytest.raises(services.LastAdmin, match="cannot be without an admin"):
        services.end_appointment(appointment, by=admin, at=SPRING)

    appointment.refresh_from_db()
    assert appointment.ends_at is None


def test_one_of_two_admins_may_go(home, admin, second):
    services.end_appointment(Appointment.objects.get(person=admin), by=admin, at=SPRING)

    assert not Appointment.objects.in_force(SPRING).filter(person=admin).exists()


def test_an_admin_with_a_last_day_does_not_let_the_other_go(home, admin):
    AppointmentFactory(institution=home, role="admin", ends_at=LATER)

    with pytest.raises(services.LastAdmin):
        services.end_appointment(Appointment.objects.get(person=admin), by=admin, at=SPRING)


def test_an_admin_of_another_institution_does_not_count(home, admin):
    AppointmentFactory(role="admin")

    with pytest.raises(services.LastAdmin):
        services.end_appointment(Appointment.objects.get(person=admin), by=admin, at=SPRING)


def test_the_last_admin_can_hand_over(home, admin, somebody):
    services.hand_over(
        Appointment.objects.get(person=admin),
        somebody,
        term=services.Term(LATER),
        by=admin,
        at=SPRING,
    )

    def holders(at):
        return [held.person for held in Appointment.objects.in_force(at).filter(role="admin")]

    assert (holders(LATER - timedelta(seconds=1)), holders(LATER)) == ([admin], [somebody])
