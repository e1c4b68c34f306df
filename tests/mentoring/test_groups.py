"""Groups, circles and named mentors: what is counted, who may leave, and what goes on."""

import pytest

from amanah.mentoring import queries, services
from amanah.mentoring.models import Mentorship
from amanah.mentoring.services import Side
from amanah.notifications.models import Notice
from amanah.people import services as people
from amanah.sealing.models import Member
from amanah.stewardship.services import erase_person
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, CohortFactory
from tests.factories.matching import mentee_in, mentor_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(programme__form="group")


@pytest.fixture
def mentor(cohort):
    return mentor_in(cohort, places=3).participant.person


@pytest.fixture
def mentees(cohort):
    return [mentee_in(cohort).participant.person for _n in range(4)]


def begin(cohort, sides, form="group"):
    return services.begin(
        cohort.programme.institution, sides, form=form, cohort=cohort, by=None, at=SPRING
    )


def group(mentor, *mentees):
    return [Side(mentor, "mentor"), *(Side(one, "mentee") for one in mentees)]


def circle(*people):
    return [Side(one, "peer") for one in people]


def in_it(mentorship):
    return {one.person for one in mentorship.memberships.filter(left_at=None)}


def test_a_group_is_one_mentorship_with_one_room(cohort, mentor, mentees):
    mentorship = begin(cohort, group(mentor, *mentees[:3]))

    assert (mentorship.form, mentorship.phase) == ("group", "starting")
    assert mentorship.phase_since == cohort.programme.institution.day_of(SPRING)
    assert in_it(mentorship) == {mentor, *mentees[:3]}
    assert set(Member.objects.filter(room=mentorship.room).values_list("person", flat=True)) == {
        one.pk for one in (mentor, *mentees[:3])
    }


def test_a_group_takes_as_many_places_as_it_has_mentees(cohort, mentor, mentees):
    with pytest.raises(services.NoPlace):
        begin(cohort, group(mentor, *mentees))

    begin(cohort, group(mentor, *mentees[:2]))

    assert queries.places_taken(cohort) == {mentor.pk: 2}
    with pytest.raises(services.NoPlace):
        begin(cohort, group(mentor, *mentees[2:]))
    assert begin(cohort, group(mentor, mentees[2]))


@pytest.mark.parametrize(
    ("form", "sides"),
    [
        ("pair", lambda m, a, b, c: group(m, a, b)),
        ("pair", lambda m, a, b, c: circle(a, b)),
        ("group", lambda m, a, b, c: group(m)),
        ("group", lambda m, a, b, c: [*group(m, a), Side(b, "mentor")]),
        ("group", lambda m, a, b, c: [*group(m, a), Side(b, "peer")]),
        ("circle", lambda m, a, b, c: circle(a, b)),
        ("circle", lambda m, a, b, c: [*circle(a, b, c), Side(m, "mentor")]),
    ],
)
def test_a_form_has_its_own_people(cohort, mentor, mentees, form, sides):
    with pytest.raises(services.CannotBegin, match="not enough people"):
        begin(cohort, sides(mentor, *mentees[:3]), form)

    good = {
        "pair": group(mentor, mentees[0]),
        "group": group(mentor, *mentees[:2]),
        "circle": circle(*mentees[:3]),
    }
    assert begin(cohort, good[form], form).is_active


def test_a_mentee_of_a_group_has_a_mentor(cohort, mentor, mentees):
    begin(cohort, group(mentor, mentees[0]))
    other = mentor_in(cohort, places=3).participant.person

    with pytest.raises(services.CannotBegin, match="by now"):
        begin(cohort, group(other, mentees[1], mentees[0]))

    assert begin(cohort, group(other, mentees[1]))


def test_a_named_role_is_filled_once(mentees):
    cohort = CohortFactory(programme__form="several", programme__mentor_roles=["Career", "Life"])
    mentee = mentee_in(cohort).participant.person
    mentors = [mentor_in(cohort).participant.person for _n in range(3)]

    def pair(mentor, role):
        return [Side(mentor, "mentor", role), Side(mentee, "mentee")]

    begin(cohort, pair(mentors[0], "Career"), "pair")
    with pytest.raises(services.CannotBegin):
        begin(cohort, pair(mentors[1], "Career"), "pair")
    begin(cohort, pair(mentors[1], "Life"), "pair")

    assert queries.roles_filled(cohort) == {(mentee.pk, "Career"), (mentee.pk, "Life")}


