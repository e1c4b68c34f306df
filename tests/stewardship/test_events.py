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
        tree = ast.parse(path.read_text())
        for call in calls(tree, "ledger.record") + calls(tree, "ledger.record_each"):
            found |= names(call.args[0], tree, where=f"{path}:{call.lineno}")
    return found


def calls(tree, name):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    ]


def names(event, tree, *, where):
    """An event is written out where it happens, or begun in a function that all of an app uses."""
    if isinstance(event, ast.Constant):
        return {event.value}
    if isinstance(event, ast.IfExp):
        return names(event.body, tree, where=where) | names(event.orelse, tree, where=where)
    assert isinstance(event, ast.JoinedStr), f"{where}: write the event out, so it can be found"
    app, what = event.values
    [function] = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and event in set(ast.walk(node))
    ]
    place = [argument.arg for argument in function.args.args].index(what.value.id)
    return {
        app.value + name
        for call in calls(tree, function.name)
        for name in names(call.args[place], tree, where=f"{where}: from {call.lineno}")
    }


def test_every_event_that_is_recorded_has_words():
    assert recorded() - set(events) == set()


def test_no_words_are_kept_for_events_that_nobody_records():
    assert set(events) - recorded() == set()


def test_every_event_is_named_for_its_app_and_what_happened():
    assert [name for name in events if not re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)+", name)] == []


def test_every_event_is_documented():
    rows = re.findall(
        r"^\| `([a-z._]+)` \| (own|staff's|chosen's) \|", PAGE.read_text(), re.MULTILINE
    )

    assert dict(rows) == {
        event.name: "staff's" if event.is_staffs else "chosen's" if event.is_told else "own"
        for event in events.values()
    }
