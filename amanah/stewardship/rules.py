"""Who may ask for what is kept about somebody, and have it erased: that person, and no other."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.base.access import ONLY_YOU, Rule


def _is_own(person: Any, thing: Any = None) -> bool:
    return bool(person.is_authenticated) and (thing is None or thing.person_id == person.pk)


is_own = Rule((ONLY_YOU,), _is_own)

sights.declare("export", _("the copy of your data, while it waits for you to fetch it"), is_own)
sights.declare("leaving", _("that you have asked to be erased, and when it will be"), is_own)
