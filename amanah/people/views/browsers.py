"""Where one is signed in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.people.models import Person
from amanah.people.queries.account import sessions_of
from amanah.people.services import sessions
from amanah.people.sessions import really_now
from amanah.people.views.entering import DROP
from amanah.shell.pages import show


@guard(allow=anyone_signed_in)
@require_GET
def browsers(request: HttpRequest) -> HttpResponse:
    """Every signed-in browser: what it is and when it began. Nobody knows when it was used."""
    person: Person = request.user  # type: ignore[assignment]
    here = request.session.session_key
    rows = [
        {
            "handle": session.handle,
            "browser": in_words(session.browser),
            "began_at": session.began_at,
            "ends_at": session.expire_date,
            "is_here": session.session_key == here,
        }
        for session in sessions_of(person).filter(expire_date__gt=really_now())
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return show(request, "people/browsers.html", {"browsers": rows})


def in_words(browser: str) -> str:
    """The coarse name in the reader's language."""
    name, _on, system = browser.partition(" on ")
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or _("A browser")


@guard(allow=anyone_signed_in)
@require_POST
def end(request: HttpRequest, handle: UUID) -> HttpResponse:
    """Sign one browser out."""
    person: Person = request.user  # type: ignore[assignment]
    session = sessions_of(person).filter(handle=handle).first()
    if session is None:
        raise Http404
    sessions.end_session(session, by=person, at=clock.now())
    messages.success(request, _("That browser is signed out."))
    return redirect("people:browsers")


@guard(allow=anyone_signed_in)
@require_POST
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    person: Person = request.user  # type: ignore[assignment]
    sessions.end_sessions(person, by=person, at=clock.now())
    request.session.flush()
    messages.success(request, _("You are signed out everywhere."))
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = DROP
    return response
