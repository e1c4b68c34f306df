"""The page of those whom everybody can turn to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.help import queries
from amanah.shell.pages import show


@open_to_all
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom one can turn to. Nothing is kept of who opened it."""
    me: Any = request.user
    if me.is_authenticated:
        helps = queries.helps_for(me, queries.where_of(me), at=clock.now())
    else:
        only = queries.only_institution()
        helps = [queries.help_without_reader(only)] if only else []
    context = {
        "helps": helps,
        "emergencies": list(dict.fromkeys(one.emergency for one in helps if one.emergency)),
        "help_emergency": next((one.emergency for one in helps if one.emergency), ""),
        "leaves_out": any(one.leaves_out for one in helps),
        "help_contact": None,
    }
    return show(request, "help/help.html", context)
