"""The staff pages of ties and posts: what they show, and what never."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from amanah.base import clock
from amanah.conflicts.models import Post, Tie
from amanah.stewardship.models import Entry
from tests.factories import AffiliationFactory, PersonFactory, PostFactory, TieFactory

pytestmark = pytest.mark.django_db

TIES, POSTS = "/staff/home/ties/", "/staff/home/posts/"


def _tie(home, **about):
    """Between two people who belong to the institution."""
    tie = TieFactory(institution=home, **about)
    for person in (tie.one, tie.other):
        if not person.affiliations.exists():
            AffiliationFactory(institution=home, person=person)
    return tie


def _post(home, **about):
    post = PostFactory(institution=home, **about)
    if not post.person.affiliations.exists():
        AffiliationFactory(institution=home, person=post.person)
    return post


@pytest.fixture
def me(client, coordinator):
    client.force_login(coordinator)
    return coordinator


def page_of(client, address):
    return client.get(address).content.decode()


def test_everybodys_ties_are_shown_but_the_readers_own(client, home, me):
    _tie(home, one__name="Dr Imran", other__name="Hina")
    _tie(home, one=me, other__name="Below Me")
    _tie(home, one__name="Above Me", other=me)
    TieFactory(one__name="Elsewhere")
    _tie(home, one__name="Long Ago", until=clock.now().date() - timedelta(days=2))
    _post(home, person__name="Prof. Farah")
    gone = _tie(home, one__name="Has Left")
    gone.one.affiliations.update(until=gone.since)
    _post(home, person=me, department="My Own Department")

    ties, posts = page_of(client, TIES), page_of(client, POSTS)

    assert "Dr Imran" in ties
    assert "Hina" in ties
    assert "Prof. Farah" in posts
    for hidden in (
        "Below Me",
        "Above Me",
        "Elsewhere",
        "Long Ago",
        "Has Left",
        "My Own Department",
    ):
        assert hidden not in ties + posts


def test_what_is_ones_own_cannot_be_reached_by_its_address_either(client, home, me):
    own, others = _tie(home, one=me), _tie(home)
    post = _post(home, person=me)

    assert client.get(f"{TIES}{others.pk}/end/").status_code == 200
    for hidden in (f"{TIES}{own.pk}/end/", f"{POSTS}{post.pk}/end/"):
        assert (client.get(hidden).status_code, client.post(hidden).status_code) == (404, 404)
    assert Tie.objects.count() == 2


@pytest.mark.parametrize(
    ("search", "found"), [("imran", True), ("HINA imr", True), ("bilal", False)]
)
def test_ties_are_found_by_a_part_of_either_name(client, home, me, search, found):
    _tie(home, one__name="Dr Imrán", other__name="Hina")

    page = page_of(client, f"{TIES}?search={search}")

    assert ("Dr Imrán" in page) == found
    assert ("Nobody of that name" in page) != found


def test_the_tables_come_as_workbooks_in_which_nothing_is_a_formula(client, home, me):
    _tie(home, one__name="=1+1", other__name="Hina")
    _tie(home, one=me, other__name="Below Me")
    _post(home, person__name="Farah", department="=2+2")

    sheets = [
        load_workbook(BytesIO(client.get(f"{address}?as=xlsx").content)).active
        for address in (TIES, POSTS)
    ]

    (ties, posts) = ([[cell.value for cell in row] for row in sheet.rows] for sheet in sheets)
    assert ties[1][:3] == ["=1+1", "Assessor", "Hina"]
    assert posts[1][:3] == ["Farah", "Head of department", "=2+2"]
    assert {cell.data_type for sheet in sheets for row in sheet.rows for cell in row} <= {"s", "n"}
    assert len(ties) == 2
    assert [e.event for e in Entry.objects.all()] == ["conflicts.ties_taken_along"] * 2


def test_a_tie_is_put_in_by_two_addresses(client, home, me):
    one, other = (AffiliationFactory(institution=home).person for _ in range(2))

    answer = client.post(
        f"{TIES}new/", {"one": one.email.upper(), "kind": "examiner", "other": other.email}
    )

    assert (answer.status_code, answer.url) == (302, TIES)
    tie = Tie.objects.get()
    assert (tie.one, tie.other, tie.kind) == (one, other, "examiner")


def test_a_post_is_put_in_by_an_address_and_a_department(client, home, me):
    head = AffiliationFactory(institution=home, person__joined_at=None).person
    said = {"person": head.email, "kind": "head", "department": "Medicine", "until": "2099-01-31"}

    answer = client.post(f"{POSTS}new/", said)

    assert (answer.status_code, answer.url) == (302, POSTS)
    post = Post.objects.get()
    assert (post.person, post.department, str(post.until)) == (head, "Medicine", "2099-01-31")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"other": "nobody@example.org"}, "Nobody who belongs to the institution"),
        ({"one": "elsewhere@example.org"}, "Nobody who belongs to the institution"),
        ({"kind": "other"}, "not one of the available choices"),
        ({"since": "2026-05-01", "until": "2026-04-01"}, "last day cannot come before"),
        ({"until": "tomorrow"}, "valid date"),
        ({"one": "me@example.org"}, "This is about you"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(client, home, me, wrong, says):
    type(me).objects.filter(pk=me.pk).update(email="me@example.org")
    AffiliationFactory(person=PersonFactory(email="elsewhere@example.org"))
    for name in ("one", "other"):
        AffiliationFactory(institution=home, person__email=f"{name}@example.org")
    right = {"one": "one@example.org", "kind": "examiner", "other": "other@example.org"}

    answer = client.post(f"{TIES}new/", {**right, **wrong})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    for value in ({**right, **wrong}).values():
        assert value in page
    assert not Tie.objects.exists()
    assert client.post(f"{TIES}new/", right).status_code == 302


def test_a_tie_is_ended_or_taken_out_from_its_page(client, home, me):
    ended, wrong = (_tie(home, since="2026-01-01") for _ in range(2))

    first = client.post(f"{TIES}{ended.pk}/end/", {"last_day": "2099-12-31"})
    second = client.post(f"{TIES}{wrong.pk}/end/", {"mistake": "1"})

    assert [first.status_code, second.status_code] == [302, 302]
    ended.refresh_from_db()
    assert str(ended.until) == "2099-12-31"
    assert not Tie.objects.filter(pk=wrong.pk).exists()


def test_a_last_day_before_the_first_is_refused_beside_the_field(client, home, me):
    tie = _tie(home, since="2026-02-01")

    answer = client.post(f"{TIES}{tie.pk}/end/", {"last_day": "2026-01-01"})

    assert answer.status_code == 422
    assert "last day cannot come before" in answer.content.decode()
    tie.refresh_from_db()
    assert tie.until is None


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [TIES, POSTS])
def test_a_page_of_the_table_costs_the_same_for_one_and_three(
    client, home, me, address, count, django_assert_num_queries
):
    for _ in range(count):
        _tie(home)
        _post(home)
    client.get(address)

    with django_assert_num_queries(9):
        page = client.get(address)

    assert len(page.context["page"].object_list) == count
