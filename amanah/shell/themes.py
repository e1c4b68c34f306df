"""Light, dark, or as the reader's system has it.

Kept in a cookie of its own, with nothing else, and with the person who is signed in.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "amanah_theme"
THEMES = {"": _("As my device"), "light": _("Light"), "dark": _("Dark")}
A_YEAR = 60 * 60 * 24 * 365


def chosen(request: HttpRequest) -> str:
    """The theme that the reader chose; nothing where they chose none, or none of ours."""
    kept = getattr(getattr(request, "user", None), "theme", "")
    theme = request.COOKIES.get(COOKIE, kept)
    return theme if theme in THEMES else ""


def remember(response: HttpResponse, theme: str, *, is_https: bool) -> None:
    """Keep the choice for a year; to choose "as my device" is to forget it."""
    if theme and theme in THEMES:
        response.set_cookie(
            COOKIE, theme, max_age=A_YEAR, secure=is_https, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE)
