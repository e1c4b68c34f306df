"""My mentor is now also my assessor: one step, and nothing that anybody else could notice."""

import json

import pytest

from amanah.base import clock
from amanah.conflicts import queries as conflicts
from amanah.conflicts import services
from amanah.conflicts.models import OwnTies
from amanah.conflicts.owed import forget
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from tests.factories import AppointmentFactory, CohortFactory, PostFactory, TieFactory
from tests.factories.help import ContactFactory
from tests.factories.mentoring import MentorshipFactory
from tests.help.reading import lasting, text_of

pytestmark = pytest.mark.django_db

SAID = "You have said so."


@pytest.fixture
def mentorship(home, hina, ayesha):
    cohort = CohortFactory(programme__institution=home)
    return MentorshipFactory(institution=home, cohort=cohort, mentor=hina, mentee=ayesha)


@pytest.fixture
def address(mentorship):
    return f"/mentorships/{mentorship.pk}/assessor/"


@pytest.fixture
def hers(client, ayesha):
    client.force_login(ayesha)
    return client


def test_it_is_said_in_one_step_and_taken_back_in_one(hers, address, ayesha, hina):
    assert SAID not in text_of(hers, address)

    hers.post(address)
    assert SAID in text_of(hers, address)
    assert conflicts.is_said_to_decide(ayesha, hina)

    hers.post(address, {"back": "1"})
    assert SAID not in text_of(hers, address)
    assert not OwnTies.objects.exists()


def test_it_is_used_from_the_next_pairing_on(hers, home, address, ayesha, hina):
    assert not conflicts.stands_between(home, hina, ayesha, at=clock.now())

    hers.post(address)

    assert conflicts.stands_between(home, hina, ayesha, at=clock.now())


def test_another_one_of_that_name_is_not_meant(hers, home, address, ayesha, hina, member):
    namesake = member("Hina Malik")

    hers.post(address)

    assert not conflicts.stands_between(home, namesake, ayesha, at=clock.now())
    # Nor once the own page was saved as it stood, with one more.
    named = conflicts.own_names(ayesha)
    services.say_own_ties(ayesha, [*named, "Bilal Ahmed"], by=ayesha, at=clock.now())
    assert not conflicts.stands_between(home, namesake, ayesha, at=clock.now())
    assert conflicts.stands_between(home, hina, ayesha, at=clock.now())


def test_what_was_typed_before_stays(hers, address, ayesha):
    services.say_own_ties(ayesha, ["Bilal Ahmed"], by=ayesha, at=clock.now())

    hers.post(address)
    hers.post(address)
    assert conflicts.own_names(ayesha) == ["Bilal Ahmed", "Hina Malik"]

    hers.post(address, {"back": "1"})
    assert conflicts.own_names(ayesha) == ["Bilal Ahmed"]


def test_nobody_is_told(hers, address):
    hers.post(address)

    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


def test_her_page_of_the_mentorship_looks_the_same_to_somebody_beside_her(
    hers, mentorship, address
):
    page = mentorship.get_absolute_url()
    before = lasting(text_of(hers, page))
    assert address in before

    hers.post(address)
    hers.get(address)  # its notice is read there

    assert lasting(text_of(hers, page)) == before


def test_to_the_mentor_there_is_no_such_page(client, mentorship, address, hina, ayesha):
    client.force_login(hina)
    assert client.get(address).status_code == 404
    assert address not in text_of(client, mentorship.get_absolute_url())

    client.force_login(ayesha)
    assert client.get(address).status_code == 200


def test_the_same_choices_are_offered_where_staff_put_it_in(hers, home, mentorship, hina, ayesha):
    page = mentorship.get_absolute_url()
    said = "As staff have put in"
    assert said not in text_of(hers, page)

    tie = TieFactory(institution=home, one=hina, other=ayesha)
    assert said in text_of(hers, page)
    assert "Staff have put in that they decide over you" in text_of(hers, f"{page}assessor/")

    tie.delete()
    ayesha.affiliations.update(department="Medicine")
    PostFactory(institution=home, person=hina, department="medicine")
    assert said in text_of(hers, page)


def test_an_equal_decides_over_nobody(hers, home, mentorship, hina, ayesha):
    TieFactory(institution=home, one=hina, other=ayesha, kind="co_author")

    assert "As staff have put in" not in text_of(hers, mentorship.get_absolute_url())


def test_her_choices_never_lead_to_the_mentor_unsaid(hers, home, address, hina):
    ContactFactory(institution=home, name="A line that is open at night")
    page = text_of(hers, address)
    assert "Dr Hina Malik" not in page
    assert "A line that is open at night" in page
    assert "one of those who run it" not in page

    AppointmentFactory(institution=home, person=hina, role="coordinator")

    assert "one of those who run it" in text_of(hers, address)


def test_a_closed_mentorship_has_no_such_page(hers, mentorship, address):
    assert hers.get(address).status_code == 200

    mentorship.state, mentorship.closed_at = "closed", clock.now()
    mentorship.save()

    assert hers.get(address).status_code == 404


def test_whoever_is_erased_is_named_in_it_no_longer(hers, address, ayesha, hina):
    services.say_own_ties(ayesha, ["Bilal Ahmed"], by=ayesha, at=clock.now())
    hers.post(address)

    forget(hina, at=clock.now())

    lines = json.loads(OwnTies.objects.get(person=ayesha).named)
    assert [line["name"] for line in lines] == ["Bilal Ahmed"]
