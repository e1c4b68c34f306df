"""Answering with a page, or with the part of it that changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def show(
    request: HttpRequest,
    page: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the whole page, or only its fragment when htmx asks for it."""
    wants_part = fragment and request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = fragment if wants_part and fragment else page
    return render(request, template, context, status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if nothing; None as the page is opened."""
    return request.POST if request.method == "POST" else None
