"""The phase of a mentorship: said by its members, whenever they think so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.mentoring.models import Mentorship
from amanah.stewardship import ledger

Phase = Mentorship.Phase
# What members say themselves. Closing is another act, and possible from each of them.
DECLARED = (Phase.STARTING, Phase.WORKING)


class CannotDeclare(Refused):
    code = "mentoring.cannot_declare"


@transaction.atomic
def declare_phase(mentorship: Mentorship, phase: str, *, by: Any, at: datetime) -> Mentorship:
    """Say in which phase it is. Either says it, for both; neither is shown who did."""
    mentorship = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    if not mentorship.is_active or phase not in DECLARED:
        raise CannotDeclare(_("This mentorship is closed. Nothing in it changes any more."))
    if mentorship.phase == phase:
        return mentorship
    mentorship.phase = phase
    mentorship.phase_since = mentorship.institution.day_of(at)
    mentorship.save(update_fields=["phase", "phase_since"])
    ledger.record(
        "mentoring.phase_declared",
        about=mentorship,
        by=by,
        at=at,
        institution=mentorship.institution,
        subject=by,
    )
    return mentorship
