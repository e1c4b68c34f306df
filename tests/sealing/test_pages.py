"""The pages of one's lock, and what pages show of sealed words without opening them."""

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from amanah.base import clock
from amanah.sealing import queries, services
from amanah.sealing.models import Opening, Words
from tests.factories import AffiliationFactory, PersonFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.moments import SPRING
from tests.factories.people import SessionFactory
from tests.factories.sealing import DraftFactory, IdentityFactory, RoomFactory, WordsFactory
from tests.proving import prove
from tests.sealing import making

pytestmark = pytest.mark.django_db
PAGES = ("/lock/", "/lock/set/", "/lock/lost/", "/lock/second/", "/lock/numbers/")


@pytest.fixture
def ayesha():
    return AffiliationFactory(person__name="Ayesha Khan").person


@pytest.fixture
def bilal():
    return PersonFactory(name="Bilal Ahmed")


def render(person, source, **about):
    request = RequestFactory().get("/")
    request.user = person
    request.csp_nonce = "nonce"
    return Template("{% load sealing %}" + source).render(
        Context({"request": request, "csp_nonce": "nonce", **about})
    )


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_the_lock_says_that_it_needs_a_script_and_is_stored_nowhere(
    client, ayesha, address
):
    client.force_login(ayesha)
    prove(client, ayesha)
    answer = client.get(address)

    assert answer.status_code == 200
    assert (
        answer.headers["Cache-Control"].startswith("no-store")
        or "no-cache" in answer.headers["Cache-Control"]
    )
    assert "script that is not running here" in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_no_field_for_a_secret_has_a_name(client, ayesha, address):
    client.force_login(ayesha)
    prove(client, ayesha)
    page = client.get(address).content.decode()

    secrets = [tag for tag in page.split("<input")[1:] if "password" in tag.split(">")[0]]
    assert all(" name=" not in tag.split(">")[0] for tag in secrets)
    assert "/lock/" in page


def test_one_is_led_back_to_a_page_of_ours_and_to_no_other(client, ayesha):
    client.force_login(ayesha)

    assert 'after="/mentorships/"' in client.get("/lock/?next=/mentorships/").content.decode()
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        page = client.get("/lock/", {"next": elsewhere}).content.decode()
        assert 'after=""' in page


def test_the_badge_says_how_the_lock_stands_in_this_browser(client, ayesha):
    def badge():
        return client.get("/today/").content.decode().split('<lock-badge state="')[1].split('"')[0]

    client.force_login(ayesha)
    assert badge() == "none"

    IdentityFactory(person=ayesha)
    assert badge() == "locked"


@pytest.mark.parametrize(("key", "stands"), [("wrapping", "open"), ("", "locked")])
def test_only_a_browser_that_remembers_is_known_to_be_open(ayesha, key, stands):
    IdentityFactory(person=ayesha)
    session = SessionFactory(person=ayesha)
    Opening.objects.create(session=session, person=ayesha, key=key, until=SPRING.replace(year=2027))

    here, elsewhere = str(session.pk), "another"
    assert queries.standing_of(ayesha, session_key=here, at=SPRING).state == stands
    assert queries.standing_of(ayesha, session_key=elsewhere, at=SPRING).state == "locked"
    late = SPRING.replace(year=2028)
    assert queries.standing_of(ayesha, session_key=here, at=late).state == "locked"


def test_while_another_lock_waits_its_owner_is_told_on_every_page_in_the_same_question(
    client, ayesha, bilal
):
    lock = making.lock_of(ayesha)
    making.lock_of(bilal)
    client.force_login(ayesha)

    def page(address):
        with CaptureQueriesContext(connection) as asked:
            told = client.get(address).content.decode()
        return told, len(asked)

    pages = ("/today/", "/mentorships/", "/lock/numbers/")
    before = {address: page(address) for address in pages}
    services.replace_lock(ayesha, making.new_lock(generation=2), by=ayesha, at=clock.now())

    for address, (quiet, cost) in before.items():
        told, now = page(address)
        says = '<a href="/lock/">If that was not you, stop it'
        says = "A new lock is asked for" if address == "/today/" else says
        assert (says in told, says in quiet, now) == (True, False, cost)
    # The page that can stop it says so itself.
    assert "If that was not you, stop it" not in page("/lock/")[0]
    # Nobody else is told, and neither is its owner once it is stopped or has taken the place.
    client.force_login(bilal)
    assert "A new lock is asked for" not in page("/today/")[0]
    due = queries.standing_of(ayesha, session_key="", at=clock.now()).due_at
    assert queries.standing_of(ayesha, session_key="", at=due).due_at is None
    services.stop_replacement(ayesha, by=ayesha, at=clock.now())
    assert queries.standing_of(ayesha, session_key="", at=clock.now()).due_at is None
    assert queries.current_identity(ayesha) == lock


def test_locked_words_are_bars_and_a_day_for_members_alone(ayesha, bilal):
    room = RoomFactory(people=(ayesha, bilal))
    WordsFactory(room=room, n=1, by=bilal)
    source = '{% sealed_words room=room kinds="hopes" %}'

    assert "Locked, 20 March" in render(ayesha, source, room=room.pk)
    assert "Locked," not in render(PersonFactory(), source, room=room.pk).split("<template")[0]
    assert (
        "Locked,"
        not in render(ayesha, source.replace("hopes", "note"), room=room.pk).split("<template")[0]
    )


def test_the_private_room_is_the_readers_own(ayesha, bilal):
    for person in (ayesha, bilal):
        room = RoomFactory(owner=person, people=(person,))
        WordsFactory(room=room, n=1, by=person, kind="note")

    [row] = queries.newest_rows(ayesha, None, kinds=["note"])
    assert row.by == ayesha
    assert Words.objects.filter(kind="note").count() == 2


def test_the_first_of_a_page_brings_the_script_and_the_texts_once(ayesha):
    source = (
        '{% sealed_words room="private" kinds="note" %}'
        '{% sealed_field room="private" kind="note" label="A new note" %}'
    )
    page = render(ayesha, source)

    assert page.count("js/sealing/sealed") == 1
    assert page.count("data-sealing-texts") == 1
    assert " name=" not in page


def test_a_mentorship_has_both_cards_and_a_closed_one_no_field(client, ayesha, bilal):
    mentorship = MentorshipFactory(mentor=ayesha, mentee=bilal, has_room=True)
    client.force_login(ayesha)
    page = client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    assert page.count("<sealed-words") == page.count("<sealed-field") == 2
    assert "Only you and \u2068Bilal Ahmed\u2069" in page

    mentorship.state, mentorship.closed_at = "closed", SPRING
    mentorship.save()
    page = client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    assert page.count("<sealed-words") == 2
    assert "<sealed-field" not in page
    # Whoever had begun to write sees it there, and nobody else does.
    DraftFactory(room=mentorship.room, person=bilal, slot="hopes")
    assert "<sealed-field" not in client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    DraftFactory(room=mentorship.room, person=ayesha, slot="hopes")
    page = client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    assert page.count("<sealed-field") == 1


def test_a_passkey_for_a_lock_is_made_only_by_whoever_has_just_shown_who_they_are(client, ayesha):
    address = "/account/passkeys/for-lock/"
    client.force_login(ayesha)
    assert client.get(address).json() == {"code": "people.prove"}

    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, ayesha, method="password")
    request.session.save()
    told = client.get(address).json()
    assert "prf" in told["options"]
    answer = client.post(address, {"credential": "{}", "name": told["proposed"]})
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey_not_accepted")
