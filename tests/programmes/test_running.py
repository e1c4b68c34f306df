"""Who runs a programme when whoever ran it has gone."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.institutions.services import end_appointment
from amanah.notifications.models import Notice
from amanah.notifications.queries import lines_for
from amanah.people.services import leave
from amanah.programmes import queries, services
from amanah.stewardship.services import CannotErase, erase_person
from tests.factories import AffiliationFactory, AppointmentFactory

pytestmark = pytest.mark.django_db
NOW = clock.now()
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def programme(cohort):
    return cohort.programme


@pytest.fixture
def admin(programme):
    return AppointmentFactory(institution=programme.institution, role="admin").person


@pytest.fixture
def deputy(programme):
    return AppointmentFactory(
        institution=programme.institution, role="deputy", scope=programme.pk
    ).person


def end(person, by, at=NOW):
    end_appointment(person.appointments.get(), by=by, at=at)


def said_to(person, at=TOMORROW):
    return [line.notice.kind for line in lines_for(person, at=at)]


def test_nobody_is_told_while_two_run_it(programme, coordinator, deputy, admin):
    services.tell_of_empty_chairs(at=NOW)

    assert Notice.objects.count() == 0


def test_whoever_is_left_is_told_and_then_the_admins(programme, coordinator, deputy, admin):
    end(coordinator, admin)
    services.tell_of_empty_chairs(at=TOMORROW)
    alone = {who: said_to(who) for who in (deputy, admin, coordinator)}
    end(deputy, admin, at=TOMORROW)
    services.tell_of_empty_chairs(at=TOMORROW)
    empty = {who: said_to(who) for who in (deputy, admin, coordinator)}

    assert alone == {deputy: ["programmes.runs_alone"], admin: [], coordinator: []}
    assert empty == {deputy: [], admin: ["programmes.nobody_runs"], coordinator: []}


def test_it_is_told_once_however_many_days_it_lasts_and_again_the_next_time(
    programme, coordinator, deputy, admin
):
    end(deputy, admin)
    for days in range(1, 4):
        services.tell_of_empty_chairs(at=NOW + timedelta(days=days))
    once = Notice.objects.count()
    another = AppointmentFactory(institution=programme.institution, role="deputy").person
    end(another, admin, at=NOW + timedelta(days=4))
    services.tell_of_empty_chairs(at=NOW + timedelta(days=5))

    assert (once, Notice.objects.count()) == (1, 2)


def test_it_is_no_longer_said_once_somebody_is_appointed(programme, coordinator, deputy, admin):
    end(deputy, admin)
    services.tell_of_empty_chairs(at=TOMORROW)
    before = said_to(coordinator)

    AppointmentFactory(institution=programme.institution, role="deputy", scope=programme.pk)

    assert (before, said_to(coordinator)) == (["programmes.runs_alone"], [])


@pytest.mark.parametrize(("state", "count"), [("draft", 0), ("open", 1)])
def test_only_an_open_programme_is_missed(state, count, admin, programme):
    programme.state = state
    programme.save(update_fields=["state"])

    services.tell_of_empty_chairs(at=NOW)

    assert Notice.objects.count() == count


def test_another_institutions_admins_hear_nothing(programme, coordinator):
    far = AppointmentFactory(role="admin").person
    end(coordinator, None)

    services.tell_of_empty_chairs(at=TOMORROW)

    assert said_to(far) == []


def test_whoever_runs_it_alone_is_warned_and_may_go(client, programme, coordinator, deputy, admin):
    AffiliationFactory(institution=programme.institution, person=coordinator)
    client.force_login(coordinator)
    belonging = coordinator.affiliations.get()
    pages = ("/institutions/", f"/institutions/{belonging.pk}/leave/")
    with_another = [client.get(page).text for page in pages]
    end(deputy, admin)
    alone = [client.get(page).text for page in pages]

    said = f"You alone run {programme.name}"
    assert [said in text for text in with_another] == [False, False]
    assert [said in text for text in alone] == [True, True]
    leave(belonging, by=coordinator, at=NOW)
    assert queries.who_runs(programme, at=NOW) == []


def test_whoever_runs_it_alone_hands_it_over_before_being_erased(
    programme, coordinator, deputy, admin
):
    end(deputy, admin)
    with pytest.raises(CannotErase, match=f"You alone run {programme.name}"):
        erase_person(coordinator, by=coordinator, at=NOW)

    AppointmentFactory(institution=programme.institution, role="deputy")
    erase_person(coordinator, by=coordinator, at=NOW)

    coordinator.refresh_from_db()
    assert coordinator.erased_at == NOW


def test_an_archived_programme_holds_nobody_back(programme, coordinator):
    services.archive_programme(
        programme, keep_until=(NOW + timedelta(days=60)).date(), by=coordinator, at=NOW
    )

    erase_person(coordinator, by=coordinator, at=NOW)

    coordinator.refresh_from_db()
    assert coordinator.erased_at == NOW
