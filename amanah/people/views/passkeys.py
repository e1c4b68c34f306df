"""Coming in with a passkey, and looking after one's own."""

from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.people import browsers, limits, passkeys
from amanah.people.forms.account import NewPasskey, PasskeyName
from amanah.people.models import Person
from amanah.people.queries.account import passkeys_of
from amanah.people.services import methods
from amanah.people.services.standing import open_if_invited
from amanah.people.views.closed import turn_away
from amanah.people.views.entering import sheet, wanted
from amanah.shell.pages import sent, show
from amanah.shell.proof import is_recent, recently_proven


@open_to_all
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey, which is both steps in one: the device checked who is holding it."""
    if request.user.is_authenticated:
        return redirect("home:today")
    try:
        limits.count(request, "login")
        person, _passkey = passkeys.accept(
            request, request.POST.get("credential", ""), purpose=passkeys.ENTER
        )
    except (limits.TooOften, passkeys.NotAccepted) as refusal:
        return sheet(request, notice=str(refusal), status=refusal.status)
    if not person.is_active and not open_if_invited(person, at=clock.now()):
        return turn_away(request, person, is_whole=True)
    flows.login.record_authentication(
        request, person, method="mfa", type=Authenticator.Type.WEBAUTHN, passwordless=True
    )
    person.refresh_from_db(fields=["is_active"])
    login = Login(user=person, email=person.email, redirect_url=wanted(request))
    return flows.login.perform_login(request, login)


@guard(allow=anyone_signed_in)
@recently_proven()
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Make a passkey."""
    person: Person = request.user  # type: ignore[assignment]
    proposed = browsers.coarse(request.headers.get("User-Agent", ""))
    form = NewPasskey(sent(request), initial={"name": proposed})
    if request.method == "POST" and form.is_valid():
        try:
            made = passkeys.accept_new(request, form.cleaned_data["credential"], person)
        except passkeys.NotAccepted as refusal:
            form.add_error(None, str(refusal))
        else:
            name = form.cleaned_data["name"]
            methods.add_passkey(person, made, name=name, by=person, at=clock.now())
            messages.success(request, _("Your passkey is ready. You can sign in with it."))
            return redirect("people:account")
    return show(
        request,
        "people/add-passkey.html",
        {"form": form, "options": passkeys.ask_to_add(request, person)},
        status=422 if form.errors else 200,
    )


@guard(allow=anyone_signed_in)
@require_http_methods(["GET", "POST"])
def for_lock(request: HttpRequest) -> HttpResponse:
    """Make a passkey while setting a lock: for a script, which keeps the secret half to itself."""
    person: Person = request.user  # type: ignore[assignment]
    if not is_recent(request):
        return JsonResponse({"code": "people.prove"}, status=403)
    proposed = browsers.coarse(request.headers.get("User-Agent", "")) or _("A browser")
    if request.method == "GET":
        options = passkeys.ask_to_add(request, person)
        return JsonResponse({"options": options, "proposed": proposed})
    form = NewPasskey(request.POST)
    try:
        if not form.is_valid():
            return JsonResponse({"code": "people.passkey_name"}, status=422)
        made = passkeys.accept_new(request, form.cleaned_data["credential"], person)
    except passkeys.NotAccepted as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
    methods.add_passkey(person, made, name=form.cleaned_data["name"], by=person, at=clock.now())
    return JsonResponse({"has_prf": made.has_prf}, status=201)


@guard(allow=anyone_signed_in, find=passkeys_of)
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, passkey: Authenticator) -> HttpResponse:
    form = PasskeyName(sent(request), initial={"name": passkey.data["name"]})
    if request.method == "POST" and form.is_valid():
        methods.rename_passkey(passkey, name=form.cleaned_data["name"])
        return redirect("people:account")
    return show(
        request,
        "people/rename-passkey.html",
        {"form": form, "passkey": passkey},
        status=422 if form.errors else 200,
    )


@guard(allow=anyone_signed_in, find=passkeys_of)
@recently_proven()
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, passkey: Authenticator) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    if request.method == "GET":
        return show(
            request,
            "people/remove-passkey.html",
            {"name": passkey.data["name"], "has_prf": passkey.data.get("prf")},
        )
    methods.remove_passkey(passkey, by=person, at=clock.now())
    messages.success(request, _("That passkey no longer opens your account."))
    return redirect("people:account")
