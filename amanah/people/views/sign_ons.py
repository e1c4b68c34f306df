"""Coming in through an institution. Its answers are checked by allauth and python3-saml."""

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.socialaccount.providers.saml import views as saml
from allauth.socialaccount.providers.saml.utils import build_saml_config
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from lxml.etree import LxmlError
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from requests import RequestException

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard, open_to_all
from amanah.people import limits, sign_ons
from amanah.people.connected import SignOn
from amanah.people.models import Person
from amanah.people.queries.account import sign_ons_of
from amanah.people.services import sign_ons as services
from amanah.people.views.entering import sheet, wanted
from amanah.shell.pages import show
from amanah.shell.proof import recently_proven

LONGEST_ANSWER = 512 * 1024
# What the libraries raise at an answer that was not asked for, or that no directory would give.
BROKEN = (PermissionDenied, LxmlError, ValueError, KeyError)


@open_to_all
@require_GET
def start(request: HttpRequest, sign_on: str) -> HttpResponse:
    """Send somebody to their institution. By GET, since the policy lets no form lead elsewhere."""
    found = _found(request, sign_on)
    try:
        limits.count(request, "login")
        provider = _provider(request, found)
        return provider.redirect(request, process="login", next_url=wanted(request))
    except limits.TooOften as refusal:
        return sheet(request, notice=str(refusal), status=refusal.status)
    except RequestException:
        return sign_ons.did_not_work(request, status=502)


@open_to_all
@require_GET
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where an institution with OpenID Connect sends somebody back to."""
    _found(request, provider_id)
    try:
        return oidc.callback(request, provider_id)
    except BROKEN:
        return sign_ons.did_not_work(request)


@csrf_exempt
@open_to_all
@require_POST
def saml_acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Where an institution with SAML posts its answer; from elsewhere, so without our cookies."""
    _found(request, organization_slug)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_ANSWER:
        return sign_ons.did_not_work(request, status=413)
    try:
        limits.count(request, "login")
    except limits.TooOften as refusal:
        return sheet(request, notice=str(refusal), status=refusal.status)
    return saml.acs(request, organization_slug=organization_slug)


@open_to_all
@require_GET
def saml_finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """The same answer, now with our cookies: only the browser that asked may use it, once."""
    _found(request, organization_slug)
    try:
        return saml.finish_acs(request, organization_slug=organization_slug)
    except BROKEN:
        return sign_ons.did_not_work(request)


@open_to_all
@require_GET
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What an institution's directory wants to know of us."""
    found = _found(request, organization_slug)
    provider = _provider(request, found)
    config = build_saml_config(request, provider.app.settings, organization_slug)
    del config["sp"]["singleLogoutService"]
    ours = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True)
    return HttpResponse(ours.get_sp_metadata(), content_type="application/samlmetadata+xml")


@open_to_all
def saml_logout(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Leaving there ends nothing here, where a forged request could; allauth wants the name."""
    raise Http404


@guard(allow=anyone_signed_in, find=sign_ons_of)
@recently_proven()
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, account: SocialAccount) -> HttpResponse:
    """Stop coming in through an institution."""
    person: Person = request.user  # type: ignore[assignment]
    if request.method == "GET":
        return show(request, "people/remove-sign-on.html", {"name": sign_ons.name_of(account)})
    try:
        services.remove_sign_on(account, by=person, at=clock.now())
    except services.CannotRemoveSignOn as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("That way in is taken away."))
    return redirect("people:account")


def _found(request: HttpRequest, sign_on: str) -> SignOn:
    # allauth's SAML insists on the header itself, which the oldest clients leave out.
    request.META.setdefault("HTTP_HOST", request.get_host())
    try:
        return sign_ons.find(sign_on)
    except LookupError as cause:
        raise Http404 from cause


def _provider(request: HttpRequest, found: SignOn) -> Any:
    # allauth finds a SAML provider by its client id, and the others by their own.
    kind, client = ("saml", found.id) if found.is_saml else (found.id, found.client_id)
    return get_adapter().get_provider(request, provider=kind, client_id=client)
