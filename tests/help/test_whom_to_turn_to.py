"""Everybody reads whom they can turn to, and nobody is sent to who has a say over them."""

import json

import pytest

from amanah.stewardship.models import Entry
from tests.factories import (
    AffiliationFactory,
    ApplicationFactory,
    CohortFactory,
    InstitutionFactory,
    OwnTiesFactory,
    ParticipantFactory,
    PostFactory,
    ProgrammeFactory,
    TieFactory,
)
from tests.factories.help import ContactFactory
from tests.factories.matching import RequestFactory
from tests.factories.mentoring import MentorshipFactory
from tests.help.reading import lasting, text_of

pytestmark = pytest.mark.django_db

LINE = "A line that is open at night"


def foot_of(page):
    return page.split('<footer class="foot">')[1]


def test_the_named_contact_and_the_number_in_danger_stand_on_every_page(client, home, ayesha):
    foot = foot_of(text_of(client, "/profile/", ayesha))

    assert "Dr Hina Malik" in foot
    assert 'href="tel:0211110000"' in foot
    assert 'href="tel:1122"' in foot
    assert "Amanah is not an emergency service." in foot
    assert 'href="/help/"' in foot


def test_before_signing_in_the_only_institution_says_whom_it_names(client, home):
    ContactFactory(institution=home, name=LINE)

    page = text_of(client, "/help/")

    assert "Dr Hina Malik" in page
    # What is not on the page of guarantees is for members.
    assert LINE not in page


def test_before_signing_in_one_of_several_institutions_says_nothing(client, home):
    InstitutionFactory()

    page = text_of(client, "/help/")

    assert "Dr Hina Malik" not in page
    assert "Amanah is not an emergency service." in page


def _mentors(home, hina, ayesha):
    MentorshipFactory(institution=home, mentor=hina, mentee=ayesha)


def _mentored(home, hina, ayesha):
    made = MentorshipFactory(institution=home, mentor=hina, mentee=ayesha)
    made.state, made.closed_at = "closed", made.began_at
    made.save()


def _is_mentored(home, hina, ayesha):
    MentorshipFactory(institution=home, mentor=ayesha, mentee=hina)


def _assesses(home, hina, ayesha):
    TieFactory(institution=home, one=hina, other=ayesha)


def _heads(home, hina, ayesha):
    PostFactory(institution=home, person=hina, department="Medicine")
    ayesha.affiliations.update(department="medicine")


def _was_named(home, hina, ayesha):
    OwnTiesFactory(person=ayesha, lines=[{"email": "hina@example.org", "people": []}])


def _was_asked(home, hina, ayesha):
    RequestFactory(mentee=ayesha, mentor=hina)


NEAR = [_mentors, _mentored, _is_mentored, _assesses, _heads, _was_named, _was_asked]


@pytest.mark.parametrize("come_near", NEAR)
def test_whoever_is_near_somebody_is_not_offered_to_them(client, home, hina, ayesha, come_near):
    ContactFactory(institution=home, name=LINE)
    before = text_of(client, "/help/", ayesha), text_of(client, "/profile/", ayesha)

    come_near(home, hina, ayesha)
    after = text_of(client, "/help/", ayesha), text_of(client, "/profile/", ayesha)

    assert [("Dr Hina Malik" in page, LINE in page) for page in before] == [
        (True, True),
        (True, False),
    ]
    # The next one takes the place at the foot.
    assert [("Hina" in page, LINE in page) for page in after] == [(False, True), (False, True)]
    assert "leaves out somebody" in after[0]
    assert "leaves out somebody" not in before[0]


@pytest.mark.parametrize("come_near", NEAR)
def test_others_read_on_as_if_nothing_had_happened(client, home, hina, ayesha, member, come_near):
    bilal = member("Bilal Ahmed")
    come_near(home, hina, ayesha)

    assert "Dr Hina Malik" in text_of(client, "/help/", bilal)


def test_the_pages_of_who_is_left_out_tell_them_nothing(client, home, hina, ayesha):
    """That somebody declares something changes no page of hers."""
    ContactFactory(institution=home, name=LINE)
    MentorshipFactory(institution=home, mentor=hina, mentee=ayesha)
    before = lasting(text_of(client, "/help/", hina))

    _was_named(home, hina, ayesha)
    text_of(client, "/help/", ayesha)

    assert lasting(text_of(client, "/help/", hina)) == before


def test_an_address_counts_where_the_name_is_another(client, home, hina, ayesha):
    home.help_name, home.help_email = "The wellbeing office", "HINA@example.org"
    home.save()
    assert "The wellbeing office" in text_of(client, "/help/", ayesha)

    _mentors(home, hina, ayesha)

    assert "The wellbeing office" not in text_of(client, "/help/", ayesha)


def test_a_wish_in_an_application_counts_too(client, home, hina, ayesha):
    taking_part = ParticipantFactory(
        person=ayesha, cohort=CohortFactory(programme__institution=home)
    )
    said = ApplicationFactory(participant=taking_part)
    assert "Dr Hina Malik" in text_of(client, "/help/", ayesha)

    said.do_not_pair = json.dumps([{"name": "Hina Malik"}])
    said.save()

    assert "Dr Hina Malik" not in text_of(client, "/help/", ayesha)


def test_nobody_is_sent_to_themselves(client, home, hina):
    ContactFactory(institution=home, name=LINE)

    page = text_of(client, "/help/", hina)

    assert ("Dr Hina Malik" in page, LINE in page) == (False, True)


def test_where_nobody_is_left_the_page_says_what_to_do(client, home, hina, ayesha):
    _mentors(home, hina, ayesha)

    page = text_of(client, "/help/", ayesha)

    assert "Nobody is named here whom we would send you to." in page
    assert 'href="tel:1122"' in page


def test_today_and_the_guarantees_do_not_name_her_either(client, home, hina, ayesha):
    _mentors(home, hina, ayesha)

    today = text_of(client, "/today/", ayesha)
    guarantees = text_of(client, "/guarantees/home/", ayesha)

    assert "Dr Hina Malik" not in today
    assert "Dr Hina Malik" not in guarantees
    client.logout()
    assert "Dr Hina Malik" in text_of(client, "/guarantees/home/")


def test_a_programmes_contact_is_for_those_who_take_part_in_it(client, home, ayesha, member):
    bilal = member("Bilal Ahmed")
    programme = ProgrammeFactory(institution=home)
    ParticipantFactory(person=ayesha, cohort=CohortFactory(programme=programme))
    ContactFactory(institution=home, name=LINE, programme=programme)

    assert LINE in text_of(client, "/help/", ayesha)
    assert LINE not in text_of(client, "/help/", bilal)


def test_another_institutions_contacts_are_not_shown(client, home, ayesha):
    ContactFactory(institution=InstitutionFactory(), name=LINE)

    assert LINE not in text_of(client, "/help/", ayesha)
    AffiliationFactory(person=ayesha, institution__help_name="Margaret Joyce")
    assert "Margaret Joyce" in text_of(client, "/help/", ayesha)


def test_opening_the_page_is_written_nowhere(client, home, ayesha):
    client.force_login(ayesha)
    entries = Entry.objects.count()

    client.get("/help/")

    assert Entry.objects.count() == entries
