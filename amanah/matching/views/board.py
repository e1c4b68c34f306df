"""Decisions on the board of a run: keep, rule out, take off, choose another, swap, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.matching import queries, services, shown
from amanah.matching.models import Run, RunPair
from amanah.matching.run_forms import ChoiceForm
from amanah.matching.views.runs import board
from amanah.programmes import queries as programmes
from amanah.programmes import rules
from amanah.programmes.models import Participant
from amanah.shell.pages import show

LONGEST_NAME = 100


@guard(find=queries.run_pairs_run_by, allow=rules.can_run)
@require_POST
def keep(request: HttpRequest, pair: RunPair) -> HttpResponse:
    """Keep a pair, or no longer. Only its row is drawn again."""
    me: Any = request.user
    is_kept = "no" not in request.POST
    try:
        pair = services.keep_pair(pair, is_kept=is_kept, by=me, at=clock.now())
    except Refused as refusal:
        return board(request, pair.run, refusal=str(refusal))
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(pair.run)
    [line] = shown.pair_lines(pair.run, [pair], shown.Load(pair.run))
    context = {"line": line, "is_open": True}
    return show(request, "matching/_pair.html", context)


@guard(find=queries.run_pairs_run_by, allow=rules.can_run)
@require_POST
def rule_out(request: HttpRequest, pair: RunPair) -> HttpResponse:
    """Rule a pair out, in this run and in those to come."""
    return _decide(request, pair.run, services.rule_out, pair)


@guard(find=queries.run_pairs_run_by, allow=rules.can_run)
@require_POST
def take_off(request: HttpRequest, pair: RunPair) -> HttpResponse:
    """Take a pair off the board."""
    return _decide(request, pair.run, services.take_off, pair)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_POST
def undo(request: HttpRequest, run: Run) -> HttpResponse:
    """Undo what was decided last."""
    return _decide(request, run, services.undo_last, run)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_POST
def allow(request: HttpRequest, run: Run) -> HttpResponse:
    """Allow a pair again that was ruled out."""
    two = (_uuid(request.POST.get(who, "")) for who in ("mentee", "mentor"))
    return _decide(request, run, services.allow_again, run, *two)


@guard(find=queries.run_pairs_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest, pair: RunPair) -> HttpResponse:
    """Why these two, whom else the mentee could have, and what that would cost."""
    me: Any = request.user
    refusal = ""
    if request.method == "POST":
        try:
            _choose(request, pair, by=me)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Changed, and kept. You can undo it."))
            return redirect(pair.run)
    asking = shown.Asking(pair.mentee, pair.role, request.GET.get("search", "")[:LONGEST_NAME])
    return _choices(request, pair.run, asking, pair=pair, refusal=refusal)


def _choose(request: HttpRequest, pair: RunPair, *, by: Any) -> None:
    at = clock.now()
    if "swap" in request.POST:
        other = _pair(pair.run, request.POST["swap"], by=by)
        services.swap_pairs(pair, other, by=by, at=at)
        return
    mentor, instead_of = _chosen(request, pair.run, by=by)
    services.choose_other(pair, mentor, instead_of=instead_of, by=by, at=at)


@guard(find=queries.runs_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def choose_for(request: HttpRequest, run: Run) -> HttpResponse:
    """A mentor by hand for somebody who waits: `mentee` says who."""
    me: Any = request.user
    if "mentee" not in request.GET:
        return redirect(f"{run.get_absolute_url()}?show=waiting")
    mentee = _part(run, request.GET["mentee"], by=me)
    role, refusal = request.GET.get("role", ""), ""
    if request.method == "POST":
        try:
            mentor, instead_of = _chosen(request, run, by=me)
            two = services.Two(mentee, mentor, role)
            services.put_pair(run, two, instead_of=instead_of, by=me, at=clock.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Paired by hand, and kept. You can undo it."))
            return redirect(run)
    asking = shown.Asking(mentee, role, request.GET.get("search", "")[:LONGEST_NAME])
    return _choices(request, run, asking, pair=None, refusal=refusal)


def _choices(
    request: HttpRequest, run: Run, asking: shown.Asking, *, pair: RunPair | None, refusal: str
) -> HttpResponse:
    me: Any = request.user
    pairs = [pair] if pair else []
    line = next(iter(shown.pair_lines(run, pairs, shown.Load(run), most=shown.ALL)), None)
    context = {
        "run": run,
        "cohort": run.cohort,
        "pair": pair,
        "line": line,
        "mentee": asking.mentee,
        "name": line.mentee if line else programmes.name_of(asking.mentee),
        "role": asking.role,
        "search": asking.search,
        "choices": shown.choices_for(run, asking, but=me, at=clock.now()),
        "most": shown.MOST_CHOICES,
        "refusal": refusal,
        "is_open": run.is_open and not (pair and pair.is_sent),
    }
    return show(request, "matching/choices.html", context, status=422 if refusal else 200)


def _chosen(request: HttpRequest, run: Run, *, by: Any) -> tuple[Participant, RunPair | None]:
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        raise services.CannotDecide(_("Choose a mentor from the list."))
    instead_of = form.cleaned_data["instead_of"]
    mentor = _part(run, str(form.cleaned_data["mentor"]), by=by)
    return mentor, _pair(run, str(instead_of), by=by) if instead_of else None


def _part(run: Run, pk: Any, *, by: Any) -> Participant:
    """Somebody of the run's cohort; never the one who looks."""
    found = programmes.parts_in(run.cohort).exclude(person=by)
    return get_object_or_404(found, pk=_uuid(pk))


def _pair(run: Run, pk: str, *, by: Any) -> RunPair:
    return get_object_or_404(queries.board(run, but=by), pk=_uuid(pk))


def _uuid(said: Any) -> Any:
    form = ChoiceForm({"mentor": said})
    return form.cleaned_data["mentor"] if form.is_valid() else None


def _decide(request: HttpRequest, run: Run, act: Any, *about: Any) -> HttpResponse:
    try:
        act(*about, by=request.user, at=clock.now())
    except Refused as refusal:
        return board(request, run, refusal=str(refusal))
    return redirect(run)
