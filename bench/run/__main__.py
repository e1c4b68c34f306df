"""Ten thousand people matched and looked at: `python -m bench.run [--people N]`.

A cohort of which two thirds are mentees is matched as `Match people` does it, in a process apart;
then its board is opened and worked on through the pages, each a few times, by the median. Beside
every figure stands the bound that we hold ourselves to, and the ratio. On SQLite in a new home; on
PostgreSQL if AMANAH_DATABASE_URL names one.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

FIRST_ROW, ACTION = 1.0, 0.3
TIMES = 5
PLACES = (1, 1, 2, 2, 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--preset", choices=["fair", "total", "stable"], default="fair")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        cohort, by = _filled(asked.people)
        run = _matched(cohort, by, asked.preset)
        _looked_at(run, by)
    print(f"load of the machine before and after: {load:.1f}, {os.getloadavg()[0]:.1f}")


def _begin(folder: Path) -> None:
    import django

    home = folder / "home"
    home.mkdir()
    os.environ.update(
        AMANAH_HOME=str(home),
        DJANGO_SETTINGS_MODULE="amanah.config.settings",
        AMANAH_LOG_LEVEL="error",
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _filled(people: int) -> tuple[Any, Any]:
    """A cohort of so many people who have applied, and who coordinates it."""
    from amanah.base import clock
    from amanah.institutions.models import Appointment, Institution
    from amanah.people.models import Affiliation, Person
    from amanah.programmes.models import Application, Cohort, Participant, Programme

    chance, at = random.Random(6), clock.now()
    home = Institution.objects.create(slug="bench", name="Bench")
    programme = Programme.objects.create(institution=home, name="Bench", state="open")
    cohort = Cohort.objects.create(programme=programme, name="Bench")
    by = Person.objects.create(email="by@example.org", name="Coordinator", joined_at=at)
    Appointment.objects.create(institution=home, person=by, role="coordinator", begins_at=at)
    those = [
        Person(email=f"p{n}@example.org", name=f"Person {n}", joined_at=at) for n in range(people)
    ]
    Person.objects.bulk_create(those, batch_size=500)
    Affiliation.objects.bulk_create(
        (Affiliation(institution=home, person=one, since=at) for one in those), batch_size=500
    )
    parts = [_part(cohort, one, n, chance, at) for n, one in enumerate(those)]
    Participant.objects.bulk_create(parts, batch_size=500)
    Application.objects.bulk_create(
        (_application(part, chance, at) for part in parts), batch_size=500
    )
    return cohort, by


def _part(cohort: Any, person: Any, number: int, chance: random.Random, at: datetime) -> Any:
    """Every third is a mentor, with one to three places."""
    from amanah.programmes.models import Participant

    is_mentor = number % 3 == 0
    return Participant(
        cohort=cohort,
        person=person,
        as_mentor=is_mentor,
        as_mentee=not is_mentor,
        places=chance.choice(PLACES) if is_mentor else 0,
        listed_at=at,
    )


def _application(part: Any, chance: random.Random, at: datetime) -> Any:
    from amanah.programmes.models import Application
    from amanah.programmes.vocabulary import SETTINGS, TOPICS
    from amanah.programmes.vocabulary import TIMES as HOURS

    return Application(
        participant=part,
        role="mentor" if part.as_mentor else "mentee",
        state="submitted",
        begun_at=at,
        submitted_at=at,
        topics=chance.sample(list(TOPICS), 3),
        languages=["en", *chance.sample(["ur", "pa", "ar", "fr", "de"], 1)],
        times=chance.sample(list(HOURS), 3),
        settings=chance.sample(list(SETTINGS), 2),
        specialty=f"Specialty {chance.randrange(30)}",
    )


def _matched(cohort: Any, by: Any, preset: str) -> Any:
    from amanah.base import clock
    from amanah.matching import services
    from amanah.matching.models import Run

    run = services.ask_for_run(cohort, preset=preset, options={}, by=by, at=clock.now())
    began = time.perf_counter()
    services.work_out_run(run_id=str(run.pk), at=clock.now())
    run = Run.objects.get(pk=run.pk)
    check = run.check_of_result
    print(f"people: {check['mentees']:,} mentees, {check['mentors']:,} mentors")
    print(f"worked out, proved and kept: {time.perf_counter() - began:.1f} s on the wall")
    print(f"  {check['placed']:,} placed, {check['considered']:,} pairs judged")
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"  of the process apart: {child.ru_utime:.1f} s of processor, {child.ru_maxrss >> 10} MB"
    )
    copy = run.saved_copy
    print(f"  copy kept: {(len(copy.inputs) + len(copy.market)) / 1e6:.1f} MB")
    return run


def _looked_at(run: Any, by: Any) -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    client = Client()
    client.force_login(by)
    board = f"/staff/runs/{run.pk}/"
    pairs = list(run.pairs.order_by("pk")[: 6 * TIMES])
    waiting = _somebody_who_waits(run)
    _tell("board: its first row and all of its page", FIRST_ROW, lambda _n: client.get(board))
    actions: dict[str, Callable[[int], Any]] = {
        "board: the tenth page": lambda _n: client.get(f"{board}?page=10"),
        "board: find a name": lambda n: client.get(f"{board}?search=person+{n * 37 + 1}"),
        "board: least fit first": lambda _n: client.get(f"{board}?only=weak"),
        "keep a pair": lambda n: client.post(
            f"/staff/runs/pairs/{pairs[n].pk}/keep/", headers={"HX-Request": "true"}
        ),
        "other choices of a pair": lambda n: client.get(f"/staff/runs/pairs/{pairs[n].pk}/"),
        "swap two pairs": lambda n: client.post(
            f"/staff/runs/pairs/{pairs[TIMES + 2 * n].pk}/", {"swap": pairs[TIMES + 2 * n + 1].pk}
        ),
        "undo": lambda _n: client.post(f"{board}undo/"),
        "take a pair off": lambda n: client.post(
            f"/staff/runs/pairs/{pairs[4 * TIMES + n].pk}/take-off/"
        ),
        "choices for who waits": lambda _n: client.get(f"{board}choose/?mentee={waiting}"),
        "who waits": lambda _n: client.get(f"{board}?show=waiting"),
        "mentors": lambda _n: client.get(f"{board}?show=mentors"),
        "decisions": lambda _n: client.get(f"{board}?show=decided"),
        "before asking": lambda _n: client.get(f"{board}send/"),
    }
    for what, act in actions.items():
        _tell(what, ACTION, act)


def _somebody_who_waits(run: Any) -> Any:
    from amanah.matching.queries.saved import Saved

    placed = set(run.pairs.values_list("mentee", flat=True))
    return next(iter([one for one in Saved(run).looked_for() if one not in placed]), None)


def _tell(what: str, bound: float, act: Callable[[int], Any]) -> None:
    took, statuses = [], set()
    for n in range(TIMES):
        began = time.perf_counter()
        statuses.add(act(n).status_code)
        took.append(time.perf_counter() - began)
    median = statistics.median(took)
    said = f"{median * 1000:7.0f} ms, worst {max(took) * 1000:5.0f} ms"
    print(
        f"{what:<42}{said}  bound {bound * 1000:.0f} ms: {median / bound:.2f}  {sorted(statuses)}"
    )


if __name__ == "__main__":
    main()
