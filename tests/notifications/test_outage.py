"""A whole day without a mail server: nothing that holds is lost, nothing stale is sent.

A real worker on the moved clock, a real mail server behind a port that is shut for 26 hours.
"""

import uuid
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from amanah.base import clock, jobs
from amanah.notifications import services
from amanah.outbox.models import Letter
from amanah.people.services import passwords
from tests.factories import PersonFactory
from tests.ports import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Wednesday; the server is away from Thursday 7.45 until Friday 9.45.
EVE = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
AWAY, BACK = EVE + timedelta(hours=24.75), EVE + timedelta(hours=50.75)
STEP = timedelta(minutes=30)


class Sink:
    """Keeps what it is given, and when that was."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((clock.now(), letter))
        return "250 Kept"


@pytest.fixture
def sink(settings, tmp_path):
    settings.HOME, settings.CLOCK_MAY_MOVE = tmp_path, True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 20
    sink = Sink()
    made = []

    def open_up():
        made.append(
            Controller(sink, hostname="127.0.0.1", port=settings.EMAIL_PORT, enable_SMTPUTF8=True)
        )
        made[-1].start()

    def shut():
        made.pop().stop()

    sink.open_up, sink.shut = open_up, shut
    yield sink
    while made:
        shut()


def be(moment):
    clock.move(moment - clock.now())


def work_until(moment, *, every=STEP):
    """Let the worker work, every half hour, until that moment."""
    while clock.now() < moment - every:
        be(clock.now() + every)
        jobs.drain()
    be(moment)
    jobs.drain()


def tell(person, kind, *, event, about=None, **days):
    return services.tell(
        person,
        kind,
        event=event,
        at=clock.now(),
        about=about or uuid.uuid4(),
        days=services.Days(**days),
    )


SAYS = ("Stays", "Done", "Reminded", "Put away", "Over", "At once", "New")


def told_in(letter):
    lines = {f"{says}." for says in SAYS}
    return [line for line in letter.get_content().splitlines() if line in lines]


def test_a_mail_server_that_is_away_for_a_day(sink, kind, over):
    person = PersonFactory(email="noor@example.org", time_zone="UTC")
    kinds = {
        says: kind(
            f"test.{says.lower().replace(' ', '_')}",
            says=f"{says}.",
            mail="at_once" if says == "At once" else "digest",
        )
        for says in SAYS
    }
    sink.open_up()
    be(EVE)
    # Told before the server goes away; its reminder falls due while it is.
    reminded = tell(
        person,
        kinds["Reminded"],
        event="reminded",
        remind_at=AWAY + timedelta(hours=4),
        over_at=BACK + timedelta(days=9),
    )
    forgone = tell(person, kinds["Reminded"], event="forgone", remind_at=AWAY + timedelta(hours=4))
    work_until(AWAY - timedelta(minutes=15))
    before = len(sink.letters)
    assert [told_in(letter) for _at, letter in sink.letters] == [["Reminded.", "Reminded."]]

    sink.shut()
    tell(person, kinds["Stays"], event="stays")
    done = tell(person, kinds["Done"], event="done")
    gone = tell(person, kinds["Put away"], event="gone")
    tell(person, kinds["Over"], event="over", over_at=BACK - timedelta(hours=1))
    work_until(AWAY + timedelta(hours=3))
    tell(person, kinds["At once"], event="soon")
    passwords.send_way_back(person.email, at=clock.now())
    work_until(AWAY + timedelta(hours=8))
    over.add(done.about)
    over.add(forgone.about)
    services.put_away(gone)
    work_until(BACK - timedelta(minutes=1))
    assert len(sink.letters) == before
    assert Letter.objects.filter(state="waiting").exists()

    sink.open_up()
    tell(person, kinds["New"], event="new")
    work_until(BACK + timedelta(hours=3))
    work_until(BACK + timedelta(days=4), every=timedelta(hours=3))

    went = sink.letters[before:]
    guards = [letter for _at, letter in went if not told_in(letter)]
    told = sorted(line for _at, letter in went for line in told_in(letter))
    # Each that still holds once, the reminder too; what was done, put away or over, never.
    assert told == ["At once.", "New.", "Reminded.", "Stays."]
    assert len(guards) == 1
    assert len({letter["Message-ID"] for _at, letter in went}) == len(went)
    # In the hours that the reader chose, and all that had waited on the day the server was back.
    assert all(7 <= at.hour < 19 and at.weekday() < 5 for at, letter in went if told_in(letter))
    waited = {line: at for at, letter in went for line in told_in(letter) if line != "New."}
    assert all(at - BACK < timedelta(hours=3) for at in waited.values()), waited
    reminded.refresh_from_db()
    assert reminded.is_reminded
    assert not Letter.objects.filter(state="waiting").exists()
