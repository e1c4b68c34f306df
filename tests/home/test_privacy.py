import re
from datetime import timedelta

import pytest
from django.urls import reverse

from amanah.base import sights
from amanah.base.access import ONLY_YOU, THE_PROGRAMME, YOU_AND_THE_OTHER, Rule
from amanah.home import queries
from amanah.institutions.rules import is_admin
from amanah.stewardship import events, ledger
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    InstitutionFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(monkeypatch):
    """Two things known about people: one that admins see, one that nobody else does."""
    monkeypatch.setattr(sights, "_sights", {})
    sights.declare("test: role", "your role", is_admin)
    sights.declare("test: draft", "your drafts", Rule((ONLY_YOU,), lambda *about: False))


@pytest.fixture
def declared_events(monkeypatch):
    monkeypatch.setattr(events, "events", {})
    events.by_staff("test.card_seen", "Looked at your card", "Looked at a card")
    events.by_staff("test.card_corrected", "Corrected your card", "Corrected a card")
    events.by_member("test.thing_closed", "Closed a thing")


def member_and_staff(role="admin"):
    belonging = AffiliationFactory(person__name="Khadija")
    staff = AppointmentFactory(
        institution=belonging.institution, role=role, person__name="Sara Khan"
    ).person
    return belonging.person, belonging.institution, staff


def onlookers(person, *, at=SPRING):
    return {
        str(circle.phrase): [
            ([one.name for one in group.onlookers], list(group.things)) for group in circle.groups
        ]
        for circle in queries.circles_of(person, at=at)
    }


def test_things_stand_under_their_phrase_with_the_people_who_can_see_them(known):
    person, _institution, _staff = member_and_staff()

    assert onlookers(person) == {
        "Only you": [([], ["your drafts"])],
        "You and your mentor or mentee": [],
        "You and a named person": [],
        "The programme": [(["Sara Khan"], ["your role"])],
    }


@pytest.mark.parametrize("role", ["coordinator", "evaluator", "safeguarding"])
def test_somebody_whose_role_does_not_see_it_is_not_named(known, role):
    person, _institution, _staff = member_and_staff(role)

    assert onlookers(person)["The programme"] == [([], ["your role"])]


def test_a_role_that_has_ended_is_not_named(known):
    person, institution, _staff = member_and_staff()
    institution.appointments.update(ends_at=SPRING + timedelta(days=1))

    assert onlookers(person, at=SPRING)["The programme"] == [(["Sara Khan"], ["your role"])]
    assert onlookers(person, at=SPRING + timedelta(days=2))["The programme"] == [
        ([], ["your role"])
    ]


def test_staff_of_another_institution_are_not_named(known):
    person, _institution, _staff = member_and_staff()
    AppointmentFactory(role="admin", person__name="Elsewhere")

    assert onlookers(person)["The programme"] == [(["Sara Khan"], ["your role"])]


def test_what_two_kinds_of_people_see_stands_under_the_wider_phrase(monkeypatch):
    monkeypatch.setattr(sights, "_sights", {})
    nobody = Rule((YOU_AND_THE_OTHER,), lambda *about: False)
    sights.declare("test: card", "your card", nobody | Rule((THE_PROGRAMME,), lambda *about: False))

    assert onlookers(PersonFactory())["The programme"] == [([], ["your card"])]


def test_every_sight_says_it_in_one_of_the_four_phrases():
    for sight in sights.all_sights():
        assert set(sight.rule.phrases) <= set(queries.CIRCLES), sight.resource
    assert sights.all_sights()


def opened(client, person):
    client.force_login(person)
    return client.get(reverse("home:privacy")).content.decode()


@pytest.mark.parametrize("several", [False, True])
def test_the_institution_of_an_onlooker_is_named_only_where_there_are_several(client, several):
    person, institution, staff = member_and_staff()
    if several:
        AffiliationFactory(person=person)

    page = opened(client, person)

    assert staff.name in page
    assert (institution.name in page) == several


def test_the_person_reads_who_looked_and_on_which_day_but_not_at_what_hour(client, declared_events):
    person, institution, staff = member_and_staff()
    ledger.record(
        "test.card_seen", about=person, subject=person, by=staff, at=SPRING, institution=institution
    )

    page = opened(client, person)

    assert "Looked at your card" in page
    assert "Sara Khan" in page
    assert "20 Mar 2026</time>" in page


