"""The pages of letters to everybody in a cohort."""

from threading import Thread

import pytest
from django.db import connection

from amanah.base import clock
from amanah.notifications import services as notifications
from amanah.programmes import notices, services
from amanah.programmes.models import CohortLetter
from amanah.stewardship.models import Entry
from tests.access import asking
from tests.factories import (
    AppointmentFactory,
)
from tests.programmes.cohort_letters.sending import NOON, send
from tests.programmes.test_sheets import cells_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client, coordinator):
    client.force_login(coordinator)
    return client


def everybody(cohort):
    return f"/staff/programmes/cohorts/{cohort.pk}/letters/everybody/"


def test_a_coordinator_writes_looks_and_sends(staff, cohort, join):
    join()
    said = {"to": "everybody", "subject": "Welcome", "text": "Room 4."}

    kept = staff.post(everybody(cohort), said)
    letter = CohortLetter.objects.get()
    page = staff.get(kept.url).content.decode()
    assert [text in page for text in ("Send to 1 person", "Room 4.", "Hearth: Welcome")] == [
        True,
        True,
        True,
    ]
    assert 'lang="ur" dir="rtl"' in page
    staff.post(f"{kept.url}change/", {**said, "text": "Room 5."})
    sent = staff.post(f"{kept.url}send/", {"people": "1"})

    assert sent.url == kept.url
    letter.refresh_from_db()
    assert (letter.state, letter.text) == ("going", "Room 5.")
    assert "On its way" in staff.get(kept.url).content.decode()


def test_what_is_missing_is_said_beside_it_and_nothing_is_lost(staff, cohort):
    refused = staff.post(everybody(cohort), {"to": "everybody", "subject": "", "text": "Room 4."})

    assert refused.status_code == 422
    assert "Room 4." in refused.content.decode()
    assert not CohortLetter.objects.exists()


def test_a_draft_is_its_authors_and_what_was_sent_is_read_by_all_who_coordinate(
    client, cohort, draft, join, coordinator
):
    deputy = AppointmentFactory(institution=cohort.programme.institution, role="deputy").person
    letter = draft()
    client.force_login(deputy)
    assert client.get(letter.get_absolute_url()).status_code == 404
    assert "Welcome evening" not in client.get(everybody(cohort)).content.decode()
    join()
    send(letter)

    assert client.get(letter.get_absolute_url()).status_code == 200
    assert "Welcome evening" in client.get(everybody(cohort)).content.decode()
    assert client.post(f"{letter.get_absolute_url()}stop/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == "stopped"


def test_a_refusal_is_said_on_the_page_and_the_draft_stays(staff, draft, join):
    join()
    at = clock.now()
    send(draft(at=at), at=at)
    second = draft(at=at, subject="Second")

    refused = staff.post(f"{second.get_absolute_url()}send/", {"people": "1"})

    assert refused.status_code == 422
    assert "a few minutes ago" in refused.content.decode()
    assert "Second" in refused.content.decode()


def test_no_page_tells_how_many_take_letters(staff, draft, join, pass_time):
    people = [join() for _each in range(3)]
    letter = send(draft())
    page = letter.get_absolute_url()
    services.tell_recipients(letter_id=str(letter.pk), at=NOON)
    before = asking.plain(staff.get(page), path=page)

    notifications.stop_mail(people[0].person, notices.LETTER.name, at=NOON)

    assert len(pass_time()) == 2
    assert "it is for 3 people." in before
    assert asking.plain(staff.get(page), path=page) == before


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    staff, cohort, draft, count, django_assert_max_num_queries
):
    for _each in range(count):
        draft()
    staff.get(everybody(cohort))

    with django_assert_max_num_queries(14):
        staff.get(everybody(cohort))


def test_the_workbook_holds_who_sent_what_when(staff, cohort, draft, join):
    join()
    send(draft())
    draft(subject="Only a draft")

    rows = cells_of(staff.get(f"{everybody(cohort)}sheet/"))

    assert [(row[0], *row[2:]) for row in rows[1:]] == [
        ("2026-11-26", "Everybody in the cohort", 1, "Welcome evening", "On its way")
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_send_it_once(cohort, draft, join):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only: SQLite writes one after another")
    join()
    letters, wrong = [draft(), draft(subject="Second")], []

    def press(letter):
        try:
            send(letter)
        except services.CannotWrite as refusal:
            wrong.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(letter,)) for letter in (*letters, *letters)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert CohortLetter.objects.filter(state="going").count() == 1
    assert Entry.objects.filter(event="programmes.cohort_letter_sent").count() == 1
