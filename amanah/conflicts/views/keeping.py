"""The staff pages of ties and posts: look, put in, end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from amanah.base import clock
from amanah.base.access import guard
from amanah.conflicts import queries, rules, services
from amanah.conflicts.forms.keeping import EndForm, PostForm, TieForm
from amanah.conflicts.models import Post, Tie
from amanah.institutions import queries as staff
from amanah.institutions.models import Institution
from amanah.shell.pages import sent, sheet, show, wants_sheet

PAGE = 50


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_keep)
@require_GET
def ties(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Who stands over whom, but for what is about the one who looks."""
    me: Any = request.user
    at = clock.now()
    found = queries.ties_found(institution, by=me, at=at, search=_search(request))
    if wants_sheet(request):
        services.note_sheet(institution, by=me, at=at)
        header = (_("Who"), _("Tie"), _("With whom"), _("From"), _("Last day"), _("How it came in"))
        return sheet(_("Ties"), header, (_tie_row(tie) for tie in found))
    context = _context(request, institution, found)
    return show(request, "conflicts/ties.html", context, fragment="conflicts/_ties.html")


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_keep)
@require_GET
def posts(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Who heads a department or directs its training, but for the one who looks."""
    me: Any = request.user
    at = clock.now()
    found = queries.posts_found(institution, by=me, at=at, search=_search(request))
    if wants_sheet(request):
        services.note_sheet(institution, by=me, at=at)
        header = (_("Name"), _("Post"), _("Department"), _("From"), _("Last day"))
        return sheet(_("Posts"), (*header, _("How it came in")), (_post_row(one) for one in found))
    context = _context(request, institution, found)
    return show(request, "conflicts/posts.html", context, fragment="conflicts/_posts.html")


def _search(request: HttpRequest) -> str:
    return request.GET.get("search", "")[:100]


def _context(request: HttpRequest, institution: Institution, found: Any) -> dict[str, Any]:
    at = clock.now()
    return {
        "institution": institution,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "search": _search(request),
        "today": institution.day_of(at),
        "runs_something": queries.runs_something(request.user, institution, at=at),
    }


def _days(kept: Tie | Post) -> tuple[str, str, str]:
    until = kept.until.isoformat() if kept.until else ""
    return kept.since.isoformat(), until, kept.get_source_display()


def _tie_row(tie: Tie) -> tuple[str, ...]:
    return tie.one.name, tie.get_kind_display(), tie.other.name, *_days(tie)


def _post_row(post: Post) -> tuple[str, ...]:
    return post.person.name, post.get_kind_display(), post.department, *_days(post)


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_keep)
@require_http_methods(["GET", "POST"])
def new_tie(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Put one tie in."""
    form = TieForm(sent(request), institution=institution)

    def put_in() -> None:
        services.put_in_tie(
            institution,
            form.cleaned_data["one"],
            form.cleaned_data["other"],
            form.what,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )

    return _new(request, institution, form, put_in, "tie")


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_keep)
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Put one post in."""
    form = PostForm(sent(request), institution=institution)

    def put_in() -> None:
        services.put_in_post(
            institution,
            form.cleaned_data["person"],
            form.what,
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )

    return _new(request, institution, form, put_in, "post")


def _new(
    request: HttpRequest,
    institution: Institution,
    form: TieForm | PostForm,
    put_in: Callable[[], None],
    what: str,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            put_in()
        except services.CannotKeep as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is put in, and counts from now on."))
            return redirect(f"conflicts:{what}s", slug=institution.slug)
    context = {"institution": institution, "form": form}
    status = 422 if form.errors else 200
    return show(request, f"conflicts/new_{what}.html", context, status=status)


@guard(find=queries.ties_kept_by, allow=rules.can_keep)
@require_http_methods(["GET", "POST"])
def end_tie(request: HttpRequest, tie: Tie) -> HttpResponse:
    return _end(request, tie, "conflicts:ties")


@guard(find=queries.posts_kept_by, allow=rules.can_keep)
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, post: Post) -> HttpResponse:
    return _end(request, post, "conflicts:posts")


def _end(request: HttpRequest, kept: Tie | Post, back: str) -> HttpResponse:
    """End it, or take it out because it was never so."""
    me: Any = request.user
    form = EndForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            if "mistake" in request.POST:
                services.take_out_kept(kept, by=me, at=clock.now())
            else:
                last_day = form.cleaned_data["last_day"]
                services.end_kept(kept, last_day=last_day, by=me, at=clock.now())
        except services.CannotKeep as refusal:
            form.add_error("last_day", str(refusal))
        else:
            messages.success(request, _("Done. Whoever is named in it is shown that you did it."))
            return redirect(back, slug=kept.institution.slug)
    context = {"institution": kept.institution, "kept": kept, "form": form, "back": back}
    return show(request, "conflicts/end.html", context, status=422 if form.errors else 200)
