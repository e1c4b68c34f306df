"""What stewardship itself holds of a person: the ledger about them, and their own wishes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.stewardship import events, hooks, queries
from amanah.stewardship.models import Leaving


def declare() -> None:
    """Fill stewardship's own lists; called once, when the apps are ready."""
    _declare_events()
    hooks.export(
        hooks.Export(
            "ledger",
            _("what was done with your data, by you, by staff and by the operator"),
            ("on", "event", "by"),
            entries,
            ("stewardship.Entry",),
        )
    )
    hooks.export(
        hooks.Export(
            "leaving",
            _("your wish to be erased, if you have asked"),
            ("asked_at", "due_at"),
            lambda person: Leaving.objects.filter(person=person).values_list("asked_at", "due_at"),
            ("stewardship.Leaving",),
        )
    )
    hooks.keep_from_export("stewardship.Parcel", "It is this file.")
    hooks.keep_from_erasure(
        "stewardship.Entry", "Append-only; it points to the nameless stub and quotes nobody."
    )
    hooks.keep_from_joining(
        "stewardship.Entry", "Append-only; the stub points to the account that was kept."
    )
    hooks.keep_from_joining("stewardship.Leaving", "Whoever wants to be erased joins nothing.")
    hooks.keep_from_joining("stewardship.Parcel", "A copy of the other account alone.")
    hooks.keep_from_erasure("stewardship.Leaving", "Deleted by the erasure service itself.")
    hooks.keep_from_erasure("stewardship.Parcel", "Deleted by the erasure service itself.")


def entries(person: Any) -> Iterable[hooks.Row]:
    """Days, not moments, and never which other member did something."""
    mine = queries.accounts_of(person)
    for entry in queries.entries_shown_to(person):
        by = "you" if entry.by_id in mine else "staff" if entry.by_id else "operator"
        yield entry.at.date(), entry.event, by


def _declare_events() -> None:
    events.by_member("stewardship.erasure_asked", _("Asked to be erased"))
    events.by_member("stewardship.erasure_taken_back", _("Decided to stay"))
    events.by_member("stewardship.parcel_asked", _("Asked for a copy of everything"))
    events.by_member("stewardship.parcel_fetched", _("Fetched a copy of everything"))
    events.by_staff(
        "stewardship.copy_handed_over",
        _("Made a copy of everything about you, to be handed over"),
        _("Made a copy of everything about a person, to be handed over"),
    )
    events.by_staff(
        "stewardship.person_erased", _("Erased your account"), _("Erased a person's account")
    )
    events.by_staff(
        "stewardship.erasure_reapplied",
        _("Erased your account again after a backup was restored"),
        _("Erased a person again after a backup was restored"),
    )