def test_a_mentee_leaves_a_group_and_the_others_walk_on(client, cohort, mentor, mentees):
    mentorship = begin(cohort, group(mentor, *mentees[:3]))
    client.force_login(mentees[0])
    assert (
        "the others walk on" in client.get(f"/mentorships/{mentorship.pk}/close/").content.decode()
    )

    client.post(f"/mentorships/{mentorship.pk}/close/")

    mentorship.refresh_from_db()
    assert mentorship.is_active
    assert in_it(mentorship) == {mentor, *mentees[1:3]}
    assert queries.places_taken(cohort) == {mentor.pk: 2}
    assert not Notice.objects.filter(kind="mentoring.closed").exists()
    assert Member.objects.get(room=mentorship.room, person=mentees[0]).left_at is not None
    # Of what goes on without them they are shown nothing: see test_leaving.
    page = client.get(f"/mentorships/{mentorship.pk}/").content.decode()
    assert "You have left this one." in page
    assert client.get(f"/mentorships/{mentorship.pk}/agreement/").status_code == 404
    assert queries.pairs_ever(cohort) >= {(mentees[0].pk, mentor.pk)}
    # Whoever left may begin with another.
    other = mentor_in(cohort, places=3).participant.person
    assert begin(cohort, group(other, mentees[0]))


@pytest.mark.parametrize("who", ["mentor", "last mentee"])
def test_without_a_mentor_or_a_mentee_a_group_is_closed(cohort, mentor, mentees, who):
    mentorship = begin(cohort, group(mentor, mentees[0]))
    leaver, other = (mentor, mentees[0]) if who == "mentor" else (mentees[0], mentor)

    services.close_mentorship(mentorship, by=leaver, at=SPRING)

    mentorship.refresh_from_db()
    assert not mentorship.is_active
    assert Notice.objects.filter(person=other, kind="mentoring.closed").exists()


def test_two_of_a_circle_walk_on_and_one_does_not(cohort, mentees):
    cohort.programme.form = "circle"
    mentorship = begin(cohort, circle(*mentees[:3]), "circle")

    services.close_mentorship(mentorship, by=mentees[0], at=SPRING)
    assert Mentorship.objects.get(pk=mentorship.pk).is_active
    services.close_mentorship(mentorship, by=mentees[1], at=SPRING)

    assert not Mentorship.objects.get(pk=mentorship.pk).is_active


@pytest.mark.parametrize("how", ["leaves", "is erased"])
def test_a_group_outlives_a_mentee_who_is_not_here_any_more(cohort, mentor, mentees, how):
    mentorship = begin(cohort, group(mentor, *mentees[:2]))

    if how == "leaves":
        people.leave(mentees[0].affiliations.get(), by=mentees[0], at=SPRING)
    else:
        erase_person(mentees[0], by=None, at=SPRING)

    mentorship.refresh_from_db()
    assert mentorship.is_active
    assert in_it(mentorship) == {mentor, mentees[1]}


def test_staff_read_who_is_in_it_now(client, cohort, mentor, mentees):
    mentorship = begin(cohort, group(mentor, *mentees[:2]))
    services.close_mentorship(mentorship, by=mentees[0], at=SPRING)
    institution = cohort.programme.institution
    runs = AppointmentFactory(institution=institution, role="coordinator").person
    AffiliationFactory(institution=institution, person=runs)
    client.force_login(runs)

    page = client.get(f"/staff/programmes/cohorts/{cohort.pk}/pairs/").content.decode()

    assert mentees[1].name in page
    assert mentees[0].name not in page


def test_staff_read_a_circle_by_its_peers_and_miss_no_mentor(client, cohort, mentees):
    cohort.programme.form = "circle"
    cohort.programme.save()
    mentorship = begin(cohort, circle(*mentees[:3]), "circle")
    institution = cohort.programme.institution
    client.force_login(AppointmentFactory(institution=institution, role="coordinator").person)

    def listed():
        return client.get(f"/staff/programmes/cohorts/{cohort.pk}/pairs/").content.decode()

    for one in mentees[:3]:
        assert one.name in listed()
    assert "no longer here" not in listed()
    mentorship.memberships.update(left_at=SPRING)
    assert "Somebody who is no longer here" in listed()


def test_each_reads_as_which_of_several_mentors(client, cohort, mentor, mentees):
    mentorship = begin(cohort, [Side(mentor, "mentor", "Research"), Side(mentees[0], "mentee")])
    client.force_login(mentor)

    def page():
        return client.get(mentorship.get_absolute_url()).content.decode()

    assert "You are their mentor for: <bdi>Research</bdi>" in page()
    client.force_login(mentees[0])
    assert "<bdi>Research</bdi>" in page()
    assert "<bdi>Research</bdi>" in client.get("/mentorships/").content.decode()
    mentorship.memberships.update(named_role="")
    client.force_login(mentor)
    assert "You are their mentor for" not in page()
