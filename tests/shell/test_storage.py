"""One stylesheet of many."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from amanah.shell.storage import STYLES, StaticFiles, one_sheet

STATIC = Path("amanah/static")
PARTS = sorted(path for path in (STATIC / "css").rglob("*.css") if path.name != "amanah.css")


def read(name):
    return (STATIC / name).read_text()


def test_each_part_stands_in_the_layer_it_is_imported_into():
    files = {
        "css/amanah.css": '@layer base, parts;\n@import "base.css" layer(base);\n'
        '@import "parts/card.css" layer(parts);\n',
        "css/base.css": "/* said */ a { color: red }",
        "css/parts/card.css": '.card { mask: url("../../img/star.svg") }',
    }

    assert one_sheet("css/amanah.css", files.__getitem__) == (
        "@layer base, parts; @layer base{ a { color: red }}"
        ' @layer parts{.card { mask: url("../img/star.svg") }}'
    )


def test_every_part_is_imported_and_nothing_is_left_to_import():
    sheet = one_sheet(STYLES, read)
    imported = set(re.findall(r'@import "([^"]+)"', read(STYLES)))

    assert imported == {path.relative_to(STATIC / "css").as_posix() for path in PARTS}
    assert "@import" not in sheet
    assert sheet.count("{") == sheet.count("}")


def test_every_file_that_the_sheet_names_is_there():
    named = re.findall(r'url\("([^"]+)"\)', one_sheet(STYLES, read))

    assert named
    assert [name for name in named if not (STATIC / "css" / name).exists()] == []


@pytest.mark.parametrize("path", PARTS, ids=lambda path: path.stem)
def test_sides_are_named_by_the_direction_of_reading(path):
    sided = re.compile(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width"
        r"|height|(?:min|max)-(?:width|height))\s*:|(?:text-align|float):\s*(?:left|right)",
        re.MULTILINE,
    )

    assert sided.findall(path.read_text()) == []
    assert sided.findall("a {\n  margin-left: 1px;\n}") != []


# Our modules: each names others, which get names by their content, so none may name itself.

MODULES = {path.resolve(): path.read_text() for path in (STATIC / "js").rglob("*.js")}
NAMES = [re.compile(pattern) for pattern, _replacement in StaticFiles.patterns[-1][1]]


def named_by(path):
    return {
        (path.parent / found["url"]).resolve()
        for pattern in NAMES
        for found in pattern.finditer(MODULES[path])
    }


def test_a_worker_and_what_comes_later_are_named_too():
    said = {found.name for path in MODULES for found in named_by(path)}

    assert {"sealer.worker.js", "wordlist.js", "bytes.js", "age.js"} <= said
    assert [one for path in MODULES for one in named_by(path) if not one.exists()] == []


def test_no_module_comes_back_to_itself():
    order = TopologicalSorter({path: named_by(path) for path in MODULES})

    assert len(list(order.static_order())) > len(MODULES)
