"""Writing letters and sending them, to a mailbox in memory. See test_post.py for a mail server."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from amanah.base import leases
from amanah.base.models import Job
from amanah.outbox import hooks, mails, queries, services
from amanah.outbox.models import Letter
from tests.factories import SPRING, PersonFactory

pytestmark = pytest.mark.django_db

TEMPLATE = "outbox/mail/trouble.txt"


class Finding:
    sentence, remedy = "A & B <stopped>.", "Start it."


def write(to=None, *, event="outbox.test:1", **changes):
    to = to or services.Stranger("operator@example.org")
    return services.write(TEMPLATE, to=to, event=event, at=SPRING, findings=[Finding()], **changes)


@pytest.fixture
def stopped_by_hook():
    """A hook that says No to every letter about a thing in this set."""
    stopped = set()

    def may_send(letter, at):
        return letter.about not in stopped

    hooks.may_send.append(may_send)
    yield stopped
    hooks.may_send.remove(may_send)


def test_a_letter_goes_once_and_is_emptied(run_jobs, mailoutbox):
    letter = write()
    assert mailoutbox == []

    run_jobs(at=SPRING)
    run_jobs(at=SPRING)

    [mail] = mailoutbox
    assert mail.to == ["operator@example.org"]
    assert mail.subject == "Amanah needs its operator"
    assert "A & B <stopped>." in mail.body
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at) == (Letter.State.SENT, SPRING)
    assert (letter.address, letter.subject, letter.body) == ("", "", "")


def test_an_event_is_told_once(run_jobs, mailoutbox):
    assert write() == write()
    run_jobs(at=SPRING)
    assert write().state == Letter.State.SENT
    run_jobs(at=SPRING)

    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("goes_wrong", "sent"), [(True, 0), (False, 1)])
def test_a_letter_shares_the_fate_of_its_transaction(run_jobs, mailoutbox, goes_wrong, sent):
    try:
        with transaction.atomic():
            write()
            if goes_wrong:
                raise LookupError
    except LookupError:
        pass

    run_jobs(at=SPRING)

    assert len(mailoutbox) == sent
    assert Letter.objects.count() == Job.objects.count() == sent


def test_a_letter_knows_its_reader_by_id_and_speaks_their_language(run_jobs, mailoutbox):
    person = PersonFactory(language="ur")

    letter = write(person)
    run_jobs(at=SPRING)

    assert (letter.reader, letter.language) == (person.pk, "ur")
    assert mailoutbox[0].extra_headers["Content-Language"] == "ur"


def test_what_mail_programs_need_to_know_is_in_the_head(run_jobs, mailoutbox):
    letter = write()
    run_jobs(at=SPRING)

    head = mailoutbox[0].extra_headers
    assert head["Message-ID"] == letter.message_id
    assert letter.message_id.endswith("@testserver>")
    assert head["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in head


@pytest.fixture
def stoppable():
    mail = mails.Mail(TEMPLATE, "whoever", mails.declared(TEMPLATE).may_hold, can_be_stopped=True)
    before, mails._mails[TEMPLATE] = mails._mails[TEMPLATE], mail
    yield
    mails._mails[TEMPLATE] = before


def test_mail_that_can_be_stopped_says_where(stoppable, run_jobs, mailoutbox):
    write(stop_url="http://testserver/stop/1")
    run_jobs(at=SPRING)

    head = mailoutbox[0].extra_headers
    assert head["List-Unsubscribe"] == "<http://testserver/stop/1>"
    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_mail_that_can_be_stopped_must_say_where(stoppable):
    with pytest.raises(ValueError, match="says where"):
        write()


def test_a_letter_that_may_no_longer_go_is_stopped_and_emptied(
    stopped_by_hook, run_jobs, mailoutbox
):
    stale, good = PersonFactory(), PersonFactory()
    letter = write(about=stale.pk)
    write(about=good.pk, event="outbox.test:2")
    stopped_by_hook.add(stale.pk)

    run_jobs(at=SPRING)

    assert len(mailoutbox) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.body, letter.address) == (Letter.State.STOPPED, "", "")


def test_a_mail_that_nobody_declared_cannot_be_written():
    with pytest.raises(ValueError, match=r"declared in the notices\.py"):
        services.write("home/welcome.html", to=PersonFactory(), event="x", at=SPRING)


def test_a_mail_holds_only_what_was_declared():
    with pytest.raises(ValueError, match="may not hold diagnosis"):
        write(diagnosis="…")


def test_until_it_goes_the_text_is_encrypted_in_the_database():
    write()

    with connection.cursor() as cursor:
        cursor.execute("SELECT address, subject, body FROM outbox_letter")
        raw = b"".join(bytes(column) for column in cursor.fetchone())

    assert b"operator@" not in raw
    assert b"stopped" not in raw
    assert "stopped" in Letter.objects.get().body


def test_a_letter_whose_sending_was_given_up_is_stopped():
    letter, other = write(), write(event="outbox.test:2")
    jobs = Job.objects.filter(key=queries.job_key(letter))
    jobs.update(state=Job.State.PARKED)
    assert services.stop_orphans(at=SPRING) == 0

    leases.drop(leases.parked())

    assert services.stop_orphans(at=SPRING) == 1
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.state, other.state) == (Letter.State.STOPPED, Letter.State.WAITING)


def test_letters_that_went_are_forgotten_after_some_weeks(run_jobs):
    write()
    run_jobs(at=SPRING)
    write(event="outbox.test:waiting")

    services.sweep_letters(at=SPRING + services.KEEP_SENT)
    assert Letter.objects.count() == 2
    services.sweep_letters(at=SPRING + services.KEEP_SENT + timedelta(seconds=1))
    assert [letter.event for letter in Letter.objects.all()] == ["outbox.test:waiting"]


def test_a_letter_that_waits_too_long_is_a_trouble():
    write()

    assert queries.trouble(SPRING + timedelta(minutes=15)) == []
    [finding] = queries.trouble(SPRING + timedelta(minutes=16))
    assert finding.code == "outbox.late"
    assert "AMANAH_MAIL_HOST" in finding.remedy


def test_the_operator_is_told_at_most_once_a_day(settings, run_jobs, mailoutbox, caplog):
    settings.OPERATOR_EMAIL = "operator@example.org"

    for hours in (0, 1, 24):
        services.tell_operator(at=SPRING + timedelta(hours=hours))
    run_jobs(at=SPRING + timedelta(days=1))

    assert len(mailoutbox) == 2
    assert "No worker is running" in mailoutbox[0].body
    assert caplog.text.count("jobs.no_worker") == 3


def test_without_an_address_of_the_operator_the_log_still_tells(settings, mailoutbox, caplog):
    settings.OPERATOR_EMAIL = ""

    services.tell_operator(at=SPRING)

    assert "jobs.no_worker" in caplog.text
    assert not Letter.objects.exists()
