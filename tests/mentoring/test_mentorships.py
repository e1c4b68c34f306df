"""Beginning and closing mentorships, and their pages."""

import io
import re
from dataclasses import astuple
from datetime import date, timedelta

import openpyxl
import pytest

from amanah.conflicts import hooks as hooks_of_the_wall
from amanah.mentoring import queries, services
from amanah.mentoring.models import Membership, Mentorship
from amanah.notifications.models import Notice
from amanah.people import services as people
from amanah.people.models import Profile, WorkingCard
from amanah.stewardship import hooks
from amanah.stewardship import queries as stewardship
from amanah.stewardship.models import Entry
from amanah.stewardship.services import erase_person
from tests.factories import SPRING, AppointmentFactory, CohortFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.factories.mentoring import MentorshipFactory

pytestmark = pytest.mark.django_db


def begin(institution, mentor, mentee, *, cohort=None):
    return services.begin_mentorship(
        institution, mentor=mentor, mentee=mentee, cohort=cohort, by=mentor, at=SPRING
    )


@pytest.fixture
def pair(institution, amina, bilal):
    return begin(institution, amina, bilal)


def test_an_informal_mentorship_has_no_cohort(institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)

    assert (mentorship.cohort, mentorship.form, mentorship.state) == (None, "pair", "active")
    assert list(queries.mentorships_for(bilal)) == list(queries.mentorships_for(amina))
    assert {one.role: one.person for one in mentorship.memberships.all()} == {
        "mentor": amina,
        "mentee": bilal,
    }


def test_two_people_begin_once_and_again_after_it_is_closed(institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)
    with pytest.raises(services.AlreadyPaired):
        begin(institution, bilal, amina)

    services.close_mentorship(mentorship, by=bilal, at=SPRING)

    assert begin(institution, bilal, amina).is_active


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"as_mentor": False, "as_mentee": True, "places": 0}, services.CannotBegin),
        ({"left_at": SPRING}, services.CannotBegin),
        ({"places": 0}, services.NoPlace),
    ],
)
def test_in_a_cohort_a_mentor_needs_a_place(change, refusal):
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort).participant, mentee_in(cohort).participant
    spare = mentee_in(cohort).participant
    mentor.places = 2
    mentor.save()
    begin(cohort.programme.institution, mentor.person, mentee.person, cohort=cohort)

    for name, value in change.items():
        setattr(mentor, name, value)
    mentor.save()

    with pytest.raises(refusal):
        begin(cohort.programme.institution, mentor.person, spare.person, cohort=cohort)


def test_the_wall_is_told_of_pairs_in_programmes_and_of_no_informal_one(institution, amina, bilal):
    cohort = CohortFactory(programme__institution=institution, programme__co_authors_may_pair=True)
    mentor, mentee = mentor_in(cohort).participant.person, mentee_in(cohort).participant.person
    begin(institution, amina, bilal)
    kept = begin(institution, mentor, mentee, cohort=cohort)
    told = [(kept.pk, mentor.pk, mentee.pk, cohort.programme_id, True)]

    def running(people):
        told_by = [tell(institution, people, SPRING) for tell in hooks_of_the_wall.pairs]
        return [astuple(pair) for pairs in told_by for pair in pairs]

    assert running(None) == running({mentee.pk}) == running({mentor.pk, bilal.pk}) == told
    assert running({amina.pk, bilal.pk}) == []
    services.close_mentorship(kept, by=mentee, at=SPRING)
    assert running(None) == []


def test_whoever_waited_for_a_place_waits_no_longer():
    cohort = CohortFactory()
    mentor, mentee = mentor_in(cohort).participant, mentee_in(cohort).participant
    mentee.waits_since = SPRING
    mentee.save()

    begin(cohort.programme.institution, mentor.person, mentee.person, cohort=cohort)

    mentee.refresh_from_db()
    assert mentee.waits_since is None


def test_closing_tells_the_other_that_it_is_closed_and_nothing_else(institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)

    services.close_mentorship(mentorship, by=bilal, at=SPRING)

    mentorship.refresh_from_db()
    assert (mentorship.state, mentorship.closed_at) == ("closed", SPRING)
    [notice] = Notice.objects.all()
    assert (notice.person, notice.kind, notice.day) == (amina, "mentoring.closed", None)
    assert [one.event for one in stewardship.entries_shown_to(bilal)] == [
        "mentoring.mentorship_closed"
    ]
    assert "mentoring.mentorship_closed" not in {
        one.event for one in stewardship.entries_shown_to(amina)
    }


def test_closing_twice_is_once(institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)
    for hours, person in enumerate((bilal, amina)):
        services.close_mentorship(mentorship, by=person, at=SPRING + timedelta(hours=hours))

    mentorship.refresh_from_db()
    assert mentorship.closed_at == SPRING
    assert Notice.objects.count() == 1


def test_leaving_the_institution_closes_what_is_there(institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)

    people.leave(amina.affiliations.get(), by=amina, at=SPRING)

    mentorship.refresh_from_db()
    assert mentorship.state == "closed"
    assert [notice.person for notice in Notice.objects.all()] == [bilal]
    # Somebody may leave, be dismissed or die: the ledger does not say that they closed it.
    [entry] = Entry.objects.filter(event="mentoring.mentorship_closed")
    assert (entry.by, entry.subject) == (None, None)


def test_erasing_one_closes_it_and_leaves_the_other_a_page_without_a_name(
    client, institution, amina, bilal
):
    mentorship = begin(institution, amina, bilal)

    erase_person(amina, by=None, at=SPRING)

    client.force_login(bilal)
    page = client.get(mentorship.get_absolute_url()).content.decode()
    assert "Somebody who is no longer here" in page
    assert "This mentorship is closed." in page
    assert "Amina" not in page
    assert not Membership.objects.filter(person=amina).exists()

    erase_person(bilal, by=None, at=SPRING)
    assert not Mentorship.objects.exists()


