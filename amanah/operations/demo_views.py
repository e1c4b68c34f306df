"""Pages that only a demo has, for whoever sits at the machine: its mail, and its clock."""

import ipaddress
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from amanah.base import clock, leases
from amanah.base.access import open_to_all
from amanah.operations.demo import cast, catcher, guide
from amanah.shell.pages import show

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
# What a proxy adds. Behind one, everybody seems to sit at this machine.
OF_PROXIES = ("HTTP_VIA", "HTTP_FORWARDED", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")


def phrases(request: HttpRequest) -> dict[str, str]:
    """For every page of a demo: the password to whoever has not signed in, the phrase to others."""
    person = getattr(request, "user", None)
    is_in = person is not None and person.is_authenticated
    return {"demo_opening": cast.OPENING} if is_in else {"demo_password": cast.PASSWORD}


def at_this_machine(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer only requests that come from this machine itself; to others there is nothing."""

    @wraps(view)
    def answer(request: HttpRequest, **given: Any) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        if not _is_loopback(address) or any(name in request.META for name in OF_PROXIES):
            raise Http404
        return view(request, **given)

    return answer


@open_to_all
@at_this_machine
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Whom to sign in as, and what to try."""
    houses = [{"name": house.name, "places": places} for house, places in guide.HOUSES]
    about = {"houses": houses, "password": cast.PASSWORD, "opening": cast.OPENING}
    return show(request, "demo/people.html", {**about, "sheet": cast.SHEET})


@open_to_all
@at_this_machine
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    return show(request, "demo/mails.html", {"letters": catcher.letters()})


@open_to_all
@at_this_machine
@require_safe
def mail(request: HttpRequest, *, name: str) -> HttpResponse:
    letter = catcher.letter(name)
    if letter is None:
        raise Http404
    return show(request, "demo/mail.html", {"letter": letter})


@open_to_all
@at_this_machine
@require_safe
def demo_clock(request: HttpRequest) -> HttpResponse:
    return show(request, "demo/clock.html", {"now": clock.now(), "is_moved": clock.is_moved()})


@open_to_all
@at_this_machine
@require_POST
def move(request: HttpRequest) -> HttpResponse:
    step = STEPS.get(request.POST.get("by", ""))
    if step:
        clock.move(step)
    return redirect("demo:clock")


@open_to_all
@at_this_machine
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    clock.reset()
    leases.forget_the_future(at=clock.now())
    return redirect("demo:clock")


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
