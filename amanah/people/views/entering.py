"""Coming in and leaving."""

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.people import codes, limits, passkeys, sign_ons
from amanah.people.forms.entering import Enter
from amanah.people.models import Person
from amanah.people.services.standing import open_if_invited
from amanah.people.views.closed import turn_away
from amanah.shell.pages import sent, show

# What a browser should drop when somebody leaves: what it kept of our pages, and the keys in it.
DROP = '"cache", "storage"'


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in with an address and a password."""
    if request.user.is_authenticated:
        return redirect(wanted(request) or settings.LOGIN_REDIRECT_URL)
    form = Enter(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = proven_by_password(request, **form.cleaned_data)
        except limits.TooOften as refusal:
            form.add_error(None, str(refusal))
            return sheet(request, form, status=refusal.status)
        if person:
            return _answer(request, person)
        form.add_error(None, _("This address and this password do not go together."))
    return sheet(request, form, status=422 if form.errors else 200)


def _answer(request: HttpRequest, person: Person) -> HttpResponse:
    if not person.is_active and not open_if_invited(person, at=clock.now()):
        return turn_away(request, person, is_whole=not codes.are_asked_of(person))
    person.refresh_from_db(fields=["is_active"])
    return let_in(request, person, method="password")


def let_in(request: HttpRequest, person: Person, *, method: str) -> HttpResponse:
    """Sign somebody in who has shown who they are, by way of the second step if they have one.

    `method` says how: "password", "invitation". Whoever accepts an invitation comes in here too.
    """
    flows.login.record_authentication(request, person, method=method)
    login = Login(user=person, email=person.email, redirect_url=wanted(request))
    return flows.login.perform_login(request, login)


def wanted(request: HttpRequest) -> str | None:
    """Where they were going when the door stood in between, if that is in this house."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else None


@open_to_all
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser, and let it forget what it kept."""
    if not request.user.is_authenticated:
        clear_login(request)
        return redirect("account_login")
    if request.method == "GET":
        return show(request, "people/leave.html")
    flows.logout.logout(request)
    messages.success(request, _("You are signed out."))
    response = redirect("account_login")
    response.headers["Clear-Site-Data"] = DROP
    return response


def proven_by_password(request: HttpRequest, login: str, password: str) -> Person | None:
    """Whoever this address and password belong to. A wrong one counts; a right one does not."""
    credentials = {"email": login, "password": password}
    key = get_adapter()._get_login_attempts_cache_key(request, **credentials)
    limits.count(request, "login")
    limits.check(request, "login_failed", key=key)
    return get_adapter().authenticate(request, **credentials)


def sheet(
    request: HttpRequest, form: Enter | None = None, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """The sign-in page. `notice` is what another way in has to say."""
    context = {
        "form": form or Enter(),
        "notice": notice,
        "next": wanted(request) or "",
        "options": passkeys.ask(request, purpose=passkeys.ENTER),
        "sign_ons": sign_ons.links(wanted(request) or ""),
    }
    return show(request, "people/enter.html", context, status=status)
