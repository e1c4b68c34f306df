"""Fills a new installation for the bench, and says as JSON how to come in as its coordinator."""

import json
import logging
import os
import re
import sys
from datetime import timedelta

import django

# Who looks is not on the list.
PEOPLE = 50
SLUG = "bench"


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.web.settings"
    django.setup()

    from django.core.management import call_command
    from django.test import Client

    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    coordinator = fill()
    client = Client()
    client.force_login(coordinator)
    refuse_unlike_pages(client)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    print(json.dumps({"slug": SLUG, "cookie": cookie}))
    return 0


def fill():
    """An institution whose list shows fifty people, each with a card and some with a role."""
    from amanah.base import clock
    from amanah.institutions.models import Appointment, Institution
    from amanah.people.models import Affiliation, Person, Profile

    at = clock.now()
    institution = Institution.objects.create(name="Bench Medical College", slug=SLUG)
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person Number {n:02}", joined_at=at, password="!")
        for n in range(PEOPLE + 1)
    )
    Affiliation.objects.bulk_create(
        Affiliation(
            person=person,
            institution=institution,
            department=("Medicine", "Surgery", "Paediatrics")[n % 3],
            since=(at - timedelta(days=n)).date(),
        )
        for n, person in enumerate(people)
    )
    Profile.objects.bulk_create(
        Profile(person=person, stage=f"Year {n % 5 + 1}", specialty="Ophthalmology", about="…")
        for n, person in enumerate(people)
    )
    roles = (Appointment.Role.COORDINATOR, Appointment.Role.ADMIN, Appointment.Role.DEPUTY)
    Appointment.objects.bulk_create(
        Appointment(
            institution=institution, person=person, role=role, begins_at=at - timedelta(days=1)
        )
        for person, role in zip(people, roles, strict=False)
    )
    return people[0]


def refuse_unlike_pages(client):
    """The naive roster is worth comparing only while it is the same page."""
    shown = [
        re.findall(r"<tbody>.*</tbody>", client.get(path, headers={"host": "localhost"}).text, re.S)
        for path in (f"/staff/{SLUG}/people/", f"/bench/naive/{SLUG}/")
    ]
    ours, naive = (" ".join("".join(rows).split()) for rows in shown)
    if ours != naive or ours.count("<tr>") != PEOPLE:
        raise SystemExit(f"The roster and its naive version differ:\n{ours[:900]}\n{naive[:900]}")


if __name__ == "__main__":
    sys.exit(main())
