"""Letters and a real mail server: one that is away, slow, busy, or says No."""

import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes, policy
from threading import Event
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from amanah.base import jobs, leases
from amanah.base.models import Job
from amanah.outbox import post, services
from amanah.outbox.models import Letter
from tests.factories import SPRING, PersonFactory
from tests.ports import free_port

pytestmark = pytest.mark.django_db

KEPT, BUSY, NO_SUCH_PERSON, TOO_ODD = "250 Kept", "451 Later", "550 Nobody", "554 Not that"


class MailServer:
    """Gives the answers it was told to, then takes everything."""

    def __init__(self):
        self.to_recipient, self.to_text, self.arrived = [], [], []
        self.may_answer = Event()
        self.may_answer.set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self.to_recipient.pop(0) if self.to_recipient else "250 OK"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.may_answer.wait(60)
        answer = self.to_text.pop(0) if self.to_text else KEPT
        if answer == KEPT:
            self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return answer


@pytest.fixture
def use_port(settings):
    def use(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 60

    return use


@pytest.fixture
def mail_server(use_port):
    server = MailServer()
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    use_port(port)
    yield server
    controller.stop()


def write():
    return services.write(
        "outbox/mail/trouble.txt",
        to=PersonFactory(email="خدیجہ@example.org", language="ur"),
        event=f"outbox.test:{uuid4()}",
        at=SPRING,
        findings=[],
    )


def attempt():
    """Run the letter's job once, as a worker does, whenever it is due."""
    Job.objects.update(due_at=SPRING)
    return jobs.run_job(leases.claim(by=uuid4(), at=SPRING)).error


def states():
    return Letter.objects.get().state, Job.objects.get().state


def test_a_letter_arrives_whole(mail_server):
    letter = write()

    assert attempt() is None

    [mail] = mail_server.arrived
    assert mail["To"] == "خدیجہ@example.org"
    assert mail["Message-ID"] == letter.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content().splitlines() == letter.body.splitlines()
    assert states() == (Letter.State.SENT, Job.State.DONE)


def test_a_server_that_is_away_is_tried_again(use_port):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        use_port(unused.getsockname()[1])
        write()

        assert isinstance(attempt(), ConnectionRefusedError)

    assert states() == (Letter.State.WAITING, Job.State.READY)
    assert Letter.objects.get().body


def test_a_server_that_is_too_slow_is_tried_again(mail_server, settings):
    settings.EMAIL_TIMEOUT = 1
    mail_server.may_answer.clear()
    write()

    assert isinstance(attempt(), (smtplib.SMTPServerDisconnected, TimeoutError))
    assert states() == (Letter.State.WAITING, Job.State.READY)

    settings.EMAIL_TIMEOUT = 60
    mail_server.may_answer.set()
    assert attempt() is None
    assert states() == (Letter.State.SENT, Job.State.DONE)


@pytest.mark.parametrize("part", ["to_recipient", "to_text"])
def test_a_busy_server_is_tried_again_until_it_takes_the_letter(mail_server, part):
    setattr(mail_server, part, [BUSY, BUSY])
    write()

    assert [attempt() is None for _ in range(3)] == [False, False, True]

    assert len(mail_server.arrived) == 1
    assert states() == (Letter.State.SENT, Job.State.DONE)


@pytest.mark.parametrize(
    ("part", "answer"), [("to_recipient", NO_SUCH_PERSON), ("to_text", TOO_ODD)]
)
def test_a_letter_that_is_refused_for_good_is_parked(mail_server, part, answer):
    setattr(mail_server, part, [answer])
    write()

    assert isinstance(attempt(), post.RefusedForGood)

    assert states() == (Letter.State.WAITING, Job.State.PARKED)
    trouble = Job.objects.get().trouble
    assert trouble.startswith("amanah.outbox.post.RefusedForGood at outbox/post.py:")
    for secret in ("Nobody", "Not that", "example"):
        assert secret not in trouble

    leases.retry(leases.parked(), at=SPRING)
    assert attempt() is None
    assert states() == (Letter.State.SENT, Job.State.DONE)


def test_a_second_copy_after_a_crash_carries_the_same_message_id(mail_server):
    letter = write()
    # The server said Yes, and the worker died before it could note it.
    post.send(letter)

    assert attempt() is None

    assert [mail["Message-ID"] for mail in mail_server.arrived] == [letter.message_id] * 2
    assert attempt_is_over()


def attempt_is_over():
    return leases.claim(by=uuid4(), at=SPRING + timedelta(days=9)) is None


def test_letters_are_tried_for_four_days():
    pauses = [leases.pause_after(number) for number in range(1, services.ATTEMPTS)]

    assert sum(pauses, timedelta()) > timedelta(days=3, hours=20)
