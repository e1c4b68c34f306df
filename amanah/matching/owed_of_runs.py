"""What the matching runs of staff owe a person, and what their events are called in words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from amanah.matching.models import Decision, Run, RunPair, SavedCopy
from amanah.stewardship import events, hooks

MODELS = ("matching.Run", "matching.SavedCopy", "matching.RunPair", "matching.Decision")
WORKING_PAPER = (
    "A working paper of those who run a programme, in which a person stands beside others who were "
    "never asked; what came of it is among the proposals."
)


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    for model in MODELS:
        hooks.keep_from_export(model, WORKING_PAPER)
    hooks.erasure(hooks.Erasure("matching runs", forget, MODELS))
    for event, said in (
        ("run_asked_for", _("Asked for a matching run")),
        ("run_called_off", _("Called a matching run off")),
        ("run_sent", _("Asked the people of a matching run")),
        ("pair_kept", _("Kept a pair of a matching run")),
        ("pair_let_go", _("Kept a pair of a matching run no longer")),
        ("pair_ruled_out", _("Ruled a pair out")),
        ("pair_allowed", _("Allowed a pair again")),
        ("pair_changed", _("Chose another mentor in a matching run")),
        ("pairs_swapped", _("Swapped two mentors in a matching run")),
        ("pair_put", _("Paired two people by hand in a matching run")),
        ("pair_taken_off", _("Took a pair off the board of a matching run")),
        ("decision_undone", _("Undid a decision on a matching run")),
    ):
        events.by_staff(f"matching.{event}", said, said)


def forget(person: Any, *, at: datetime) -> None:
    """A run loses the copy that somebody erased is in, and the pairs that they are in."""
    # Who was in a cohort at all was perhaps in its copies.
    cohorts = person.participations.values("cohort")
    SavedCopy.objects.filter(run__cohort__in=cohorts).delete()
    RunPair.objects.filter(mentee__person=person).delete()
    RunPair.objects.filter(mentor__person=person).delete()
    Run.objects.filter(by=person).update(by=None)
    Decision.objects.filter(by=person).update(by=None)


def let_go(programme: Any, parts: list[UUID], at: datetime) -> None:
    """Called as an archive is emptied of its people: its runs go, with all that is in them."""
    Run.objects.filter(cohort__programme=programme).delete()
