"""`amanah verify` against a real server: what is false in it is caught and named."""

import re

import pytest

from tests.operations.processes import amanah
from tests.operations.verifying.acts import (
    FONT,
    PAGE,
    SCRIPT,
    STYLES,
    VENDORED,
    WORKER,
    flipped,
    in_policy,
    named,
    on,
    plain,
    with_header,
    with_tag,
)

pytestmark = pytest.mark.slow


def test_an_honest_server_passes_and_says_what_cannot_be_seen(look, between, tmp_path):
    code, found, told = look()

    assert (code, found) == (0, set())
    assert told["files"] > 200
    assert told["pages"] == 9
    assert "one person only" in told["cannot_see"][0]


def test_this_package_says_the_same_as_the_published_list(between, published, tmp_path):
    done = amanah("verify", between.url, home=tmp_path / "no-home")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "all as published in release" in done.stdout
    assert "What this cannot see:" in done.stdout


def test_the_list_is_the_same_whenever_it_is_made(published, tmp_path):
    again = tmp_path / "again.json"
    amanah("verify", "--write", again, home=tmp_path / "no-home")

    assert again.read_bytes() == published.read_bytes()


@pytest.mark.parametrize("pattern", [SCRIPT, WORKER, STYLES, FONT, VENDORED], ids=str)
def test_one_flipped_byte_is_named(look_at_file, between, published, pattern):
    name = named(published, pattern)
    honest = look_at_file(name)

    with between.doing(on(re.escape(name), lambda exchange: plain(exchange, flipped))):
        assert look_at_file(name) == ({"changed"}, {("file-changed", name)})
    assert honest == (set(), set())


@pytest.mark.parametrize("packing", ["br", "identity"])
def test_a_script_that_is_false_in_one_packing_alone_is_named(
    look_at_file, between, published, packing
):
    """Only as browsers ask for it; or only as somebody does who looks by hand."""
    name = named(published, VENDORED)
    spoilt = []

    def change(exchange):
        if (exchange.header("Content-Encoding") or "identity") == packing:
            spoilt.append(packing)
            plain(exchange, flipped)

    with between.doing(on(re.escape(name), change)):
        assert look_at_file(name) == ({"changed"}, {("file-changed", name)})
    assert spoilt == [packing]


def test_a_swapped_worker_is_named(look_at_file, between, published):
    name = named(published, WORKER)

    def change(exchange):
        plain(exchange, lambda body: b"self.onmessage = (m) => fetch('/x', m.data)")

    with between.doing(on(re.escape(name), change)):
        assert look_at_file(name) == ({"changed"}, {("file-changed", name)})


def test_a_script_that_is_gone_or_of_another_type_is_named(look_at_file, between, published):
    name = named(published, SCRIPT)

    with between.doing(on(re.escape(name), lambda exchange: setattr(exchange, "status", 404))):
        gone = look_at_file(name)
    with between.doing(on(re.escape(name), with_header("Content-Type", "text/html"))):
        other = look_at_file(name)

    assert gone == ({"changed"}, {("file-missing", name)})
    assert other == ({"changed"}, {("type-changed", name)})


IN_A_PAGE = {
    "an inline script": (b"<script>steal()</script>", {"script-inline"}),
    "with a nonce": (b'<script nonce="abc">steal()</script>', {"script-inline"}),
    "hidden from who reads carelessly": (b"<script/x>steal()</script>", {"page-unreadable"}),
    "an import map": (b'<script type="importmap">{}</script>', {"script-inline"}),
    "an extra file": (b'<script src="/static/js/more.js"></script>', {"file-added"}),
    "a script that is an upload": (b'<script src="/files/1"></script>', {"file-added"}),
    "another's script": (b'<script src="https://evil.example/a.js"></script>', {"origin-foreign"}),
    "without a scheme": (b'<script src="//evil.example/a.js"></script>', {"origin-foreign"}),
    "an inline style": (b"<style>p{}</style>", {"element-added"}),
    "a style on an element": (b'<p style="color: red">', {"style-inline"}),
    "a handler": (b'<img src="/static/img/icon.svg" onerror="steal()">', {"script-inline"}),
    "a handler of htmx": (b'<p hx-on:click="steal()">', {"script-inline"}),
    "a base": (b'<base href="/static/">', {"element-added"}),
    "a frame": (b'<iframe src="/"></iframe>', {"element-added"}),
    "a refresh": (b'<meta http-equiv="refresh" content="0">', {"element-added"}),
    "a form to elsewhere": (b'<form action="https://evil.example/">', {"origin-foreign"}),
    "a link that runs": (b'<a href="java&#10;script:steal()">', {"origin-foreign"}),
    "a comment that hides": (b"<!--><script>steal()</script>-->", {"page-unreadable"}),
}