def test_the_operator_is_named_as_such(client, declared_events):
    person, _institution, _staff = member_and_staff()
    ledger.record("test.card_corrected", about=person, subject=person, by=None, at=SPRING)

    page = opened(client, person)

    assert "Corrected your card" in page
    assert "The operator</bdi>" in page


def test_nobody_is_told_which_other_member_did_something(client, declared_events):
    person, _institution, _staff = member_and_staff()
    other = PersonFactory(name="Bilal")
    for by in (other, person):
        ledger.record("test.thing_closed", about=person, subject=person, by=by, at=SPRING)

    page = opened(client, person)

    assert page.count("Closed a thing") == 1
    assert "Bilal" not in page


def test_an_event_that_nobody_declared_is_shown_to_nobody(client, declared_events):
    person, _institution, staff = member_and_staff()
    ledger.record("test.unheard_of", about=person, subject=person, by=staff, at=SPRING)

    assert "unheard" not in opened(client, person)


# What staff did.


@pytest.fixture
def acts(declared_events):
    """An institution in which everybody has done something."""
    institution = InstitutionFactory()
    member = AffiliationFactory(institution=institution, person__name="Khadija").person
    doers = {
        role: AppointmentFactory(
            institution=institution, role=role, person__name=f"The {role}"
        ).person
        for role in ("admin", "coordinator", "deputy", "evaluator", "safeguarding")
    }
    for by in (*doers.values(), None):
        ledger.record(
            "test.card_corrected",
            about=member,
            subject=member,
            by=by,
            at=SPRING,
            institution=institution,
        )
    ledger.record("test.thing_closed", about=member, by=member, at=SPRING, institution=institution)
    elsewhere = InstitutionFactory()
    ledger.record(
        "test.card_seen", about=member, by=PersonFactory(), at=SPRING, institution=elsewhere
    )
    return institution, member, doers


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("admin", {"admin", "coordinator", "deputy", "evaluator", "safeguarding", "operator"}),
        ("coordinator", {"admin", "coordinator", "deputy", "evaluator", "safeguarding"}),
        ("deputy", {"admin", "coordinator", "deputy", "evaluator", "safeguarding"}),
        ("evaluator", {"evaluator"}),
        ("safeguarding", {"safeguarding"}),
    ],
)
def test_each_role_is_shown_its_part_of_what_staff_did(client, acts, role, shown):
    institution, _member, doers = acts
    client.force_login(doers[role])

    page = client.get(reverse("home:acts_of_staff", args=[institution.pk])).content.decode()

    assert doers_on(page) == shown
    assert "Closed a thing" not in page
    assert "Looked at a card" not in page


def doers_on(page):
    """The second cell of every line."""
    row = r"<tr>\s*<th[^>]*>[^<]*</th>\s*<td[^>]*><bdi>(?:The )?([^<]*)</bdi>"
    return set(re.findall(row, page))


def test_staff_do_not_read_there_what_was_done_about_themselves(client, acts):
    institution, _member, doers = acts
    ledger.record(
        "test.card_seen",
        about=doers["admin"],
        subject=doers["admin"],
        by=doers["coordinator"],
        at=SPRING,
        institution=institution,
    )
    url = reverse("home:acts_of_staff", args=[institution.pk])

    client.force_login(doers["admin"])
    assert "Looked at a card" not in client.get(url).content.decode()
    client.force_login(doers["coordinator"])
    assert "Looked at a card" in client.get(url).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, declared_events, count, django_assert_num_queries
):
    person, institution, staff = member_and_staff()
    for _ in range(count):
        ledger.record(
            "test.card_corrected",
            about=person,
            subject=PersonFactory(),
            by=PersonFactory(),
            at=SPRING,
            institution=institution,
        )
    client.force_login(staff)
    url = reverse("home:acts_of_staff", args=[institution.pk])
    client.get(url)

    with django_assert_num_queries(9):
        client.get(url)


def test_long_lists_come_in_pages(client, declared_events):
    person, _institution, staff = member_and_staff()
    for _ in range(51):
        ledger.record("test.card_corrected", about=person, subject=person, by=staff, at=SPRING)

    page = opened(client, person)

    assert page.count("Corrected your card") == 50
    assert '?page=2">Older' in page
