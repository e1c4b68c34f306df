"""A browser that notices what goes wrong in a page."""

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
)
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What Chromium reports of an answer that is a page of its own: a refusal, not a fault.
REFUSED = re.compile(r"^Failed to load resource: .* status of 4\d\d ")


def browser_path():
    """The Chromium that tools/find-browser names."""
    return subprocess.run(
        [ROOT / "tools/find-browser"], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def launch(playwright):
    sandbox = () if os.getuid() else ("--no-sandbox",)
    return playwright.chromium.launch(executable_path=browser_path(), args=[*QUIET, *sandbox])


@dataclass
class Troubles:
    """Errors on the console (breaches of the content security policy among them) and in scripts.

    A journey that means to cause one says so: `troubles.expected.append("part of its text")`.
    """

    seen: list = field(default_factory=list)
    expected: list = field(default_factory=list)

    def watch(self, context):
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.seen.append(f"script: {error.error}"))
        context.on("response", self._on_response)

    def unexpected(self):
        return [one for one in self.seen if not any(part in one for part in self.expected)]

    def _on_console(self, message):
        address = message.location.get("url", "")
        is_page = not urlsplit(address).path.startswith("/static/")
        if message.type == "error" and not (is_page and REFUSED.match(message.text)):
            self.seen.append(f"console: {message.text} ({address})")

    def _on_response(self, response):
        if response.status >= 500:
            self.seen.append(f"{response.status}: {response.url}")


class Glass:
    """Reads a page from a world of its own, so that the page's policy stays as strict as it is.

    Playwright's own string expressions are refused by our content security policy.
    """

    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.world = None
        self.loaded = set()
        page.on("framenavigated", self._forget)

    def read(self, expression):
        """The value of a JavaScript expression, awaited."""
        answer = self.session.send(
            "Runtime.evaluate",
            {
                "expression": expression,
                "contextId": self._context(),
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def load(self, path):
        """Run a script file once in this world, as axe needs it."""
        self._context()
        if path not in self.loaded:
            self.read(f"{Path(path).read_text()}\n;undefined")
            self.loaded.add(path)

    def _context(self):
        if self.world is None:
            frame = self.session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
            made = self.session.send(
                "Page.createIsolatedWorld", {"frameId": frame, "worldName": "tests"}
            )
            self.world = made["executionContextId"]
        return self.world

    def _forget(self, frame):
        if frame == self.page.main_frame:
            self.world = None
            self.loaded.clear()
