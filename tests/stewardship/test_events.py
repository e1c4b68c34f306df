"""Every event of the ledger has words, an owner and a line in the docs."""

import ast
import re
from pathlib import Path

from amanah.stewardship.events import events

PAGE = Path("docs/reference/events.md")


def recorded():
    """The events that the product writes: first argument of every `ledger.record(…)`."""
    found = set()
    for path in Path("amanah").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ledger.record"):
                assert node.args, f"{path}:{node.lineno}: the event comes first"
                found |= _texts(node.args[0], where=f"{path}:{node.lineno}")
    return found


def _texts(node, *, where):
    if isinstance(node, ast.IfExp):
        return _texts(node.body, where=where) | _texts(node.orelse, where=where)
    assert isinstance(node, ast.Constant), f"{where}: the event is written out, so it can be found"
    return {node.value}


def test_every_event_that_is_recorded_has_words():
    assert recorded() - set(events) == set()


def test_no_words_are_kept_for_events_that_nobody_records():
    assert set(events) - recorded() == set()


def test_every_event_is_named_for_its_app_and_what_happened():
    assert [name for name in events if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)+", name)] == []


def test_every_event_is_documented():
    rows = re.findall(r"^\| `([a-z._]+)` \| (own|staff's) \|", PAGE.read_text(), re.MULTILINE)

    assert dict(rows) == {
        event.name: "staff's" if event.is_staffs else "own" for event in events.values()
    }
