"""What this app brings over from a person's other account: their parts, with what they said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from amanah.programmes.models import Application, CohortLetter, Intake, Participant
from amanah.stewardship import hooks


def declare() -> None:
    models = ("programmes.Participant", "programmes.Intake", "programmes.CohortLetter")
    hooks.joiner(hooks.Joiner("programmes", offer, join, models))


def offer(other: Any, kept: Any, *, at: datetime) -> hooks.Offer:
    mine = {one.cohort_id: one for one in _parts(kept)}
    lines, questions = [], []
    for theirs in _parts(other):
        name = f"{theirs.cohort.programme.name}, {theirs.cohort.name}"
        own = mine.get(theirs.cohort_id)
        if own is None:
            lines.append(_("Your part in %(programme)s") % {"programme": name})
        elif not own.left_at and not theirs.left_at:
            questions.append(hooks.Question(_key(theirs), name, _stands(own), _stands(theirs)))
    return hooks.Offer(tuple(lines), tuple(questions))


def join(other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]) -> None:
    """Bring over each part. Of two in one cohort the chosen one stays, or the one not left."""
    mine = {one.cohort_id: one for one in _parts(kept)}
    for theirs in list(_parts(other)):
        own = mine.get(theirs.cohort_id)
        if own is not None:
            is_wanted = chosen.get(_key(theirs)) == "other"
            if theirs.left_at or not (own.left_at or is_wanted):
                continue
            Application.objects.filter(participant=own).delete()
            own.delete()
        theirs.person = kept
        theirs.save(update_fields=["person"])
    Intake.objects.filter(by=other).update(by=kept)
    CohortLetter.objects.filter(by=other).update(by=kept)


def _parts(person: Any) -> Any:
    found = Participant.objects.filter(person=person).select_related("cohort__programme")
    return found.prefetch_related("applications").order_by("listed_at", "pk")


def _key(participant: Participant) -> str:
    return f"cohort-{participant.cohort_id}"


def _stands(participant: Participant) -> str:
    """In a few words: as what, and whether something was sent."""
    sent = {one.role: one.get_state_display() for one in participant.applications.all()}
    takes_part = {"mentor": participant.as_mentor, "mentee": participant.as_mentee}
    return ", ".join(
        f"{role.label}: {sent[role.value]}" if role.value in sent else str(role.label)
        for role in Application.Role
        if takes_part[role.value]
    )
