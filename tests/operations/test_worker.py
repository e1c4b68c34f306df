"""`amanah worker`, as the operator types it. See tests/base/test_workers.py for real processes."""

import pytest
from django.core.management import call_command

from amanah.base import jobs, later
from amanah.base.models import Job
from amanah.operations.stop import REFUSED, Stop
from amanah.outbox import queries, services
from amanah.outbox.models import Letter
from tests.factories import SPRING
from tests.operations.processes import amanah

pytestmark = pytest.mark.django_db


def letter(event="bench:1"):
    return services.write(
        "outbox/mail/trouble.txt",
        to=services.Stranger("operator@example.org"),
        event=event,
        at=SPRING,
        findings=[],
    )


@pytest.fixture
def parked():
    """A letter whose job was put aside."""
    written = letter()
    Job.objects.update(
        state=Job.State.PARKED, attempt=1, trouble="SMTPDataError at outbox/post.py:42"
    )
    return Job.objects.get(key=queries.job_key(written))


def said(capsys, *arguments):
    call_command("worker", *arguments, skip_checks=True)
    return capsys.readouterr().out


def test_parked_jobs_are_listed_with_what_an_operator_needs(capsys, parked):
    out = said(capsys, "--parked")

    assert f"{parked.pk}  amanah.outbox.services.deliver  1 attempts" in out
    assert "SMTPDataError at outbox/post.py:42" in out
    assert "Parked: 1 job." in out
    assert "operator@" not in out


@pytest.mark.parametrize("which", ["all", "id"])
def test_a_parked_job_is_tried_again(capsys, parked, run_jobs, mailoutbox, which):
    out = said(capsys, "--retry", "all" if which == "all" else str(parked.pk))
    run_jobs()

    assert "1 job will be tried again" in out
    assert len(mailoutbox) == 1


def test_a_parked_job_is_given_up_and_its_letter_with_it(capsys, parked, mailoutbox):
    other = letter("bench:2")

    out = said(capsys, "--drop", str(parked.pk))

    assert "Given up: 1 job." in out
    assert not Job.objects.filter(pk=parked.pk).exists()
    stopped = Letter.objects.exclude(pk=other.pk).get()
    assert (stopped.state, stopped.body) == (Letter.State.STOPPED, "")
    other.refresh_from_db()
    assert other.state == Letter.State.WAITING


@pytest.mark.parametrize("option", ["--retry", "--drop"])
@pytest.mark.parametrize("which", ["nonsense", "00000000-0000-4000-8000-000000000000", "waiting"])
def test_only_a_parked_job_can_be_retried_or_given_up(parked, option, which):
    waiting = Job.objects.get(key=queries.job_key(letter("bench:2")))

    with pytest.raises(Stop, match="--parked` lists them"):
        call_command(
            "worker", option, str(waiting.pk) if which == "waiting" else which, skip_checks=True
        )

    assert set(Job.objects.values_list("state", flat=True)) == {"parked", "ready"}


def test_what_runs_by_itself_is_listed(capsys):
    out = said(capsys, "--periodic")

    for work in later.periodic_work():
        assert f"{work.path}  every" in out


def test_once_runs_one_job_and_drain_all(capsys, mailoutbox):
    for number in range(3):
        letter(f"bench:{number}")
    jobs.drain(at_most=0)

    assert "Run: 1 job;" in said(capsys, "--once")
    said(capsys, "--drain")

    assert len(mailoutbox) == 3
    assert not Job.objects.exclude(state=Job.State.DONE).exists()


@pytest.mark.slow
def test_the_worker_does_not_run_on_a_database_that_does_not_fit(tmp_path):
    refused = amanah("worker", "--drain", home=tmp_path)
    amanah("migrate", "--verbosity", "0", home=tmp_path)
    ran = amanah("worker", "--drain", home=tmp_path)

    assert refused.returncode == REFUSED
    assert "run: amanah upgrade" in refused.stderr
    assert ran.returncode == 0
    assert "failed: 0" in ran.stdout
