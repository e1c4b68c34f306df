"""The examples in docstrings run as they are printed."""

import doctest
import importlib
import pkgutil

import pytest

from amanah.engines import pairing

MODULES = [f"{pairing.__name__}.{one.name}" for one in pkgutil.iter_modules(pairing.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert (
        sum(
            len(test.examples)
            for name in MODULES
            for test in doctest.DocTestFinder().find(importlib.import_module(name))
        )
        >= 10
    )
