"""Two who end access at the same moment, on a database with row locks."""

import threading

import pytest
from django.db import connection

from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment
from amanah.people import services
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
)
def test_two_admins_end_each_others_access_and_one_stays(home, now):
    admins = [AppointmentFactory(institution=home, role="admin").person for _ in range(2)]
    for one in admins:
        AffiliationFactory(institution=home, person=one)
    begin, said = threading.Barrier(2), []

    def end(by, whom):
        begin.wait()
        try:
            services.stop_access(home, whom, by=by, at=now)
            said.append("ended")
        except (services.CannotStop, institutions.LastAdmin) as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=end, args=pair) for pair in (admins, admins[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["CannotStop", "ended"]
    assert Appointment.objects.in_force(now).filter(role="admin").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
)
def test_two_institutions_shut_out_at_the_same_moment_and_the_account_closes(noor, home, now):
    places = [home, AffiliationFactory(person=noor).institution]
    begin = threading.Barrier(2)

    def end(institution):
        begin.wait()
        services.stop_access(institution, noor, by=None, at=now)
        connection.close()

    threads = [threading.Thread(target=end, args=(place,)) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    noor.refresh_from_db()
    assert not noor.is_active
