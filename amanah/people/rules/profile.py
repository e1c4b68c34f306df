"""Who may see what a person says of themselves."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import ONLY_YOU, THE_PROGRAMME, YOU_AND_THE_OTHER, Rule
from amanah.institutions import rules as institutions
from amanah.people.models import Affiliation, Person


def _is_own(person: Any, thing: Any = None) -> bool:
    """A page without a thing is about whoever opened it."""
    owner = thing if thing is None or isinstance(thing, Person) else thing.person
    return bool(person.is_authenticated) and (owner is None or owner.pk == person.pk)


def _coordinates(person: Any, belonging: Affiliation, *, at: datetime) -> bool:
    return not _is_own(person, belonging) and institutions.coordinates(person, belonging, at=at)


is_own = Rule((ONLY_YOU,), _is_own)
# A mentor or mentee reads the working card on the page of the mentorship, by the rules of
# `mentoring`, which stands above. What is promised under the field is the widest that it will be.
can_see_working_card = Rule((YOU_AND_THE_OTHER,), _is_own)
can_see_time_zone = Rule((YOU_AND_THE_OTHER,), _is_own)
can_see_card = Rule((THE_PROGRAMME,), _coordinates)
can_see_contact = Rule((THE_PROGRAMME,), _coordinates)

sights.declare(
    "profile: public card",
    _("your name, what to call you, and your card: stage, field, languages, a few lines"),
    can_see_card,
)
sights.declare(
    "profile: contact, availability",
    _("your e-mail address and how to reach you"),
    can_see_contact,
)
sights.declare("profile: working card", _("how you like to work"), can_see_working_card)
sights.declare("profile: time zone", _("your time zone"), can_see_time_zone)
sights.declare("profile: settings", _("your language, and light or dark"), is_own)
