"""What is written about the command and the settings is what they do."""

import ast
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

from amanah.config import env, sign_on
from amanah.operations import stop
from amanah.operations.command import OURS, main, overview
from amanah.operations.commands import GROUPS

ROOT = Path(__file__).resolve().parents[2]


def test_every_setting_has_its_line_and_every_line_its_setting():
    page = (ROOT / "docs/reference/settings.md").read_text()
    told = re.findall(r"^\| `(AMANAH_[A-Z_]+)` \|", page, re.MULTILINE)
    # The settings have been read by now; these are read only where somebody signs in so.
    for kind in sign_on.NEEDED:
        sign_on._from_variables(kind)

    assert sorted(told) == sorted(name for name in env.asked if name.startswith("AMANAH_"))
    assert {"AMANAH_HOME", "AMANAH_URL", "AMANAH_MAIL_PASSWORD"} <= set(told)


def test_no_setting_is_read_past_the_readers():
    past = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "amanah").rglob("*.py")
        if path.name != "env.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv"}
        and path.parent.name not in {"commands", "operations"}
        and path.name not in {"wsgi.py"}
    ]
    assert past == []


def test_the_page_about_the_command_is_what_the_command_says():
    loader = SourceFileLoader("command_reference", str(ROOT / "tools/command-reference"))
    tool = module_from_spec(spec_from_loader("command_reference", loader))
    loader.exec_module(tool)

    assert (ROOT / "docs/reference/command.md").read_text() == tool.page(), (
        "Run: .venv/bin/python tools/command-reference"
    )


def test_help_names_every_command_and_every_exit_code(capsys):
    assert main(["--help"]) == 0
    said = capsys.readouterr().out

    for name in (name for group in GROUPS.values() for name in group):
        assert re.search(rf"^  {name} +\S", said, re.MULTILINE), name
    for code, meaning in stop.MEANINGS.items():
        assert f"{code}  {meaning}" in said
    assert "amanah django help" in said
    assert "makemigrations" not in overview()
    assert max(map(len, said.splitlines())) <= 100


@pytest.mark.parametrize("name", OURS)
def test_each_command_says_what_it_is_for(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])

    assert ended.value.code == 0
    assert f"usage: amanah {name}" in capsys.readouterr().out


def test_an_unknown_command_is_said_so(capsys):
    assert main(["serv"]) == 2
    assert "there is no command 'serv'" in capsys.readouterr().err


def test_every_command_module_is_in_a_group():
    folder = ROOT / "amanah/operations/commands"
    modules = {path.stem.replace("_", "-") for path in folder.glob("[!_]*.py")}

    assert modules == set(OURS)