@pytest.mark.parametrize("what", IN_A_PAGE)
def test_what_is_added_to_a_page_is_named(look_at_pages, between, what):
    tag, codes = IN_A_PAGE[what]

    with between.doing(on(PAGE, with_tag(tag))):
        levels, found = look_at_pages()
    assert levels == {"changed"}
    assert codes <= {code for code, _address in found}
    assert {address for _code, address in found} == {"/how-this-works/"}


def test_tags_that_a_release_might_have_pass(look_at_pages, between):
    harmless = (
        b'<a href="https://example.org/help">a</a><p title="a > b" hx-nonce="//a8==">b</p>'
        b'<script src="/static/vendor/htmx.js" defer></script>'
        b'<script type="application/json">{}</script>'
        b'<sealed-field once room="private"></sealed-field>'
    )

    with between.doing(on(PAGE, with_tag(harmless))):
        assert look_at_pages() == (set(), set())


HEADERS = {
    "a looser policy": (
        in_policy("script-src 'self'", "script-src 'self' data:"), "policy-changed"
    ),
    "eval": (in_policy("script-src 'self'", "script-src 'self' 'unsafe-eval'"), "policy-changed"),
    "without trusted types": (
        in_policy("require-trusted-types-for 'script'", "x-nothing"), "policy-changed"
    ),
    "another type": (in_policy("htmx amanah", "htmx amanah other"), "policy-changed"),
    "a second nonce": (
        in_policy("script-src 'self'", "script-src 'self' 'nonce-aaaaaaaaaaaaaaaaaaaaaaaa'"),
        "policy-changed",
    ),
    "no policy": (with_header("Content-Security-Policy", None), "policy-missing"),
    "no opener policy": (with_header("Cross-Origin-Opener-Policy", None), "header-missing"),
    "no embedder policy": (with_header("Cross-Origin-Embedder-Policy", None), "header-missing"),
    "another resource policy": (
        with_header("Cross-Origin-Resource-Policy", "cross-origin"), "header-changed"
    ),
    "sniffing": (with_header("X-Content-Type-Options", None), "header-missing"),
    "a referrer": (with_header("Referrer-Policy", "unsafe-url"), "header-changed"),
    "a link": (with_header("Link", "</x.css>; rel=stylesheet"), "header-added"),
    "kept": (with_header("Cache-Control", "max-age=60"), "header-changed"),
    "another charset": (with_header("Content-Type", "text/html; charset=utf-7"), "type-changed"),
}  # fmt: skip


@pytest.mark.parametrize("what", HEADERS)
def test_a_changed_header_is_named(look_at_pages, between, what):
    change, wanted = HEADERS[what]

    with between.doing(on(PAGE, change)):
        levels, found = look_at_pages()
    assert levels == {"changed"}
    assert (wanted, "/how-this-works/") in found
    assert {address for _code, address in found} == {"/how-this-works/"}


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "http://localhost:1/"])
def test_it_follows_nobody_to_another_host(look_at_pages, between, to):
    def send_on(exchange):
        exchange.status = 302
        exchange.set_header("Location", to)

    with between.doing(on(PAGE, send_on)):
        assert look_at_pages() == ({"changed"}, {("sent-elsewhere", "/how-this-works/")})


def test_it_follows_on_the_same_host(look_at_pages, between):
    def send_on(exchange):
        exchange.status = 302
        exchange.set_header("Location", "/enter/")

    with between.doing(on(PAGE, send_on)):
        assert look_at_pages() == (set(), set())


def test_data_is_no_page_and_that_is_said(look_at_pages, between):
    with between.doing(on(PAGE, with_header("Content-Type", "application/json"))):
        assert look_at_pages() == ({"unseen"}, {("no-page", "/how-this-works/")})


def test_the_policy_of_a_worker_is_its_own_and_looked_at(look_at_file, between, published):
    name = named(published, WORKER)
    act = on(re.escape(name), in_policy("connect-src 'self'", "connect-src *"))

    with between.doing(act):
        assert look_at_file(name) == ({"changed"}, {("policy-changed", name)})


def test_a_nonce_that_is_always_the_same_is_named(look_at_pages, between):
    def change(exchange):
        policy = exchange.header("Content-Security-Policy")
        fixed = re.sub(r"'nonce-[^']+'", f"'nonce-{'a' * 24}'", policy)
        exchange.set_header("Content-Security-Policy", fixed)

    with between.doing(on(r"^/(how-this-works/|enter/)?$", change)):
        levels, found = look_at_pages()
    assert (levels, {one for one, _address in found}) == ({"changed"}, {"nonce-again"})
