"""What running Amanah needs is in the lock that running it installs."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

LOCK = Path("requirements/base.txt")


def test_everything_imported_is_in_the_lock_for_running():
    locked = {
        _plain(name) for name in re.findall(r"^([A-Za-z0-9_.-]+)==", LOCK.read_text(), re.MULTILINE)
    }
    providers = packages_distributions()
    missing = {
        f"{path}: {module}"
        for path in Path("amanah").rglob("*.py")
        for module in _imported(path)
        if module not in sys.stdlib_module_names | {"amanah"}
        and not {_plain(name) for name in providers.get(module, [])} & locked
    }
    assert missing == set()


def test_every_installed_app_is_in_the_lock_for_running(settings):
    locked = LOCK.read_text()
    providers = packages_distributions()
    for app in settings.INSTALLED_APPS:
        package = app.split(".")[0]
        names = [] if package == "amanah" else providers[package]
        assert all(f"\n{_plain(name)}==" in f"\n{locked}" for name in names), app


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


def _plain(name):
    return name.lower().replace("_", "-")
