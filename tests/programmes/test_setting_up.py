"""Setting up a programme and its cohorts, opening it, and who takes part."""

import pytest

from amanah.institutions.services import CannotAppoint, appoint
from amanah.outbox.models import Letter
from amanah.programmes import queries, services
from amanah.programmes.models import Programme
from amanah.programmes.starts import STARTS
from amanah.programmes.vocabulary import TOPICS
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    AppointmentFactory,
    CohortFactory,
    ParticipantFactory,
    PersonFactory,
    ProgrammeFactory,
)
from tests.factories.programmes import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution(cohort):
    return cohort.programme.institution


@pytest.fixture
def member(institution):
    return AffiliationFactory(institution=institution).person


def begun(institution, coordinator, deputy=None, start=STARTS[0]):
    return services.begin_programme(
        institution, start, start.initial, deputy=deputy, by=coordinator, at=SPRING
    )


def events():
    return list(Entry.objects.order_by("number").values_list("event", flat=True))


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.key)
def test_every_start_is_whole_enough_to_begin_with(start, institution, coordinator):
    programme = begun(institution, coordinator, start=start)

    assert (programme.state, programme.template) == ("draft", start.key)
    assert programme.evaluation_plan
    assert programme.questions.count() == len(start.questions)
    assert set(start.topics) <= set(TOPICS)


def test_a_deputy_is_named_for_this_programme_alone_and_told_by_letter(
    institution, coordinator, member
):
    programme = begun(institution, coordinator, deputy=member)

    held = member.appointments.get()
    assert (held.role, held.scope) == ("deputy", programme.pk)
    assert list(queries.programmes_run_by(member, at=SPRING)) == [programme]
    assert Letter.objects.filter(reader=member.pk).count() == 1
    assert "programmes.programme_begun" in events()


def test_nothing_is_set_up_when_the_deputy_cannot_be_appointed(institution, coordinator):
    before = Programme.objects.count()

    with pytest.raises(CannotAppoint):
        begun(institution, coordinator, deputy=coordinator)

    assert Programme.objects.count() == before


def test_a_programme_opens_once_two_people_run_it(institution, coordinator, member):
    programme = begun(institution, coordinator)
    with pytest.raises(services.CannotOpen, match="Name a deputy first"):
        services.open_programme(programme, by=coordinator, at=SPRING)

    services.name_deputy(programme, member, by=coordinator, at=SPRING)
    programme = services.open_programme(programme, by=coordinator, at=SPRING)

    assert programme.is_open
    with pytest.raises(services.CannotOpen, match="being set up"):
        services.open_programme(programme, by=coordinator, at=SPRING)


def test_a_deputy_of_another_programme_does_not_count(institution, coordinator, member):
    programme, other = begun(institution, coordinator), begun(institution, coordinator)
    services.name_deputy(other, member, by=coordinator, at=SPRING)

    with pytest.raises(services.CannotOpen):
        services.open_programme(programme, by=coordinator, at=SPRING)

    appoint(institution, member, role="coordinator", by=coordinator, at=SPRING)
    assert services.open_programme(programme, by=coordinator, at=SPRING).is_open


def test_only_what_changed_is_written(institution, coordinator):
    programme = begun(institution, coordinator)
    seen = {"name": programme.name, "aims": programme.aims}

    changed = services.change_programme(
        programme,
        {"name": programme.name, "aims": ["research"]},
        seen=seen,
        by=coordinator,
        at=SPRING,
    )

    assert changed.aims == ["research"]
    assert Entry.objects.get(event="programmes.programme_changed").detail == {"settings": ["aims"]}


def test_cohorts_are_counted_by_part_and_by_who_has_not_come_in(coordinator, cohort):
    institution = cohort.programme.institution
    mentor = AffiliationFactory(institution=institution).person
    ParticipantFactory(cohort=cohort, person=mentor, as_mentor=True, places=2)
    ParticipantFactory(cohort=cohort, person=PersonFactory(joined_at=None))
    ParticipantFactory(cohort=cohort, left_at=SPRING)

    found = queries.cohorts_of(cohort.programme).get()

    assert (found.mentors, found.mentees, found.not_in) == (1, 1, 1)


def test_whoever_is_taken_out_is_no_longer_in_it_and_can_be_put_back(coordinator, cohort):
    participant = ParticipantFactory(cohort=cohort)

    services.remove_from_cohort(participant, by=coordinator, at=SPRING)

    assert list(queries.people_of(cohort, but=coordinator)) == []
    with pytest.raises(services.AlreadyLeft):
        services.remove_from_cohort(participant, by=coordinator, at=SPRING)


