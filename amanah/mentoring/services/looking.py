"""Whoever left, or whose mentorship is closed, looks again if they like."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.mentoring import queries
from amanah.mentoring.models import Mentorship
from amanah.people.models import Person
from amanah.programmes import services as programmes


class CannotLook(Refused):
    code = "mentoring.cannot_look"


@transaction.atomic
def look_again(mentorship: Mentorship, *, by: Person, at: datetime) -> None:
    """Be on the wait-list of the cohort again, where those who wait come first.

    Staff see that somebody waits, since when, and no more.
    """
    part = queries.part_to_look_with(mentorship, by, at=at)
    if part is None:
        raise CannotLook(_("You cannot look again in this programme now."))
    programmes.look_again(part, by=by, at=at)


@transaction.atomic
def look_no_more(mentorship: Mentorship, *, by: Person, at: datetime) -> None:
    """Wait no longer."""
    part = queries.part_to_look_with(mentorship, by, at=at)
    if part is not None:
        programmes.look_no_more(part, by=by, at=at)
