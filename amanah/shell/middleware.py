"""What every answer carries, errors and static files included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
# Django and django-csp set these for what passes them; the server's own refusals do not.
ALWAYS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
Answer = Callable[[HttpRequest], HttpResponse]


def headers(answer: Answer) -> Answer:
    """Keep our pages to themselves: nothing read across origins, no sensors, nothing cached."""

    def answer_with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response

    return answer_with_headers
