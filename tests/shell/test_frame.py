"""The frame that every page stands in, and the pages for when something is wrong."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from amanah.shell import errors
from amanah.shell.logs import facts
from tests.factories.people import PersonFactory

WORDS = "the audit went badly, and I am afraid to say so"


@pytest.mark.django_db
def test_a_page_says_its_language_and_direction(client):
    english = client.get("/").content.decode()
    client.cookies["amanah_language"] = "ur"
    urdu = client.get("/").content.decode()

    assert '<html lang="en" dir="ltr">' in english
    assert '<html lang="ur" dir="rtl">' in urdu


@pytest.mark.django_db
def test_the_urdu_page_fetches_its_letters_first_and_the_english_page_does_not(client):
    english = client.get("/").content.decode()
    client.cookies["amanah_language"] = "ur"
    urdu = client.get("/").content.decode()

    assert ("nastaliq" in english, "nastaliq" in urdu) == (False, True)


@pytest.mark.django_db
def test_no_page_holds_a_script_or_a_style_of_its_own(client):
    page = client.get("/").content.decode()

    assert "<script src" in page
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count("<script src")


@pytest.mark.django_db
def test_the_appearance_is_remembered_and_forgotten(client):
    client.post("/appearance/", {"theme": "dark", "next": "/"})
    dark = client.get("/").content.decode()
    client.post("/appearance/", {"theme": "", "next": "/"})
    plain = client.get("/").content.decode()

    assert ('data-theme="dark"' in dark, "data-theme" in plain) == (True, False)


@pytest.mark.django_db
def test_an_appearance_that_is_not_ours_is_not_written_into_the_page(client):
    client.cookies["amanah_theme"] = '"><b>'

    assert "data-theme" not in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/today/?a=1", "/today/?a=1"), ("https://elsewhere.example/", "/"), ("//elsewhere", "/")],
)
def test_one_is_led_back_to_our_own_pages_only(client, wanted, led_to):
    response = client.post("/appearance/", {"theme": "light", "next": wanted})

    assert response.headers["Location"] == led_to


@pytest.mark.django_db
def test_the_session_door_says_who_is_signed_in_and_nothing_to_others(client):
    person = PersonFactory()
    before = client.get("/session/")
    client.force_login(person)
    after = client.get("/session/")

    assert (before.status_code, before.json()) == (401, {})
    assert (after.status_code, after.json()["person"]) == (200, str(person.pk))


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (errors.bad_request, 400, "could not be read"),
        (errors.forbidden, 403, "not yours to do"),
        (errors.not_found, 404, "There is nothing here"),
        (errors.broken, 500, "Something broke on our side"),
    ],
)
def test_an_error_page_stands_by_itself(answer, status, says):
    # No database mark: a query here would fail the test.
    response = answer(RequestFactory().get("/somewhere/"), Exception())

    page = response.content.decode()
    assert (response.status_code, says in page) == (status, True)
    assert "<script" not in page


def test_an_error_page_speaks_the_readers_language():
    with translation.override("ur"):
        page = errors.not_found(RequestFactory().get("/somewhere/"), Exception()).content.decode()

    assert '<html lang="ur" dir="rtl">' in page


@pytest.mark.django_db
@pytest.mark.urls("tests.shell.urls")
def test_each_defect_has_a_reference_that_its_log_lines_have_too(client, caplog):
    client.raise_request_exception = False
    pages = [client.get("/breaks/").content.decode() for _time in range(2)]

    defects = [facts(r) for r in caplog.records if r.exc_info]
    requests = [facts(r) for r in caplog.records if r.name == "amanah.request"]
    first, second = (line["reference"] for line in requests)
    assert (first in pages[0], second in pages[1], first == second) == (True, True, False)
    assert [line["error"][0]["class"] for line in defects] == ["builtins.ValueError"] * 2
    assert "Kanarie" not in str(defects)
    assert {line["route"] for line in requests} == {"breaks"}


@pytest.mark.django_db
@pytest.mark.urls("tests.shell.urls")
def test_what_was_typed_is_given_back_when_the_session_is_lost(client):
    given_back = client.post("/kept/", {"about": WORDS, "password": "not this"})
    arrived = _signed_in(client).post("/kept/", {"about": WORDS})

    page = given_back.content.decode()
    assert (given_back.status_code, arrived.status_code) == (401, 200)
    assert f'value="{WORDS}"' in page
    assert "not this" not in page
    assert arrived.content.decode() == WORDS


@pytest.mark.django_db
def test_signing_in_wrongly_is_not_taken_for_a_lost_session(client):
    assert client.post("/enter/", {"login": "a@b.example", "password": "x"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "is_given_back"), [("http://testserver", True), ("https://elsewhere.example", False)]
)
def test_a_stale_form_is_given_back_to_our_own_page_only(origin, is_given_back):
    request = RequestFactory().post("/somewhere/", {"about": WORDS}, headers={"origin": origin})
    request.user = PersonFactory()
    request._messages = []

    response = errors.stale(request, "CSRF token incorrect.")

    assert (response.status_code, WORDS in response.content.decode()) == (403, is_given_back)


def _signed_in(client):
    client.force_login(PersonFactory())
    return client
