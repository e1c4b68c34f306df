"""A field of ten megabytes, a form gone stale, a session lost in mid-typing: nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from amanah.people.models import Profile
from tests.factories import AffiliationFactory
from tests.hostile.reading import FORM, Page, encoded

pytestmark = pytest.mark.django_db
TYPED = 'Paediatrics, nights. "It\'s <fine>" – خدیجہ {{ 7 }}'
TEN_MEGABYTES = "a" * 10 * 1024 * 1024
ORIGIN = "http://testserver"


@pytest.fixture
def mina():
    return AffiliationFactory().person


@pytest.fixture
def strict(mina):
    """A browser that checks forms as a real one is checked."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": ORIGIN})
    browser.force_login(mina)
    return browser


def card(**fields):
    return encoded({"stage": "", "specialty": "", "languages": "", "about": "", **fields})


def token_of(browser):
    page = browser.get(reverse("people:profile"))
    return page.context["csrf_token"]


def send(browser, **fields):
    return browser.post(reverse("people:card"), card(**fields), content_type=FORM)


def test_a_card_is_saved_as_typed(strict, mina):
    response = send(strict, about=TYPED, csrfmiddlewaretoken=token_of(strict))

    assert response.status_code == 302
    assert Profile.objects.get(person=mina).about == TYPED


def test_ten_megabytes_are_answered_with_a_page_that_says_so(strict, mina):
    token = token_of(strict)
    send(strict, about=TYPED, csrfmiddlewaretoken=token)
    response = send(strict, about=TEN_MEGABYTES, csrfmiddlewaretoken=token)

    assert response.status_code == 413
    assert b"too much to send at once" in response.content
    assert b"Nothing was changed." in response.content
    assert Profile.objects.get(person=mina).about == TYPED


def test_a_field_that_is_too_long_is_given_back_with_a_sentence(strict, mina):
    too_long = "ا" * 1001
    response = send(strict, about=too_long, csrfmiddlewaretoken=token_of(strict))

    page = Page(response)
    assert response.status_code == 422
    assert "1000" in page.sentences["id_about_error"]
    assert page.values["about"].strip() == too_long


def test_a_stale_form_is_given_back_with_what_was_typed(strict, mina):
    response = send(strict, about=TYPED, csrfmiddlewaretoken="x" * 64)

    assert response.status_code == 403
    assert TYPED in kept_in(response)
    assert b"gone stale" in response.content
    assert not Profile.objects.filter(person=mina, about=TYPED).exists()


@pytest.mark.parametrize(
    ("origin", "is_given_back"), [(ORIGIN, True), ("https://evil.example", False)]
)
def test_where_cookies_are_blocked_it_says_that_they_are_needed(origin, is_given_back):
    browser = Client(enforce_csrf_checks=True, headers={"origin": origin})
    told = {"login": "mina@example.org", "password": "p", "csrfmiddlewaretoken": "x" * 64}
    blocked = browser.post(reverse("account_login"), told)
    browser.get(reverse("account_login"))
    stale = browser.post(reverse("account_login"), told)

    for response, says in ((blocked, b"Cookies are needed here"), (stale, b"gone stale")):
        assert response.status_code == 403
        assert says in response.content
        assert (b"mina@example.org" in response.content) is is_given_back
    assert b"gone stale" not in blocked.content


def test_a_stale_form_of_somebody_elses_site_is_given_nothing_back(mina):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
    browser.force_login(mina)
    response = send(browser, about=TYPED, csrfmiddlewaretoken="x" * 64)

    assert response.status_code == 403
    assert TYPED not in kept_in(response)


def test_what_was_typed_survives_a_lost_session(strict, mina):
    token = token_of(strict)
    mina.sessions.all().delete()
    response = send(strict, about=TYPED, csrfmiddlewaretoken=token)

    assert response.status_code == 401
    assert TYPED in kept_in(response)
    assert b"You were signed out" in response.content


def test_two_who_write_the_same_field_are_told_and_lose_nothing(strict, mina):
    token = token_of(strict)
    seen = {"initial-about": "", "csrfmiddlewaretoken": token}
    first = send(strict, about="from the phone", **seen)
    second = send(strict, about=TYPED, **seen)

    assert first.status_code == 302
    assert second.status_code in {409, 422}
    assert Page(second).values["about"].strip() == TYPED
    assert b"from the phone" in second.content
    assert Profile.objects.get(person=mina).about == "from the phone"


def kept_in(response):
    """Every value in a page's fields, hidden ones too."""
    page = Page(response)
    hidden = [about.get("value") for tag, about in page.elements if tag == "input"]
    return [*hidden, *page.values.values()]
