"""What this app owes a person: what they sent to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.concerns import queries, services
from amanah.stewardship import events, hooks

COLUMNS = ("to", "state", "begun_at", "sent_at", "closed_at", "messages_shown", "room")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    hooks.export(
        hooks.Export(
            "concerns",
            _("what you showed to a safeguarding lead: to whom, when, and how it stands"),
            COLUMNS,
            _concerns,
            ("concerns.Concern",),
        )
    )
    hooks.keep_from_export(
        "concerns.Recipient", "Whoever was chosen holds it by their role: it is its author's."
    )
    hooks.keep_from_export(
        "concerns.Disclosed", "Copies of sealed files that are in the exports of their rooms."
    )
    hooks.erasure(hooks.Erasure("concerns", forget, ("concerns.Recipient",)))
    hooks.keep_from_erasure(
        "concerns.Concern",
        "That somebody was asked for protection, and when; without a word of it.",
    )
    hooks.keep_from_erasure(
        "concerns.Disclosed",
        "Shown to a safeguarding lead by somebody else, who may still need protection.",
    )
    for model in ("Concern", "Recipient", "Disclosed"):
        hooks.keep_from_joining(
            f"concerns.{model}", "It is sealed to the keys of the account that sent it."
        )
    events.by_member("concerns.concern_sent", _("Showed something to a safeguarding lead"))
    events.by_chosen("concerns.file_seen", _("Somebody whom you chose opened what you showed them"))
    events.by_chosen("concerns.state_said", _("Told you how it stands with what you showed them"))


def forget(person: Any, *, at: datetime) -> None:
    services.forget(person, at=at)


def _concerns(person: Any) -> Iterable[hooks.Row]:
    for concern in queries.concerns_of(person):
        yield (
            [one.person.name for one in concern.recipients.all()],
            concern.state,
            concern.begun_at,
            concern.sent_at,
            concern.closed_at,
            concern.disclosed.count(),
            str(concern.room_id or ""),
        )
