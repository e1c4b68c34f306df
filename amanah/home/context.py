"""What the page frame needs on every page."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    is_current: bool = False


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, languages and the contact for help; see shell/page.html."""
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "area": _area(request, signed_in),
        "navigation": [_link(request, "home:today", _("Today"))] if signed_in else [],
        "account_links": _account_links(request) if signed_in else [],
        "help_contact": None,
        "languages": _languages(),
        "is_demo": settings.IS_DEMO,
        "demo_links": _demo_links(request) if settings.IS_DEMO else [],
    }


def _area(request: HttpRequest, signed_in: bool) -> str:
    if not signed_in:
        return "public"
    return "staff" if request.path.startswith("/staff/") else "member"


def _link(request: HttpRequest, name: str, label: str) -> Link:
    url = reverse(name)
    return Link(url, label, request.path == url)


def _account_links(request: HttpRequest) -> list[Link]:
    return [_link(request, "people:account", _("Signing in"))]


def _demo_links(request: HttpRequest) -> list[Link]:
    return [
        _link(request, "demo:mails", _("Mail")),
        _link(request, "demo:clock", _("Clock")),
        _link(request, "demo:style", _("How it looks")),
    ]


def _languages() -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"],
            "is_current": code == current,
        }
        for code, _label in settings.LANGUAGES
    ]
