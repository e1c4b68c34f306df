"""What the tables of people need beyond an include."""

from datetime import datetime
from typing import Any

from django import template
from django.template.defaulttags import querystring
from django.utils.translation import gettext as _

from amanah.base import written
from amanah.people.models import Invitation

register = template.Library()


@register.inclusion_tag("people/_sortable.html", takes_context=True)
def sortable(context: Any, key: str, label: str) -> dict[str, Any]:
    """The head of a column by which a table can be sorted: ``{% sortable "name" _("Name") %}``."""
    now = context["sort"]
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "none")
    turned = f"-{key}" if now == key else key
    return {"label": label, "order": order, "url": querystring(context, sort=turned, page=None)}


@register.filter
def state_at(invitation: Invitation, at: datetime) -> str:
    """How an invitation stands: ``{{ invitation|state_at:now }}``."""
    day = written.day(invitation.last_day)
    if invitation.withdrawn_at:
        return _("withdrawn")
    if invitation.expires_at <= at:
        return _("ran out on %(day)s") % {"day": day}
    return _("waiting until %(day)s") % {"day": day}
