"""Where allauth asks what to do with somebody whom an institution vouches for."""

from typing import Any
from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from amanah.base import clock
from amanah.people.connected import SignOn
from amanah.people.names import tidy
from amanah.people.services.sign_ons import (
    AccessHasEnded,
    AccountIsClosed,
    NotKnownHere,
    admit,
    forget_last_use,
    refuse_if_ended,
)
from amanah.shell.pages import show


class SignOns(DefaultSocialAccountAdapter):
    """An institution vouches for addresses of its own domains, and for no others.

    Somebody whom it has vouched for before comes in. Somebody who is here under such an address
    is joined to it. Anybody else is made here only where the operator said so.
    """

    def is_email_verified(self, provider: Any, email: str) -> bool:
        # SAML says nothing of it: an institution's own directory is its word.
        return find(provider.app.provider_id).is_saml

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Any:
        # Nothing of what it sent is kept but the id under which it knows the person.
        sociallogin.account.extra_data = {}
        return super().new_user(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        sociallogin.user.name = tidy(name)[:200]
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sign_on = find(sociallogin.account.provider)
        try:
            if sociallogin.is_existing:
                refuse_if_ended(sociallogin.user, sign_on)
                forget_last_use(sociallogin.account)
                return
            account = admit(
                sign_on=sign_on,
                uid=sociallogin.account.uid,
                addresses=[each.email for each in sociallogin.email_addresses if each.verified],
                name=sociallogin.user.name,
                at=clock.now(),
            )
        except NotKnownHere as refusal:
            raise ImmediateHttpResponse(_turned_away(request, refusal)) from refusal
        sociallogin.account, sociallogin.user = account, account.user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(did_not_work(request))


def find(provider: str) -> SignOn:
    """The sign-on with this id; `LookupError` if the operator connected none."""
    for each in settings.SIGN_ONS:
        if each.id == provider:
            return each
    raise LookupError(provider)


def name_of(account: SocialAccount) -> str:
    """What the institution calls its sign-in; its id, if it is connected no longer."""
    try:
        return find(account.provider).name
    except LookupError:
        return str(account.provider)


def links(next_url: str = "") -> list[dict[str, str]]:
    """The institutions through which one may come in, for the sign-in page."""
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    return [
        {"name": each.name, "url": reverse("enter_with", args=[each.id]) + query}
        for each in settings.SIGN_ONS
    ]


def _turned_away(request: HttpRequest, refusal: NotKnownHere) -> Any:
    if isinstance(refusal, AccountIsClosed):
        return redirect("account_inactive")
    is_over = isinstance(refusal, AccessHasEnded)
    heading = _("Your access has ended") if is_over else _("We do not know you yet")
    return show(
        request,
        "people/sign-on-over.html",
        {"heading": heading, "sentence": str(refusal)},
        status=refusal.status,
    )


def did_not_work(request: HttpRequest, status: int = 401) -> Any:
    return show(
        request,
        "people/sign-on-over.html",
        {
            "heading": _("Signing in did not work"),
            "sentence": _(
                "Your institution's answer could not be used. Please try it once more, or another "
                "way in. Nothing was changed."
            ),
        },
        status=status,
    )
