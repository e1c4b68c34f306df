"""What a member says of their own ties is theirs alone."""

import json

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.conflicts.models import OwnTies
from amanah.conflicts.queries import stands_between
from amanah.conflicts.services import say_own_ties
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, PostFactory, TieFactory

pytestmark = pytest.mark.django_db

OWN = "/ties/"


@pytest.fixture
def me(client, member):
    person = member()
    client.force_login(person)
    return person


def test_it_is_kept_shown_again_and_used(client, home, me, member):
    imran = member(name="Imran Siddiqui")

    answer = client.post(OWN, {"named": "  Imran   Siddiqui \r\n\r\nX@Example.org\r\n"})

    assert (answer.status_code, answer.url) == (302, OWN)
    assert "Imran Siddiqui\nx@example.org" in client.get(OWN).content.decode()
    assert stands_between(home, me, imran, at=clock.now())


def test_it_is_encrypted_at_rest(client, me):
    client.post(OWN, {"named": "Imran Siddiqui"})

    raw = OwnTies.objects.extra(select={"raw": "named"}).values_list("raw", flat=True).get()
    assert b"Imran" not in bytes(raw)


def test_whom_it_meant_is_still_meant_under_another_name_and_address(home, me, member):
    imran, hina = member(name="Imran Siddiqui"), member(email="hina@example.org")
    elsewhere = AffiliationFactory(person__name="Imran Siddiqui").person
    say_own_ties(me, ["Dr Imran Siddiqui", "Hina@example.org"], by=me, at=SPRING)

    for person in (imran, hina, elsewhere):
        person.name, person.email = "Somebody New", f"{person.pk}@example.org"
        person.save()

    # Whoever was not in the same institution was not meant.
    found = [stands_between(home, me, one, at=SPRING) for one in (imran, hina, elsewhere)]
    assert found == [True, True, False]


def test_nobody_else_hears_of_it(client, home, me, member, mailoutbox):
    imran = member(name="Imran Siddiqui")

    say_own_ties(me, [imran.email], by=me, at=SPRING)

    assert not Notice.objects.exists()
    assert not Letter.objects.exists()
    entry = Entry.objects.get()
    assert (entry.event, entry.subject, entry.by, entry.detail) == (
        "conflicts.own_ties_said",
        me,
        me,
        {},
    )
    assert entry.chain_id != home.pk
    client.force_login(imran)
    assert "own" not in client.get(OWN).context["ties"]
    assert client.get(OWN).context["form"]["named"].value() == ""


def test_emptied_it_is_as_if_it_had_never_been(client, home, me, member):
    imran = member()
    client.post(OWN, {"named": imran.email})
    assert stands_between(home, me, imran, at=clock.now())

    client.post(OWN, {"named": "  "})

    assert not OwnTies.objects.exists()
    assert not stands_between(home, me, imran, at=clock.now())


@pytest.mark.parametrize(("lines", "status"), [(["x" * 254] * 50, 302), (["x"] * 51, 422)])
def test_too_many_names_are_refused_in_a_sentence_and_kept_on_the_page(client, me, lines, status):
    answer = client.post(OWN, {"named": "\n".join(lines)})

    assert answer.status_code == status
    if status == 422:
        assert "Up to 50 lines" in answer.content.decode()
        assert answer.content.decode().count("x\n") >= 50
    assert OwnTies.objects.exists() == (status == 302)


def test_an_address_that_nobody_has_is_answered_like_any_other(client, me, member):
    """The page is no way to find out who is here."""
    pages = []
    for address in (member().email, "nobody@example.org"):
        answer = client.post(OWN, {"named": address}, follow=True)
        pages.append(
            (answer.status_code, answer.redirect_chain, "Only you see it" in str(answer.content))
        )

    assert pages[0] == pages[1] == (200, [(OWN, 302)], True)


def test_somebody_is_shown_what_staff_hold_about_them_and_whom_to_ask(
    client, home, me, member, coordinator
):
    me.affiliations.update(department="Medicine")
    TieFactory(institution=home, one__name="Dr Imran", other=me)
    TieFactory(institution=home, one=me, other__name="Hina", kind="supervisor")
    TieFactory(one__name="Somebody Else")
    PostFactory(institution=home, person__name="Prof. Farah", department="medicine")
    PostFactory(institution=home, person=me, department="Surgery", kind="director")
    coordinator.name = "Nadia the Coordinator"
    coordinator.save()

    page = client.get(OWN).content.decode()

    for told in ("Dr Imran", "assesses you", "Hina", "is supervised by you", "Prof. Farah"):
        assert told in page
    for told in ("Head of department", "Surgery", "Director of training", "Nadia the Coordinator"):
        assert told in page
    assert "Somebody Else" not in page


def test_a_department_that_is_not_said_is_asked_for(client, me):
    assert reverse("people:belongings") in client.get(OWN).content.decode()
    assert "You have not said" in client.get(OWN).content.decode()

    me.affiliations.update(department="Medicine")

    assert "You have not said" not in client.get(OWN).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    client, home, me, count, django_assert_num_queries
):
    me.affiliations.update(department="Medicine")
    for number in range(count):
        TieFactory(institution=home, other=me)
        PostFactory(institution=home)
        PostFactory(institution=home, person=me, department=f"Ward {number}")
    client.get(OWN)

    with django_assert_num_queries(13):
        page = client.get(OWN)

    assert [len(page.context[name]) for name in ("ties", "over", "posts")] == [count] * 3


def test_a_line_is_stored_as_an_address_or_a_name_with_whom_it_means(me, member):
    imran = member(name="Imran Siddiqui", email="imran@example.org")
    member(name="Imran")

    say_own_ties(me, ["Imran@example.org", "Imran Siddiqui", "Nobody Here"], by=me, at=SPRING)

    assert json.loads(OwnTies.objects.get().named) == [
        {"email": "imran@example.org", "people": [str(imran.pk)]},
        {"name": "Imran Siddiqui", "people": [str(imran.pk)]},
        {"name": "Nobody Here", "people": []},
    ]
