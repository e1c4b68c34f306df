"""Archiving a programme, keeping it for longer, and opening it again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.programme import ArchiveForm
from amanah.programmes.models import Programme
from amanah.programmes.views.programme import programme_page
from amanah.shell.pages import sent, show


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What archiving means, and until when it is kept; of an archive, another day."""
    form = ArchiveForm(sent(request), initial={"keep_until": _proposed(programme)})
    change = services.keep_archive_until if programme.is_archived else services.archive_programme
    if request.method == "POST" and form.is_valid():
        me: Any = request.user
        try:
            change(programme, keep_until=form.cleaned_data["keep_until"], by=me, at=clock.now())
        except Refused as refusal:
            form.add_error("keep_until", str(refusal))
        else:
            messages.success(request, _("Saved. Everybody who said something in it is told."))
            return redirect(programme)
    context = {"programme": programme, "form": form}
    return show(request, "programmes/archive.html", context, status=422 if form.errors else 200)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_POST
def reopen(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Open an archive again."""
    me: Any = request.user
    try:
        services.reopen_programme(programme, by=me, at=clock.now())
    except Refused as refusal:
        return programme_page(request, programme, refusal=str(refusal))
    messages.success(request, _("The programme is open again. Look at the days of its cohorts."))
    return redirect(programme)


def _proposed(programme: Programme) -> date:
    usual = programme.institution.day_of(clock.now() + services.USUALLY_KEPT)
    return programme.keep_until or usual
