"""Two people of the demo in Chromium, and their sealing workers, looked into from outside."""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

PHRASE = "quiet-lantern-harbour-nine"
OPENING = "quiet lantern gently mango monsoon kettle"
PATIENCE = 60
OURS = re.compile(r"/mentorships/[0-9a-f-]{36}/")
# Notes when the last word could be read, counted from the beginning of the navigation.
WATCH = """
globalThis.readable = null
const look = () => {
  const isOpen = document.querySelector("sealed-words[data-shown=open]")
  if (isOpen) globalThis.readable = performance.now()
  else requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""


@dataclass
class Person:
    """Somebody signed in, with a browser of their own."""

    page: Any
    modules: dict = field(default_factory=dict)
    carried: int = 0

    def ask(self, op: str, **wanted: Any) -> Any:
        """Ask the page's sealer for something."""
        asked = f"({ASK})({json.dumps(self.modules['sealer'])}, {json.dumps(op)}, "
        return in_page(self.page, f"{asked}{json.dumps(wanted)})")

    def write(self, page: str, count: int) -> None:
        """Write so many words into the room of a mentorship."""
        room = self.page.locator("sealed-words").first.get_attribute("room")
        for number in range(count):
            self.ask("write", room=room, kind="hopes", text=f"{number} " + "word " * 60)

    def visit(self, page: str, *, words: int) -> tuple[float, int]:
        """Milliseconds from a click until the words can be read, and bytes of JSON on the way."""
        self.page.goto("/mentorships/")
        self.carried = 0
        self.page.locator(f"a[href$='{page}']").first.click()
        self.page.wait_for_selector("sealed-words[data-shown=open]")
        took = in_page(self.page, "globalThis.readable")
        return float(took), self.carried

    def in_worker(self, expression: str) -> Any:
        """The value of an expression in the page's sealing worker."""
        session = self.page.context.new_cdp_session(self.page)
        found: dict = {}
        session.on("Target.attachedToTarget", lambda told: found.update(told))
        session.on("Target.receivedMessageFromTarget", lambda told: self._hear(found, told))
        how = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        session.send("Target.setAutoAttach", how)
        self._wait_for(found, "sessionId")
        here = f"const here = {json.dumps(self.modules)}"
        asked = {
            "expression": f"(() => {{ {here}; return {expression} }})()",
            "awaitPromise": True,
            "returnByValue": True,
        }
        message = {"id": 1, "method": "Runtime.evaluate", "params": asked}
        about = {"sessionId": found["sessionId"], "message": json.dumps(message)}
        session.send("Target.sendMessageToTarget", about)
        self._wait_for(found, "got")
        answer = found["got"].get("result", found["got"])
        if "result" not in answer or "exceptionDetails" in answer:
            raise RuntimeError(answer)
        return answer["result"]["value"]

    def _hear(self, found: dict, told: dict) -> None:
        """Of all that the worker tells, what answers the one question."""
        message = json.loads(told["message"])
        if message.get("id") == 1:
            found["got"] = message

    def _wait_for(self, found: dict, name: str) -> None:
        give_up = time.monotonic() + PATIENCE * 5
        while name not in found and time.monotonic() < give_up:
            self.page.wait_for_timeout(50)
        if name not in found:
            raise RuntimeError(f"the worker told nothing of {name}")


ASK = "async (address, op, wanted) => (await import(address)).sealer.ask(op, wanted)"


def mentorship_of_two(browser: Any, url: str) -> tuple[Person, Person, str]:
    """Rukhsana and Bilal of the demo with open locks, and the page of their mentorship."""
    rukhsana, bilal = (signed_in(browser, url, name) for name in ("rukhsana", "bilal"))
    page = shared_page(rukhsana, bilal)
    for person in (rukhsana, bilal):
        person.page.goto(page)
        person.modules = modules_of(person.page)
        person.ask("open", by="phrase", phrase=OPENING, remember=True)
    return rukhsana, bilal, page


def signed_in(browser: Any, url: str, name: str) -> Person:
    context = browser.new_context(base_url=url)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("/enter/")
    page.locator("[name=login]").fill(f"{name}@demo.example")
    page.locator("[name=password]").fill(PHRASE)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/today/")
    person = Person(page)
    page.on("response", lambda answer: _weigh(person, answer))
    return person


def _weigh(person: Person, answer: Any) -> None:
    if answer.headers.get("content-type", "").startswith("application/json"):
        person.carried += int(answer.headers.get("content-length", 0))


def shared_page(one: Person, other: Person) -> str:
    """A mentorship that both are in."""
    pages = []
    for person in (one, other):
        person.page.goto("/mentorships/")
        links = [link.get_attribute("href") for link in person.page.locator("main a").all()]
        pages.append({str(link) for link in links if link and OURS.fullmatch(link)})
    both = pages[0] & pages[1]
    return min(both)


def modules_of(page: Any) -> dict:
    """Where the sealing modules are, under the names by which they are served."""
    listed = in_page(page, f"({FIND})()")
    return dict(listed)


FIND = """async () => {
  const script = [...document.scripts].find(({ src }) => src.includes("/js/sealing/"))
  const found = {}
  const seen = new Set()
  const imports = /(?:from|import\\(?|new URL\\()\\s*["'](\\.[^"']+)["']/g
  const follow = async (address) => {
    if (seen.has(address)) return
    seen.add(address)
    const name = /([\\w-]+(?:\\.worker)?)(?:\\.[0-9a-f]{12})?\\.js$/.exec(address)[1]
    found[name] ??= address
    const text = await (await fetch(address)).text()
    for (const [, part] of text.matchAll(imports)) {
      await follow(new URL(part, address).href)
    }
  }
  await follow(script.src)
  return found
}"""


def in_page(page: Any, expression: str) -> Any:
    """The value of an expression in the page's own world, under its policy."""
    session = page.context.new_cdp_session(page)
    try:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = session.send("Runtime.evaluate", asked)
    finally:
        session.detach()
    if "exceptionDetails" in answer:
        raise RuntimeError(answer["exceptionDetails"])
    return answer["result"].get("value")
