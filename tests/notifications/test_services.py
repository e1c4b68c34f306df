"""From telling to the letter: one letter a day, one reminder at most, nothing stale."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.mail import backends
from django.core.mail.backends.locmem import EmailBackend

from amanah.notifications import queries, services
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from amanah.stewardship.models import Entry
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)  # Thursday
DIGEST = MORNING.replace(hour=8)
DAY = timedelta(days=1)


def tell(person, kind, *, event="one", at=MORNING, about=None, **days):
    return services.tell(person, kind, event=event, at=at, about=about, days=services.Days(**days))


def test_what_is_told_goes_in_one_letter_at_the_hour_of_the_digest(person, kind, pass_time):
    waiting, other = kind(), kind("test.other", says="Something else happened.")
    tell(person, waiting, named=date(2026, 12, 3))
    tell(person, other, event="two")

    early, at_eight, later = (pass_time(DIGEST + timedelta(hours=h)) for h in (-1, 0, 1))

    assert (early, later) == ([], [])
    assert len(at_eight) == 1
    assert at_eight[0].to == ["noor@example.org"]
    assert "Something waits until 3 December 2026." in at_eight[0].body
    assert "Something else happened." in at_eight[0].body
    assert at_eight[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_told_twice_it_is_there_once(person, kind):
    waiting = kind()

    assert tell(person, waiting) == tell(person, waiting)
    assert Notice.objects.count() == 1


def test_what_is_taken_back_or_put_away_is_not_mailed(person, kind, pass_time):
    waiting, about = kind(), uuid.uuid4()
    tell(person, waiting, about=about)
    services.put_away(tell(person, waiting, event="two"))
    services.take_back(waiting, about=about)
    stays = tell(person, waiting, event="three", about=uuid.uuid4())

    (letter,) = pass_time(DIGEST)

    assert letter.body.count("Something waits") == 1
    assert list(queries.own_notices(person)) == [stays]


def test_what_no_longer_holds_is_not_mailed(person, kind, over, pass_time):
    gone = tell(person, kind(), about=uuid.uuid4())
    over.add(gone.about)

    assert pass_time(DIGEST) == []

    twin = tell(person, kind("test.twin"), event="twin", about=uuid.uuid4(), at=DIGEST)
    assert len(pass_time(twin.due_at)) == 1


def test_one_reminder_and_no_more(person, kind, pass_time):
    tell(person, kind(), remind_at=MORNING + 4 * DAY, over_at=MORNING + 30 * DAY)

    went = {day: len(pass_time(DIGEST + day * DAY)) for day in range(12)}

    # Told on Thursday; reminded on Monday, since the fourth day after is one.
    assert {day for day, letters in went.items() if letters} == {0, 4}


def test_no_reminder_of_what_is_done(person, kind, over, pass_time):
    told = tell(person, kind(), about=uuid.uuid4(), remind_at=MORNING + 4 * DAY)
    pass_time(DIGEST)
    over.add(told.about)

    assert [pass_time(DIGEST + day * DAY) for day in range(1, 8)] == [[]] * 7


def test_no_reminder_before_the_first_letter_or_with_it(person, kind, pass_time):
    tell(person, kind(), remind_at=MORNING + timedelta(hours=1))

    assert [len(pass_time(DIGEST + day * DAY)) for day in range(6)] == [1, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("way", "goes"),
    [("at_once", MORNING + timedelta(hours=1)), ("digest", DIGEST), ("off", None)],
)
def test_each_kind_goes_as_its_reader_likes(person, kind, way, goes):
    waiting = kind()
    services.choose(person, {waiting.name: way}, by=person, at=MORNING)

    # At six it is quiet until seven.
    assert tell(person, waiting).due_at == goes


def test_choosing_changes_what_already_waits(person, kind, pass_time):
    told = tell(person, kind())
    services.settle_rhythm(person, by=person, at=MORNING, digest_at=time(11))
    told.refresh_from_db()

    assert told.due_at == DIGEST.replace(hour=11)
    assert pass_time(DIGEST) == []
    assert len(pass_time(DIGEST.replace(hour=11))) == 1


def test_the_link_in_the_letter_stops_that_kind_for_good(client, person, kind, pass_time):
    waiting, other = kind(), kind("test.other", says="Something else happened.")
    tell(person, waiting)
    (letter,) = pass_time(DIGEST)
    link = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    looked = client.get(link)
    before = tell(person, waiting, event="two", at=DIGEST).due_at
    pressed = client.post(link, {"List-Unsubscribe": "One-Click"})

    assert (looked.status_code, pressed.status_code) == (200, 200)
    assert before is not None
    assert tell(person, waiting, event="three", at=DIGEST).due_at is None
    assert Notice.objects.get(event="two").due_at is None
    assert tell(person, other, event="four", at=DIGEST).due_at is not None


def test_the_link_in_a_letter_of_several_kinds_stops_them_all(client, person, kind, pass_time):
    tell(person, kind())
    tell(person, kind("test.other", says="Something else."), event="two")
    (letter,) = pass_time(DIGEST)
    link = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")

    client.post(link)

    assert tell(person, kind("test.third"), event="three", at=DIGEST).due_at is None


def test_a_link_that_was_altered_stops_nothing(client, person, kind):
    waiting = kind()
    good = services.stop_link(person, waiting.name).removeprefix("http://testserver")

    assert client.post(good[:-2] + "x/").status_code == 410
    assert tell(person, waiting).due_at is not None
    assert client.post(good).status_code == 200
    assert tell(person, waiting, event="two").due_at is None


class Down(EmailBackend):
    """A mail server that is down until it is told otherwise."""

    is_down = True

    def send_messages(self, messages):
        if Down.is_down:
            raise ConnectionRefusedError
        return super().send_messages(messages)


@pytest.fixture
def mail_server(settings):
    backends.down = Down  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.down"
    Down.is_down = True
    yield Down
    del backends.down  # type: ignore[attr-defined]


def deliver(letter, at):
    from amanah.outbox.services import deliver

    deliver(letter_id=str(letter.pk), at=at)


def test_mail_down_for_a_day_loses_nothing_and_sends_nothing_stale(person, kind, over, mail_server):
    waiting = kind()
    done = tell(person, waiting, event="done", about=uuid.uuid4(), remind_at=MORNING + DAY)
    stays = tell(person, waiting, event="stays", about=uuid.uuid4())
    services.mail_those_due(at=DIGEST)
    from amanah.notifications.services.mailing import write_letter

    write_letter(person_id=str(person.pk), at=DIGEST)
    letter = Letter.objects.get()
    with pytest.raises(ConnectionRefusedError):
        deliver(letter, DIGEST)
    over.add(done.about)
    mail_server.is_down = False
    back = DIGEST + DAY + timedelta(hours=2)

    deliver(letter, back)
    assert mail.outbox == []
    services.mail_those_due(at=back)
    stays.refresh_from_db()
    assert stays.due_at == back  # Friday's hour is past, and Friday is not
    write_letter(person_id=str(person.pk), at=stays.due_at)
    deliver(Letter.objects.get(state=Letter.State.WAITING), stays.due_at)

    assert len(mail.outbox) == 1
    assert mail.outbox[0].body.count("Something waits") == 1


def test_a_letter_that_would_come_at_night_waits_for_the_next(person, kind, mail_server):
    tell(person, kind())
    from amanah.notifications.services.mailing import write_letter

    write_letter(person_id=str(person.pk), at=DIGEST)
    mail_server.is_down = False

    deliver(Letter.objects.get(), DIGEST.replace(hour=22))

    assert mail.outbox == []
    services.mail_those_due(at=DIGEST.replace(hour=22))
    assert Notice.objects.get().due_at == DIGEST + DAY


def test_what_is_over_is_swept_and_what_stands_stays(person, kind):
    waiting = kind()
    tell(person, waiting, over_at=MORNING + DAY)
    stays = tell(person, waiting, event="two", over_at=MORNING + 9 * DAY)

    services.sweep_notices(at=MORNING + 2 * DAY)

    assert list(Notice.objects.all()) == [stays]


def test_nobody_who_was_erased_is_written_to(person, kind, pass_time):
    tell(person, kind())
    person.is_active = False
    person.save()

    assert pass_time(DIGEST) == []
    person.is_active = True
    person.save()
    tell(person, kind("test.other"), event="two", at=DIGEST)
    assert len(pass_time(DIGEST + DAY)) == 1


def test_stopping_twice_is_stopping_once(client, person, kind):
    link = services.stop_link(person, kind().name).removeprefix("http://testserver")

    assert [client.post(link).status_code for _again in range(3)] == [200, 200, 200]

    assert Entry.objects.filter(event="notifications.mail_stopped").count() == 1


def test_nobody_who_is_only_on_a_list_is_written_to(person, kind, pass_time):
    listed = PersonFactory(joined_at=None, time_zone="UTC")
    tell(listed, kind())
    tell(person, kind("test.twin"), event="twin")

    assert [letter.to for letter in pass_time(DIGEST)] == [["noor@example.org"]]
