"""Pairs that may need another look, for those who run programmes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from amanah.base import clock
from amanah.base.access import guard
from amanah.conflicts import queries, rules
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.shell.pages import show


@guard(find=staff.institutions_staffed_by, allow=rules.can_look)
@require_GET
def pairs(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Which pairs would not be made today; never a pair of the reader's own, and never why."""
    shown = queries.pairs_shown_to(request.user, institution, at=clock.now())
    return show(request, "conflicts/pairs.html", {"institution": institution, "pairs": shown})
