"""To whom a concern may go."""

import pytest

from amanah.concerns import queries, services
from amanah.institutions.models import Appointment
from tests.concerns.telling import begin
from tests.factories import InstitutionFactory, OwnTiesFactory, PostFactory, TieFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.moments import SPRING

pytestmark = pytest.mark.django_db


def offered(person, house, mentorship=None, **more):
    leads = queries.leads_for(person, house, mentorship=mentorship, at=SPRING, **more)
    return [(one.person.name, one.has_lock) for one in leads]


def test_the_deputy_is_offered_and_the_mentor_who_is_a_lead_too_is_not(scared, house, deputy):
    assert offered(scared.mentee, house, scared.mentorship) == [("Dua", True)]


def test_the_mentor_is_not_offered_where_no_messages_are_shown_either(scared, house, deputy):
    assert offered(scared.mentee, house) == [("Dua", True)]


def test_to_somebody_who_has_nothing_to_do_with_them_the_same_lead_is_offered(
    somebody, house, head, deputy
):
    assert offered(somebody("Omar"), house) == [("Dua", True), ("Hadi", True)]


def test_whoever_was_in_the_mentorship_is_not_offered_after_leaving_it(scared, house, deputy):
    scared.mentorship.memberships.filter(role="mentor").update(left_at=SPRING)

    assert offered(scared.mentee, house, scared.mentorship) == [("Dua", True)]


def test_a_lead_who_is_a_peer_in_the_same_circle_is_not_offered(scared, house, deputy, somebody):
    scared.mentorship.memberships.create(person=deputy, role="peer", joined_at=SPRING)
    somebody("Esha", "safeguarding")

    assert offered(scared.mentee, house, scared.mentorship) == [("Esha", True)]


def test_a_head_of_the_mentees_department_is_not_offered(scared, house, deputy):
    scared.mentee.affiliations.update(department="Anatomy")
    PostFactory(institution=house, person=deputy, department="anatomy")

    assert offered(scared.mentee, house, scared.mentorship) == []


def test_whoever_is_tied_to_the_mentor_is_not_offered(scared, house, deputy, head):
    tie = TieFactory(institution=house, one=head, other=deputy, kind="family")
    assert offered(scared.mentee, house, scared.mentorship) == []

    tie.delete()
    assert offered(scared.mentee, house, scared.mentorship) == [("Dua", True)]


def test_what_the_mentor_says_of_their_own_ties_changes_nothing_that_the_mentee_sees(
    scared, house, deputy, head
):
    before = offered(scared.mentee, house, scared.mentorship)
    OwnTiesFactory(person=head, lines=[{"name": "Dua", "email": deputy.email}])

    assert offered(scared.mentee, house, scared.mentorship) == before == [("Dua", True)]


def test_whoever_the_author_names_as_the_one_it_is_about_is_not_offered(
    somebody, house, head, deputy
):
    applicant = somebody("Omar")

    assert offered(applicant, house, but=[head.pk]) == [("Dua", True)]


def test_a_lead_of_one_programme_or_of_elsewhere_or_of_yesterday_is_not_offered(
    scared, house, somebody
):
    for name in ("Far", "Narrow", "Past", "Waiting"):
        somebody(name, "safeguarding")
    held = Appointment.objects.filter(role="safeguarding")
    held.filter(person__name="Far").update(institution=InstitutionFactory())
    held.filter(person__name="Narrow").update(scope=scared.mentorship.pk)
    held.filter(person__name="Past").update(ends_at=SPRING)
    held.filter(person__name="Waiting").update(is_confirmed=False)

    assert offered(scared.mentee, house, scared.mentorship) == []


def test_nothing_goes_to_whoever_is_not_offered(scared, head, deputy):
    for chosen in ([head], [head, deputy], []):
        with pytest.raises(services.NobodyChosen):
            begin(scared, *chosen)

    assert begin(scared, deputy).recipients.get().person == deputy


def test_nothing_goes_to_a_lead_without_a_lock(scared, house, somebody):
    unready = somebody("Umar", "safeguarding", has_lock=False)
    assert offered(scared.mentee, house, scared.mentorship) == [("Umar", False)]

    with pytest.raises(services.NobodyChosen):
        begin(scared, unready)


def test_the_page_says_plainly_whom_else_to_go_to(scared, house, browser, somebody):
    client = browser(scared.mentee)
    page = client.get(f"/mentorships/{scared.mentorship.pk}/show/").content.decode()
    assert "Nobody here can receive it" in page
    assert "Sister Joyce" in page
    assert "+353 1 555 0100" in page

    somebody("Umar", "safeguarding", has_lock=False)
    page = client.get(f"/mentorships/{scared.mentorship.pk}/show/").content.decode()
    assert "have no lock yet" in page
    assert "Umar" in page


def test_where_nobody_is_named_the_page_says_so(scared, house, browser):
    house.help_name = house.help_phone = ""
    house.save()
    page = browser(scared.mentee).get(f"/mentorships/{scared.mentorship.pk}/show/")

    assert "names nobody here to whom we would send you" in page.content.decode()


def test_where_the_mentor_is_the_named_contact_they_are_not_on_the_page(scared, house, browser):
    house.help_name = "Hadi"
    house.save()
    page = browser(scared.mentee).get(f"/mentorships/{scared.mentorship.pk}/show/")
    around = page.content.decode()

    assert "names nobody here to whom we would send you" in around
    assert "Hadi" not in around


def test_an_informal_mentorship_has_the_same_leads(somebody, house, deputy, browser):
    mentor, mentee = somebody("Mina"), somebody("Noor")
    informal = MentorshipFactory(institution=house, mentor=mentor, mentee=mentee, has_room=True)

    assert offered(mentee, house, informal) == [("Dua", True)]
    assert browser(mentee).get(f"/mentorships/{informal.pk}/show/").status_code == 200
