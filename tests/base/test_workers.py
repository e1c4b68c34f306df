"""The queue between real processes, on a real database: killed, stopped, held up, crowded."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from amanah.base import clock, later
from amanah.base.models import Job, Worker
from amanah.base.queue import add
from tests.base import chores
from tests.journeys.serving import environment
from tests.journeys.storing import made

pytestmark = pytest.mark.slow

# The machine may be busy with other tests.
PATIENCE = 180
IN_A_THREAD = """
import sys, time
import amanah.config.settings, django, os
django.setup()
from amanah.base import jobs
worker = jobs.start_in_thread(poll=0.1)
print("running", flush=True)
sys.stdin.readline()
sys.exit(0 if worker.stop(120) else 1)
"""


@pytest.fixture(scope="module")
def store():
    with made() as store:
        yield store


@pytest.fixture
def shared(store, django_db_blocker):
    """The database that the workers of a test use, empty, seen by the test too."""
    with store.opened(django_db_blocker):
        Job.objects.all().delete()
        Worker.objects.all().delete()
        yield store


@pytest.fixture
def crew(shared):
    """Start workers; whatever is left of them is killed after the test."""
    started = []

    def start(*arguments, lease=60, program=("-m", "amanah", "worker")):
        options = () if program[0] == "-c" else ("--poll", "0.1", "--lease", str(lease))
        worker = subprocess.Popen(
            [sys.executable, *program, *options, *arguments],
            env={
                **environment(shared, "http://localhost"),
                "DJANGO_SETTINGS_MODULE": "amanah.config.settings",
                "PYTHONPATH": os.getcwd(),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            worker.send_signal(signal.SIGCONT)
            worker.kill()
        worker.communicate()


@pytest.fixture
def notes(tmp_path):
    return Path(tmp_path, "notes")


def ask(work, **values):
    return add(later.path_of(work), values, asked_at=clock.now())


def lines(notes):
    return notes.read_text().splitlines() if notes.exists() else []


def wait_until(condition, what):
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def done():
    return Job.objects.filter(work__startswith="tests.", state=Job.State.DONE).count()


def test_many_workers_share_the_work_and_no_job_is_run_by_two(crew, notes):
    for _ in range(3):
        crew()
    wait_until(lambda: Worker.objects.count() == 3, "three workers at work")
    for number in range(90):
        ask(chores.slow, into=str(notes), word=f"job-{number}", seconds=0.03)

    wait_until(lambda: done() == 90, "all jobs done")

    begun = [line.split() for line in lines(notes) if " begins " in line]
    assert sorted(word for word, _begins, _pid in begun) == sorted(f"job-{n}" for n in range(90))
    assert len({pid for _word, _begins, pid in begun}) > 1
    ours = Job.objects.filter(work__startswith="tests.")
    assert set(ours.values_list("attempt", flat=True)) == {1}


def test_the_job_of_a_killed_worker_is_run_again(crew, notes):
    job = ask(chores.stumble, into=str(notes), word="x")
    first = crew(lease=2)
    wait_until(lambda: lines(notes), "begun")

    first.kill()
    crew(lease=2)

    wait_until(lambda: done() == 1, "done by the second worker")
    job.refresh_from_db()
    assert job.attempt == 2
    assert [line.split()[1] for line in lines(notes)] == ["begins", "begins", "ends"]


def test_a_worker_that_lost_its_lease_cannot_complete(crew, notes):
    job = ask(chores.held, into=str(notes), word="x")
    first = crew(lease=9)
    wait_until(lambda: lines(notes), "begun")
    first.send_signal(signal.SIGSTOP)
    second = crew()
    wait_until(lambda: len(lines(notes)) == 2, "begun again by the second worker")

    first.send_signal(signal.SIGCONT)
    chores.let_go(notes)
    wait_until(lambda: done() == 1, "done")
    for worker in (first, second):
        worker.send_signal(signal.SIGTERM)

    said = first.communicate(timeout=PATIENCE)[0]
    assert "lost" in said
    assert "lost" not in second.communicate(timeout=PATIENCE)[0]
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.DONE, 2)


def test_a_lease_is_renewed_for_as_long_as_the_work_takes(crew, notes):
    job = ask(chores.held, into=str(notes), word="x")
    for _ in range(2):
        crew(lease=9)
    wait_until(lambda: lines(notes), "begun")
    job.refresh_from_db()
    lapses = job.due_at

    wait_until(lambda: clock.now() > lapses, "the first lease would have run out")
    chores.let_go(notes)
    wait_until(lambda: done() == 1, "done")

    job.refresh_from_db()
    assert job.attempt == 1
    assert len(lines(notes)) == 2


def test_told_to_stop_a_worker_finishes_its_job_and_takes_no_other(crew, notes):
    first = ask(chores.held, into=str(notes), word="first")
    worker = crew()
    wait_until(lambda: lines(notes), "begun")
    second = ask(chores.slow, into=str(notes), word="second", seconds=2)

    worker.send_signal(signal.SIGTERM)
    chores.let_go(notes)
    assert worker.wait(PATIENCE) == 0

    for job in (first, second):
        job.refresh_from_db()
    assert (first.state, second.state) == (Job.State.DONE, Job.State.READY)
    assert not Worker.objects.exists()


def test_a_worker_in_a_thread_does_the_same(crew, notes):
    job = ask(chores.held, into=str(notes), word="x")
    process = crew(program=("-c", IN_A_THREAD))
    wait_until(lambda: lines(notes), "begun")

    process.stdin.write("stop\n")
    process.stdin.flush()
    chores.let_go(notes)
    assert process.wait(PATIENCE) == 0

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert not Worker.objects.exists()


@contextmanager
def database_out_of_reach():
    """Long enough for a query to fail: connections cut, or the one writer's place taken."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            yield
        else:
            cursor.execute("BEGIN IMMEDIATE")
            yield
            time.sleep(11)
            cursor.execute("ROLLBACK")


def test_a_worker_outlives_a_database_that_cannot_be_reached(crew, notes):
    ask(chores.note, into=str(notes), word="before")
    worker = crew()
    wait_until(lambda: done() == 1, "done before")

    ask(chores.slow, into=str(notes), word="during", seconds=1)
    wait_until(lambda: "during" in str(lines(notes)), "begun")
    with database_out_of_reach():
        pass
    ask(chores.note, into=str(notes), word="after")

    wait_until(lambda: "after" in str(lines(notes)), "work goes on")
    assert worker.poll() is None


def test_a_worker_outlives_whatever_the_database_has_against_it(crew, notes):
    worker = crew()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE base_job RENAME TO away")
        try:
            said = next((one for one in worker.stdout if "cannot use the database" in one), "")
        finally:
            cursor.execute("ALTER TABLE away RENAME TO base_job")
    ask(chores.note, into=str(notes), word="after")

    wait_until(lambda: lines(notes), "work goes on")
    assert "Error" in said
    assert worker.poll() is None


@pytest.mark.parametrize(("work", "code"), [(chores.fail, 1), (chores.note, 0)])
def test_draining_ends_by_itself_and_says_whether_something_failed(crew, notes, work, code):
    values = {"about": "Amina"} if work is chores.fail else {"into": str(notes), "word": "x"}
    ask(work, **values)

    worker = crew("--drain")

    said = worker.communicate(timeout=PATIENCE)[0]
    assert worker.returncode == code
    assert f"failed: {code}" in said
    assert "Amina" not in said
