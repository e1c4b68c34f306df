"""Whether an answer carries what the release's answers carry."""

import re
from collections.abc import Iterator

from amanah.operations.served.line import Answer
from amanah.operations.served.release import Release

POLICY = "Content-Security-Policy"
HSTS = "Strict-Transport-Security"
NONCE = re.compile(r"'nonce-([A-Za-z0-9+/_-]{16,}={0,2})'")
# With these an answer itself can load, run or send on; none of ours has one.
NEVER = ("Link", "Refresh", "Speculation-Rules", "Service-Worker-Allowed")
Problem = tuple[str, str]


def problems(answer: Answer, release: Release, *, is_https: bool) -> Iterator[Problem]:
    """A code and a sentence for each thing that is not as it was published."""
    for name, value in release.headers.items():
        came = answer.all(name)
        if not came:
            yield "header-missing", f"The header {name} is missing."
        elif came != [value]:
            yield "header-changed", f"The header {name} is {_shown(came)}, not {value!r}."
    for name in NEVER:
        if answer.all(name):
            yield "header-added", f"There is a header {name}, which no answer of a release has."
    if is_https and not answer.all(HSTS):
        yield "header-missing", f"The header {HSTS} is missing."
    yield from _policy_problems(answer, release)


def nonce(answer: Answer) -> str:
    found = NONCE.findall(answer.header(POLICY))
    return str(found[0]) if len(found) == 1 else ""


def _policy_problems(answer: Answer, release: Release) -> Iterator[Problem]:
    came = answer.all(POLICY)
    if not came:
        yield "policy-missing", f"The header {POLICY} is missing."
        return
    if len(came) > 1:
        yield "policy-changed", f"There are {len(came)} headers {POLICY}; a release sends one."
        return
    found = _directives(came[0])
    for name in sorted({*found, *release.policy}):
        wanted, given = release.policy.get(name), found.get(name)
        if given is None:
            yield "policy-changed", f"The policy lacks {name}."
        elif wanted is None:
            yield "policy-changed", f"The policy has {name}, which the release's has not."
        elif sorted(given) != sorted(wanted):
            told = " ".join(given), " ".join(wanted)
            yield "policy-changed", f"The policy's {name} is {told[0]!r}, not {told[1]!r}."


def _directives(policy: str) -> dict[str, list[str]]:
    """Sources by directive, without one nonce of a script. Of two with a name the first counts."""
    found: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        name = name.lower()
        if name == "script-src":
            nonces = [source for source in sources if NONCE.fullmatch(source)]
            sources = [source for source in sources if source not in nonces[:1]]
        if name and name not in found:
            found[name] = sources
    return found


def _shown(values: list[str]) -> str:
    return ", ".join(repr(value[:100]) for value in values)
