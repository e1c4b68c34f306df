"""What every answer carries, through the whole stack: pages, errors, redirects, static files."""

import io
import re

import pytest
from django.core.handlers.wsgi import WSGIHandler

from amanah.config import settings as configured

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "htmx amanah",
}
EXACTLY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
}
BIG = b"word=" + b"a" * (3 * 1024 * 1024)
REQUESTS = {
    "a page": ("GET", "/how-this-works/", 200),
    "the head of a page": ("HEAD", "/how-this-works/", 405),
    "a redirect to sign in": ("GET", "/today/", 302),
    "nothing there": ("GET", "/nothing/", 404),
    "another method": ("GET", "/enter/passkey/", 405),
    "a host that is not ours": ("GET", "/", 400),
    "something too clever": ("GET", "/suspicious/", 400),
    "forbidden": ("GET", "/forbidden/", 403),
    "a form that is too large": ("POST", "/enter/", 413),
    "a defect": ("GET", "/broken/", 500),
    "a form without its token": ("POST", "/enter/", 403),
    "health": ("GET", "/healthz", 503),
    "a static file": ("GET", "/static/probe.css", 200),
    "a part of a static file": ("GET", "/static/probe.css", 206),
    "an unchanged static file": ("GET", "/static/probe.css", 304),
    "no such static file": ("GET", "/static/nothing.css", 404),
    "out of the static files": ("GET", "/static/../field.keys", 404),
}
MORE = {
    "a host that is not ours": {"HTTP_HOST": "elsewhere.example"},
    "a form that is too large": {"HTTP_COOKIE": f"amanah_csrf={'c' * 32}"},
    "a part of a static file": {"HTTP_RANGE": "bytes=0-3"},
    "an unchanged static file": {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
}


@pytest.fixture
def stack(settings, tmp_path):
    """The WSGI application as it is served, with one static file."""
    (tmp_path / "probe.css").write_text("body { color: black }")
    settings.STATIC_ROOT = str(tmp_path)
    settings.ROOT_URLCONF = "tests.shell.broken_urls"
    application = WSGIHandler()

    def ask(method, path, *, body=b"", **more):
        answer = {}

        def start(status, headers, exc_info=None):
            answer["status"] = int(status.split()[0])
            answer["headers"] = headers

        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            **more,
        }
        parts = application(environ, start)
        try:
            answer["body"] = b"".join(parts)
        finally:
            parts.close()
        return answer

    return ask


@pytest.fixture(params=REQUESTS)
def answer(request, stack):
    method, path, status = REQUESTS[request.param]
    body = BIG if request.param == "a form that is too large" else b""
    found = stack(method, path, body=body, **MORE.get(request.param, {}))
    assert found["status"] == status
    return found


def test_every_answer_has_each_header_once_and_exactly(answer):
    names = [name.lower() for name, _value in answer["headers"]]
    headers = dict(answer["headers"])

    assert {name: headers.get(name) for name in EXACTLY} == EXACTLY
    assert [names.count(name.lower()) for name in EXACTLY] == [1] * len(EXACTLY)


def test_every_answer_says_what_a_browser_may_do_with_it(answer):
    policies = [v for name, v in answer["headers"] if name.lower() == "content-security-policy"]
    assert len(policies) == 1
    found = dict(part.strip().split(" ", 1) for part in policies[0].split(";") if part.strip())
    found["script-src"] = re.sub(r" 'nonce-[\w+/=-]{20,}'$", "", found["script-src"])

    assert found == POLICY
    assert "unsafe" not in policies[0]


def test_pages_are_kept_by_nobody_and_static_files_may_be(answer):
    headers = dict(answer["headers"])

    is_file = answer["status"] in {200, 206, 304} and "text/html" not in headers.get(
        "Content-Type", "text/css"
    )
    assert ("no-store" in headers["Cache-Control"]) != is_file


def test_the_nonce_is_new_on_every_page(stack):
    nonces = {
        re.search(
            r"'nonce-([^']+)'",
            dict(stack("GET", "/how-this-works/")["headers"])["Content-Security-Policy"],
        )[1]
        for _ in range(3)
    }

    assert len(nonces) == 3


def test_no_page_has_scripts_or_styles_that_the_policy_would_refuse(stack):
    page = stack("GET", "/how-this-works/")["body"].decode()

    assert re.findall(r"<[^>]+ (?:style|on\w+)=", page) == []
    assert re.findall(r"<script(?![^>]*\b(?:src|nonce)=)[^>]*>", page) == []
    assert "<style" not in page


def test_the_policy_is_the_one_that_is_configured():
    configured_names = set(configured.CONTENT_SECURITY_POLICY["DIRECTIVES"])

    assert configured_names == set(POLICY)
