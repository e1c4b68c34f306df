"""What is around us: settings, the proxy in front, the clock, and the work that waits."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.checks import Error, run_checks

from amanah import __version__
from amanah.base import jobs
from amanah.help import queries as named
from amanah.operations import preflight
from amanah.operations.checks import Line, beyond, ok, problem, warning
from amanah.outbox import queries as outbox

# No clock that is right says an earlier year than that of this version.
FIRST_YEAR = 2026
SKEW_SECONDS = 2.0
# What Django says of any address without TLS; `web` says it once.
OF_PLAIN_HTTP = {f"security.W{n}" for n in ("004", "008", "011", "012", "016")}
ONLY_WARNS = {"jobs.parked", "jobs.long"}


def django() -> Iterator[Line]:
    """Django's own checks, those for production included."""
    found = [
        message
        for message in run_checks(include_deployment_checks=True)
        if not message.is_silenced() and not (message.id in OF_PLAIN_HTTP and not settings.IS_HTTPS)
    ]
    for message in found:
        line = problem if message.level >= Error("").level else warning
        yield line("settings", f"{message.msg} ({message.id})", message.hint or "")
    if not found:
        yield ok("settings", f"Amanah {__version__} and Django have nothing against the settings.")


def web() -> Iterator[Line]:
    """How we are reached."""
    wrong = [*preflight.address(), *preflight.demo()]
    for sentence in wrong:
        said, _, remedy = sentence.partition(". ")
        yield problem("address", f"{said}.", remedy)
    if not wrong:
        proxies = settings.TRUSTED_PROXIES
        behind = {0: "no proxy that is trusted", 1: "one trusted proxy"}.get(
            proxies, f"{proxies} trusted proxies"
        )
        yield ok("address", f"{settings.BASE_URL}, behind {behind}.")


def clock(*, at: datetime) -> Iterator[Line]:
    """Whether this machine's clock is one to rely on."""
    before = time.time()
    with NamedTemporaryFile(dir=settings.HOME, prefix=".clock-") as file:
        touched = Path(file.name).stat().st_mtime
    apart = beyond(touched, before, time.time())
    wall, steady = time.time(), time.monotonic()
    time.sleep(0.2)
    jump = abs((time.time() - wall) - (time.monotonic() - steady))
    remedy = "Set it by NTP (timedatectl set-ntp true)."
    if at.year < FIRST_YEAR:
        yield problem("clock", f"The clock says {at:%Y-%m-%d %H:%M} UTC.", remedy)
    elif jump > SKEW_SECONDS:
        yield problem("clock", f"The clock jumped by {jump:.0f} seconds while we looked.", remedy)
    elif apart > SKEW_SECONDS + 0.5:
        yield warning(
            "clock", f"The disk of AMANAH_HOME is {apart:.0f} seconds away from us.", remedy
        )
    else:
        yield ok("clock", f"It is {at:%Y-%m-%d %H:%M:%S} UTC.")


def work(*, at: datetime) -> Iterator[Line]:
    """Jobs and letters that do not get on."""
    found = [*jobs.trouble(at), *outbox.trouble(at)]
    for finding in found:
        line = warning if finding.code in ONLY_WARNS else problem
        yield line(finding.code.partition(".")[0], finding.sentence, finding.remedy)
    if not found:
        yield ok("jobs", "A worker runs, and nothing waits for longer than it should.")


def contacts() -> Iterator[Line]:
    """Whether every institution names somebody to turn to."""
    without = [one.slug for one in named.institutions_without()]
    if without:
        yield warning(
            "help",
            f"Nobody to turn to is named in {', '.join(without)}.",
            "Ask its admin to name somebody: staff pages, Settings. It stands on every page.",
        )
    else:
        yield ok("help", "Every institution names somebody to turn to.")
