"""`amanah verify` against a real server, honest and not."""

import gzip
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import brotli
import pytest

from amanah.operations.served import looking, release
from amanah.operations.served.line import Line
from tests.journeys import hostile_server
from tests.journeys.hostile_server import Act
from tests.operations import processes
from tests.operations.processes import amanah, free_port

pytestmark = pytest.mark.slow
STYLES = re.compile(r"^/static/css/amanah\.[0-9a-f]{12}\.css$")
FONT = re.compile(r"^/static/fonts/nastaliq\.[0-9a-f]{12}\.woff2$")
VENDORED = re.compile(r"^/static/vendor/age\.[0-9a-f]{12}\.js$")
WORKER = re.compile(r"^/static/js/sealing/sealer\.worker\.[0-9a-f]{12}\.js$")
SCRIPT = re.compile(r"^/static/js/shell/behaviours\.[0-9a-f]{12}\.js$")


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The list of this release, as it would lie beside its source."""
    file = tmp_path_factory.mktemp("release") / "release.json"
    done = amanah("verify", "--write", file, home=file.parent / "no-home")
    assert done.returncode == 0, done.stderr
    assert not (file.parent / "no-home").exists()
    return file


@pytest.fixture(scope="module")
def between(upgraded, tmp_path_factory):
    """A served Amanah, and the proxy that people reach it through."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(upgraded, home)
    ours, theirs = free_port(), free_port()
    url = f"http://localhost:{ours}"
    arguments = {"port": theirs, "home": home, "AMANAH_URL": url}
    with (
        processes.running("serve", "--workers", "1", **arguments),
        hostile_server.proxied(ours, to=theirs) as made,
    ):
        yield made


@pytest.fixture
def look(between, published, tmp_path):
    """Look at the server, against the published list: exit code and what was found."""

    def at(*more, against=published):
        options = ("--json", "--release", against, *more)
        done = amanah("verify", between.url, *options, home=tmp_path / "no-home")
        assert "Traceback" not in done.stderr
        told = json.loads(done.stdout)
        return done.returncode, {(one["code"], one["address"]) for one in told["findings"]}, told

    return at


@pytest.fixture
def connected(between):
    line = Line(between.url)
    yield line
    line.close()


@pytest.fixture
def look_at_pages(connected, published):
    """The same look in this process, at the pages alone: levels, and what was found."""

    def at():
        look = looking.begin(connected, [release.read(published)])
        return summed(look.at_pages(looking.OPEN))

    return at


@pytest.fixture
def look_at_file(connected, published):
    """The same look in this process, at one file alone."""

    def at(name, against=published):
        look = looking.begin(connected, [release.read(against)])
        look.release = replace(look.release, files={name: look.release.files[name]})
        return summed(look.at_files())

    return at


def summed(findings):
    found = list(findings)
    return {one.level for one in found}, {(one.code, one.address) for one in found}


def on(pattern, change, name="act"):
    """An act on the answers whose path fits the pattern."""

    def alter(exchange):
        is_meant = re.search(pattern, exchange.path) is not None
        if is_meant:
            change(exchange)
        return is_meant

    return Act(name, on_answer=alter)


def plain(exchange, change):
    """Change what is said, leaving it unpacked."""
    encoding = exchange.header("Content-Encoding")
    if encoding == "br":
        exchange.answer = brotli.decompress(exchange.answer)
    elif encoding == "gzip":
        exchange.answer = gzip.decompress(exchange.answer)
    exchange.set_header("Content-Encoding", None)
    exchange.answer = change(exchange.answer)


def flipped(body):
    return body[:-10] + bytes([body[-10] ^ 1]) + body[-9:]


def with_tag(tag):
    return lambda exchange: plain(
        exchange, lambda body: body.replace(b"</head>", tag + b"</head>", 1)
    )


def with_header(name, value):
    return lambda exchange: exchange.set_header(name, value)


def in_policy(old, new):
    def change(exchange):
        policy = exchange.header("Content-Security-Policy")
        assert old in policy
        exchange.set_header("Content-Security-Policy", policy.replace(old, new))

    return change


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


def named(published, pattern):
    [name] = [n for n in json.loads(published.read_text())["files"] if pattern.match(n)]
    return name


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


PAGE = r"^/how-this-works/$"
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


def test_another_release_is_told_apart_from_a_changed_file(
    look_at_file, connected, published, tmp_path
):
    other = json.loads(published.read_text())
    script, manifest = named(published, SCRIPT), "/static/staticfiles.json"
    unnamed = "/static/js/shell/behaviours.js"
    other["version"], other["files"][manifest] = "0.0.9", "0" * 64
    # A name that holds the hash of what is in it may never hold anything else.
    other["files"][unnamed] = other["files"][script] = "1" * 64
    file = tmp_path / "other.json"
    file.write_text(json.dumps(other))

    assert look_at_file(unnamed, against=file) == ({"other"}, {("other-release", manifest)})
    assert look_at_file(script, against=file) == ({"changed"}, {("file-changed", script)})
    both = [release.read(file), release.read(published)]
    assert looking.begin(connected, both).release.version == both[1].version
    assert looking.begin(connected, both[:1]).is_said is False


