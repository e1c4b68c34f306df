"""Whether what is private is hidden, because somebody else looks at the screen.

Kept in a cookie of its own, with nothing else, until the browser is closed: every tab hides, and a
page that is opened meanwhile comes hidden.
"""

from django.http import HttpRequest, HttpResponse

COOKIE = "amanah_curtain"


def is_drawn(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "1"


def draw(response: HttpResponse, drawn: bool, *, is_https: bool) -> None:
    """A script draws it too, at once and without us: so the cookie is not kept from scripts."""
    if drawn:
        response.set_cookie(COOKIE, "1", secure=is_https, httponly=False, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
