"""Giving back what somebody typed when it could not be taken: signed out meanwhile, or stale.

The answer is a page that holds the same fields, so that nothing is typed twice. Nothing is stored:
what was sent goes back to the one who sent it, and only when one of our own pages sent it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Never given back: what the browser itself keeps, and what would be wrong a minute later.
NOT_GIVEN_BACK = {"csrfmiddlewaretoken", "code"}
NOT_GIVEN_BACK_WITH = ("password", "secret")
Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Why:
    heading: str | Promise
    lead: str | Promise
    must_sign_in: bool


SIGNED_OUT = Why(
    _("You were signed out"),
    _("Nothing was sent, and nothing is lost: what you typed is kept in this page."),
    must_sign_in=True,
)
STALE = Why(
    _("This form had gone stale"),
    _("Nothing was sent, and nothing is lost: what you typed is kept in this page."),
    must_sign_in=False,
)

NO_COOKIE = Why(
    _("Cookies are needed here"),
    _(
        "Your browser brought none, so nothing was sent; what you typed is kept in this page. "
        "Amanah needs one to know that a form is yours, and one for being signed in. Allow them "
        "for this address, then send it again."
    ),
    must_sign_in=False,
)


def keep_what_was_typed(answer: Answer) -> Answer:
    """Middleware: a form sent after the session ended is given back instead of lost."""

    def answer_keeping(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.method == "POST" and _is_sent_to_sign_in(request, response):
            return give_back(request, SIGNED_OUT, status=401)
        return response

    return answer_keeping


def give_back(request: HttpRequest, why: Why, *, status: int) -> HttpResponse:
    """A page with everything in it that was typed, from where it can be sent again."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if _may_be_given_back(name.lower())
    ]
    context = {
        "why": why,
        "fields": fields,
        "typed": dict.fromkeys(value for name, value in fields if not name.startswith("initial-")),
        "action": request.get_full_path(),
        "sign_in": resolve_url(settings.LOGIN_URL),
        "had_files": bool(request.FILES),
    }
    return render(request, "shell/kept.html", context, status=status)


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin == f"{request.scheme}://{request.get_host()}"


def _may_be_given_back(name: str) -> bool:
    return name not in NOT_GIVEN_BACK and not any(word in name for word in NOT_GIVEN_BACK_WITH)


def _is_sent_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != HTTPStatus.FOUND or request.user.is_authenticated:
        return False
    sign_in = resolve_url(settings.LOGIN_URL)
    to = urlsplit(response.headers["Location"])
    # A door that turned somebody away names where they wanted to go; signing out does not.
    return to.path == sign_in and "next=" in to.query and request.path != sign_in
