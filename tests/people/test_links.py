"""Links to hand out: a letter to whoever asks, and nothing told to who does not read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from amanah.base import clock
from amanah.institutions.services import end_appointment
from amanah.outbox.models import Letter
from amanah.people import services
from amanah.people.models import Invitation, JoinLink
from amanah.people.services.links import NoLink, NotForThisAddress
from amanah.stewardship.models import Entry
from tests.factories import AffiliationFactory, AppointmentFactory, InvitationFactory, PersonFactory
from tests.factories.people import JoinLinkFactory, StopFactory

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def coordinator():
    return AppointmentFactory(role="coordinator").person


@pytest.fixture
def institution(coordinator):
    return coordinator.appointments.get().institution


@pytest.fixture
def link(institution, coordinator):
    return JoinLinkFactory(
        institution=institution, made_by=coordinator, made_at=NOW, secret="poster", most=2
    )


def ask(address, secret="poster", at=NOW):
    services.ask_by_link(secret, address=address, at=at)


def invited():
    return sorted(Invitation.objects.values_list("email", flat=True))


def test_a_link_is_made_shown_again_and_ended(client, institution, coordinator):
    client.force_login(coordinator)
    page = f"/staff/{institution.slug}/links/"
    until = (NOW + timedelta(days=9)).date()

    client.post(page, {"domains": "@Uni.Example, hospital.example", "most": 5, "until": until})

    link = JoinLink.objects.get()
    assert (link.domains, link.most) == (["uni.example", "hospital.example"], 5)
    assert f"/join/with/{link.secret}/" in client.get(page).text
    client.post(f"/staff/{institution.slug}/links/{link.pk}/end/")
    assert not JoinLink.objects.exists()
    events = Entry.objects.order_by("number").values_list("event", flat=True)
    assert list(events) == ["people.join_link_made", "people.join_link_ended"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"domains": "not a domain"}, "No address can end in this"),
        ({"domains": ",".join(f"a{n}.example" for n in range(11))}, "Ten at most"),
        ({"most": 0}, "greater than or equal to 1"),
        ({"until": "2020-01-01"}, "within the next three months"),
    ],
)
def test_what_will_not_do_is_told_beside_it(said, told, client, institution, coordinator):
    client.force_login(coordinator)
    right = {"domains": "uni.example", "most": 5, "until": (NOW + timedelta(days=9)).date()}
    page = f"/staff/{institution.slug}/links/"

    answer = client.post(page, {**right, **said})

    assert (answer.status_code, told in answer.text) == (422, True)
    assert client.post(page, right).status_code == 302


def test_whoever_asks_gets_a_letter_and_joins_by_it(client, link, institution):
    asked = client.post("/join/with/poster/", {"email": "new@uni.example"})

    assert asked.url == "/join/with/poster/sent/"
    assert "Look into your mail" in client.get(asked.url).text
    letter = Letter.objects.get()
    assert (letter.address, institution.name in letter.body) == ("new@uni.example", True)
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by) == ("", link.made_by)
    link.refresh_from_db()
    assert link.asked == 1


def test_it_is_for_its_own_addresses(client, link):
    link.domains = ["uni.example"]
    link.save()

    refused = client.post("/join/with/poster/", {"email": "new@elsewhere.example"})
    taken = client.post("/join/with/poster/", {"email": "new@UNI.example"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "This link is for addresses that end in @uni.example." in refused.text
    with pytest.raises(NotForThisAddress):
        ask("new@evil.uni.example")


@pytest.mark.parametrize("who", ["new", "member", "invited", "stopped", "elsewhere"])
def test_nobody_learns_from_it_who_is_known(who, client, link, institution):
    address = f"{who}@uni.example"
    if who == "member":
        AffiliationFactory(institution=institution, person__email=address)
    if who == "invited":
        InvitationFactory(institution=institution, email=address, made_at=NOW)
    if who == "stopped":
        StopFactory(institution=institution, person__email=address)
    if who == "elsewhere":
        PersonFactory(email=address)

    answer = client.post("/join/with/poster/", {"email": address})

    assert (answer.status_code, answer.url) == (302, "/join/with/poster/sent/")
    assert Letter.objects.count() == (1 if who in {"new", "elsewhere"} else 0)


def test_after_so_many_letters_it_is_over(client, link):
    ask("one@uni.example")
    ask("one@uni.example")
    ask("two@uni.example")

    with pytest.raises(NoLink):
        ask("three@uni.example")
    assert invited() == ["one@uni.example", "two@uni.example"]
    assert client.get("/join/with/poster/").status_code == 410


def test_ended_over_and_made_up_look_alike(client, link):
    def page():
        answer = client.get("/join/with/poster/")
        return answer.status_code, "This invitation is closed" in answer.text

    assert page() == (200, False)
    JoinLink.objects.update(expires_at=NOW)
    over = page()
    JoinLink.objects.all().delete()

    assert over == page() == (410, True)


def test_it_ends_with_the_role_of_whoever_made_it(link, coordinator):
    ask("one@uni.example")
    end_appointment(coordinator.appointments.get(), by=None, at=NOW)

    with pytest.raises(NoLink):
        ask("two@uni.example")


def test_it_ends_with_whoever_made_it_also_where_their_role_stays_on_paper(institution):
    """Of an only admin who has died the role stays until the operator appoints another."""
    admin = AppointmentFactory(institution=institution, role="admin").person
    JoinLinkFactory(institution=institution, made_by=admin, made_at=NOW, secret="theirs")
    ask("one@uni.example", secret="theirs")
    admin.is_active = False
    admin.save(update_fields=["is_active"])

    with pytest.raises(NoLink):
        ask("two@uni.example", secret="theirs")


def test_letters_to_one_address_are_few(client, link):
    link.most = 100
    link.save()
    answers = [
        client.post("/join/with/poster/", {"email": "one@uni.example"}).status_code
        for _ in range(4)
    ]

    assert answers == [302, 302, 302, 429]


@pytest.mark.django_db(transaction=True)
def test_the_last_letter_goes_to_one(link):
    if connection.vendor == "sqlite":
        pytest.skip("PostgreSQL only: SQLite has one writer at a time")
    link.most = 1
    link.save()

    def try_to(number):
        try:
            ask(f"person{number}@uni.example")
        except NoLink:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(try_to, range(8)))

    assert (won.count(True), len(invited())) == (1, 1)