def test_one_takes_along_with_whom_and_until_when(institution, amina, bilal):
    services.close_mentorship(begin(institution, amina, bilal), by=bilal, at=SPRING)

    [row] = hooks.exports["mentorships"].gather(bilal)

    assert row[:6] == ("Hearth", "", "", "mentee", ["Amina Siddiqui"], "closed")
    assert row[6:8] == (SPRING, SPRING)
    assert row[8:] == (date(2028, 3, 20), "after", SPRING.date())


def _contact(person, *, shared):
    Profile.objects.create(
        person=person, stage="Consultant", contact="bleep 4711", share_contact=shared
    )


@pytest.mark.parametrize(
    ("shared", "closed", "seen"),
    [(True, False, True), (False, False, False), (True, True, False)],
)
def test_contact_is_seen_where_shared_while_it_lasts(client, amina, pair, shared, closed, seen):
    _contact(amina, shared=shared)
    bilal = pair.memberships.get(role="mentee").person
    if closed:
        services.close_mentorship(pair, by=bilal, at=SPRING)
    client.force_login(bilal)

    page = client.get(pair.get_absolute_url()).content.decode()

    assert ("bleep 4711" in page) == seen
    assert ("Consultant" in page) != closed
    assert amina.email not in page


def test_how_the_other_likes_to_work_is_read_while_it_lasts(client, amina, bilal, pair):
    WorkingCard.objects.create(person=amina, feedback="Straight, and in private.")
    client.force_login(bilal)
    assert "Straight, and in private." in client.get(pair.get_absolute_url()).content.decode()

    services.close_mentorship(pair, by=bilal, at=SPRING)

    assert "Straight, and in private." not in client.get(pair.get_absolute_url()).content.decode()


def test_the_page_says_who_can_see_it(client, bilal, pair):
    client.force_login(bilal)

    for path in (pair.get_absolute_url(), "/mentorships/"):
        assert "You and your mentor or mentee" in client.get(path).content.decode()


def test_closing_is_one_confirmed_step(client, institution, amina, bilal):
    mentorship = begin(institution, amina, bilal)
    client.force_login(bilal)
    url = f"/mentorships/{mentorship.pk}/close/"

    assert client.get(url).status_code == 200
    mentorship.refresh_from_db()
    assert mentorship.is_active

    response = client.post(url, follow=True)
    mentorship.refresh_from_db()
    assert not mentorship.is_active
    assert "This mentorship is closed." in response.content.decode()


@pytest.mark.parametrize("path", ["", "close/"])
def test_to_anybody_else_it_is_not_there(client, institution, amina, bilal, member, path):
    mentorship = begin(institution, amina, bilal)
    client.force_login(bilal)
    assert client.get(f"/mentorships/{mentorship.pk}/{path}").status_code == 200

    client.force_login(member("Somebody else"))

    assert client.get(f"/mentorships/{mentorship.pk}/{path}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    client, institution, bilal, member, count, django_assert_num_queries
):
    for number in range(count):
        begin(institution, member(f"Mentor {number}"), bilal)
    client.force_login(bilal)

    with django_assert_num_queries(18):
        page = client.get("/mentorships/").content.decode()

    assert page.count("Mentor ") == count


def test_today_shows_those_that_go_on(client, institution, amina, bilal, member):
    closed = begin(institution, member("Closed One"), bilal)
    services.close_mentorship(closed, by=bilal, at=SPRING)
    begin(institution, amina, bilal)
    client.force_login(bilal)

    page = client.get("/today/").content.decode()

    assert "Amina Siddiqui" in page
    assert "Closed One" not in page


def test_those_who_run_a_cohort_see_who_is_paired_but_never_a_pair_of_their_own(client):
    cohort = CohortFactory()
    institution = cohort.programme.institution
    coordinator = AppointmentFactory(institution=institution, role="coordinator").person
    mine = mentor_in(cohort, person=coordinator, places=2).participant.person
    other = mentor_in(cohort).participant.person
    mentees = [mentee_in(cohort).participant.person for _n in range(2)]
    begin(institution, mine, mentees[0], cohort=cohort)
    begin(institution, other, mentees[1], cohort=cohort)
    client.force_login(coordinator)

    page = client.get(f"/staff/programmes/cohorts/{cohort.pk}/pairs/").content.decode()

    assert other.name in page
    assert mentees[1].name in page
    assert mentees[0].name not in page

    answer = client.get(f"/staff/programmes/cohorts/{cohort.pk}/pairs/?as=xlsx")
    [_head, row] = openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(
        values_only=True
    )
    assert row[:4] == (other.name, mentees[1].name, "Active", "2026-03-20")
    assert row[4:] == ("Starting", "2026-03-20", "")


@pytest.mark.parametrize(
    ("form", "role", "says"),
    [("group", "mentee", "In your group"), ("circle", "peer", "In your circle")],
)
def test_among_several_each_reads_who_the_others_are_to_them(client, member, form, role, says):
    several = MentorshipFactory(form=form)
    if form == "circle":
        several.memberships.update(role="peer")
    for name in ("Bilal Ahmed", "Chen Wei"):
        several.memberships.create(person=member(name), role=role, joined_at=SPRING)
    client.force_login(several.memberships.get(person__name="Chen Wei").person)

    page = client.get(several.get_absolute_url()).content.decode()

    assert says in page
    assert ("Your mentor" in page) is (form == "group")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert {"other-1", "other-2", "other-3"} <= set(ids)
    assert len(ids) == len(set(ids))
