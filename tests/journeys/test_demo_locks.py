"""What the demo has sealed, opened by the real client, as by any browser."""

import http.cookiejar
import json
import urllib.parse
import urllib.request

import pytest

from amanah.operations.demo import cast, locks, who
from tests import node
from tests.journeys import serving
from tests.journeys.test_sealing_clients import TELL

PEOPLE = ("ayesha", "bilal", "rukhsana", "farzana", "khadija", "zubaida", "maria", "gul")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with serving.demo(tmp_path_factory.mktemp("demo")) as started:
        yield started


def name_of(login):
    return who.BY_LOGIN[login].name


def signed_in(server, login):
    """The cookies of somebody who has come in through the door, with the published password."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    door = server.address("/enter/")
    browser.open(door).close()
    token = next(one.value for one in jar if one.name == "amanah_csrf")
    said = {
        "login": f"{login}@{cast.DOMAIN}",
        "password": cast.PASSWORD,
        "csrfmiddlewaretoken": token,
    }
    asked = urllib.request.Request(
        door, urllib.parse.urlencode(said).encode(), {"Referer": door, "Origin": server.url}
    )
    with browser.open(asked) as answer:
        assert answer.url == server.address("/today/")
    return {
        "url": server.url,
        "name": name_of(login),
        "cookie": "; ".join(f"{one.name}={one.value}" for one in jar),
    }


def test_the_locks_of_the_demo_open_in_the_real_client(demo):
    told = {
        "people": {login: signed_in(demo, login) for login in PEOPLE},
        "opening": cast.OPENING,
        "sheet": cast.SHEET,
        "said": {
            " and ".join(sorted(map(name_of, logins))): [
                text for _by, kind, _ago, text in said if kind == locks.HOPES
            ]
            for logins, said in locks.SAID
        },
        "notes": {login: [text] for login, _ago, text in locks.NOTES},
    }

    # One after the other: the second writes.
    for story in (
        "demo: published words open every lock, and nothing is amiss in any room",
        "demo: whoever is in it goes on writing",
    ):
        assert node.run(TELL, story, said=json.dumps(told)) == f"told: {story}\n"
