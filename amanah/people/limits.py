"""How often somebody may try. The counting is allauth's; the sentence is ours."""

import math
import time
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from amanah.base import written
from amanah.base.refusal import Refused
from amanah.people.models import Person

ACCOUNT = "allauth.account"


class TooOften(Refused):
    """Tried too often; the message says when to come back."""

    code = "too_often"
    status = 429


def count(
    request: HttpRequest, action: str, *, key: str = "", person: Person | None = None
) -> None:
    """Count one more try of this; `TooOften` if there have been enough of them."""
    _try(request, action, key=key or None, user=person)


def check(
    request: HttpRequest, action: str, *, key: str = "", person: Person | None = None
) -> None:
    """`TooOften` if there have been enough tries already; counts nothing."""
    _try(request, action, key=key or None, user=person, dry_run=True)


def _try(
    request: HttpRequest,
    action: str,
    *,
    key: str | None,
    user: Person | None,
    dry_run: bool = False,
) -> None:
    about: dict[str, Any] = {"key": key, "user": user}
    how = {"dry_run": dry_run, "limit_get": True}
    if not ratelimit.consume(request, app=ACCOUNT, action=action, **about, **how):
        raise TooOften(later(_seconds_left(request, action, **about)))


def forgive(
    request: HttpRequest, action: str, *, key: str = "", person: Person | None = None
) -> None:
    """Forget the tries, once somebody has shown that they are who they say."""
    for rate in _rates(action):
        if rate.per != "ip":
            name = ratelimit.get_cache_key(
                request, app=ACCOUNT, action=action, rate=rate, key=key or None, user=person
            )
            cache.delete(name)


def later(seconds: float) -> str:
    """The sentence for somebody who must wait."""
    minutes = max(1, math.ceil(seconds / 60))
    said = ngettext(
        "That was tried several times in a row, so we pause for your safety. "
        "Please try again in %(minutes)d minute.",
        "That was tried several times in a row, so we pause for your safety. "
        "Please try again in %(minutes)d minutes.",
        minutes,
    )
    return written.digits(said % {"minutes": minutes})


def _seconds_left(request: HttpRequest, action: str, *, key: str | None, user: object) -> float:
    waits = [0.0]
    for rate in _rates(action):
        name = ratelimit.get_cache_key(
            request, app=ACCOUNT, action=action, rate=rate, key=key, user=user
        )
        history = cache.get(name, [])
        if len(history) >= rate.amount:
            waits.append(history[rate.amount - 1] + rate.duration - time.time())
    return max(waits)


def _rates(action: str) -> list[ratelimit.Rate]:
    return ratelimit.get_rates(app=ACCOUNT, action=action)
