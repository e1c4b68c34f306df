"""Who may do what in a mentorship. Never when: that is the services' to say."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import (
    ONLY_YOU,
    THE_PROGRAMME,
    YOU_AND_A_NAMED_PERSON,
    YOU_AND_THE_OTHER,
    Rule,
)
from amanah.mentoring.models import Invitation, Mentorship
from amanah.people.models import Affiliation, Person
from amanah.programmes import queries as programmes


def is_member(person: Any, mentorship: Mentorship) -> bool:
    return mentorship.memberships.filter(person=person, left_at=None).exists()


def _is_or_was_member(person: Any, mentorship: Mentorship) -> bool:
    return mentorship.memberships.filter(person=person).exists()


def _knows_who_is_paired(person: Any, thing: Any, *, at: datetime) -> bool:
    """Members; of a belonging, whoever runs a programme there: they plan with who is paired."""
    if isinstance(thing, Affiliation):
        run = programmes.programmes_run_by(person, at=at).filter(institution=thing.institution)
        return thing.person_id != person.pk and run.exists()
    return is_member(person, thing)


def _only_members(person: Any, thing: Any) -> bool:
    return isinstance(thing, Mentorship) and is_member(person, thing)


def _is_its_sender(person: Any, thing: Any) -> bool:
    return isinstance(thing, Invitation) and thing.by_id == person.pk


def _shares_contact(person: Any, thing: Any) -> bool:
    """Whether the other's address and how to reach them is for this person to read."""
    if not isinstance(thing, tuple):
        return False
    mentorship, other = thing
    assert isinstance(other, Person)  # noqa: S101 (for the type checker)
    profile = getattr(other, "profile", None)
    shares = profile is not None and profile.share_contact
    return bool(shares and mentorship.is_active and is_member(person, mentorship))


def _walks_with(person: Any, thing: Any) -> bool:
    """Whether somebody reads how the other likes to work: while the mentorship lasts."""
    if not isinstance(thing, tuple):
        return False
    mentorship, _other = thing
    return bool(mentorship.is_active and is_member(person, mentorship))


can_view = Rule((YOU_AND_THE_OTHER,), is_member)
# Also whoever has left: what was theirs as they did.
can_look_back = Rule((YOU_AND_THE_OTHER,), _is_or_was_member)
can_close = can_view
can_agree = can_view
can_read_agreement = Rule(
    (YOU_AND_THE_OTHER,), lambda person, agreement: is_member(person, agreement.mentorship)
)
# What one would choose in an agreement, until one shows it.
can_read_own_choices = Rule((ONLY_YOU,), is_member)
# What one writes for oneself is in a room of one's own.
can_read_notes = Rule((ONLY_YOU,), is_member)
can_see_contact = Rule((YOU_AND_THE_OTHER,), _shares_contact)
can_see_working_card = Rule((YOU_AND_THE_OTHER,), _walks_with)
# One of them asks the other: whom, only who asks knows; who asks, only who holds the link.
can_see_invitation = Rule((YOU_AND_A_NAMED_PERSON,), _is_its_sender)
can_see_address = Rule((ONLY_YOU,), _is_its_sender)

sights.declare(
    "mentorship",
    _("with whom you have a mentorship in a programme, and from when until when"),
    Rule((THE_PROGRAMME,), _knows_who_is_paired),
)
sights.declare(
    "agreement: dates",
    _("when the agreement of a mentorship of yours in a programme was signed, and its phase"),
    Rule((THE_PROGRAMME,), _knows_who_is_paired),
)
sights.declare(
    "agreement",
    _("what stands in an agreement of yours, and what you chose once you show it"),
    Rule((YOU_AND_THE_OTHER,), _only_members),
)
sights.declare(
    "informal mentorship",
    _("with whom you have an informal mentorship, which no programme knows of"),
    Rule((YOU_AND_THE_OTHER,), _only_members),
)
sights.declare(
    "informal invitation",
    _("whom you ask to begin an informal mentorship with you"),
    can_see_invitation,
)
