"""What this app brings over from a person's other account: what they asked, and were asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from amanah.matching.models import Asked, Decision, Proposal, Request, Run
from amanah.stewardship import hooks

MODELS = (
    "matching.Request",
    "matching.Proposal",
    "matching.Asked",
    "matching.Run",
    "matching.Decision",
)


def declare() -> None:
    hooks.joiner(hooks.Joiner("matching", offer, join, MODELS))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    return hooks.Offer()


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Nobody asks themselves, or the same mentor twice: such a one is closed and let go of."""
    for mine, theirs in (("mentee", "mentor"), ("mentor", "mentee")):
        for request in Request.objects.filter(**{mine: other}).order_by("pk"):
            second = getattr(request, f"{theirs}_id")
            same = {mine: kept, f"{theirs}_id": second, "cohort": request.cohort_id}
            if second != kept.pk and not Request.objects.filter(**same).exists():
                setattr(request, mine, kept)
                request.save(update_fields=[mine])
    # Where a proposal asks both, the one who stays is asked.
    both = Asked.objects.filter(person=kept).values("proposal")
    Asked.objects.filter(person=other).exclude(proposal__in=both).update(person=kept)
    for model in (Proposal, Run, Decision):
        model._default_manager.filter(by=other).update(by=kept)
