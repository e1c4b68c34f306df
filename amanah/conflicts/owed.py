"""What this app owes a person: their ties to take along, and to be forgotten."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.conflicts import joining, queries
from amanah.conflicts.models import OwnTies, Post, Tie, TieList
from amanah.stewardship import events, hooks

DATES = ("since", "until", "source")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in EXPORTS:
        hooks.export(part)
    models = ("conflicts.Tie", "conflicts.Post", "conflicts.OwnTies", "conflicts.TieList")
    hooks.erasure(hooks.Erasure("conflicts", forget, models))
    hooks.keep_from_export(
        "conflicts.TieList", "A working copy of a list that staff look through; gone after a day."
    )
    _say_events()


def _say_events() -> None:
    events.by_member(
        "conflicts.own_ties_said", _("Said with whom you should not be paired because of a tie")
    )
    for name, to_subject, to_staff in (
        ("tie_put_in", _("Put in a tie of yours"), _("Put in a tie of a person")),
        ("tie_ended", _("Ended a tie of yours"), _("Ended a tie of a person")),
        ("tie_taken_out", _("Took out a tie of yours"), _("Took out a tie of a person")),
        ("post_put_in", _("Put in a post of yours"), _("Put in a post of a person")),
        ("post_ended", _("Ended a post of yours"), _("Ended a post of a person")),
        ("post_taken_out", _("Took out a post of yours"), _("Took out a post of a person")),
    ):
        events.by_staff(f"conflicts.{name}", to_subject, to_staff)
    for name, said in (
        ("list_taken_over", _("Took over a list of ties or posts")),
        ("ties_taken_along", _("Took ties or posts along as a workbook")),
    ):
        events.by_staff(f"conflicts.{name}", said, said)


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
            if line.get("alone") and line["people"] == [key]:
                continue
            line["people"] = [one for one in line.get("people", ()) if one != key]
            if line.get("email", "").casefold() != address:
                kept.append(line)
        said.named = json.dumps(kept, ensure_ascii=False) if kept else ""
        said.save(update_fields=["named"])


def _own(person: Any) -> Iterable[hooks.Row]:
    return ((line,) for line in queries.own_names(person))


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
