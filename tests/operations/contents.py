"""What an installation holds, put there and read back by a process of its own.

python -m tests.operations.contents fill [COUNT]     add people, words, a ledger, files
python -m tests.operations.contents write SECONDS    write as fast as one can
python -m tests.operations.contents tell             print everything, decrypted
"""

import json
import os
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SPRING = datetime(2026, 3, 20, 9, 0, 0, 123456, tzinfo=UTC)
LEFT_OUT = {"people.session", "sealing.opening", "base.worker", "stewardship.parcel"}
WORDS = "Ring me after the ward round: 0300 · خدیجہ · O'Brien · 😀"


def fill(count=3):
    from django.conf import settings

    from amanah.base.later import later
    from amanah.institutions.models import Institution
    from amanah.stewardship.services import wipe_traces

    number = Institution.objects.count() + 1
    institution = Institution.objects.create(
        name=f"کالج {number}",
        slug=f"college-{number}",
        time_zone="Asia/Karachi",
        help_name="Dr Nasreen",
        help_phone="021 111 0000",
    )
    for step in range(count):
        one_person(institution, f"{number}-{step}", at=SPRING + timedelta(minutes=step))
    later(wipe_traces)
    open_a_lock()
    hand_in(institution)
    folder = Path(settings.MEDIA_ROOT, "talks", str(number))
    folder.mkdir(parents=True)
    (folder / "a talk با نام.bin").write_bytes(os.urandom(300_000))
    (folder / "empty").touch()


def hand_in(institution):
    """A file with an application, as its author would."""
    from django.db import transaction

    from amanah.base import attachments
    from amanah.people.models import Person
    from amanah.programmes import models, services
    from amanah.programmes.handed_in import HandedIn

    programme = models.Programme.objects.create(institution=institution, name="P", state="open")
    question = programme.questions.create(text="A short CV?", kind="file")
    application = services.begin_application(
        programme.cohorts.create(name="C"),
        role="mentee",
        by=Person.objects.order_by("email").first(),
        at=SPRING,
    )
    with attachments.keeping() as keep, transaction.atomic():
        services.files.answer_by_files(
            application, {question.pk: HandedIn("cv.txt", WORDS.encode())}, keep=keep
        )


def one_person(institution, tag, *, at):
    from amanah.people.models import Affiliation, Person, Profile, WorkingCard
    from amanah.stewardship import ledger

    person = Person.objects.create_user(
        f"person-{tag}@example.org", None, name=f"خدیجہ O'Brien {tag}", joined_at=at
    )
    Affiliation.objects.create(person=person, institution=institution, since=at.date())
    Profile.objects.create(person=person, contact=f"{WORDS} {tag}", about="line one\nline two\t")
    WorkingCard.objects.create(person=person, please_know=f"{WORDS} {tag}")
    ledger.record(
        "people.person_joined", about=person, by=person, at=at, institution=institution,
        subject=person, nested={"b": [1, 2.5, None, True], "a": "ü"},
    )  # fmt: skip
    return person


def open_a_lock():
    """Somebody is signed in, and their lock is open in that browser."""
    from amanah.people.models import Person, Session
    from amanah.sealing.models import Opening

    person = Person.objects.order_by("email").first()
    until = SPRING + timedelta(hours=12)
    session, _made = Session.objects.get_or_create(
        session_key="here", defaults={"person": person, "expire_date": until}
    )
    Opening.objects.get_or_create(
        session=session, defaults={"person": person, "key": "half", "until": until}
    )


def somebody_of_the_demo():
    from amanah.people.models import Person

    Person.objects.create_user("a@demo.example", None, name="A", joined_at=SPRING, is_demo=True)


def write():
    """Write until standard input ends, a person a transaction; print how many, how fast, and the
    longest wait in milliseconds."""
    from django.db import transaction

    from amanah.institutions.models import Institution

    institution = Institution.objects.order_by("slug").first()
    stopping = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), stopping.set()), daemon=True).start()
    waits = []
    while not stopping.is_set():
        began = time.monotonic()
        with transaction.atomic():
            one_person(institution, f"load-{os.getpid()}-{len(waits)}", at=SPRING)
        waits.append(time.monotonic() - began)
        if len(waits) == 1:
            print("writing", flush=True)
    print(len(waits), round(len(waits) / sum(waits)), round(max(waits[1:], default=0) * 1000))


def tell():
    from django.apps import apps
    from django.conf import settings

    from amanah.base import attachments

    told = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label_lower in LEFT_OUT:
            continue
        names = [field.attname for field in model._meta.local_concrete_fields]
        rows = [{name: getattr(row, name) for name in names} for row in model._base_manager.all()]
        told[model._meta.db_table] = sorted(
            rows, key=lambda row, pk=model._meta.pk.attname: str(row[pk])
        )
    files = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    told["files"] = {
        str(path.relative_to(settings.MEDIA_ROOT)): path.read_bytes().hex()[:80] for path in files
    }
    told["opened"] = sorted(
        attachments.read(name, about=about).decode() for name, about in attachments.named()
    )
    json.dump(told, sys.stdout, default=str, sort_keys=True)


COMMANDS = {"fill": fill, "write": write, "tell": tell, "demo": somebody_of_the_demo}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "amanah.config.settings"
    import amanah  # noqa: F401, I001  the pinned SQLite comes before Django
    import django

    django.setup()
    COMMANDS[sys.argv[1]](*map(int, sys.argv[2:]))
