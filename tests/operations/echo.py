"""A small WSGI application behind the gate: `python -m tests.operations.echo PORT FILE`.

It answers with what it was given, and adds a line to the file for each request that reached it.
"""

import json
import os
import sys

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from amanah.operations.server import Gate

LONG = 5_000_000


def application(environ, start_response):
    body = environ["wsgi.input"].read()
    with open(os.environ["ECHO_FILE"], "a") as file:
        file.write(f"{environ['REQUEST_METHOD']} {len(body)}\n")
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Answer", "a")])
    if environ["PATH_INFO"] == "/long":
        return (b"%07d" % n + b"x" * 49_993 for n in range(LONG // 50_000))
    told = {k: v for k, v in environ.items() if isinstance(v, str)}
    return [json.dumps({**told, "body": body.decode("latin-1")}).encode()]


gate = Gate(application, 1)

if __name__ == "__main__":
    os.environ["ECHO_FILE"] = sys.argv[2]
    Server(
        "tests.operations.echo:gate",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    ).serve()
