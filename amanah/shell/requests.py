"""Where a request comes from, and the one line that is kept of it."""

import ipaddress
import logging
import secrets
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from amanah.shell.logs import reference
from amanah.shell.middleware import Answer

HEALTH = "/healthz"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
log = logging.getLogger("amanah.request")


def log_each(answer: Answer) -> Answer:
    """One line a request: the route by name, never the address that was typed or who typed it."""

    def answer_and_log(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request.reference = secrets.token_hex(4)  # type: ignore[attr-defined]
        token = reference.set(request.reference)  # type: ignore[attr-defined]
        try:
            response = answer(request)
            line = {
                "reference": request.reference,  # type: ignore[attr-defined]
                "method": request.method if request.method in METHODS else "OTHER",
                "route": route_of(request),
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            log.info("request", extra={"facts": line})
        finally:
            reference.reset(token)
        return response

    return answer_and_log


def route_of(request: HttpRequest) -> str:
    """The name of the address that was asked for, without what was filled into it."""
    if request.resolver_match:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def know_the_client(answer: Answer) -> Answer:
    """Put the client's address, as far as it can be trusted, where everybody looks for it.

    Behind AMANAH_TRUSTED_PROXIES=n proxies, each of which adds the address it was called from
    to X-Forwarded-For, the client is the n-th from the right. Whatever stands further left was
    written by the client and could be anything.
    """

    def answer_knowing(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        direct = request.META.get("REMOTE_ADDR", "")
        request.META["REMOTE_ADDR"] = client_address(direct, forwarded, settings.TRUSTED_PROXIES)
        return answer(request)

    return answer_knowing


def know_the_host(answer: Answer) -> Answer:
    """Answer only at our own addresses.

    Somebody else's name that is made to point here would let their page read ours. Monitors may
    ask for our health by any.
    """

    def answer_at_home(request: HttpRequest) -> HttpResponse:
        if request.path_info != HEALTH:
            request.get_host()
        return answer(request)

    return answer_at_home


def client_address(direct: str, forwarded: str, proxies: int) -> str:
    """The address of the client, given who called us and what they say they were called by."""
    if not proxies:
        return direct
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    trusted = [*hops, direct][-(proxies + 1) :]
    for hop in trusted:
        address = _address(hop)
        if address:
            return address
    return direct


def _address(hop: str) -> str | None:
    """An IP address, from how proxies write it: bare, or with a port."""
    bare = hop.partition("]")[0].lstrip("[") if hop.startswith("[") else hop
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return None
