"""What becomes of ties when people come in, or leave."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from amanah.conflicts.models import OwnTies, Post, Tie
from amanah.institutions.models import Institution
from amanah.people.models import Person


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


@transaction.atomic
def end_those_of(person: Any, institution: Institution, at: datetime) -> None:
    """End the ties and posts of somebody who leaves an institution."""
    yesterday = institution.day_of(at) - timedelta(days=1)
    of_person = {Tie: Q(one=person) | Q(other=person), Post: Q(person=person)}
    for kind, about in of_person.items():
        held = kind.objects.filter(about, institution=institution)
        held.filter(since__gt=yesterday).delete()
        held.not_over(yesterday).update(until=yesterday)
