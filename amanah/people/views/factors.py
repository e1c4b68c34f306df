"""The second step after the password, and setting it up."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.people import codes, limits, passkeys
from amanah.people.forms.account import TurnOnCodes
from amanah.people.forms.proving import SecondStep as CodeForm
from amanah.people.models import Person
from amanah.people.queries.account import ways_in
from amanah.people.services import methods
from amanah.people.stages import SecondStep
from amanah.shell.pages import sent, show
from amanah.shell.proof import recently_proven

SECRET = "new_code_secret"  # noqa: S105


@open_to_all
@login_stage_required(stage=SecondStep.key, redirect_urlname="account_login")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Take a code, a recovery code or a passkey from somebody whose password was right."""
    stage = request._login_stage  # type: ignore[attr-defined]
    person: Person = stage.login.user
    if not person.is_active:
        # Closed between the password and the code.
        clear_login(request)
        return redirect("account_inactive")
    form = CodeForm(sent(request))
    status = 200
    if request.method == "POST":
        try:
            limits.count(request, "login_failed", key=f"second-{person.pk}")
            if _answers(request, person, form):
                limits.forgive(request, "login_failed", key=f"second-{person.pk}")
                record_authentication(request, person, method="mfa")
                return stage.exit()
            status = 422
        except (limits.TooOften, passkeys.NotAccepted) as refusal:
            form = CodeForm()
            form.notice = str(refusal)  # type: ignore[attr-defined]
            status = refusal.status
    ways = ways_in(person)
    options = passkeys.ask(request, purpose=passkeys.SECOND, person=person) if ways.passkeys else ""
    return show(
        request,
        "people/second-step.html",
        {"form": form, "options": options},
        status=status,
    )


def _answers(request: HttpRequest, person: Person, form: CodeForm) -> bool:
    if credential := request.POST.get("credential"):
        passkeys.accept(request, credential, purpose=passkeys.SECOND, person=person)
        return True
    if not form.is_valid():
        return False
    if codes.accept(person, form.cleaned_data["code"]):
        return True
    form.add_error("code", codes.does_not_fit())
    return False


@guard(allow=anyone_signed_in)
@recently_proven()
@require_http_methods(["GET", "POST"])
def turn_on(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app."""
    person: Person = request.user  # type: ignore[assignment]
    form = TurnOnCodes(sent(request))
    secret = _secret(request)
    if request.method == "POST" and form.is_valid():
        if codes.fits(secret, form.cleaned_data["code"]):
            made = methods.turn_on_codes(person, secret, by=person, at=clock.now())
            del request.session[SECRET]
            return show(request, "people/recovery-codes.html", {"codes": made})
        form.add_error("code", codes.does_not_fit())
    address = codes.address_of(person, secret)
    context = {
        "form": form,
        "secret": secret,
        "address": address,
        "square": codes.drawn(address),
        "is_on": codes.are_asked_of(person),
    }
    return show(request, "people/turn-on-codes.html", context, status=422 if form.errors else 200)


def _secret(request: HttpRequest) -> str:
    """The secret that is being set up, kept encrypted until it is."""
    adapter = get_adapter()
    if SECRET not in request.session:
        request.session[SECRET] = adapter.encrypt(codes.new_secret())
    return adapter.decrypt(request.session[SECRET])


@guard(allow=anyone_signed_in)
@recently_proven()
@require_http_methods(["GET", "POST"])
def turn_off(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    if request.method == "GET":
        return show(request, "people/turn-off-codes.html")
    methods.turn_off_codes(person, by=person, at=clock.now())
    messages.success(request, _("No code is asked for any more."))
    return redirect("people:account")


@guard(allow=anyone_signed_in)
@recently_proven()
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    person: Person = request.user  # type: ignore[assignment]
    if not codes.are_asked_of(person):
        return redirect("people:account")
    made = methods.make_recovery_codes(person, by=person, at=clock.now())
    return show(request, "people/recovery-codes.html", {"codes": made})