def test_a_copy_has_the_settings_and_questions_and_nobody_in_it(coordinator, cohort):
    old = cohort.programme
    ParticipantFactory(cohort=cohort)
    QuestionFactory(programme=old, text="Which ward?", place=1)
    QuestionFactory(programme=old, text="Put away", put_away=True)
    services.change_programme(
        old, {"months": 9}, seen={"months": old.months}, by=coordinator, at=SPRING
    )

    copy = services.duplicate_programme(old, by=coordinator, at=SPRING)

    assert (copy.state, copy.copied_from, copy.months, copy.name) == ("draft", old, 9, old.name)
    assert [one.text for one in copy.questions.all()] == ["Which ward?"]
    assert copy.cohorts.count() == 0


def test_only_who_coordinates_the_institution_makes_a_copy(client, coordinator, cohort, member):
    programme = cohort.programme
    services.name_deputy(programme, member, by=coordinator, at=SPRING)
    answers = {}
    for who in (member, coordinator):
        client.force_login(who)
        page = client.get(programme.get_absolute_url())
        made = client.post(f"{programme.get_absolute_url()}duplicate/")
        answers[who] = ("Begin another like it" in page.text, made.status_code)

    assert answers == {member: (False, 403), coordinator: (True, 302)}


# The pages.


def test_a_programme_is_set_up_from_a_start_on_one_page(
    client, settings, institution, coordinator, member
):
    client.force_login(coordinator)
    page = f"/staff/{institution.slug}/programmes/new/?start=peers"
    assert client.get(page).status_code == 200

    answer = client.post(page, {**STARTS[3].initial, "name": "Hearth", "deputy": member.email})

    made = Programme.objects.get(name="Hearth")
    assert answer.url == made.get_absolute_url()
    assert made.form == "circle"
    assert client.get(answer.url).status_code == 200


def test_an_address_of_no_member_is_told_beside_the_field(client, institution, coordinator):
    client.force_login(coordinator)
    page = f"/staff/{institution.slug}/programmes/new/?start=peers"

    answer = client.post(page, {**STARTS[3].initial, "deputy": PersonFactory().email})

    assert answer.status_code == 422
    assert "No member of the institution has this address" in answer.text
    assert Programme.objects.count() == 1


def test_the_list_holds_what_one_runs_and_an_admin_sees_the_rest_by_name(
    client, institution, cohort, coordinator, member
):
    other = ProgrammeFactory(institution=institution, name="Lantern")
    ProgrammeFactory(name="Far away")
    services.name_deputy(other, member, by=coordinator, at=SPRING)
    admin = AppointmentFactory(institution=institution, role="admin").person
    seen = {}
    for who in (coordinator, member, admin):
        client.force_login(who)
        text = client.get(f"/staff/{institution.slug}/programmes/").text
        seen[who] = [one for one in (cohort.programme, other) if one.name in text]
        seen[who, "links"] = text.count('href="/staff/programmes/')
        assert "Far away" not in text

    assert seen[coordinator] == [cohort.programme, other] == seen[admin]
    assert seen[member] == [other]
    assert [seen[who, "links"] for who in (coordinator, member, admin)] == [2, 1, 0]


def test_an_admin_is_told_when_nobody_runs_an_open_programme(client, institution, coordinator):
    admin = AppointmentFactory(institution=institution, role="admin").person
    client.force_login(admin)
    page = f"/staff/{institution.slug}/programmes/"
    assert "Nobody runs it" not in client.get(page).text

    coordinator.appointments.all().delete()

    assert "Nobody runs it" in client.get(page).text


def test_one_person_is_put_in_found_and_taken_out(client, cohort, coordinator):
    client.force_login(coordinator)
    page = f"/staff/programmes/cohorts/{cohort.pk}/people/"

    client.post(page, {"name": "Zoë Quill", "email": "zoe@there.example", "role": "mentee"})

    assert Letter.objects.count() == 0
    assert "Zoë Quill" in client.get(page + "?search=zoe").text
    assert "Zoë Quill" not in client.get(page + "?search=quorum").text
    participant = cohort.participants.get()
    client.post(f"/staff/programmes/participants/{participant.pk}/remove/")
    assert "Zoë Quill" not in client.get(page).text


def test_a_name_that_staff_do_not_know_is_not_found_by(cohort, coordinator):
    person = PersonFactory(name="Hidden Name", email="known@there.example")
    ParticipantFactory(cohort=cohort, person=person)

    def found(search):
        return queries.people_found(cohort, but=coordinator, search=search).count()

    assert (found("hidden"), found("known")) == (0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_programme_costs_the_same(
    count, client, coordinator, cohort, django_assert_num_queries
):
    programme = ProgrammeFactory(institution=cohort.programme.institution)
    for _ in range(count):
        CohortFactory(programme=programme)

    with django_assert_num_queries(2):
        assert len(queries.cohorts_of(programme)) == count
        queries.who_runs(programme, at=SPRING)
