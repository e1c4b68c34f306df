"""What is private is hidden while somebody else looks at the screen."""

import pytest

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(client):
    client.force_login(PersonFactory())
    return client


def opening(client, address="/profile/"):
    """The first tag of a page."""
    return client.get(address).content.decode().split("<head>")[0]


def test_without_a_script_the_page_comes_back_hidden_and_shown_again(hers):
    assert "data-curtain" not in opening(hers)

    answer = hers.post("/curtain/", {"curtain": "1", "next": "/profile/"})
    assert answer.headers["Location"] == "/profile/"
    assert "data-curtain" in opening(hers)
    # Every page, also one that is not the frame's.
    assert "data-curtain" in opening(hers, "/notices/")

    hers.post("/curtain/", {"curtain": "", "next": "/profile/"})
    assert "data-curtain" not in opening(hers)


def test_it_is_over_with_the_browser_and_holds_nothing_else(hers):
    kept = hers.post("/curtain/", {"curtain": "1"}).cookies["amanah_curtain"]

    assert (kept.value, kept["max-age"], kept["expires"]) == ("1", "", "")


def test_it_leads_nowhere_else(hers):
    answer = hers.post("/curtain/", {"curtain": "1", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_whoever_is_not_signed_in_has_no_button(client):
    assert "/curtain/" not in client.get("/").content.decode()
    client.force_login(PersonFactory())
    assert "/curtain/" in client.get("/profile/").content.decode()
