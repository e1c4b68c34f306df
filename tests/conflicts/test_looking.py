"""Pairs that run are looked at again when somebody's role changes, and nobody is betrayed by it."""

import uuid
from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.conflicts import services
from amanah.conflicts.hooks import Running
from amanah.conflicts.queries import pairs_shown_to, stands_between
from amanah.conflicts.services import What
from amanah.notifications.models import Notice
from amanah.notifications.queries import own_notices
from amanah.people import services as people
from amanah.people.services import hooks
from tests.factories import (
    SPRING,
    AppointmentFactory,
    OwnTiesFactory,
    PostFactory,
    ProgrammeFactory,
    TieFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = SPRING.date()


@pytest.fixture
def programme(home):
    return ProgrammeFactory(institution=home)


@pytest.fixture
def deputy(home, programme):
    return AppointmentFactory(institution=home, role="deputy", scope=programme.pk).person


@pytest.fixture
def pair(home, programme, member, running):
    """A pair that runs: Hina, and Dr Imran, her mentor."""
    mentor, mentee = member(name="Dr Imran"), member(name="Hina")
    running.append(Running(uuid.uuid4(), mentor.pk, mentee.pk, programme.pk))
    return mentor, mentee


@pytest.fixture
def looker(client, coordinator):
    """The browser of somebody who runs programmes."""
    client.force_login(coordinator)
    return client


def told():
    return set(Notice.objects.values_list("person", "kind"))


def told_to(*people):
    return {(person.pk, "conflicts.another_look") for person in people}


def test_those_who_run_the_programme_are_told_once_and_nobody_else(
    home, coordinator, deputy, pair, member
):
    elsewhere = ProgrammeFactory(institution=home)
    AppointmentFactory(institution=home, role="deputy", scope=elsewhere.pk)
    AppointmentFactory(institution=home, role="admin")
    AppointmentFactory(role="coordinator")

    for other in (pair[1], member()):
        services.put_in_tie(home, pair[0], other, What("assessor"), by=coordinator, at=SPRING)

    assert told() == told_to(coordinator, deputy)
    assert Notice.objects.count() == 2


def test_a_tie_of_others_tells_nobody_anything(home, coordinator, pair, member):
    services.put_in_tie(home, member(), pair[1], What("assessor"), by=coordinator, at=SPRING)

    assert told() == set()


def test_the_words_are_fixed_and_name_nobody(home, coordinator, pair, client):
    services.put_in_tie(home, *pair, What("assessor"), by=coordinator, at=clock.now())

    client.force_login(coordinator)
    page = client.get("/notices/").content.decode()

    assert "A pair may need another look: somebody&#x27;s role has changed." in page
    assert f"/staff/institutions/{home.pk}/pairs/" in page
    assert [name for name in ("Imran", "Hina", "assess") if name in page] == []


def test_whoever_is_in_the_pair_is_not_told_and_does_not_see_it(
    home, coordinator, deputy, member, running, programme
):
    """The mentor is the coordinator: it is for the deputy to look."""
    mentee = member(name="Hina")
    running.append(Running(uuid.uuid4(), coordinator.pk, mentee.pk, programme.pk))
    admin = AppointmentFactory(institution=home, role="admin").person

    services.put_in_tie(home, coordinator, mentee, What("examiner"), by=admin, at=SPRING)

    assert told() == told_to(deputy)
    assert pairs_shown_to(coordinator, home, at=SPRING) == []
    assert [one.mentee for one in pairs_shown_to(deputy, home, at=SPRING)] == ["Hina"]


def test_a_tie_that_begins_later_is_told_on_its_day_and_once(home, coordinator, pair):
    services.put_in_tie(
        home, *pair, What("examiner", since=TODAY + 5 * DAY), by=coordinator, at=SPRING
    )
    services.look_at_what_begins(at=SPRING + 4 * DAY)
    assert told() == set()
    assert stands_between(home, *pair, at=SPRING)

    for hours in (0, 6, 30):
        services.look_at_what_begins(at=SPRING + 5 * DAY + timedelta(hours=hours))

    assert told() == told_to(coordinator)
    assert Notice.objects.count() == 1


def test_what_was_put_in_on_its_own_day_is_not_told_twice(home, coordinator, pair):
    services.put_in_tie(home, *pair, What("examiner"), by=coordinator, at=SPRING)
    services.look_at_what_begins(at=SPRING)

    assert Notice.objects.count() == 1


def test_a_worker_that_was_away_finds_what_began_meanwhile(home, coordinator, pair):
    PostFactory(institution=home, person=pair[0], since=TODAY, put_in_on=TODAY - DAY)
    pair[1].affiliations.update(department="medicine")

    services.look_at_what_begins(at=SPRING + 2 * DAY)

    assert told() == told_to(coordinator)


def test_a_new_department_is_looked_at(home, coordinator, pair):
    post = PostFactory(institution=home, person=pair[0])
    belonging = pair[1].affiliations.get()
    assert services.look_at_department in hooks.department_changed
    for department, heard in (("Surgery", set()), (post.department, told_to(coordinator))):
        seen = {"department": belonging.department}
        belonging = people.change_department(
            belonging, {"department": department}, seen=seen, by=pair[1], at=SPRING
        )
        assert told() == heard


@pytest.mark.parametrize("who", [0, 1])
def test_what_somebody_says_of_their_own_ties_is_told_to_no_staff(
    home, coordinator, deputy, pair, who, client
):
    """Not at once, not by the job, not on the page: only the next pairing differs."""
    services.say_own_ties(pair[who], [pair[1 - who].email], by=pair[who], at=SPRING)
    services.look_at_what_begins(at=SPRING)
    for one in pair:
        services.look_at_department(one.affiliations.get(), SPRING)

    assert told() == set()
    assert pairs_shown_to(deputy, home, at=SPRING) == []
    assert stands_between(home, *pair, at=SPRING)
    client.force_login(coordinator)
    page = client.get(f"/staff/institutions/{home.pk}/pairs/").content.decode()
    assert "No pair needs another look" in page

    services.put_in_tie(home, *pair, What("assessor"), by=coordinator, at=SPRING)
    assert told() == told_to(coordinator, deputy)


def test_an_informal_pair_is_told_to_nobody(home, coordinator, member, running):
    mentor, mentee = member(), member()
    running.append(Running(uuid.uuid4(), mentor.pk, mentee.pk))

    services.put_in_tie(home, mentor, mentee, What("assessor"), by=coordinator, at=SPRING)

    assert told() == set()
    assert pairs_shown_to(coordinator, home, at=SPRING) == []


@pytest.mark.parametrize("may", [True, False])
def test_co_authors_are_looked_at_unless_the_programme_lets_them(
    home, coordinator, member, running, programme, may
):
    mentor, mentee = member(), member()
    running.append(Running(uuid.uuid4(), mentor.pk, mentee.pk, programme.pk, may))

    services.put_in_tie(home, mentor, mentee, What("co_author"), by=coordinator, at=SPRING)

    assert (told() == set()) == may


def test_the_page_names_the_pairs_without_a_cause(home, coordinator, pair, client):
    TieFactory(institution=home, one=pair[0], other=pair[1], kind="examiner")
    OwnTiesFactory(person=pair[1], lines=[{"email": pair[0].email}])
    client.force_login(coordinator)

    page = client.get(f"/staff/institutions/{home.pk}/pairs/").content.decode()

    assert "Dr Imran" in page
    assert "Hina" in page
    assert "not available any more" in page
    assert "xaminer" not in page.replace("assess, examine", "")


def test_a_notice_that_no_longer_holds_is_not_shown(home, coordinator, pair):
    tie = services.put_in_tie(home, *pair, What("assessor"), by=coordinator, at=SPRING)
    assert own_notices(coordinator).count() == 1

    services.end_kept(tie, last_day=None, by=coordinator, at=SPRING)

    assert pairs_shown_to(coordinator, home, at=SPRING) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    home, programme, running, looker, count, django_assert_num_queries
):
    for tie in [TieFactory(institution=home) for _ in range(count)]:
        running.append(Running(uuid.uuid4(), tie.one_id, tie.other_id, programme.pk))
    looker.get(f"/staff/institutions/{home.pk}/pairs/")

    with django_assert_num_queries(12):
        page = looker.get(f"/staff/institutions/{home.pk}/pairs/")

    assert len(page.context["pairs"]) == count
