"""People in, by a list: upload it, say what its columns are, mend it, take it over, undo it."""

import json
import re
import tempfile
from collections import defaultdict
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
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.intake import ColumnsForm, UploadForm
from amanah.programmes.intake.shown import shown_rows
from amanah.programmes.models import Cohort, Intake, IntakeRow
from amanah.shell import uploads
from amanah.shell.pages import sent, show

PAGE = 25
SAMPLES = 3
Verdict = IntakeRow.Verdict
OPEN = (Verdict.WRONG, Verdict.ASKED)
NAMED = re.compile(r"(cell|answer)-(\d{1,7})-(.+)")


@guard(find=queries.cohorts_run_by, allow=rules.can_list)
@require_http_methods(["GET", "POST"])
def lists(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Upload a list, or go on with one."""
    me: Any = request.user
    at = clock.now()
    form = UploadForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        is_too_large=uploads.is_too_large(request),
        initial={"role": "mentee"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            intake = _read(cohort, form, by=me, at=at)
        except services.CannotRead as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("programmes:columns", pk=intake.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "most": services.LIMITS.file_bytes,
        "too_large": form.too_large,
        "intakes": queries.open_intakes(cohort, by=me, at=at)[:20],
    }
    return show(request, "programmes/lists.html", context, status=422 if form.errors else 200)


def _read(cohort: Cohort, form: UploadForm, *, by: Any, at: Any) -> Intake:
    """Read what was uploaded, from a folder that is gone afterwards."""
    file: UploadedFile = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list")
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        role = form.cleaned_data["role"]
        return services.read_list(cohort, path, name=file.name or "", role=role, by=by, at=at)


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Say what each column is, beside a few of its cells."""
    header = json.loads(intake.header)
    form = ColumnsForm(
        sent(request),
        header=header,
        columns=json.loads(intake.columns),
        asked=queries.asked_in(intake.cohort, role=intake.role),
        role=intake.role,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.say_columns(intake, form.said, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except services.CannotReview as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programmes:list", pk=intake.pk)
    context = {
        "intake": intake,
        "cohort": intake.cohort,
        "form": form,
        "asks_for_files": queries.asks_for_files(intake.cohort.programme),
        "columns": zip(form, _samples(intake, len(header)), strict=True),
        "steps": steps(),
    }
    return show(request, "programmes/columns.html", context, status=422 if form.errors else 200)


def _samples(intake: Intake, width: int) -> list[list[str]]:
    """The first few cells of each column that have something in them."""
    found: list[list[str]] = [[] for _column in range(width)]
    for row in queries.intake_rows(intake)[:30]:
        for at, cell in enumerate(json.loads(row.cells)[:width]):
            text = " ".join(cell.split())[:80]
            if text and text not in found[at] and len(found[at]) < SAMPLES:
                found[at].append(text)
    return found


def steps() -> list[str]:
    return [_("Upload"), _("Columns"), _("Look through"), _("Take over"), _("Send")]


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_GET
def preview(request: HttpRequest, intake: Intake) -> HttpResponse:
    """What would happen, row by row; or what has happened."""
    if intake.state == Intake.State.READ:
        return redirect("programmes:columns", pk=intake.pk)
    return _preview(request, intake)


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_POST
def correct(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Mend cells, answer questions, leave rows out; then look through it again."""
    cells: dict[int, dict[str, str]] = defaultdict(dict)
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for name, value in request.POST.items():
        found = NAMED.fullmatch(name)
        if found:
            where = cells if found[1] == "cell" else answers
            where[int(found[2])][found[3]] = str(value)
    shown = {int(line) for line in request.POST.getlist("shown") if line.isdigit()}
    left_out = {line: f"out-{line}" in request.POST for line in shown}
    try:
        intake = services.correct_rows(
            intake,
            cells=cells,
            answers=_for_all(intake, answers),
            left_out=left_out,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except services.CannotReview as refusal:
        return _preview(request, intake, refusal=str(refusal))
    return redirect("programmes:list", pk=intake.pk)


def _for_all(intake: Intake, answers: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """Whose an address is, is answered once, for every row that has it."""
    found: dict[int, dict[str, str]] = defaultdict(dict, {k: dict(v) for k, v in answers.items()})
    asked = queries.intake_rows(intake).filter(
        line__in=[line for line, said in answers.items() if "address" in said]
    )
    for row in asked:
        for told in json.loads(row.told or "[]"):
            for line in told.get("lines", ()):
                found[line]["address"] = answers[row.line]["address"]
    return found


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_POST
def take_over(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Take the list over: everybody in it, or nobody."""
    try:
        services.ask_to_take_over(
            intake,
            leaves_out_bad_rows="leave_out" in request.POST,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except Refused as refusal:
        return _preview(request, intake, refusal=str(refusal))
    return redirect("programmes:list", pk=intake.pk)


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_POST
def stop(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Stop taking it over, if nothing has been written yet."""
    services.stop_taking_over(intake, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return redirect("programmes:list", pk=intake.pk)


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_POST
def undo(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Take back what the list brought, as far as it is still only a list."""
    try:
        services.undo_intake(intake, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except services.CannotUndo as refusal:
        return _preview(request, intake, refusal=str(refusal))
    return redirect("programmes:list", pk=intake.pk)


@guard(find=queries.intakes_of, allow=rules.can_list)
@require_POST
def discard(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Put it away; nothing of it is kept."""
    cohort = intake.cohort_id
    try:
        services.discard_intake(intake, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except services.CannotReview as refusal:
        return _preview(request, intake, refusal=str(refusal))
    messages.success(request, _("The list is put away. Nothing of it was kept."))
    return redirect("programmes:lists", pk=cohort)


def _preview(request: HttpRequest, intake: Intake, *, refusal: str = "") -> HttpResponse:
    intake = queries.intakes_of(request.user, at=clock.now()).get(pk=intake.pk)
    counts = {verdict: intake.counts.get(verdict, 0) for verdict in Verdict.values}
    to_mend = sum(counts[verdict] for verdict in OPEN)
    wanted = request.GET.get("show", "")
    if wanted not in counts:
        wanted = "" if to_mend else Verdict.NEW
    rows = queries.intake_rows(intake).filter(verdict__in=[wanted] if wanted else OPEN)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "intake": intake,
        "cohort": intake.cohort,
        "counts": [(value, label, counts[value]) for value, label in Verdict.choices],
        "to_mend": to_mend,
        "to_take": counts[Verdict.NEW] + counts[Verdict.UPDATED],
        "back": intake.counts.get("back", 0),
        "stay": intake.counts.get("stay", 0),
        "wanted": wanted,
        "page": page,
        "rows": shown_rows(intake, page.object_list),
        "is_mending": wanted in ("", *OPEN) and to_mend > 0,
        "is_busy": intake.state in {Intake.State.APPLYING, Intake.State.UNDOING},
        "refusal": refusal,
        "steps": steps(),
    }
    return show(
        request,
        "programmes/list.html",
        context,
        fragment="programmes/_list.html",
        status=422 if refusal else 200,
    )
