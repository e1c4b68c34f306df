"""What this app brings over from a person's other account: no tie of theirs may be lost."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amanah.conflicts.models import OwnTies, TieList
from amanah.conflicts.services import take_ties_over
from amanah.stewardship import hooks


def declare() -> None:
    models = ("conflicts.Tie", "conflicts.Post", "conflicts.OwnTies", "conflicts.TieList")
    hooks.joiner(hooks.Joiner("conflicts", offer, join, models))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    return hooks.Offer()


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Ties, posts, and what others said of either; what the person said under either counts."""
    TieList.objects.filter(by=other).update(by=kept)
    theirs = OwnTies.objects.filter(person=other).first()
    if theirs is not None:
        mine, _is_new = OwnTies.objects.get_or_create(person=kept)
        lines = [*json.loads(mine.named or "[]"), *json.loads(theirs.named or "[]")]
        mine.named = json.dumps(lines, ensure_ascii=False)
        mine.save(update_fields=["named"])
        theirs.delete()
    take_ties_over(other, kept, at)
