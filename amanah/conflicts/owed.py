"""What this app owes a person: their ties to take along, and to be forgotten."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.conflicts.models import OwnTies, Post, Tie, TieList
from amanah.stewardship import hooks

DATES = ("since", "until", "source")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    for part in EXPORTS:
        hooks.export(part)
    models = ("conflicts.Tie", "conflicts.Post", "conflicts.OwnTies", "conflicts.TieList")
    hooks.erasure(hooks.Erasure("conflicts", forget, models))
    hooks.keep_from_export(
        "conflicts.TieList", "A working copy of a list that staff look through; gone after a day."
    )


def forget(person: Any, *, at: datetime) -> None:
    """Delete every tie of a person, and their name from what others said of their own."""
    Tie.objects.filter(Q(one=person) | Q(other=person)).delete()
    Post.objects.filter(person=person).delete()
    OwnTies.objects.filter(person=person).delete()
    TieList.objects.filter(by=person).delete()
    _forget_named(person)
    address = person.email.casefold()
    naming = [one.pk for one in TieList.objects.iterator() if address in one.rows.casefold()]
    TieList.objects.filter(pk__in=naming).delete()


def _forget_named(person: Any) -> None:
    """What others said is encrypted, so the database cannot be asked who named somebody."""
    address, key = person.email.casefold(), str(person.pk)
    for said in OwnTies.objects.iterator():
        if address not in said.named.casefold() and key not in said.named:
            continue
        kept = []
        for line in json.loads(said.named):
            line["people"] = [one for one in line.get("people", ()) if one != key]
            if line.get("email", "").casefold() != address:
                kept.append(line)
        said.named = json.dumps(kept, ensure_ascii=False) if kept else ""
        said.save(update_fields=["named"])


def _own(person: Any) -> Iterable[hooks.Row]:
    for (named,) in OwnTies.objects.filter(person=person).values_list("named"):
        for line in json.loads(named or "[]"):
            yield (line.get("email") or line.get("name") or "",)


def _ties(person: Any) -> Iterable[hooks.Row]:
    return (
        Tie.objects.filter(Q(one=person) | Q(other=person))
        .order_by("since", "pk")
        .values_list("institution__name", "kind", "one__name", "other__name", *DATES)
    )


def _posts(person: Any) -> Iterable[hooks.Row]:
    return (
        Post.objects.filter(person=person)
        .order_by("since", "pk")
        .values_list("institution__name", "kind", "department", *DATES)
    )


EXPORTS = (
    hooks.Export(
        "own-ties",
        _("with whom you said that you should not be paired because of a tie"),
        ("named",),
        _own,
        ("conflicts.OwnTies",),
    ),
    hooks.Export(
        "ties",
        _("who supervises, assesses or examines whom, where it is about you, as staff know it"),
        ("institution", "kind", "one", "other", *DATES),
        _ties,
        ("conflicts.Tie",),
    ),
    hooks.Export(
        "posts",
        _("your posts over a department, as staff know them"),
        ("institution", "post", "department", *DATES),
        _posts,
        ("conflicts.Post",),
    ),
)
