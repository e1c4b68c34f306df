"""A letter to a cohort of ten thousand: `python -m bench.letters [--people N]`.

How long pressing *Send* takes, then each step of the worker: telling everybody, asking for their
letters, writing them, and handing them to a mail server that takes all at once (none, here: the
figure is ours alone). On SQLite in a new home; on PostgreSQL if AMANAH_DATABASE_URL names one.
"""

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

TEXT = "We meet in room 4.\n\nhttps://example.org/map\n\n" + "Bring a question. " * 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(AMANAH_HOME=folder, DJANGO_SETTINGS_MODULE="amanah.config.settings")
        for what, said in _measure(people):
            print(f"{what:<44}{said}")


def _measure(people: int) -> list[tuple[str, str]]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from amanah.notifications import services as notifications
    from amanah.outbox.models import Letter
    from amanah.programmes import services

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    call_command("migrate", verbosity=0)
    letter, by, at = _letter(people)
    before = _memory()
    steps: list[tuple[str, Callable[[], Any]]] = [
        (
            "Send is pressed",
            lambda: services.send_cohort_letter(letter, people=people, by=by, at=at),
        ),
        ("everybody is told", lambda: _run("tell_recipients", at)),
        ("letters are asked for", lambda: notifications.mail_those_due(at=at)),
        ("letters are written", lambda: _run("write_letter", at)),
        ("letters are handed over", lambda: _run("deliver", at)),
    ]
    figures = [("people", f"{people:,}")]
    for what, step in steps:
        began, cpu = time.perf_counter(), time.process_time()
        step()
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        figures.append((what, f"{wall:.2f} s ({cpu:.2f} s of processor)"))
    assert Letter.objects.filter(state=Letter.State.SENT).count() == people
    figures += [
        ("memory beyond what was held", f"{(_memory() - before) >> 20} MB"),
        ("load of the machine", f"{os.getloadavg()[0]:.1f}"),
    ]
    return figures


def _letter(people: int) -> tuple[Any, Any, datetime]:
    """A draft to everybody in a cohort, at a noon of a working day."""
    from datetime import UTC

    from amanah.institutions.models import Appointment, Institution
    from amanah.people.models import Affiliation, Person
    from amanah.programmes import services
    from amanah.programmes.models import Cohort, Participant, Programme

    at = datetime(2026, 11, 26, 12, tzinfo=UTC)
    institution = Institution.objects.create(name="Hearth", slug="hearth", time_zone="UTC")
    made = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person {n}", joined_at=at, time_zone="UTC")
        for n in range(people + 1)
    )
    by, *members = made
    Affiliation.objects.bulk_create(
        Affiliation(person=one, institution=institution, since=at) for one in members
    )
    Appointment.objects.create(
        person=by, institution=institution, role="coordinator", begins_at=at, is_confirmed=True
    )
    programme = Programme.objects.create(institution=institution, name="All", state="open")
    cohort = Cohort.objects.create(programme=programme, name="First")
    Participant.objects.bulk_create(
        Participant(cohort=cohort, person=one, as_mentee=True, listed_at=at) for one in members
    )
    wanted = {"to": "everybody", "subject": "Welcome", "text": TEXT}
    return services.begin_cohort_letter(cohort, wanted, by=by, at=at), by, at


def _run(work: str, at: datetime) -> None:
    """Do every job of a kind, one after another, as one worker would; claiming them costs more."""
    from amanah.base import later
    from amanah.base.models import Job

    for job in Job.objects.filter(state=Job.State.READY, work__endswith=work).iterator():
        later.perform(job.work, job.values, at=at)


def _memory() -> int:
    """The most that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


if __name__ == "__main__":
    main()
