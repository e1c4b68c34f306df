"""Staff's pages about people: what they show, what they write down, and to whom they are closed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.institutions.models import Appointment
from amanah.people.models import Affiliation, Invitation, Person
from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    InvitationFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
MADE_UP = "7b0a1c52-5b1d-4a53-9a5f-0d9c3c2f7f10"
NONCE = re.compile(
    rb'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"'
)


@pytest.fixture
def home():
    return InstitutionFactory(slug="home", name="Hearth")


@pytest.fixture
def coordinator(client, home):
    person = AppointmentFactory(institution=home, role="coordinator").person
    AffiliationFactory(institution=home, person=person)
    client.force_login(person)
    return person


@pytest.fixture
def bilal(home):
    return AffiliationFactory(institution=home, person__name="Bilal Haider")


def said(answer):
    """Everything that an answer says, but for what is new each time."""
    headers = {name: value for name, value in answer.headers.items() if "Policy" not in name}
    return answer.status_code, headers, NONCE.sub(b"", answer.content)


def until(institution):
    return (institution.day_of(clock.now()) + timedelta(days=7)).isoformat()


def test_whoevers_card_is_opened_is_told_once_by_whom(client, home, coordinator, bilal):
    page = client.get(f"/staff/home/people/{bilal.pk}/")

    assert "Bilal Haider" in page.content.decode()
    entry = Entry.objects.get()
    assert (entry.event, entry.subject, entry.by, entry.chain_id) == (
        "people.card_seen",
        bilal.person,
        coordinator,
        home.pk,
    )


def test_the_roster_shows_who_belongs_and_opens_no_card(client, coordinator, bilal):
    page = client.get("/staff/home/people/").content.decode()

    assert "Bilal Haider" in page
    assert bilal.person.email not in page
    assert not Entry.objects.exists()


def test_an_admin_sees_who_belongs_but_no_card(client, home, bilal):
    client.force_login(AppointmentFactory(institution=home, role="admin").person)

    assert "Bilal Haider" in client.get("/staff/home/people/").content.decode()
    assert client.get(f"/staff/home/people/{bilal.pk}/").status_code == 403
    assert not Entry.objects.exists()


def test_nobody_opens_their_own_card_as_staff(client, home, coordinator, bilal):
    own = Affiliation.objects.get(person=coordinator)

    answers = [client.get(f"/staff/home/people/{one.pk}/").status_code for one in (own, bilal)]

    assert answers == [404, 200]


@pytest.mark.parametrize(
    "path", ["", "people/", "invitations/", "appointments/", "settings/", "people/{bilal}/"]
)
def test_to_staff_of_elsewhere_an_institution_is_as_if_made_up(client, bilal, path):
    client.force_login(AppointmentFactory(role="coordinator").person)
    path = path.format(bilal=bilal.pk)

    real, made_up = (client.get(f"/staff/{slug}/{path}") for slug in ("home", "nowhere"))

    assert real.status_code == 404
    assert said(real) == said(made_up)


def test_a_card_of_elsewhere_is_as_if_made_up(client, coordinator):
    other = AffiliationFactory()

    real, made_up = (client.get(f"/staff/home/people/{pk}/") for pk in (other.pk, MADE_UP))

    assert real.status_code == 404
    assert said(real) == said(made_up)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "state",
    [{"ends_at": "now"}, {"begins_at": "later"}, {"is_confirmed": False}],
    ids=["over", "ahead", "unconfirmed"],
)
def test_a_role_out_of_force_closes_every_staff_page_from_the_next_request(
    client, coordinator, bilal, now, state
):
    paths = ["/staff/home/", "/staff/home/people/", f"/staff/home/people/{bilal.pk}/"]
    assert [client.get(path).status_code for path in paths] == [200, 200, 200]

    moments = {"now": now, "later": now + timedelta(days=1)}
    Appointment.objects.update(**{name: moments.get(value, value) for name, value in state.items()})

    assert [client.get(path).status_code for path in paths] == [404, 404, 404]


def test_whoever_left_is_no_longer_on_any_staff_page(client, coordinator, bilal, now):
    Affiliation.objects.filter(pk=bilal.pk).update(until=now.date())

    assert "Bilal Haider" not in client.get("/staff/home/people/").content.decode()
    assert client.get(f"/staff/home/people/{bilal.pk}/").status_code == 404


def test_the_roster_is_searched_and_answers_htmx_with_its_table_alone(client, coordinator, bilal):
    AffiliationFactory(institution=bilal.institution, person__name="Niamh O'Brien")

    part = client.get("/staff/home/people/?search=bilal", headers=HTMX).content.decode()

    assert part.strip().startswith('<section id="roster"')
    assert ("Bilal Haider" in part, "Niamh" in part) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_roster_costs_the_same_for_one_and_for_three(
    client, home, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        member = AffiliationFactory(institution=home)
        AppointmentFactory(institution=home, person=member.person, role="deputy")

    # Session, person; institution, rule; roster: count, page, roles of those on it, roles of the
    # reader; and in the frame the reader's appointments.
    with django_assert_num_queries(10):
        assert client.get("/staff/home/people/").status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "9999", "x", "1.5", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(client, coordinator, bilal, page):
    answer = client.get(f"/staff/home/people/?page={page}")

    assert (answer.status_code, "Bilal Haider" in answer.content.decode()) == (200, True)


def test_fifty_people_stand_on_a_page(client, home, coordinator):
    for number in range(51):
        AffiliationFactory(institution=home, person__name=f"Person {number:02}")

    first, second = (client.get(f"/staff/home/people/?page={n}").content.decode() for n in (1, 2))

    assert [page.count("<bdi>Person ") for page in (first, second)] == [50, 1]
    assert "51 people" in first


def test_a_pasted_list_is_invited(client, home, coordinator):
    people = "Niamh O'Brien <niamh@example.org>\r\nbilal@example.org"

    answer = client.post(
        "/staff/home/invitations/", {"people": people, "until": until(home)}, follow=True
    )

    assert "2 invitations are on their way." in answer.content.decode()
    invited = Invitation.objects.order_by("email").values_list("email", "name", "role")
    assert list(invited) == [
        ("bilal@example.org", "", ""),
        ("niamh@example.org", "Niamh O'Brien", ""),
    ]


def test_what_cannot_be_read_is_named_by_its_line_and_nothing_typed_is_lost(
    client, home, coordinator
):
    people = "niamh@example.org\nnobody"

    answer = client.post("/staff/home/invitations/", {"people": people, "until": until(home)})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: there is no e-mail address in it." in page
    assert "niamh@example.org\nnobody</textarea>" in page
    assert not Invitation.objects.exists()


def test_a_coordinator_gives_no_role_by_letter_and_an_admin_may(client, home, coordinator):
    wanted = {"people": "x@example.org", "role": "coordinator", "until": until(home)}
    client.post("/staff/home/invitations/", wanted)
    assert Invitation.objects.get().role == ""

    client.force_login(AppointmentFactory(institution=home, role="admin").person)
    client.post("/staff/home/invitations/", {**wanted, "people": "y@example.org"})

    assert Invitation.objects.get(email="y@example.org").role == "coordinator"


def test_an_invitation_is_withdrawn_with_and_without_script(client, home, coordinator, now):
    one, two = (InvitationFactory(institution=home, made_at=now) for _ in range(2))

    plain = client.post(f"/staff/home/invitations/{one.pk}/withdraw/")
    part = client.post(f"/staff/home/invitations/{two.pk}/withdraw/", headers=HTMX)

    assert plain.status_code == 302
    assert part.content.decode().strip().startswith('<section id="invitations"')
    assert not Invitation.objects.filter(withdrawn_at=None).exists()


def test_an_older_tab_cannot_withdraw_again_and_is_told_why(client, home, coordinator, now):
    invitation = InvitationFactory(institution=home, made_at=now, withdrawn_at=now)

    answer = client.post(f"/staff/home/invitations/{invitation.pk}/withdraw/")

    assert answer.status_code == 422
    assert "already withdrawn" in answer.content.decode()


def test_an_invitation_of_elsewhere_cannot_be_touched(client, home, coordinator, now):
    other = InvitationFactory(made_at=now)
    own = InvitationFactory(institution=home, made_at=now)

    answers = [
        client.post(f"/staff/home/invitations/{one.pk}/withdraw/").status_code
        for one in (other, own)
    ]

    assert answers == [404, 302]
    other.refresh_from_db()
    assert other.withdrawn_at is None


def test_somebody_new_joins_on_one_page_and_is_signed_in(client, home, now):
    InvitationFactory(institution=home, name="Niamh O'Brien", secret="open", made_at=now)
    page = client.get("/join/open/").content.decode()
    assert 'value="Niamh O&#x27;Brien"' in page

    answer = client.post(
        "/join/open/",
        {"name": "Niamh", "time_zone": "Dublin", "password": "otter-lantern-quiet-harbour"},
        follow=True,
    )

    assert answer.redirect_chain == [("/today/", 302)]
    assert "You now belong to Hearth." in answer.content.decode()
    assert Person.objects.get().time_zone == "Europe/Dublin"


def test_a_weak_password_is_refused_and_nothing_else_is_lost(client, home, now):
    InvitationFactory(institution=home, secret="open", made_at=now)

    answer = client.post(
        "/join/open/", {"name": "Niamh", "time_zone": "Dublin", "password": "short"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Niamh"' in page
    assert "short" not in re.findall(r'value="([^"]*)"', page)
    assert not Person.objects.exists()


def test_whoever_is_signed_in_joins_with_one_tap(client, home, now):
    InvitationFactory(institution=home, secret="open", made_at=now)
    person = PersonFactory(name="Ayesha")
    client.force_login(person)
    assert "Join as Ayesha" in client.get("/join/open/").content.decode()

    client.post("/join/open/")

    assert Affiliation.objects.get(person=person).institution == home


def test_whoever_has_an_account_is_asked_to_sign_in_and_brought_back(client, home, now):
    InvitationFactory(institution=home, secret="open", made_at=now, email="niamh@example.org")
    PersonFactory(email="niamh@example.org")

    page = client.get("/join/open/").content.decode()

    assert "You already have an account here" in page
    assert "/enter/?next=/join/open/" in page
    assert 'name="password"' not in page


def test_links_that_open_nothing_are_answered_alike(client, home, now):
    states = {
        "link-a": {"accepted_at": now},
        "link-b": {"withdrawn_at": now},
        "link-c": {"made_at": now - timedelta(days=60)},
    }
    for secret, state in states.items():
        InvitationFactory(institution=home, secret=secret, **{"made_at": now, **state})

    answers = {link: said(client.get(f"/join/{link}/")) for link in (*states, "link-d")}

    assert {status for status, *_ in answers.values()} == {410}
    # Each page names its own address, to come back to after choosing a language.
    assert len({body.replace(link.encode(), b"") for link, (*_, body) in answers.items()}) == 1
    assert b"ask whoever invited you" in answers["link-a"][2]


def test_an_admin_appoints_from_the_list_of_people(client, home, bilal):
    client.force_login(AppointmentFactory(institution=home, role="admin").person)
    url = reverse("people:appoint", args=["home", bilal.pk])

    answer = client.post(url, {"role": "evaluator"})

    assert answer.headers["Location"] == "/staff/home/appointments/"
    held = Appointment.objects.get(person=bilal.person)
    assert (held.role, held.is_confirmed) == ("evaluator", False)


def test_a_refused_appointment_says_why_beside_the_form(client, home, bilal):
    client.force_login(AppointmentFactory(institution=home, role="admin").person)
    AppointmentFactory(institution=home, person=bilal.person, role="deputy")
    url = reverse("people:appoint", args=["home", bilal.pk])

    again = client.post(url, {"role": "deputy"})
    backwards = client.post(
        url, {"role": "evaluator", "begins_on": "2030-02-02", "last_day": "2030-01-01"}
    )

    assert (again.status_code, backwards.status_code) == (422, 422)
    assert "already has that role" in again.content.decode()
    assert "cannot come before the first" in backwards.content.decode()


def test_a_role_is_handed_over_without_a_gap(client, home, bilal, now):
    admin = AppointmentFactory(institution=home, role="admin")
    client.force_login(admin.person)

    client.post(
        reverse("people:appoint", args=["home", bilal.pk]),
        {"role": "admin", "takes_over_from": str(admin.pk)},
    )

    held = Appointment.objects.in_force(now + timedelta(minutes=5)).filter(role="admin")
    assert [one.person for one in held] == [bilal.person]


def test_a_role_of_elsewhere_cannot_be_taken_over(client, home, bilal):
    client.force_login(AppointmentFactory(institution=home, role="admin").person)
    other = AppointmentFactory(role="coordinator")

    answer = client.post(
        reverse("people:appoint", args=["home", bilal.pk]),
        {"role": "coordinator", "takes_over_from": str(other.pk)},
    )

    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.ends_at is None
