"""Ties and posts in, by a list: upload it, look through it, take it over."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.conflicts import lists as reading
from amanah.conflicts import queries, rules, services
from amanah.conflicts.forms.lists import TieListForm
from amanah.conflicts.models import TieList
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.shell import uploads
from amanah.shell.pages import sent, show

PAGE = 50


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_keep)
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Upload a list, or go on with one."""
    at = clock.now()
    form = TieListForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        is_too_large=uploads.is_too_large(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            tie_list = _read(institution, form, by=request.user, at=at)
        except services.CannotRead as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("conflicts:list", slug=institution.slug, pk=tie_list.pk)
    context = {
        "institution": institution,
        "form": form,
        "most": services.LIMITS.file_bytes,
        "too_large": form.too_large,
        "waiting": queries.lists_of(request.user, slug=institution.slug, at=at)[:20],
        "columns": [
            (label, [str(name) for name in reading.COLUMNS[kind].values()])
            for kind, label in TieList.Kind.choices
        ],
    }
    return show(request, "conflicts/lists.html", context, status=422 if form.errors else 200)


def _read(institution: Institution, form: TieListForm, *, by: Any, at: Any) -> TieList:
    """Read what was uploaded, from a folder that is gone afterwards."""
    file: UploadedFile = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list")
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        kind = form.cleaned_data["kind"]
        return services.read_tie_list(institution, path, kind=kind, by=by, at=at)


@guard(find=queries.lists_of, allow=rules.can_keep)
@require_GET
def tie_list(request: HttpRequest, tie_list: TieList) -> HttpResponse:
    """What would happen, row by row; what cannot be used stands first."""
    return _preview(request, tie_list)


def _preview(request: HttpRequest, tie_list: TieList, *, refusal: str = "") -> HttpResponse:
    judged = services.look_through(tie_list, at=clock.now())
    counts = Counter(one.verdict for one in judged)
    wanted = "wrong" if counts["wrong"] else "new"
    shown = [one for one in judged if one.verdict == wanted] or judged
    columns = reading.COLUMNS[tie_list.kind]
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "institution": tie_list.institution,
        "list": tie_list,
        "counts": {name: counts[name] for name in ("new", "changed", "same", "wrong")},
        "columns": list(columns.values()),
        "page": page,
        "rows": [_shown(one, columns) for one in page.object_list],
        "refusal": refusal,
    }
    return show(request, "conflicts/list.html", context, status=422 if refusal else 200)


def _shown(judged: reading.Judged, columns: Any) -> dict[str, Any]:
    """A row with what is wrong beside each of its cells."""
    wrong = {problem.column: problem.says for problem in judged.problems}
    cells = zip(columns.items(), judged.row.cells, strict=True)
    return {
        "line": judged.row.line,
        "cells": [(label, cell, wrong.get(name, "")) for (name, label), cell in cells],
    }


@guard(find=queries.lists_of, allow=rules.can_keep)
@require_POST
def take_over(request: HttpRequest, tie_list: TieList) -> HttpResponse:
    """Take the list over: everything in it, or nothing."""
    me: Any = request.user
    try:
        services.take_tie_list_over(tie_list, by=me, at=clock.now())
    except services.CannotTakeOver as refusal:
        return _preview(request, tie_list, refusal=str(refusal))
    messages.success(request, _("The list is taken over, and counts from now on."))
    return redirect(f"conflicts:{tie_list.kind}", slug=tie_list.institution.slug)


@guard(find=queries.lists_of, allow=rules.can_keep)
@require_POST
def discard(request: HttpRequest, tie_list: TieList) -> HttpResponse:
    """Put it away; nothing of it is kept."""
    services.discard_tie_list(tie_list)
    messages.success(request, _("The list is put away. Nothing of it was kept."))
    return redirect("conflicts:lists", slug=tie_list.institution.slug)
