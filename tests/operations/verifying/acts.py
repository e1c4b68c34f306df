"""What is changed on the way from a server, and how what was found is summed up."""

import gzip
import json
import re

import brotli

from tests.journeys.hostile_server import Act

STYLES = re.compile(r"^/static/css/amanah\.[0-9a-f]{12}\.css$")
FONT = re.compile(r"^/static/fonts/nastaliq\.[0-9a-f]{12}\.woff2$")
VENDORED = re.compile(r"^/static/vendor/age\.[0-9a-f]{12}\.js$")
WORKER = re.compile(r"^/static/js/sealing/sealer\.worker\.[0-9a-f]{12}\.js$")
SCRIPT = re.compile(r"^/static/js/shell/behaviours\.[0-9a-f]{12}\.js$")
PAGE = r"^/how-this-works/$"


def named(published, pattern):
    [name] = [n for n in json.loads(published.read_text())["files"] if pattern.match(n)]
    return name


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
