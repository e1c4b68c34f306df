"""The house keeps its own shape."""

import ast
from pathlib import Path

import grimp
import pytest

FOUNDATIONS = {"base", "engines", "shell", "stewardship", "outbox"}
PUBLIC_FACE = {"models", "queries", "rules", "services"}
COMPOSERS = {"config", "operations", "__main__"}
FUNCTION_LINES, FILE_LINES = 40, 400


def test_apps_meet_only_through_their_public_face():
    graph = grimp.build_graph("amanah")
    trespasses = [
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if _trespasses(importer.split("."), imported.split("."))
    ]
    assert trespasses == []


def _trespasses(importer, imported):
    _house, app, *inside = [*imported, ""]
    here = [*importer, ""][1]
    return (
        here not in COMPOSERS and app not in {here, *FOUNDATIONS} and inside[0] not in PUBLIC_FACE
    )


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(Path("amanah").rglob("*.py")) if "migrations" not in path.parts],
    ids=str,
)
def test_nothing_grows_too_long_to_read(path):
    source = path.read_text()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]

    assert source.count("\n") <= FILE_LINES
    assert [f.name for f in functions if _lines(f) > FUNCTION_LINES] == []


def _lines(function):
    """Lines of code, not counting the docstring."""
    first = function.body[1 if ast.get_docstring(function) and len(function.body) > 1 else 0]
    return function.end_lineno - first.lineno + 1
