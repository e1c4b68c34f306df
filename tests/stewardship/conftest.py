"""What the tests of stewardship share."""

from contextlib import contextmanager

import pytest

from tests import append_only


@contextmanager
def _without():
    append_only.unprotect()
    yield
    append_only.protect()


@pytest.fixture
def without_protection(db):
    """Somebody with the database's own password, who has taken the ledger's triggers away."""
    return _without
