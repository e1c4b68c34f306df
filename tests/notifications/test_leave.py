"""Silence on leave: nothing is mailed, nothing is lost, and nobody learns of it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from amanah.base import clock
from amanah.notifications import hooks, queries, services
from amanah.notifications.models import Notice
from amanah.notifications.services.mailing import write_letter
from amanah.outbox.models import Letter
from amanah.outbox.services import deliver
from amanah.people.services import passwords
from tests.access import asking
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.notifications.test_services import DAY, DIGEST, MORNING, tell
from tests.notifications.test_views import filled

pytestmark = pytest.mark.django_db

# From Friday until Thursday: the day after is Friday, 4 December.
FIRST, LAST = date(2026, 11, 27), date(2026, 12, 3)
BACK = DIGEST + 8 * DAY


def leave(person, first=FIRST, last=LAST, at=MORNING):
    services.settle_rhythm(person, by=person, at=at, away_from=first, away_until=last)


def days_of_letters(pass_time, days=14):
    return {day for day in range(days) if pass_time(DIGEST + day * DAY)}


def test_before_a_leave_begins_letters_come_as_ever(person, kind, pass_time):
    tell(person, kind())
    leave(person)

    assert days_of_letters(pass_time) == {0}


def test_what_is_told_on_leave_comes_in_one_letter_on_the_day_after(person, kind, over, pass_time):
    leave(person)
    tell(person, kind(says="By digest."), at=MORNING + DAY)
    soon = kind("test.soon", says="At once.", mail="at_once")
    tell(person, soon, event="two", at=MORNING + 2 * DAY)
    done = tell(
        person, kind("test.d", says="Done."), event="three", at=MORNING + DAY, about=uuid.uuid4()
    )
    over.add(done.about)
    late = kind("test.late", says="Over by then.")
    tell(person, late, event="four", at=MORNING + DAY, over_at=MORNING + 3 * DAY)

    on_leave = [pass_time(DIGEST + day * DAY) for day in range(1, 8)]
    [back] = pass_time(BACK)

    assert on_leave == [[]] * 7
    assert [text in back.body for text in ("By digest.", "At once.", "Done.", "Over by")] == [
        True,
        True,
        False,
        False,
    ]
    assert [line.says for line in queries.lines_for(person, at=MORNING + 3 * DAY)] == [
        "At once.",
        "By digest.",
    ]


def test_at_once_is_at_once_again_after_the_leave(person, kind):
    leave(person)
    soon = kind(mail="at_once")

    assert tell(person, soon, at=MORNING + DAY).due_at == BACK
    again = BACK + timedelta(hours=3)
    assert tell(person, soon, event="two", at=again).due_at == again


def test_a_reminder_that_falls_into_a_leave_comes_once_and_after_it(person, kind, pass_time):
    tell(person, kind(), remind_at=MORNING + 4 * DAY, over_at=MORNING + 30 * DAY)
    pass_time(DIGEST)
    leave(person, at=DIGEST)

    assert days_of_letters(pass_time) == {8}


def test_no_reminder_after_a_leave_of_what_the_first_letter_after_it_tells(person, kind, pass_time):
    leave(person)
    tell(person, kind(), at=MORNING + DAY, remind_at=MORNING + 4 * DAY)

    assert days_of_letters(pass_time) == {8}


def test_a_letter_on_its_way_as_the_leave_begins_is_stopped_and_told_after(
    person, kind, mailoutbox, pass_time
):
    tell(person, kind())
    write_letter(person_id=str(person.pk), at=DIGEST)
    leave(person, first=DIGEST.date(), at=DIGEST)

    deliver(letter_id=str(Letter.objects.get().pk), at=DIGEST)

    assert mailoutbox == []
    assert days_of_letters(pass_time) == {8}


def test_a_leave_of_half_a_year_loses_nothing(person, kind, pass_time):
    leave(person, last=date(2027, 5, 27))
    tell(person, kind(), at=MORNING + DAY)
    told = tell(person, kind("test.seen", mail="off"), event="two", at=MORNING + DAY)

    services.sweep_notices(at=MORNING + 120 * DAY)

    assert not Notice.objects.filter(pk=told.pk).exists()
    assert len(pass_time(datetime(2027, 5, 28, 8, tzinfo=UTC))) == 1


def test_what_guards_the_account_goes_all_the_same(person, run_jobs, mailoutbox):
    leave(person)

    passwords.send_way_back(person.email, at=MORNING + DAY)
    run_jobs(at=MORNING + DAY)

    assert len(mailoutbox) == 1


def test_a_leave_that_is_over_is_forgotten(person):
    leave(person)
    services.sweep_notices(at=MORNING + 7 * DAY)
    assert queries.rhythm_of(person).away_until == LAST

    services.sweep_notices(at=MORNING + 10 * DAY)

    rhythm = queries.rhythm_of(person)
    assert (rhythm.away_from, rhythm.away_until) == (None, None)


def test_a_leave_does_not_end_before_it_begins(person):
    with pytest.raises(ValidationError, match="cannot end before"):
        leave(person, first=LAST, last=FIRST)
    leave(person, first=FIRST, last=FIRST)


@pytest.fixture
def away_from_one_thing(person):
    """An app above says that the reader is away from one thing, and from nothing else."""
    thing = uuid.uuid4()
    hooks.away_until.append(lambda notice: LAST if notice.about == thing else None)
    yield thing
    hooks.away_until.pop()


def test_away_from_one_thing_is_away_from_that_alone(person, kind, away_from_one_thing, pass_time):
    tell(person, kind(says="Of it."), about=away_from_one_thing)
    tell(person, kind("test.other", says="Of another."), event="two", about=uuid.uuid4())

    [at_once], [back] = pass_time(DIGEST), pass_time(BACK)

    assert ("Of it." in at_once.body, "Of another." in at_once.body) == (False, True)
    assert ("Of it." in back.body, "Of another." in back.body) == (True, False)


@pytest.fixture
def me(client, person):
    client.force_login(person)
    return person


def today():
    return clock.now().date()


def test_i_say_that_i_am_on_leave(client, me):
    last = today() + timedelta(days=9)

    saved = client.post("/notices/letters/", filled(away_until=last.isoformat()))

    assert saved.status_code == 302
    rhythm = queries.rhythm_of(me)
    assert (rhythm.away_from, rhythm.away_until) == (today(), last)
    page = client.get("/notices/letters/").content.decode()
    assert f'value="{last.isoformat()}"' in page
    assert "Nobody learns of your leave." in page


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, -1, "This day is past."),
        (5, 4, "A leave cannot end before it begins."),
        (5, None, "Say the last day of your leave"),
        (None, 3 * 365 + 1, "within the next three years"),
    ],
)
def test_a_leave_that_makes_no_sense_is_refused_beside_it(client, me, first, last, said):
    def day(ahead):
        return "" if ahead is None else (today() + timedelta(days=ahead)).isoformat()

    wanted = filled(away_from=day(first), away_until=day(last))
    refused = client.post("/notices/letters/", wanted)

    assert refused.status_code == 422
    assert said in refused.content.decode()
    assert queries.rhythm_of(me).away_until is None
    good = filled(away_from=day(4), away_until=day(5))
    assert client.post("/notices/letters/", good).status_code == 302


def test_those_who_coordinate_see_the_same_pages_whether_one_is_on_leave_or_not(client, person):
    belonging = AffiliationFactory(person=person, institution__slug="hearth")
    coordinator = AppointmentFactory(institution=belonging.institution, role="coordinator").person
    client.force_login(coordinator)
    roster = "/staff/hearth/people/"

    def seen():
        return asking.plain(client.get(roster), path=roster)

    before = seen()
    leave(person, first=today(), last=today() + DAY, at=clock.now())

    assert person.name in str(before)
    assert seen() == before
