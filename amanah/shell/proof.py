"""Asking once more who somebody is, before something that matters."""

import time
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

View = Callable[..., HttpResponse]


def recently_proven(*, back: str = "") -> Callable[[View], View]:
    """Let somebody through who has just shown who they are; signing in counts.

    Everybody else is asked first, and comes `back` to a page, or to the same address: what they
    sent is not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if is_recent(request):
                return view(request, *args, **kwargs)
            wanted = urlencode({"next": resolve_url(back) if back else request.get_full_path()})
            return redirect(f"{resolve_url(settings.PROVE_URL)}?{wanted}")

        return asked

    return decorate


def is_recent(request: HttpRequest) -> bool:
    """Whether somebody has shown within a quarter of an hour who they are. Signing in counts."""
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    return bool(time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT)
