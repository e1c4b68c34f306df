"""What a person says of themselves."""

from datetime import datetime
from typing import Any

from django.db import transaction

from amanah.base.seen import Values, take_over
from amanah.institutions.models import Institution
from amanah.people import hooks
from amanah.people.models import Affiliation, Person, Profile, WorkingCard
from amanah.stewardship import ledger

PERSON = ("name", "called", "language", "time_zone", "theme")
PROFILE = ("stage", "specialty", "languages", "about", "contact", "share_contact")
DEPARTMENT = ("department",)
WORKING_CARD = ("best_times", "reach_me", "feedback", "at_my_best", "please_know")


@transaction.atomic
def change_person(
    person: Person, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Person:
    """Change how a person is called, and how pages are shown to them."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    _change(person, wanted, PERSON, seen=seen)
    return person


def keep_choice(person: Person, *, language: str = "", theme: str | None = None) -> None:
    """Keep the language or the light that a person chose from the menu of a page."""
    if language:
        Person.objects.filter(pk=person.pk).update(language=language)
    if theme is not None:
        Person.objects.filter(pk=person.pk).update(theme=theme)


@transaction.atomic
def put_away(person: Person, step: str, *, by: Person, at: datetime) -> None:
    """Do not suggest this again: what may be left out is suggested until it is put away."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if step not in person.put_away:
        person.put_away = [*person.put_away, step]
        person.save(update_fields=["put_away"])


@transaction.atomic
def change_profile(
    person: Person, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Profile:
    """Change a person's card."""
    Person.objects.select_for_update().get(pk=person.pk)
    profile, _is_new = Profile.objects.get_or_create(person=person)
    _change(profile, wanted, PROFILE, seen=seen)
    return profile


@transaction.atomic
def change_working_card(
    person: Person, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> WorkingCard:
    """Change what a person says about how they like to work."""
    Person.objects.select_for_update().get(pk=person.pk)
    card, _is_new = WorkingCard.objects.get_or_create(person=person)
    _change(card, wanted, WORKING_CARD, seen=seen)
    return card


@transaction.atomic
def change_department(
    belonging: Affiliation, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Affiliation:
    """Change where in an institution a person says they are."""
    belonging = Affiliation.objects.select_for_update().get(pk=belonging.pk)
    if _change(belonging, wanted, DEPARTMENT, seen=seen):
        for hear in hooks.department_changed:
            hear(belonging, at)
    return belonging


@transaction.atomic
def note_look(belonging: Affiliation, *, by: Person, at: datetime) -> None:
    """Note that staff opened somebody's card: that person is shown it."""
    ledger.record(
        "people.card_seen",
        about=belonging,
        by=by,
        at=at,
        institution=belonging.institution,
        subject=belonging.person,
    )


def note_sheet(institution: Institution, *, by: Person, at: datetime) -> None:
    """Note that staff took the roster along as a workbook."""
    ledger.record(
        "people.roster_taken_along", about=institution, by=by, at=at, institution=institution
    )


def _change(thing: Any, wanted: Values, names: tuple[str, ...], *, seen: Values) -> list[str]:
    """What changed. None of it goes into the ledger: it is their own, and nobody's business."""
    changed = take_over(thing, {k: v for k, v in wanted.items() if k in names}, seen=seen)
    thing.full_clean()
    if changed:
        thing.save(update_fields=changed)
    return changed
