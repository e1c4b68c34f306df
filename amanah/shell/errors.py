"""Pages for when something is not there, not allowed, or broken.

They stand by themselves: no database, no session, no script. Each says what happened, what was
kept, and what to do.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amanah.shell import kept


@dataclass(frozen=True)
class Told:
    """What a person is told: what happened, what was kept, what to do."""

    what: str | Promise
    kept: str | Promise
    todo: str | Promise


NOTHING_CHANGED = _("Nothing was changed.")
BAD_REQUEST = Told(
    _("This request could not be read"),
    NOTHING_CHANGED,
    _("Go back to the page you came from, load it afresh and try once more."),
)
TOO_MUCH = Told(
    _("This was too much to send at once"),
    NOTHING_CHANGED,
    _("Go back, make what you typed shorter or send it in parts, and try once more."),
)
FORBIDDEN = Told(
    _("This is not yours to do"),
    NOTHING_CHANGED,
    _("If you think it should be, ask the people who run your programme."),
)
NOT_FOUND = Told(
    _("There is nothing here"),
    _(
        "The address may be mistyped or old, or what was here is not yours to see. "
        "The answer is the same for both."
    ),
    _("Begin again from Today."),
)
BROKEN = Told(
    _("Something broke on our side"),
    _("What you had sent before is safe. What you sent just now may not have arrived."),
    _(
        "Go back, where what you typed should still be, and try once more. If it breaks again, "
        "give the reference below to those who run this system."
    ),
)
STALE = Told(
    _("This form had gone stale"),
    _("Nothing was sent. The page had been open for long, or you signed in again elsewhere."),
    _("Go back, load the page afresh and send it once more."),
)
NO_COOKIE = Told(
    _("Cookies are needed here"),
    _("Your browser brought none, so nothing was sent."),
    _("Allow cookies for this address, go back, load the page afresh and send it once more."),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(request, TOO_MUCH, status=413)
    return _page(request, BAD_REQUEST, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, FORBIDDEN, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same page for what does not exist and for what is not yours to know."""
    return _page(request, NOT_FOUND, status=404)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not ours, or no longer, or that came without any cookie.

    What our own page sent is given back.
    """
    has_cookie = bool(request.COOKIES)
    if kept.is_from_our_page(request):
        why = kept.STALE if has_cookie else kept.NO_COOKIE
        return kept.give_back(request, why, status=403)
    return _page(request, STALE if has_cookie else NO_COOKIE, status=403)


def broken(request: HttpRequest, *args: Any) -> HttpResponse:
    """A defect. The log has the details; the person has a reference to it, and no more."""
    reference = getattr(request, "reference", "")
    return _page(request, BROKEN, status=500, reference=reference)


def _page(request: HttpRequest, told: Told, *, status: int, **more: str) -> HttpResponse:
    context = {"request": request, **vars(told), **more}
    return HttpResponse(render_to_string("shell/error.html", context), status=status)
