from datetime import timedelta

import pytest
from django.test import Client

from amanah.base import clock
from amanah.people import memory
from amanah.people.models import Remembered, Session
from tests.factories import PersonFactory
from tests.factories.people import PHRASE
from tests.people.conftest import NEW_PHRASE, plain

pytestmark = pytest.mark.django_db


def test_the_right_password_lets_somebody_in(client, enter, person):
    response = enter(person)

    assert response.status_code == 302
    assert response.url == "/today/"
    assert client.get("/today/").status_code == 200


def test_the_address_may_be_written_in_any_case(client, enter):
    person = PersonFactory(email="O'Brien@Example.org")
    person.email = "o'brien@EXAMPLE.ORG"

    assert enter(person).status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, enter, person):
    wrong = client.post("/enter/", {"login": "same@example.org", "password": "wrong"})
    PersonFactory(email="same@example.org")
    unknown = client.post("/enter/", {"login": "same@example.org", "password": "wrong"})

    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong) == plain(unknown)
    assert enter(person).status_code == 302


def test_an_unknown_address_costs_a_hash_as_well(client, settings):
    settings.PASSWORD_HASHERS = ["tests.people.hashing.Counting"]
    from tests.people.hashing import Counting

    before = Counting.hashed
    client.post("/enter/", {"login": "nobody@example.org", "password": PHRASE})

    assert Counting.hashed == before + 1


def test_somebody_goes_where_they_wanted_to_go(client, enter, person):
    assert enter(person, next="/account/browsers/").url == "/account/browsers/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_out_of_the_house(client, enter, person, target):
    assert enter(person, next=target).url == "/today/"


def test_a_closed_account_lets_nobody_in(client, enter, person):
    person.is_active = False
    person.save()

    assert enter(person).url == "/enter/closed/"
    assert client.get("/today/").status_code == 302


def test_after_several_wrong_passwords_there_is_a_pause_that_says_how_long(client, enter, person):
    for _ in range(8):
        assert enter(person, phrase="wrong").status_code == 422

    paused = enter(person, phrase=PHRASE)

    assert paused.status_code == 429
    assert "Please try again in 10 minutes." in paused.content.decode()
    assert client.get("/today/").status_code == 302


def test_the_pause_is_the_same_for_an_unknown_address(client):
    for _ in range(8):
        client.post("/enter/", {"login": "nobody@example.org", "password": "wrong"})

    paused = client.post("/enter/", {"login": "nobody@example.org", "password": "wrong"})

    assert paused.status_code == 429


def test_right_passwords_do_not_count(enter, person):
    for _ in range(12):
        assert enter(person, browser=Client()).status_code == 302


def test_what_is_remembered_of_tries_names_nobody(enter, person):
    enter(person, phrase="wrong")

    kept = "".join(f"{line.key}{line.value}" for line in Remembered.objects.all())
    assert kept
    assert person.email not in kept
    assert "127.0.0.1" not in kept


def test_what_is_remembered_is_forgotten_when_its_time_is_over():
    store = memory.ShortMemory("", {})
    store.set("first", 1, timeout=-1)
    store.set("second", 2, timeout=60)

    assert store.get("first") is None
    assert store.get("second") == 2
    assert Remembered.objects.count() == 1


def test_leaving_ends_the_session_and_clears_the_browser(client, enter, person):
    enter(person)

    response = client.post("/leave/")

    assert response.url == "/enter/"
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(person=person).exists()
    assert client.get("/today/").status_code == 302


def test_looking_at_the_door_leaves_no_session_behind(client):
    assert client.get("/enter/").status_code == 200
    assert not Session.objects.exists()


def test_a_session_knows_whose_it_is_and_when_it_began(client, person):
    firefox = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
    client.post(
        "/enter/", {"login": person.email, "password": PHRASE}, headers={"User-Agent": firefox}
    )

    session = Session.objects.get(person=person)
    assert session.browser == "Firefox on Android"
    assert abs(session.began_at - clock.now()) < timedelta(minutes=1)
    assert session.handle
    assert "140" not in session.browser


def test_using_a_session_does_not_make_it_last_longer(client, enter, person):
    enter(person)
    before = Session.objects.values("session_key", "expire_date", "began_at", "handle").get(
        person=person
    )

    kept = client.session
    kept["anything"] = "else"
    kept.save()
    client.get("/today/")

    after = Session.objects.values("session_key", "expire_date", "began_at", "handle").get(
        person=person
    )
    assert after == before


def test_there_is_no_sign_up(client):
    assert client.get("/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_a_forgotten_password_is_replaced_by_letter(client, enter, person, letters):
    assert client.post("/forgotten/", {"email": person.email}).url == "/forgotten/sent/"
    (letter,) = letters(person.email)

    assert client.get(letter.link).status_code == 200
    done = client.post(letter.link, {"password": NEW_PHRASE})

    assert done.url == "/enter/"
    assert enter(person, phrase=PHRASE).status_code == 422
    assert enter(person, phrase=NEW_PHRASE).status_code == 302


def test_the_letters_link_works_once(client, person, letters):
    client.post("/forgotten/", {"email": person.email})
    (letter,) = letters(person.email)
    client.post(letter.link, {"password": NEW_PHRASE})

    assert client.get(letter.link).status_code == 410
    assert client.post(letter.link, {"password": PHRASE}).status_code == 410


def test_a_made_up_link_is_answered_like_an_old_one(client, person, letters):
    client.post("/forgotten/", {"email": person.email})
    (letter,) = letters(person.email)
    client.post(letter.link, {"password": NEW_PHRASE})
    old = Client().get(letter.link)

    nobody = "0" * 32
    for link in [f"/forgotten/{nobody}/abc-def/", "/forgotten/x/y/"]:
        made_up = Client().get(link)
        assert made_up.status_code == old.status_code == 410
        assert plain(made_up).replace(link, "") == plain(old).replace(letter.link, "")


def test_asking_for_the_letter_tells_nobody_who_is_here(person, letters):
    known = Client().post("/forgotten/", {"email": person.email}, follow=True)
    unknown = Client().post("/forgotten/", {"email": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known) == plain(unknown)
    assert len(letters(person.email)) == len(letters("nobody@example.org")) == 1
    assert not letters("nobody@example.org")[0].link.startswith("/forgotten")


def test_a_new_password_ends_every_session(enter, person, letters):
    elsewhere = Client()
    enter(person, browser=elsewhere)
    assert elsewhere.get("/today/").status_code == 200

    visitor = Client()
    visitor.post("/forgotten/", {"email": person.email})
    visitor.post(letters(person.email)[0].link, {"password": NEW_PHRASE})

    assert elsewhere.get("/today/").status_code == 302
    assert letters(person.email)[0].subject == "Your password was changed"


def test_only_so_many_letters_are_written_to_one_address(client, person, letters):
    for _ in range(3):
        assert client.post("/forgotten/", {"email": person.email}).status_code == 302

    paused = client.post("/forgotten/", {"email": person.email})

    assert paused.status_code == 429
    assert "Please try again in 60 minutes." in paused.content.decode()


@pytest.mark.parametrize(
    "password", ["short", "password1234", "Noor Rahman 1", "aaaaaaaaaaaaaa", "123456789012"]
)
def test_a_weak_password_is_refused_and_a_good_one_taken(client, person, letters, password):
    client.post("/forgotten/", {"email": person.email})
    (letter,) = letters(person.email)

    assert client.post(letter.link, {"password": password}).status_code == 422
    assert client.post(letter.link, {"password": NEW_PHRASE}).status_code == 302
