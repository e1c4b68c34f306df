"""Deny by default: what is in no register does not pass."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

from django import forms
from django.apps import apps
from django.urls import get_resolver

import amanah
from amanah.base import later, sights
from amanah.operations.commands import GROUPS
from amanah.outbox import mails
from amanah.stewardship import hooks
from tests.access import matrix, registers, world
from tests.access.routes import ROUTES
from tests.doors.test_doors import doors


def listed(register):
    return {
        key: {name for names in parts.values() for name in names.split()}
        for key, parts in register.items()
    }


def our_forms():
    for module in pkgutil.walk_packages(amanah.__path__, "amanah."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], {}
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("amanah.") and form.__qualname__[0].isupper():
                name = f"{form.__module__.removeprefix('amanah.')}.{form.__name__}"
                found[name] = set(getattr(form, "base_fields", {}))
    return found


def test_every_route_is_in_the_register():
    assert {name for name, _view in doors()} - set(ROUTES) == set()
    assert set(ROUTES) - {name for name, _view in doors()} == set()


def test_every_route_is_about_something_in_the_matrix():
    assert {route.resource for route in ROUTES.values()} - matrix.RESOURCES == set()


def test_every_field_of_every_form_is_in_the_register():
    for name, fields in our_forms().items():
        wanted = listed(registers.FORMS).get(name)
        assert wanted is not None, f"{name} is in no register"
        assert wanted in ({"*"}, fields), name


def test_every_column_that_can_be_taken_along_is_in_the_register():
    found = {part.kind: set(part.columns) for part in hooks.exports.values()}

    assert found == listed(registers.EXPORTS)


def test_every_mail_is_in_the_register():
    assert {mail.template for mail in mails.all_mails()} == set(registers.MAILS)


def test_every_job_is_in_the_register():
    later.discover()
    ours = {path for path in later.background_work if path.startswith("amanah.")}

    assert ours == set(registers.JOBS)


def test_every_command_is_in_the_register():
    assert {name for names in GROUPS.values() for name in names} == set(registers.COMMANDS)


def test_every_register_speaks_of_resources_in_the_matrix():
    named = {
        *(resource for parts in registers.FORMS.values() for resource in parts),
        *(resource for parts in registers.EXPORTS.values() for resource in parts),
        *registers.MAILS.values(),
        *registers.JOBS.values(),
    }

    assert named - matrix.RESOURCES == set()


def test_there_is_no_admin_site_and_no_file_behind_an_address():
    assert not apps.is_installed("django.contrib.admin")
    patterns = {str(entry.pattern) for entry in get_resolver().url_patterns}
    assert not [each for each in patterns if re.match(r"\^?(media|admin|static|debug|api)", each)]


def test_the_matrix_is_whole():
    """For every resource and field: every role, in every state, exactly once."""
    rows = matrix.rows()
    assert list(rows[0]) == matrix.COLUMNS
    cells = [
        (row["resource"], field, row["role"], row["state"])
        for row in rows
        for field in row["fields"].split()
    ]
    assert len(cells) == len(set(cells))
    assert {row["role"] for row in rows} == set(matrix.ROLES)
    assert {row["state"] for row in rows} <= matrix.STATES
    assert {row["right"] for row in rows} <= {"–", "X", "A", "S", "S*", "E", "D", "K"}
    for resource, field in {cell[:2] for cell in cells}:
        for role in matrix.ROLES:
            for state in ("own", "here", "elsewhere"):
                if not (role == "stranger" and state == "here"):
                    assert matrix.right(resource, field, role, state)


def test_the_product_never_reads_the_matrix():
    naming = [
        path
        for path in Path("amanah").rglob("*.py")
        if "matrix" in _code_of(path) and "security" in _code_of(path)
    ]
    assert naming == []


def _code_of(path):
    """The strings and names in a module, without its docstrings and comments."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            node.body[0].value.value = ""
    return ast.unparse(tree)


def test_every_sight_is_seen_by_those_whom_the_matrix_names(db):
    """The rules from which *Who can see what about me* is made, against the matrix."""
    small, wrong = world.build(), []
    at = world.clock.now()
    for sight in sights.all_sights():
        assert sight.resource in matrix.RESOURCES, sight.resource
        for actor in world.ACTORS:
            if not actor.is_staff:
                continue
            for owner in ("mentee", "stranger", "evaluator"):
                if owner == actor.name:
                    continue
                belonging = small.people[owner].affiliations.get()
                sees = sight.rule(small.people[actor.name], belonging, at=at)
                state = world.state_of(actor, owner, belonging.institution.slug, "/staff/")
                fields = {f for r, f, _role, _s in matrix.RIGHTS if r == sight.resource}
                may = any(
                    set(matrix.right(sight.resource, field, actor.role, state)) & matrix.SEEING
                    for field in fields - matrix.IDENTITY
                )
                if sees != may:
                    wrong.append((sight.resource, actor.name, owner, sees, may))
    assert wrong == []
