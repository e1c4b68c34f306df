"""What is set, recorded and run is documented; what we depend on fits our licence."""

import ast
import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

import pytest

from amanah.operations.commands import GROUPS

SOURCES = [path for path in Path("amanah").rglob("*.py") if "migrations" not in path.parts]
SETTING = re.compile(r"AMANAH_[A-Z_]+[A-Z]\b(?!_)")
# Patterns of settings rather than settings, as they stand in explanations.
NOT_SETTINGS = {"AMANAH_NAME", "AMANAH_OIDC", "AMANAH_SAML"}
# In two halves, so that this file does not hold them itself.
BANNED = [re.compile(rf"\b{a}{b}\b") for a, b in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"))]
BANNED += [re.compile(a + b, re.IGNORECASE) for a, b in (("coming ", "soon"), ("lorem ", "ipsum"))]
COMPATIBLE = re.compile(
    r"\b(MIT|BSD|0BSD|BSL-1\.0|Apache|ISC|Zlib|PSF|Python Software Foundation|MPL|Mozilla|LGPL|"
    r"AGPL|CC0)"
)
# Wheels that do not say it in their metadata, and what they say elsewhere.
SAID_ELSEWHERE = {"pysqlite3": "Zlib", "pyrage": "MIT"}


def read(*parts):
    return Path("docs", *parts).read_text()


def settings_named():
    return {
        name
        for path in SOURCES
        for name in SETTING.findall(path.read_text())
        if name.removesuffix("_FILE") not in NOT_SETTINGS
    }


def test_every_setting_is_documented():
    documented = read("reference", "settings.md")

    assert len(settings_named()) > 10
    assert {name for name in settings_named() if name.removesuffix("_FILE") not in documented} == (
        set()
    )


def events_recorded():
    """The first argument of every call of `ledger.record`, where it is spelt out."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            is_record = isinstance(node, ast.Call) and ast.unparse(node.func) == "ledger.record"
            if is_record and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_event_is_documented():
    documented = read("reference", "events.md")

    assert len(set(events_recorded())) > 10
    assert {event for event in events_recorded() if f"`{event}`" not in documented} == set()


def test_every_command_is_documented():
    documented = read("reference", "command.md")

    names = {name for group in GROUPS.values() for name in group}
    assert {name for name in names if f"amanah {name}" not in documented} == set()


def files_of_ours():
    listed = subprocess.run(["git", "ls-files"], stdout=subprocess.PIPE, text=True, check=True)
    for name in listed.stdout.splitlines():
        path = Path(name)
        is_ours = "vendor" not in path.parts and path.name not in {"LICENSE", "package-lock.json"}
        if is_ours and path.suffix not in {".woff2", ".png", ".age", ".sqlite3", ".zip"}:
            yield path


def test_nothing_is_left_for_later_without_saying_so():
    found = [
        f"{path}: {word.pattern}"
        for path in files_of_ours()
        for word in BANNED
        if path.exists() and word.search(path.read_text(errors="replace"))
    ]
    assert found == []


def test_the_words_that_are_looked_for_would_be_found():
    assert any(word.search("# TO" + "DO: later") for word in BANNED)
    assert any(word.search("Coming " + "Soon") for word in BANNED)


@pytest.mark.parametrize("lock", sorted(Path("requirements").glob("*.txt")), ids=str)
def test_a_lock_pins_by_hash_and_names_no_registry(lock):
    text = lock.read_text()

    assert "://" not in text
    pinned = re.findall(r"^[a-zA-Z0-9_.-]+(?:\[.*\])?==\S+(.*)$", text, re.MULTILINE)
    assert pinned
    assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize(
    "lock", ["package-lock.json", "tools/lighthouse/package-lock.json"], ids=str
)
def test_the_lock_of_the_script_tools_names_no_registry(lock):
    text = Path(lock).read_text()

    assert '"resolved"' not in text
    assert '"integrity"' in text


def licence_of(metadata):
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    classified = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join([said, *classified]).strip() or SAID_ELSEWHERE.get(metadata["Name"], "")


def test_every_dependency_may_be_used_with_our_licence():
    licences = {one.metadata["Name"]: licence_of(one.metadata) for one in distributions()}

    assert len(licences) > 30
    assert {name: said for name, said in licences.items() if not COMPATIBLE.search(said)} == {}


@pytest.mark.parametrize("said", ["Proprietary", "GPL-2.0-only", "SSPL-1.0", "BUSL-1.1", ""])
def test_a_licence_that_does_not_fit_would_be_found(said):
    assert not COMPATIBLE.search(said)
