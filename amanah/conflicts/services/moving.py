"""What becomes of ties when people come in, and when they are long gone."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from amanah.base.later import every
from amanah.conflicts.models import OwnTies, Post, Tie
from amanah.people.models import Affiliation, Person

KEEP = timedelta(days=365)


@transaction.atomic
def take_ties_over(listed: Person, person: Person, at: datetime) -> None:
    """Give the ties of somebody who was only on a list to the account that is theirs."""
    for tie in Tie.objects.filter(Q(one=listed) | Q(other=listed)).order_by("pk"):
        one = person.pk if tie.one_id == listed.pk else tie.one_id
        other = person.pk if tie.other_id == listed.pk else tie.other_id
        if tie.is_of_equals:
            one, other = sorted((one, other))
        same = Tie.objects.filter(
            institution=tie.institution_id, one=one, other=other, kind=tie.kind, since=tie.since
        )
        if one == other or same.exists():
            tie.delete()
        else:
            Tie.objects.filter(pk=tie.pk).update(one=one, other=other)
    _take_posts_over(listed, person)
    _rename(listed, person)


def _take_posts_over(listed: Person, person: Person) -> None:
    for post in Post.objects.filter(person=listed).order_by("pk"):
        same = Post.objects.filter(
            institution=post.institution_id,
            person=person,
            kind=post.kind,
            department=post.department,
            since=post.since,
        )
        if same.exists():
            post.delete()
        else:
            Post.objects.filter(pk=post.pk).update(person=person)


def _rename(listed: Person, person: Person) -> None:
    """Whoever meant the listed person means this one. Encrypted, so all are looked through."""
    for said in OwnTies.objects.iterator():
        if str(listed.pk) in said.named:
            said.named = said.named.replace(str(listed.pk), str(person.pk))
            said.save(update_fields=["named"])


@every(timedelta(days=1), offset=timedelta(hours=4))
def sweep_ties(*, at: datetime) -> None:
    """Forget what has been over for a year, and what is about somebody who left a year ago.

    Leaving itself ends nothing: whoever comes back, or was let go by mistake, finds the wall as
    it was.
    """
    day = at.date() - KEEP
    for model, parts in ((Tie, ("one", "other")), (Post, ("person",))):
        kept: Any = model
        kept.objects.filter(until__lt=day).delete()
        for part in parts:
            kept.objects.exclude(Exists(_belonged_since(day, part))).delete()


def _belonged_since(day: date, part: str) -> QuerySet[Affiliation]:
    belonged = Affiliation.objects.filter(
        person=OuterRef(part), institution=OuterRef("institution")
    )
    return belonged.filter(Q(until=None) | Q(until__gte=day))
