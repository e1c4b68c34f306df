"""Who comes to a conversation: its members, and nobody by role."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import ONLY_YOU, YOU_AND_THE_OTHER, Rule
from amanah.mentoring.models import Mentorship
from amanah.mentoring.rules import is_member


def _talks_there(person: Any, thing: Any) -> bool:
    return isinstance(thing, Mentorship) and is_member(person, thing)


def _is_own(person: Any, thing: Any = None) -> bool:
    return bool(thing is None and person.is_authenticated)


can_talk = Rule((YOU_AND_THE_OTHER,), _talks_there)
can_reflect = Rule((ONLY_YOU,), _is_own)

sights.declare("private words", _("what you write to your mentor or mentee, sealed"), can_talk)
sights.declare("own words", _("what you write for yourself, sealed"), can_reflect)
