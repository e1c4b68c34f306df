"""For somebody whose account is closed: their data is still theirs. Nobody is signed in here."""

from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.people import after, codes, limits
from amanah.people.forms.proving import SecondStep
from amanah.people.models import Person
from amanah.shell.pages import show
from amanah.stewardship import queries, services
from amanah.stewardship.forms import LeaveForm
from amanah.stewardship.services.erasure import COOLING_OFF


class View(Protocol):
    def __call__(self, request: HttpRequest, person: Person) -> HttpResponse: ...


def turn_away(request: HttpRequest, person: Person, *, is_whole: bool) -> HttpResponse:
    """Do not sign somebody in whose account is closed. They showed who they are, so note that."""
    after.remember(request, person, is_whole=is_whole)
    return redirect("account_inactive")


@open_to_all
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """That the account is closed; to whoever has shown whose it is, what can still be done."""
    person = after.whoever(request)
    if person:
        return _own(request, person, LeaveForm())
    form = SecondStep() if after.whoever_owes_a_code(request) else None
    return show(request, "people/closed.html", {"form": form})


@open_to_all
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that goes with the password."""
    person = after.whoever_owes_a_code(request)
    if person is None:
        return redirect("account_inactive")
    form, status = SecondStep(request.POST), 422
    try:
        limits.count(request, "login_failed", key=f"second-{person.pk}")
        if form.is_valid():
            if codes.accept(person, form.cleaned_data["code"]):
                limits.forgive(request, "login_failed", key=f"second-{person.pk}")
                return turn_away(request, person, is_whole=True)
            form.add_error("code", codes.does_not_fit())
    except limits.TooOften as refusal:
        form, status = SecondStep(), refusal.status
        form.notice = str(refusal)  # type: ignore[attr-defined]
    return show(request, "people/closed.html", {"form": form}, status=status)


def theirs(view: View) -> Any:
    """Hand a view the person who has shown here that a closed account is theirs."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        person = after.whoever(request)
        return view(request, person) if person else redirect("account_inactive")

    return asked


@open_to_all
@require_POST
@theirs
def copy(request: HttpRequest, person: Person) -> HttpResponse:
    """Hand over a copy of everything that is kept about them."""
    at = clock.now()
    parcel = queries.parcels_for(person, at=at).first()
    parcel = parcel or services.ask_for_parcel(person, by=person, at=at)
    try:
        content = services.fetch_parcel(parcel, by=person, at=at)
    except services.CannotFetch as refusal:
        return _own(request, person, LeaveForm(), refusal=str(refusal), status=409)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-amanah-data.zip"'
    return response


@open_to_all
@require_POST
@theirs
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """Note that they want to be erased, as from the page that has it for everybody."""
    form = LeaveForm(request.POST)
    if form.is_valid():
        try:
            services.ask_for_erasure(person, by=person, at=clock.now())
        except services.CannotErase as refusal:
            form.add_error(None, str(refusal))
    if form.is_valid():
        return redirect("account_inactive")
    return _own(request, person, form, status=422)


@open_to_all
@require_POST
@theirs
def stay(request: HttpRequest, person: Person) -> HttpResponse:
    """Take the wish to be erased back."""
    services.take_back_erasure(person, by=person, at=clock.now())
    return redirect("account_inactive")


@open_to_all
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Leave nothing behind in this browser."""
    if after.whoever(request) or after.whoever_owes_a_code(request):
        after.forget(request)
    return redirect("account_inactive")


def _own(
    request: HttpRequest, person: Person, form: LeaveForm, *, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "leaving": queries.leaving_of(person),
        "would_be_on": clock.now() + COOLING_OFF,
    }
    return show(request, "people/closed_own.html", context, status=status)
