"""What is put away, taken back or stopped stays so, also where a letter is already on its way."""

import uuid
from datetime import timedelta

import pytest

from amanah.notifications import queries, services
from amanah.notifications.models import Notice
from amanah.notifications.services.mailing import write_letter
from amanah.outbox.models import Letter
from amanah.outbox.services import deliver
from tests.notifications.test_services import DAY, DIGEST, MORNING, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(person, kind):
    """Two notices that one letter carries, which waits for the mail server."""
    one = tell(person, kind(says="One thing."), about=uuid.uuid4())
    two = tell(person, kind("test.two", says="Two things."), event="two", about=uuid.uuid4())
    write_letter(person_id=str(person.pk), at=DIGEST)
    return one, two


def go(at=DIGEST):
    letter = Letter.objects.order_by("written_at").last()
    deliver(letter_id=str(letter.pk), at=at)


def test_what_was_put_away_is_not_told_again_by_the_same_event(person, kind, pass_time):
    waiting = kind()
    services.put_away(tell(person, waiting))

    again = tell(person, waiting, at=MORNING + DAY)

    assert again.due_at is None
    assert queries.lines_for(person, at=MORNING + DAY) == []
    assert pass_time(DIGEST + DAY) == []
    assert tell(person, waiting, event="another", at=MORNING + DAY).due_at is not None


def put_away(one, person):
    services.put_away(one)


def take_back(one, person):
    services.take_back(queries.kinds.declared(one.kind), about=one.about)


def put_all_away(one, person):
    services.put_all_away(person, shown=[str(one.pk)])


def sweep(one, person):
    Notice.objects.filter(pk=one.pk).update(over_at=DIGEST)
    services.sweep_notices(at=DIGEST)


def stop_the_kind(one, person):
    services.choose(person, {one.kind: "off"}, by=person, at=DIGEST)


@pytest.mark.parametrize("ending", [put_away, take_back, put_all_away, sweep, stop_the_kind])
def test_a_waiting_letter_does_not_tell_what_was_let_go_meanwhile(
    two, person, mailoutbox, pass_time, ending
):
    ending(two[0], person)

    go()
    assert mailoutbox == []
    [letter] = pass_time(DIGEST + timedelta(minutes=5))

    assert "Two things." in letter.body
    assert "One thing." not in letter.body


def test_a_waiting_letter_goes_where_nothing_was_let_go(two, mailoutbox):
    go()

    assert [mail.body.count("thing") for mail in mailoutbox] == [2]


def test_a_first_letter_that_was_stopped_does_not_wait_for_its_reminder(person, kind, pass_time):
    tell(person, kind(), remind_at=MORNING + 4 * DAY, over_at=MORNING + 30 * DAY)
    write_letter(person_id=str(person.pk), at=DIGEST)
    go(at=DIGEST + timedelta(hours=22))

    went = {day: len(pass_time(DIGEST + day * DAY)) for day in range(12)}

    # Written on Thursday, stopped that night: told on Friday, reminded on Monday, and no more.
    assert {day for day, letters in went.items() if letters} == {1, 4}
