"""Answering with a page, or with the part of it that changed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language_bidi

from amanah.engines.tables import as_xlsx

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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


def wants_sheet(request: HttpRequest) -> bool:
    """Whether the table of a page is wanted as a workbook: ``?as=xlsx``."""
    return request.GET.get("as") == "xlsx"


def sheet(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table as a workbook in which nothing is a formula, read in the reader's direction."""
    content = as_xlsx(
        [str(column) for column in header],
        ([cell if isinstance(cell, int) else str(cell) for cell in row] for row in rows),
        title=name,
        right_to_left=get_language_bidi(),
    )
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{name}.xlsx"
    )
    return response


def attachment(name: str, content: bytes) -> HttpResponse:
    """A file that somebody handed in: to be saved, and never shown or run where our pages are."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if nothing; None as the page is opened."""
    return request.POST if request.method == "POST" else None
