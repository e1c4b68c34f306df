"""Whoever signs in to the demo finds what its page promises of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import clock
from amanah.matching.models import Proposal
from amanah.mentoring.models import Mentorship
from amanah.operations.demo import guide, walking, who
from amanah.operations.demo.cast import DOMAIN, PASSWORD
from amanah.people.models import Person
from amanah.programmes.models import Cohort

pytestmark = pytest.mark.django_db


def somebody(login):
    return Person.objects.get(email=f"{login}@{DOMAIN}")


@pytest.fixture
def be(client, populated):
    """Sign in as somebody, through the door."""

    def come(login):
        client.logout()
        said = {"login": f"{login}@{DOMAIN}", "password": PASSWORD}
        assert client.post("/enter/", said).headers["Location"] == "/today/"
        return client

    return come


def main_of(page):
    return page.content.decode().partition("<main")[2].partition("</main>")[0]


def read(client, name, *where):
    page = client.get(reverse(name, args=where))
    assert page.status_code == 200
    return main_of(page)


@pytest.mark.parametrize("login", [turn.login for turn in guide.TURNS])
def test_everybody_has_a_today_that_says_something(be, login):
    page = main_of(be(login).get("/today/"))

    assert "<h1" in page
    assert page.count("<section") >= 2


@pytest.mark.parametrize(
    ("login", "waits"),
    [
        ("mehwish", "/proposals/"),
        ("noor", "/proposals/"),
        ("naomi.clegg", "/proposals/"),
        ("lukasz", "/requests/"),
        ("nadia", "/staff/"),
    ],
)
def test_what_waits_comes_first(be, login, waits):
    page = main_of(be(login).get("/today/"))

    assert f'href="{waits}' in page


def test_two_people_walk_with_words_an_agreement_and_a_phase(be):
    for login in ("bilal", "ayesha"):
        client = be(login)
        pair = walking.of("ayesha", "bilal")
        page = read(client, "mentoring:mentorship", pair.pk)
        assert "sealed-words" in page
        assert "signed" in read(client, "mentoring:agreement", pair.pk)


def test_khadija_signs_what_farzana_has_signed(be):
    pair = walking.of("farzana", "khadija")

    page = read(be("khadija"), "mentoring:agreement", pair.pk)

    assert reverse("mentoring:sign", args=[pair.pk]) in page


def test_each_of_several_mentors_sees_one_mentorship_of_hers(be):
    client = be("faisal")
    theirs = walking.of("faisal", "maria")
    others = Mentorship.objects.with_member(somebody("maria")).exclude(pk=theirs.pk)

    assert "Maria" in read(client, "mentoring:mentorship", theirs.pk)
    assert len(others) == 2
    for one in others:
        assert client.get(one.get_absolute_url()).status_code == 404


def test_a_coordinator_finds_people_pairs_proposals_and_a_run(be):
    client = be("sana")
    this_year, next_year = (
        Cohort.objects.get(name=name) for name in ("This year's residents", "Next year's residents")
    )

    assert read(client, "mentoring:pairs", this_year.pk).count("<tr") > 20
    assert read(client, "programmes:people", next_year.pk).count("<tr") > 20
    assert "Noor Jahan Begum" in read(client, "matching:cohort_proposals", next_year.pk)
    # She is in one of them herself.
    assert "Junaid" not in read(client, "matching:cohort_proposals", next_year.pk)
    run = next_year.runs.get()
    assert reverse("matching:run", args=[run.pk]) in read(client, "matching:runs", next_year.pk)
    # Two of them find no place.
    assert run.pairs.count() == 22
    assert read(client, "matching:run", run.pk).count("<tr") > 20


def test_the_other_coordinator_sees_the_pair_of_the_first(be):
    next_year = Cohort.objects.get(name="Next year's residents")

    assert "Junaid" in read(be("imran"), "matching:cohort_proposals", next_year.pk)


def test_nobody_of_leeds_is_seen_in_karachi(be):
    next_year = Cohort.objects.get(name="Next year's residents")

    page = be("siobhan").get(reverse("programmes:cohort", args=[next_year.pk]))

    assert page.status_code == 404


def test_a_student_applies_and_another_finds_mentors(be):
    students = Cohort.objects.get(name="This year's students")

    assert "/ask/" in read(be("niamh"), "matching:mentors", students.pk)
    page = main_of(be("oisin").get("/programmes/"))
    assert students.programme.name in page
    assert reverse("applications:apply", args=[students.pk]) in page


def test_the_last_yes_begins_a_circle(be):
    client = be("naomi.clegg")
    proposal = Proposal.objects.get(form="circle")
    assert "Naomi" not in read(client, "matching:proposals")

    answer = client.post(reverse("matching:accept_proposal", args=[proposal.pk]))

    circle = Mentorship.objects.get(memberships__person=somebody("naomi.clegg"))
    assert answer.headers["Location"] == circle.get_absolute_url()
    assert circle.memberships.count() == len(who.CIRCLE_ASKED)


def test_a_coordinator_proposes_a_circle_to_those_who_have_none(be):
    registrars = Cohort.objects.get(name="New registrars")
    client, until = be("siobhan"), (clock.now() + timedelta(days=14)).date()
    path = reverse("matching:propose", args=[registrars.pk])
    lines = "\n".join(one.name for one in who.NO_CIRCLE)

    answer = client.post(path, {"several": lines, "until": until.isoformat()})

    assert answer.status_code == 302
    assert Proposal.objects.filter(cohort=registrars, state="waiting").count() == 2


def test_whoever_waits_reads_one_kind_sentence_and_the_coordinator_finds_them(be):
    this_year = Cohort.objects.get(name="This year's residents")

    page = main_of(be("yumna.rauf").get("/programmes/"))
    assert "Those who wait come first. It says nothing about you." in page
    listed = read(be("sana"), "programmes:wait_list", this_year.pk)
    for one in who.WITHOUT_PLACE:
        assert one.name in listed
    assert "Asma Noorani" not in listed.partition("<form")[0]
