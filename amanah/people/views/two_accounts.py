"""You have two accounts: making one of them, by yourself, a day after you asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.base.refusal import Refused
from amanah.people import codes, limits, passkeys
from amanah.people.forms.joining import OtherAddress, ProveOther, WhichStays
from amanah.people.models import Joining, Person
from amanah.people.queries import joining as queries
from amanah.people.services import joining as services
from amanah.people.views.entering import proven_by_password
from amanah.shell.pages import sent, show
from amanah.shell.proof import recently_proven
from amanah.stewardship import hooks


@guard(allow=anyone_signed_in)
@recently_proven()
@require_http_methods(["GET", "POST"])
def two(request: HttpRequest) -> HttpResponse:
    """Say that one has another account. The answer is the same whether there is one or not."""
    person: Person = request.user  # type: ignore[assignment]
    form = OtherAddress(sent(request))
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            limits.count(request, "manage_email", person=person)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            services.ask_to_join(person, form.cleaned_data["email"], by=person, at=clock.now())
            sent_to = _("A letter is on its way to that address. Open its link in this browser.")
            messages.success(request, sent_to)
            return redirect("people:account")
    return show(request, "people/two.html", {"form": form, "person": person}, status=status)


@guard(allow=anyone_signed_in)
@sensitive_post_parameters("password")
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the password, or a passkey, of the other account. Nobody is signed out or in."""
    joining = _by_letter(request, secret)
    if joining is None:
        return show(request, "people/two_over.html", status=410)
    form, status = ProveOther(sent(request)), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and _is_proven(request, joining.other, form):
                return _proven(joining)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    return _ask(request, joining, secret, form, status=status)


@guard(allow=anyone_signed_in)
@sensitive_variables("secret")
@require_POST
def prove_by_passkey(request: HttpRequest, secret: str) -> HttpResponse:
    joining = _by_letter(request, secret)
    if joining is None:
        return show(request, "people/two_over.html", status=410)
    try:
        limits.count(request, "login")
        credential = request.POST.get("credential", "")
        passkeys.accept(request, credential, purpose=passkeys.JOIN, person=joining.other)
        return _proven(joining)
    except Refused as refusal:
        form = ProveOther()
        form.notice = str(refusal)  # type: ignore[attr-defined]
        return _ask(request, joining, secret, form, status=refusal.status)


@guard(find=queries.joinings_proven, allow=anyone_signed_in)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, joining: Joining) -> HttpResponse:
    """What will come over, and which stays where both have the same; then it waits a day."""
    at, me = clock.now(), request.user
    offers = [
        part.offer(joining.other, joining.kept, at=at) for part in list(hooks.joiners.values())
    ]
    questions = tuple(one for offer in offers for one in offer.questions)
    form = WhichStays(sent(request), questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_joining(joining, chosen=form.cleaned_data, by=me, at=at)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It happens tomorrow. A letter to each address says so."))
            return redirect("people:account")
    context = {
        "joining": joining,
        "form": form,
        "questions": questions,
        "lines": [line for offer in offers for line in offer.lines],
    }
    return show(request, "people/two_preview.html", context, status=422 if form.errors else 200)


@guard(find=queries.joinings_waiting, allow=anyone_signed_in)
@require_POST
def stop(request: HttpRequest, joining: Joining) -> HttpResponse:
    me: Any = request.user
    return _stopped(request, joining, by=me, then="people:account")


@open_to_all
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def stop_by_letter(request: HttpRequest, secret: str) -> HttpResponse:
    """For who reads at either address. The link only asks; the button does."""
    joining = queries.joining_to_stop(secret)
    if joining is None:
        return show(request, "people/two_over.html", status=410)
    if request.method == "GET":
        return show(request, "people/two_stop.html")
    then = "people:account" if request.user.is_authenticated else "account_login"
    return _stopped(request, joining, by=joining.kept, then=then)


def _by_letter(request: HttpRequest, secret: str) -> Joining | None:
    me: Any = request.user
    return queries.joining_by_letter(secret, me, at=clock.now())


def _is_proven(request: HttpRequest, other: Person, form: ProveOther) -> bool:
    """Whether password and code are the other's; wrong ones count as they do at the door."""
    found = proven_by_password(request, other.email, form.cleaned_data["password"])
    if found is None or found.pk != other.pk:
        form.add_error("password", _("This is not the password of that account."))
        return False
    if not codes.are_asked_of(other):
        return True
    limits.count(request, "login_failed", key=f"second-{other.pk}")
    if codes.accept(other, form.cleaned_data["code"]):
        limits.forgive(request, "login_failed", key=f"second-{other.pk}")
        return True
    form.add_error("code", codes.does_not_fit())
    return False


def _proven(joining: Joining) -> HttpResponse:
    services.note_proof(joining, at=clock.now())
    return redirect("people:join_accounts", pk=joining.pk)


def _ask(
    request: HttpRequest, joining: Joining, secret: str, form: ProveOther, *, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "secret": secret,
        "address": joining.other.email,
        "options": passkeys.ask(request, purpose=passkeys.JOIN, person=joining.other),
    }
    return show(request, "people/two_prove.html", context, status=status)


def _stopped(request: HttpRequest, joining: Joining, *, by: Person, then: str) -> HttpResponse:
    try:
        services.stop_joining(joining, by=by, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("That is stopped. Both accounts are as they were."))
    return redirect(then)
