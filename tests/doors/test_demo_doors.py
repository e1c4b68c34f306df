"""The doors that only a demo has: mounted nowhere else, and closed to every other machine."""

import pytest
from django.core.mail import send_mail
from django.urls import reverse

from amanah.operations import demo_urls
from amanah.operations.demo import catcher
from tests.doors import demo_urlconf
from tests.doors.cast import ROLES, cast
from tests.doors.table import DEMO
from tests.doors.test_doors import doors

__all__ = ["cast"]

pytestmark = pytest.mark.django_db

ADDRESSES = ["/demo/", "/demo/mail", "/demo/clock", "/demo/clock/move", "/demo/clock/reset"]


@pytest.fixture
def demo(settings, tmp_path):
    """The settings of a demo, with one letter caught."""
    settings.IS_DEMO = settings.CLOCK_MAY_MOVE = True
    settings.HOME = tmp_path
    # Imported above, while this was no demo: the house's own addresses are as elsewhere.
    settings.ROOT_URLCONF = demo_urlconf.__name__
    settings.EMAIL_BACKEND = "amanah.operations.demo.catcher.Catcher"
    send_mail("Welcome", "Hello", "a@example.org", ["b@example.org"])
    return catcher.letters()[0].name


def method_of(address):
    return "POST" if address.endswith(("move", "reset")) else "GET"


def test_every_demo_door_is_guarded_and_in_the_table():
    names = dict(doors(demo_urls.urlpatterns, "demo:"))

    assert set(names) == {name for _method, name in DEMO}
    assert [name for name, view in names.items() if not hasattr(view, "door")] == []


@pytest.mark.parametrize(
    ("door", "role", "status"),
    [(door, role, s) for door, row in DEMO.items() for role, s in zip(ROLES, row, strict=True)],
)
def test_the_demo_door_answers_as_the_table_says(client, cast, demo, door, role, status):
    method, name = door
    arguments = {"name": demo} if name == "demo:mail" else {}
    if cast[role]:
        client.force_login(cast[role])

    response = client.generic(method, reverse(name, kwargs=arguments))

    assert response.status_code == status


@pytest.mark.parametrize(
    ("meta", "is_found"),
    [
        ({}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "192.0.2.7"}, False),
        ({"REMOTE_ADDR": ""}, False),
        ({"HTTP_VIA": "1.1 proxy"}, False),
        ({"HTTP_FORWARDED": "for=192.0.2.7"}, False),
        ({"HTTP_X_FORWARDED_HOST": "demo.example.org"}, False),
    ],
    ids=str,
)
@pytest.mark.parametrize("address", ADDRESSES)
def test_from_another_machine_there_is_nothing(client, demo, address, meta, is_found):
    response = client.generic(method_of(address), address, **meta)

    assert (response.status_code != 404) == is_found


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_installation_that_is_no_demo_has_none_of_them(client, settings, address):
    assert settings.IS_DEMO is False
    assert client.generic(method_of(address), address).status_code == 404


def test_an_installation_that_is_no_demo_sends_its_mail():
    from amanah.config import settings as ours

    assert ours.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
