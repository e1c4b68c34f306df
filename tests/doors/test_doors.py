"""Every URL against every kind of person: the table is the policy."""

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.doors.cast import ROLES, cast
from tests.doors.objects import OBJECTS
from tests.doors.table import TABLE

__all__ = ["cast"]

pytestmark = pytest.mark.django_db


def doors(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from doors(entry.url_patterns, f"{prefix}{inner}")


def test_every_view_says_who_may_enter():
    unguarded = [name for name, view in doors() if not hasattr(view, "door")]
    assert unguarded == []


def test_every_door_is_in_the_table():
    assert {name for name, _view in doors()} == {name for _method, name in TABLE}


@pytest.mark.parametrize(
    ("method", "name", "role", "status"),
    [(m, n, role, s) for (m, n), row in TABLE.items() for role, s in zip(ROLES, row, strict=True)],
)
def test_the_door_answers_as_the_table_says(client, cast, method, name, role, status):
    arguments = OBJECTS[name](cast) if name in OBJECTS else {}
    if cast[role]:
        client.force_login(cast[role])

    response = client.generic(method, reverse(name, kwargs=arguments))

    assert response.status_code == status
