"""Looks into closed roots as a reader does, and acts in them by pointer and keys.

Scripts of the page cannot come into a closed root, and neither can Playwright's locators. The
accessibility tree of the browser holds what a screen reader would say; that is what is asked here.

    inside = Roots(page)
    inside.wait_for("What Bilal wrote")
    inside.type("What you hope for", "To publish once")
    inside.press("Send privately")
"""

import time

PATIENCE_S = 30
# Around names, so that each keeps its own direction.
ISOLATES = dict.fromkeys((0x2068, 0x2069))


class Roots:
    def __init__(self, page):
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("DOM.enable")
        self.session.send("Accessibility.enable")

    def said(self):
        """All that a screen reader would come by, one thing after another."""
        return "\n".join(name for _role, name, _node in self._nodes())

    def wait_for(self, words, patience=PATIENCE_S):
        self._until(lambda: words in self.said(), f"“{words}” is not there", patience)

    def wait_until_gone(self, words, patience=PATIENCE_S):
        self._until(lambda: words not in self.said(), f"“{words}” is still there", patience)

    def has(self, role, name):
        return bool(self._found(role, name))

    def press(self, name, role="button", at=0):
        """Press what has this name: the first such, or another in order."""
        self._until(lambda: len(self._found(role, name)) > max(at, 0), f"no {role} “{name}”")
        node = self._found(role, name)[at]
        self._send("DOM.scrollIntoViewIfNeeded", node)
        box = self._send("DOM.getContentQuads", node)["quads"][0]
        self.page.mouse.click(sum(box[0::2]) / 4, sum(box[1::2]) / 4)

    def type(self, name, words, at=0):
        """Type into a field, in place of what is in it."""
        self._until(lambda: len(self._found("textbox", name)) > at, f"no field “{name}”")
        self._send("DOM.focus", self._found("textbox", name)[at])
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(words)

    def focus(self, role, name):
        """Bring the focus to what has this name, as a tabulator would in the end."""
        self._until(lambda: self._found(role, name), f"no {role} “{name}”")
        self._send("DOM.focus", self._found(role, name)[0])

    def value(self, name):
        """What is typed in a field."""
        [node] = self._found("textbox", name)[:1]
        held = self.session.send("DOM.resolveNode", {"backendNodeId": node})["object"]["objectId"]
        answer = self.session.send(
            "Runtime.callFunctionOn",
            {"objectId": held, "functionDeclaration": "function () { return this.value }"},
        )
        return answer["result"]["value"]

    def _found(self, role, name):
        return [
            node for kind, known, node in self._nodes() if kind == role and known.strip() == name
        ]

    def _nodes(self):
        tree = self.session.send("Accessibility.getFullAXTree")["nodes"]
        return [
            (
                node.get("role", {}).get("value", ""),
                (node.get("name", {}).get("value", "") or "").translate(ISOLATES),
                node.get("backendDOMNodeId"),
            )
            for node in tree
            if not node.get("ignored")
        ]

    def _send(self, method, node):
        return self.session.send(method, {"backendNodeId": node})

    def _until(self, holds, otherwise, patience=PATIENCE_S):
        give_up = time.monotonic() + patience
        while not holds():
            if time.monotonic() > give_up:
                raise AssertionError(f"{otherwise}; there is:\n{self.said()}")
            self.page.wait_for_timeout(150)