def test_another_release_ends_with_a_code_of_its_own(look, published, tmp_path):
    other = json.loads(published.read_text())
    manifest = "/static/staticfiles.json"
    other["files"] = {manifest: "0" * 64}
    file = tmp_path / "other.json"
    file.write_text(json.dumps(other))

    code, found, told = look(against=file)
    assert (code, found) == (3, {("other-release", manifest)})
    assert told["is_this_release"] is False


def test_ones_own_pages_are_looked_at_with_ones_own_session(look, between, tmp_path):
    cookie = tmp_path / "cookie.txt"
    cookie.write_text("a" * 32)
    cookie.chmod(0o644)
    readable = amanah("verify", between.url, "--session", cookie, home=tmp_path / "no-home")
    cookie.chmod(0o600)
    over = look("--session", cookie)

    assert readable.returncode == 2
    assert "chmod 600" in readable.stderr
    assert (over[0], {code for code, _address in over[1]}) == (3, {"signed-out"})
    # The cookie goes with one's own pages, and with nothing else.
    sent = [one.path for one in between.asked if "a" * 32 in dict(one.headers).get("Cookie", "")]
    assert {"/today/", "/profile/"} <= set(sent)
    assert not [path for path in sent if path.startswith("/static/") or path == "/"]


def test_a_session_is_not_sent_in_the_open(tmp_path):
    cookie = tmp_path / "cookie.txt"
    cookie.write_text("a" * 32)
    cookie.chmod(0o600)
    done = amanah("verify", "http://192.0.2.1", "--session", cookie, home=tmp_path / "no-home")

    assert done.returncode == 2
    assert "over https alone" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("localhost:8000",), ("ftp://example.org",), ("https://a@example.org",),
     ("https://example.org/today/",), ("http://localhost:1", "--write", "x.json")],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_refused(arguments, tmp_path):
    assert amanah("verify", *arguments, home=tmp_path / "no-home").returncode == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": 2}', '{"form": 1, "files": 3}', "\xff"])
def test_a_file_that_is_no_list_is_refused(text, tmp_path):
    file = tmp_path / "release.json"
    file.write_bytes(text.encode("latin-1"))
    options = ("http://localhost:1", "--release", file)
    done = amanah("verify", *options, home=tmp_path / "no-home")

    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_said(published, tmp_path):
    url = f"http://localhost:{free_port()}"
    done = amanah("verify", url, "--release", published, home=tmp_path / "no-home")

    assert done.returncode == 3
    assert "could not be looked at: it cannot be reached" in done.stderr


def bomb(exchange):
    exchange.answer = gzip.compress(b"\0" * 64 * 1024 * 1024)
    exchange.set_header("Content-Encoding", "gzip")


def brotli_bomb(exchange):
    exchange.answer = brotli.compress(b"\0" * 64 * 1024 * 1024, quality=1)
    exchange.set_header("Content-Encoding", "br")


HOSTILE = {
    "a bomb": bomb,
    "another bomb": brotli_bomb,
    "an endless body": lambda exchange: setattr(exchange, "answer", b"x" * 9 * 1024 * 1024),
    "half a stream": with_header("Content-Encoding", "gzip"),
    "a strange packing": with_header("Content-Encoding", "exi"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_answer_is_refused_and_the_rest_is_looked_at(look_at_pages, between, what):
    def change(exchange):
        plain(exchange, bytes)
        HOSTILE[what](exchange)

    with between.doing(on(PAGE, change)):
        levels, found = look_at_pages()
    assert (levels, found) == ({"unseen"}, {("no-answer", "/how-this-works/")})


@contextmanager
def speaking(*pieces, pause=0.0):
    """Something that says these bytes to whoever connects, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def answer():
            with listening.accept()[0] as one:
                one.recv(65536)
                for piece in pieces:
                    if ended.is_set():
                        return
                    try:
                        one.sendall(piece)
                    except OSError:
                        return
                    time.sleep(pause)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        ended.set()
        thread.join(30)


def test_a_server_that_drips_is_left(published, tmp_path):
    drops = [b"HTTP/1.1 200 OK\r\n", *[b"X-A: 1\r\n"] * 90]
    began = time.monotonic()
    with speaking(*drops, pause=0.5) as url:
        done = amanah("verify", url, "--release", published, home=tmp_path / "no-home")

    assert done.returncode == 3
    assert "took longer than 20 seconds" in done.stderr
    assert time.monotonic() - began < 40


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 500, b""]
)
def test_what_is_not_http_is_refused(published, tmp_path, said):
    with speaking(said) as url:
        done = amanah("verify", url, "--release", published, home=tmp_path / "no-home")

    assert done.returncode == 3
    assert "could not be looked at" in done.stderr


def test_over_https_with_a_certificate_that_is_trusted(between, published, tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with hostile_server.proxied(free_port(), to=between.to) as secure:
        secure.socket = context.wrap_socket(secure.socket, server_side=True)
        url = secure.url.replace("http:", "https:")
        command = [sys.executable, "-m", "amanah", "verify", url, "--release", published, "--json"]

        def ask(**more):
            environ = processes.surroundings(tmp_path / "no-home", **more)
            return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

        unknown, known = ask(), ask(SSL_CERT_FILE=str(cert))

    assert unknown.returncode == 3
    assert "certificate" in unknown.stderr
    told = json.loads(known.stdout)
    # This installation is not served over HTTPS by its own settings, so that one header is missing.
    assert {one["code"] for one in told["findings"]} == {"header-missing"}
    assert all("Strict-Transport-Security" in one["sentence"] for one in told["findings"])
