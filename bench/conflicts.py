"""What stands between whom, set-wise: `python -m bench.conflicts [--mentors N] [--mentees M]`.

An institution with many people in many departments, ties and posts as staff bring them in, and a
tenth of all who say something of their own. On SQLite in a new home; on PostgreSQL if
AMANAH_DATABASE_URL names one.
"""

import argparse
import json
import os
import random
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
DEPARTMENTS, TIES, AT_ONCE = 120, 10_000, 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mentors", type=int, default=20_000)
    parser.add_argument("--mentees", type=int, default=6_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        institution, mentors, mentees = _fill(wanted.mentors, wanted.mentees)
        _measure(institution, mentors, mentees)
        _bring_in(institution, Path(folder, "list.csv"))


def _begin(folder: Path) -> None:
    import django

    home = folder / "home"
    home.mkdir()
    os.environ.update(AMANAH_HOME=str(home), DJANGO_SETTINGS_MODULE="amanah.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _fill(mentors: int, mentees: int) -> tuple[Any, list[Any], list[Any]]:
    from amanah.conflicts.models import OwnTies, Post, Tie
    from amanah.institutions.models import Institution

    draw, day = random.Random(7), AT.date()
    institution = Institution.objects.create(name="Bench", slug="bench")
    people = _people(institution, mentors + mentees, draw)
    above, below = people[:mentors], people[mentors:]
    dated: dict[str, Any] = {"institution": institution, "since": day, "put_in_on": day}
    pairs = {(draw.randrange(mentors), draw.randrange(mentees)) for _ in range(TIES)}
    Tie.objects.bulk_create(
        [Tie(one=above[m], other=below[n], kind="assessor", **dated) for m, n in sorted(pairs)],
        batch_size=AT_ONCE,
    )
    Post.objects.bulk_create(
        [
            Post(person=above[n], kind=kind, department=f"Department {n % DEPARTMENTS}", **dated)
            for n in range(DEPARTMENTS)
            for kind in ("head", "director")
        ]
    )
    OwnTies.objects.bulk_create(
        [
            OwnTies(person=person, named=json.dumps(_said(draw, people)))
            for person in draw.sample(people, len(people) // 10)
        ],
        batch_size=AT_ONCE,
    )
    return institution, [one.pk for one in above], [one.pk for one in below]


def _people(institution: Any, count: int, draw: random.Random) -> list[Any]:
    from amanah.people.models import Affiliation, Person

    people = [
        Person(
            email=f"p{n}@example.org",
            name=f"Given{n % 911} Middle{n % 37} Family{n % 487}",
            joined_at=AT,
        )
        for n in range(count)
    ]
    Person.objects.bulk_create(people, batch_size=AT_ONCE)
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                person=person,
                institution=institution,
                since=AT.date(),
                department=f"Department {draw.randrange(DEPARTMENTS)}",
            )
            for person in people
        ],
        batch_size=AT_ONCE,
    )
    return people


def _said(draw: random.Random, people: list[Any]) -> list[dict[str, Any]]:
    one, other = draw.choice(people), draw.choice(people)
    return [{"email": one.email, "people": [str(one.pk)]}, {"name": other.name, "people": []}]


def _measure(institution: Any, mentors: list[Any], mentees: list[Any]) -> None:
    from amanah.conflicts.queries import pairs_in_conflict

    for what, some in (("all mentees", mentees), ("one mentee", mentees[:1])):
        began, used = time.perf_counter(), time.process_time()
        found = pairs_in_conflict(institution, mentors, some, at=AT)
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        print(
            f"{len(mentors)} mentors, {what:<12} {wall:6.2f} s ({cpu:.2f} s of processor), ", end=""
        )
        print(f"{len(found)} pairs in conflict")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"at most {peak} MB of memory")


def _bring_in(institution: Any, path: Path) -> None:
    """A rota of ten thousand rows: read, looked through, taken over; and once more as it is."""
    from amanah.conflicts import services
    from amanah.people.models import Person

    by = Person.objects.create(email="by@example.org", name="By", joined_at=AT)
    rows = (f"p{n}@example.org,p{n + 10_001}@example.org,examiner,,2027-01-31" for n in range(TIES))
    path.write_text("\n".join(["Address of one,Address of the other,Tie,From,Last day", *rows]))
    for what in ("a list", "the same again"):
        began, used = time.perf_counter(), time.process_time()
        made = services.read_tie_list(institution, path, kind="ties", by=by, at=AT)
        read = time.perf_counter() - began
        services.look_through(made, at=AT)
        counts = services.take_tie_list_over(made, by=by, at=AT)
        wall, cpu = time.perf_counter() - began, time.process_time() - used
        print(f"{what} of {TIES} rows: {wall:.2f} s ({cpu:.2f} s of processor here), ", end="")
        print(f"of which read {read:.2f} s; {dict(counts)}")


if __name__ == "__main__":
    main()
