"""Asking for matching runs, looking at one, comparing two, and sending."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.base.written import digits
from amanah.matching import queries, services, shown
from amanah.matching.models import Run
from amanah.matching.queries.saved import Saved
from amanah.matching.run_forms import RunForm, SendForm, WhichRunForm
from amanah.matching.runs import words
from amanah.programmes import queries as programmes
from amanah.programmes import rules
from amanah.programmes.models import Cohort
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50
# So many differences between two runs stand on the page; the sheet has them all.
FEW = 200
SHOWN = ("pairs", "waiting", "mentors", "decided")


@guard(find=programmes.cohorts_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """The runs of a cohort, and asking for one."""
    found = queries.runs_of(cohort)
    solved = found.filter(state__in=[Run.State.READY, Run.State.SENDING])
    which = WhichRunForm(request.GET, runs=solved, name="like")
    like = which.cleaned_data["like"] if which.is_valid() else None
    form = RunForm(sent(request), cohort=cohort, runs=solved, like=like)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.ask_for_run(
                cohort,
                preset=form.cleaned_data["preset"],
                options=form.options,
                follows=form.cleaned_data["follows"],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(run)
    context = {
        "cohort": cohort,
        "form": form,
        "runs": [{"run": one, "placed": one.check_of_result.get("placed")} for one in found[:30]],
        "room": queries.room_in(cohort),
        "is_circle": cohort.programme.form == "circle",
    }
    return show(request, "matching/runs.html", context, status=422 if form.errors else 200)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_GET
def run(request: HttpRequest, run: Run) -> HttpResponse:
    """The board of a run; while it is worked out, how far it is."""
    return board(request, run)


def board(request: HttpRequest, run: Run, *, refusal: str = "") -> HttpResponse:
    me: Any = request.user
    wanted = request.GET.get("show", "pairs")
    wanted = wanted if wanted in SHOWN else "pairs"
    waits_for_it = bool(request.htmx) and request.method == "GET"  # type: ignore[attr-defined]
    if not run.is_solved or waits_for_it:
        context = {"run": run, "cohort": run.cohort, "progress": words.progress_in_words(run.stage)}
        context["failure"] = words.FAILURES.get(run.failure, "")
        return show(request, "matching/run.html", context, fragment="matching/_run.html")
    if wants_sheet(request):
        return SHEETS.get(wanted, _sheet)(run, me)
    context = _frame(run, me) | {"wanted": wanted, "refusal": refusal}
    context |= {
        "pairs": _pairs,
        "waiting": _waiting,
        "mentors": _mentors,
        "decided": _decided,
    }[wanted](request, run, me)
    return show(
        request,
        "matching/run.html",
        context,
        fragment="matching/_run.html",
        status=422 if refusal else 200,
    )


def _frame(run: Run, me: Any) -> dict[str, Any]:
    """What stands beside every part of a board."""
    check = words.check_in_words(run.check_of_result)
    here = queries.board(run, but=me).filter(is_off=False)
    return {
        "run": run,
        "cohort": run.cohort,
        "head": check[0] if check else "",
        "check": check[1:],
        "not_asked": words.not_asked_in_words(run.not_asked),
        "by_hand": queries.changed_by_hand(run),
        "last": queries.last_decision(run),
        "count": here.count(),
        "to_send": here.filter(is_sent=False).count(),
        "waiting": queries.count_waiting(run, but=me),
        "has_own": queries.has_own_pair(run, me),
        "is_open": run.is_open,
    }


def _pairs(request: HttpRequest, run: Run, me: Any) -> dict[str, Any]:
    search = request.GET.get("search", "")[:100]
    only = request.GET.get("only", "")
    found = shown.pairs_found(run, but=me, search=search, only=only)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = shown.pair_lines(run, page.object_list, shown.Load(run))
    return {"page": page, "lines": lines, "search": search, "only": only}


def _waiting(request: HttpRequest, run: Run, me: Any) -> dict[str, Any]:
    saved = Saved(run)
    found = shown.who_waits(run, saved, but=me)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = shown.waiting_lines(run, saved, page.object_list)
    return {"page": page, "lines": lines, "has_copy": saved.is_there}


def _mentors(request: HttpRequest, run: Run, me: Any) -> dict[str, Any]:
    found = shown.mentors_found(run, Saved(run), but=me)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": shown.mentor_lines(page.object_list, shown.Load(run))}


def _decided(request: HttpRequest, run: Run, me: Any) -> dict[str, Any]:
    return {"lines": shown.decided_lines(run), "ruled_out": shown.ruled_out_lines(run, but=me)}


def _sheet(run: Run, me: Any) -> HttpResponse:
    found = queries.board(run, but=me).filter(is_off=False).order_by("mentee__person__name", "pk")
    lines = shown.pair_lines(run, found, shown.Load(run), most=shown.ALL)
    return sheet(
        _("Pairs"),
        (_("Mentee"), _("Mentor"), _("Role"), _("Why"), _("Kept"), _("Asked")),
        (
            (
                line.mentee,
                line.mentor,
                line.pair.role,
                line.reasons,
                _("Yes") if line.pair.is_kept else "",
                _("Yes") if line.pair.is_sent else "",
            )
            for line in lines
        ),
    )


def _sheet_of_waiting(run: Run, me: Any) -> HttpResponse:
    saved = Saved(run)
    lines = shown.waiting_lines(run, saved, shown.who_waits(run, saved, but=me))
    header = (_("Mentee"), _("Role"), _("Why"), _("What would help"))
    rows = ((line.name, ", ".join(line.roles), line.reason, line.help) for line in lines)
    return sheet(_("Who will wait"), header, rows)


def _sheet_of_mentors(run: Run, me: Any) -> HttpResponse:
    lines = shown.mentor_lines(shown.mentors_found(run, Saved(run), but=me), shown.Load(run))
    header = (_("Mentor"), _("Places"), _("Mentees"), _("Left"))
    rows = ((line["name"], line["mentor"].places, line["load"], line["left"]) for line in lines)
    return sheet(_("Mentors and their places"), header, rows)


SHEETS = {"waiting": _sheet_of_waiting, "mentors": _sheet_of_mentors}


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_POST
def call_off(request: HttpRequest, run: Run) -> HttpResponse:
    """Call it off while it is worked out."""
    services.call_off_run(run, by=request.user, at=clock.now())
    return redirect(run)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_POST
def again(request: HttpRequest, run: Run) -> HttpResponse:
    """Run it again in the same way; what is kept stays."""
    try:
        made = services.ask_for_run(
            run.cohort,
            preset=run.preset,
            options=run.options,
            follows=run,
            by=request.user,
            at=clock.now(),
        )
    except Refused as refusal:
        return board(request, run, refusal=str(refusal))
    return redirect(made)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, run: Run) -> HttpResponse:
    """Look once more at how many are asked, name the day, and ask them."""
    me: Any = request.user
    at = clock.now()
    until = services.default_until(run.cohort, at=at)
    form = SendForm(sent(request), initial={"until": until})
    if request.method == "POST" and form.is_valid():
        try:
            now = services.ask_people(run, until=form.cleaned_data["until"], by=me, at=at)
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            _say_who_is_asked(request, now, left_out=now.not_asked - run.not_asked, at=at)
            return redirect("matching:cohort_proposals", pk=run.cohort_id)
    context = {
        "run": run,
        "cohort": run.cohort,
        "form": form,
        "count": queries.to_send(run, but=me).count(),
        "has_own": queries.has_own_pair(run, me),
    }
    return show(request, "matching/send.html", context, status=422 if form.errors else 200)


def _say_who_is_asked(request: HttpRequest, run: Run, *, left_out: int, at: datetime) -> None:
    if queries.is_anybody_asked(run, at=at):
        messages.success(request, _("They are asked. Each answers for themselves."))
    if left_out:
        messages.warning(request, words.not_asked_in_words(left_out))


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_GET
def compare(request: HttpRequest, run: Run) -> HttpResponse:
    """Two runs of a cohort side by side, and who has another mentor."""
    me: Any = request.user
    others = (
        queries.runs_of(run.cohort)
        .exclude(pk=run.pk)
        .filter(state__in=[Run.State.READY, Run.State.SENDING])
    )
    form = WhichRunForm(request.GET if "other" in request.GET else None, runs=others, name="other")
    other = form.cleaned_data["other"] if form.is_bound and form.is_valid() else others.first()
    compared = shown.compared(run, other, but=me) if other and run.is_solved else None
    if other and compared and wants_sheet(request):
        names = (_("Mentee"), str(run.number), str(other.number))
        rows = ((line["mentee"], line["now"], line["other"]) for line in compared["lines"])
        return sheet(_("Who has another mentor"), names, rows)
    context = {
        "run": run,
        "cohort": run.cohort,
        "form": form,
        "other": other,
        "compared": compared,
        "few": compared["lines"][:FEW] if compared else [],
        "more": max(len(compared["lines"]) - FEW, 0) if compared else 0,
    }
    return show(request, "matching/compare.html", context)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_POST
def let_wait(request: HttpRequest, run: Run) -> HttpResponse:
    """Put everybody who waits on the wait-list; each is told in one kind sentence."""
    me: Any = request.user
    try:
        count = services.let_them_wait(run, by=me, at=clock.now())
    except Refused as refusal:
        return board(request, run, refusal=str(refusal))
    if count > services.AT_ONCE:
        said = _("They come onto the wait-list one after another: %(count)s.")
    else:
        said = _("On the wait-list now: %(count)s.")
    messages.success(request, said % {"count": digits(count)})
    return redirect("programmes:wait_list", pk=run.cohort_id)
