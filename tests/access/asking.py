"""Asking at a door, and everything that is looked at in its answer."""

import html
import re
import unicodedata
import urllib.parse
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection, transaction

from tests import canaries

# What asking may write: what staff looked at, sessions, and how often somebody tried.
MAY_BE_WRITTEN = {
    "stewardship_entry",
    "stewardship_chain",
    "people_session",
    "people_remembered",
}
WRITES = re.compile(
    r'^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE
)
# What differs from one showing of the same page to the next.
PASSING = (
    (re.compile(r'nonce="[^"]*"|nonce-[\w+/=-]+'), "nonce"),
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "csrf"),
    (re.compile(r'"X-CSRFToken": "[^"]*"|X-CSRFToken&quot;: &quot;[^&]*&quot;'), "csrf"),
    (re.compile(r"\b[0-9a-f]{8}\b(?=</(?:code|kbd|bdi|span)>)"), "reference"),
)


class Rolled(Exception):
    """Undoes what an answer wrote."""


@contextmanager
def undone(client):
    """Ask, look, and leave the world and the browser as they were."""
    kept = dict(client.cookies)
    try:
        with transaction.atomic():
            yield
            raise Rolled
    except Rolled:
        client.cookies.clear()
        client.cookies.update(kept)


def told(wrong):
    """What went wrong, one line each."""
    return "\n".join(" · ".join(map(str, each)) for each in wrong)


@contextmanager
def writes():
    """Collect the tables that are written to meanwhile, apart from those that may be."""
    found = set()

    def watch(execute, sql, parameters, many, context):
        match = WRITES.match(sql)
        if match and match[1] not in MAY_BE_WRITTEN:
            found.add(match[1])
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(watch):
        yield found


def words_in(response):
    """Every canary that an answer carries: body, headers, cookies, however they are written."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    body = response.getvalue() if response.streaming else response.content
    around = urllib.parse.unquote(unicodedata.normalize("NFC", headers + cookies))
    return canaries.hits(body) | canaries.hits(html.unescape(around))


def is_admitted(response):
    """Whether the door opened: turned away is 404, 403, 401, or sent to sign in."""
    if response.status_code in {401, 403, 404}:
        return False
    return not response.headers.get("Location", "").startswith("/enter/?next=")


def plain(response, *, path):
    """An answer as it must be for everything that one may not know of."""
    body = response.content.decode("utf-8", "replace")
    headers = {
        name: value
        for name, value in response.items()
        if name.lower() not in {"content-length", "date", "x-request-reference"}
    }
    text = f"{response.status_code}\n{sorted(headers.items())}\n{body}"
    for pattern, name in PASSING:
        text = pattern.sub(name, text)
    return text.replace(quote(path), "path").replace(path, "path")
