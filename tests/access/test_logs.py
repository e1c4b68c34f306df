"""Logs at every level say nothing that somebody wrote."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from tests import canaries
from tests.access import world
from tests.access.test_matrix import enter

pytestmark = pytest.mark.django_db


def written(caplog):
    """Everything in the records, also what a formatter would leave out."""
    lines = (f"{each.getMessage()} {vars(each)!r}" for each in caplog.records)
    return canaries.hits("\n".join(lines))


def listen(caplog):
    """Everything at its most talkative, except what the settings hold down whatever happens.

    Django's own debug lines quote what a template was given and which address was typed.
    """
    caplog.set_level(logging.DEBUG)
    for name in list(logging.Logger.manager.loggerDict):
        if name.split(".")[0] in {"amanah", "allauth"}:
            caplog.set_level(logging.DEBUG, logger=name)


def test_nothing_typed_or_shown_reaches_a_log_at_any_level(caplog):
    small = world.build()
    typed = canaries.plant("typed", "mentee")
    client = enter(world.BY_NAME["mentee"], small)
    staff = enter(world.BY_NAME["coordinator"], small)
    belonging = next(k for k, owner, _p in small.things["belonging"] if owner == "mentee")
    listen(caplog)

    client.get(reverse("people:profile"))
    client.post(reverse("people:card"), {"about": typed, "initial-about": "x"})
    client.post(reverse("people:working_card"), {"please_know": typed})
    client.post("/enter/", {"login": f"{typed}@example.org", "password": typed})
    client.get(f"/nothing/{typed}/?search={typed}")
    staff.get(reverse("people:roster", args=["home"]), {"search": typed})
    staff.get(reverse("people:staff_card", args=["home", belonging]))

    assert len([each for each in caplog.records if each.name == "amanah.request"]) == 7
    assert written(caplog) == set()


def test_the_search_of_the_logs_sees_a_planted_leak(caplog):
    leak = canaries.plant("log", "leak")
    listen(caplog)

    logging.getLogger("amanah.request").debug("said", extra={"facts": {"word": leak}})

    assert written(caplog) == {leak}


def test_djangos_own_talk_is_held_down():
    levels = {name: told["level"] for name, told in settings.LOGGING["loggers"].items()}

    assert (levels["django"], levels["django.request"]) == ("WARNING", "ERROR")
    assert {
        name for name in levels if name.startswith("django.") and levels[name] == "DEBUG"
    } == set()
    handlers = {told["class"] for told in settings.LOGGING["handlers"].values()}
    assert handlers == {"logging.StreamHandler"}
