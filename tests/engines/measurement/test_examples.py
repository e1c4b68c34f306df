"""The examples in docstrings run as they are printed, and each function has its sources."""

import doctest
import importlib
import pkgutil

import pytest

from amanah.engines import measurement

MODULES = [
    f"{measurement.__name__}.{one.name}" for one in pkgutil.iter_modules(measurement.__path__)
]
FUNCTIONS = [name for name in measurement.__all__ if name[0].islower()]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_and_refuses_and_shows_it(name):
    text = getattr(measurement, name).__doc__

    assert [part for part in ("Parameters", "Raises", ">>> ") if part not in text] == []


# Arithmetic of our own, which nobody has published.
OURS = {"factor_score", "gap", "movement", "score_checkin", "score_items"}


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - OURS))
def test_every_method_has_its_source(name):
    assert "References" in getattr(measurement, name).__doc__
