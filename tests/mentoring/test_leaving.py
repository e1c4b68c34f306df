"""Leaving: the others read the same as at the end of a term, byte by byte, wherever they look."""

import re
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from amanah.mentoring import services
from amanah.notifications.models import Notice
from amanah.notifications.services import mail_those_due
from amanah.people import services as people
from amanah.sealing import services as sealing
from amanah.sealing.models import Words
from amanah.stewardship import hooks
from amanah.stewardship.queries import acts_of_staff, entries_shown_to
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, CohortFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.sealing import making

pytestmark = pytest.mark.django_db

LATER = SPRING + timedelta(days=60)


@pytest.fixture
def cohort():
    return CohortFactory(programme__form="group")


@pytest.fixture
def mentor(cohort):
    return mentor_in(cohort, places=3).participant.person


@pytest.fixture
def mentees(cohort):
    return [mentee_in(cohort).participant.person for _n in range(3)]


@pytest.fixture
def pair(cohort, mentor, mentees):
    return begun(cohort, "pair", mentor, mentees[0])


@pytest.fixture
def coordinator(cohort):
    institution = cohort.programme.institution
    runs = AppointmentFactory(institution=institution, role="coordinator").person
    AffiliationFactory(institution=institution, person=runs)
    return runs


def begun(cohort, form, mentor, *mentees):
    sides = [services.Side(mentor, "mentor"), *(services.Side(one, "mentee") for one in mentees)]
    institution = cohort.programme.institution
    return services.begin(institution, sides, form=form, cohort=cohort, by=None, at=SPRING)


# What a page or a letter has anew each time: tokens, and the random id of a notice.
ANEW = re.compile(
    r'(?:nonce|value)="[\w/+=-]{16,}"|"X-CSRFToken": "\w+"'
    r"|(?<=/notices/)[0-9a-f-]{36}(?=/away/)|(?<=/stop/)[\w:.-]+"
)


@contextmanager
def a_world():
    """What happens in it has not happened afterwards: each world has the same people and ids."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def look(run_jobs, person, *paths):
    """Every byte of some pages, of what they are told, of their ledger and their copy."""
    client = Client()
    client.force_login(person)
    pages = [client.get(path) for path in paths]
    mail_those_due(at=LATER + timedelta(days=2))
    run_jobs(at=LATER + timedelta(days=2))
    mails = [one for one in mail.outbox if person.email in one.to]
    mail.outbox.clear()
    exports = {
        kind: [list(map(str, row)) for row in part.gather(person)]
        for kind, part in hooks.exports.items()
    }
    return {
        "pages": [(one.status_code, ANEW.sub("", one.content.decode())) for one in pages],
        "notices": list(
            Notice.objects.filter(person=person)
            .order_by("event")
            .values_list("kind", "event", "about", "made_at", "day", "over_at", "due_at")
        ),
        "letters": [
            (one.subject, ANEW.sub("", one.body), sorted(one.extra_headers)) for one in mails
        ],
        "ledger": [(one.event, one.at, one.detail) for one in entries_shown_to(person)],
        "exports": exports,
    }


@pytest.fixture
def seen_by(run_jobs):
    return partial(look, run_jobs)


def _mentee_leaves(pair, mentee):
    services.close_mentorship(pair, by=mentee, at=LATER)


def _at_the_end_of_term(pair, mentee):
    """Its last day has come, they had said that it comes to its end, and the mentee closes it."""
    cohort = pair.cohort
    cohort.ends_on = cohort.programme.institution.day_of(LATER)
    cohort.save(update_fields=["ends_on"])
    services.close_mentorship(pair, by=mentee, at=LATER)


def _the_mentee_is_not_here_any_more(pair, mentee):
    services.end_mentorship(pair, leaver=mentee, at=LATER)


def _mentor_looks(seen_by, mentor, pair):
    return seen_by(mentor, f"/mentorships/{pair.pk}/", "/mentorships/", "/today/", "/notices/")


def test_the_other_reads_the_same_as_at_the_end_of_a_term(seen_by, pair, mentor, mentees):
    ways = (_at_the_end_of_term, _mentee_leaves, _the_mentee_is_not_here_any_more)
    worlds = []
    with a_world():
        open_still = _mentor_looks(seen_by, mentor, pair)
    for way in ways:
        with a_world():
            way(pair, mentees[0])
            worlds.append(_mentor_looks(seen_by, mentor, pair))

    end_of_term, left, not_here = worlds
    assert left == end_of_term
    assert not_here == end_of_term
    # They would be told apart if there were something to tell.
    assert open_still != end_of_term
    assert "This mentorship is closed." in end_of_term["pages"][0][1]
    assert [kind for kind, *_rest in end_of_term["notices"]].count("mentoring.closed") == 1
    assert any("A mentorship of yours is closed." in body for _s, body, _h in left["letters"])
    assert all(mentees[0].name not in body for _s, body, _h in left["letters"])


def test_whoever_runs_the_programme_is_not_shown_who_closed_it(
    seen_by, pair, coordinator, mentor, mentees
):
    cohort = pair.cohort
    paths = (
        f"/staff/programmes/cohorts/{cohort.pk}/pairs/",
        f"/staff/programmes/cohorts/{cohort.pk}/wait-list/",
        "/today/",
    )
    worlds = []
    for by in (mentor, mentees[0]):
        with a_world():
            services.close_mentorship(pair, by=by, at=LATER)
            acts = list(acts_of_staff(cohort.programme.institution_id).values_list("event", "at"))
            worlds.append((seen_by(coordinator, *paths), acts))

    assert worlds[0] == worlds[1]
    assert worlds[0][0]["pages"][0][0] == 200
    assert "Closed" in worlds[0][0]["pages"][0][1]


def test_whoever_walks_on_in_a_group_is_told_nothing(seen_by, cohort, mentor, mentees):
    group = begun(cohort, "group", mentor, *mentees)
    for who in (mentor, mentees[1]):
        with a_world():
            services.close_mentorship(group, by=mentees[0], at=LATER)
            left = seen_by(who, f"/mentorships/{group.pk}/", "/today/", "/notices/")
        with a_world():
            people.leave(mentees[0].affiliations.get(), by=mentees[0], at=LATER)
            gone = seen_by(who, f"/mentorships/{group.pk}/", "/today/", "/notices/")
        assert left == gone
        assert "mentoring.closed" not in {kind for kind, *_rest in left["notices"]}
        assert mentees[0].name not in left["pages"][0][1]


def test_a_new_epoch_is_needed_once_somebody_has_left(cohort, mentor, mentees):
    for person in (mentor, *mentees):
        making.lock_of(person)
    group = begun(cohort, "group", mentor, *mentees)
    making.begin(group.room, by=mentor)
    making.post(group.room, by=mentees[0], kind="hopes")

    services.close_mentorship(group, by=mentees[0], at=LATER)

    with pytest.raises(sealing.NewEpochNeeded):
        making.post(group.room, by=mentor, kind="hopes", at=LATER)
    making.begin(group.room, by=mentor, at=LATER)
    assert making.post(group.room, by=mentor, kind="hopes", at=LATER).epoch == 2


def test_a_closed_room_takes_no_words_from_anybody(pair, mentor, mentees):
    for person in (mentor, mentees[0]):
        making.lock_of(person)
    making.begin(pair.room, by=mentor)
    making.post(pair.room, by=mentor, kind="hopes")
    waiting = making.parcel(pair.room, kind="hopes")

    services.close_mentorship(pair, by=mentees[0], at=LATER)

    for person in (mentor, mentees[0]):
        with pytest.raises(sealing.RoomClosed):
            sealing.post_words(pair.room, waiting, by=person, at=LATER)
    assert Words.objects.filter(room=pair.room).count() == 1


def test_whoever_left_a_group_reads_on_what_was_theirs(client, cohort, mentor, mentees):
    group = begun(cohort, "group", mentor, *mentees)
    services.close_mentorship(group, by=mentees[0], at=LATER)
    late = mentee_in(cohort).participant.person
    group.memberships.create(person=late, role="mentee", joined_at=LATER + timedelta(days=1))
    client.force_login(mentees[0])

    page = client.get(f"/mentorships/{group.pk}/").content.decode()

    assert "You have left this one." in page
    assert mentor.name in page
    assert late.name not in page
    assert f'room="{group.room_id}"' in page
    assert f"/mentorships/{group.pk}/" in client.get("/mentorships/").content.decode()
    for door in ("close/", "agreement/"):
        assert client.get(f"/mentorships/{group.pk}/{door}").status_code == 404
    client.force_login(mentees[1])
    assert client.get(f"/mentorships/{group.pk}/close/").status_code == 200


def test_looking_again_is_one_touch_and_comes_first(client, pair, mentees, coordinator):
    services.close_mentorship(pair, by=mentees[0], at=LATER)
    client.force_login(mentees[0])
    page = client.get(f"/mentorships/{pair.pk}/").content.decode()
    assert "Look for somebody again" in page

    page = client.post(f"/mentorships/{pair.pk}/again/", follow=True).content.decode()

    assert "You are looking again" in page
    [part] = mentees[0].participations.all()
    assert part.waits_since is not None
    client.force_login(coordinator)
    listed = client.get(f"/staff/programmes/cohorts/{pair.cohort_id}/wait-list/").content.decode()
    assert mentees[0].name in listed
    for word in ("closed", "Closed", "left"):
        assert word not in re.sub(r"<(?:style|script).*?</", "", _main(listed), flags=re.DOTALL)

    client.force_login(mentees[0])
    client.post(f"/mentorships/{pair.pk}/again/", {"stop": ""})
    part.refresh_from_db()
    assert part.waits_since is None


def _main(page):
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("why", ["goes on", "a mentor", "archived", "over"])
def test_only_whoever_may_look_again_does(client, pair, mentor, mentees, why):
    programme, who = pair.cohort.programme, mentees[0]
    if why != "goes on":
        services.close_mentorship(pair, by=who, at=LATER)
    if why == "a mentor":
        who = mentor
    if why == "archived":
        programme.state, programme.archived_at = "archived", LATER
        programme.keep_until = (LATER + timedelta(days=90)).date()
        programme.save()
    if why == "over":
        pair.cohort.ends_on = SPRING.date()
        pair.cohort.save()
    client.force_login(who)

    page = client.get(f"/mentorships/{pair.pk}/").content.decode()
    client.post(f"/mentorships/{pair.pk}/again/")

    assert "Look for somebody again" not in page
    assert who.participations.get().waits_since is None


def test_the_next_partner_is_shown_nothing_of_the_one_before(client, cohort, pair, mentor, mentees):
    services.close_mentorship(pair, by=mentees[0], at=LATER)
    other = mentor_in(cohort, places=3).participant.person
    again = begun(cohort, "pair", other, mentees[0])
    client.force_login(other)

    for path in (f"/mentorships/{again.pk}/", "/mentorships/", "/today/"):
        page = client.get(path).content.decode()
        assert mentor.name not in page
        assert str(pair.pk) not in page
        assert page.count("This mentorship is closed.") == 0
    assert client.get(f"/mentorships/{pair.pk}/").status_code == 404
    assert mentees[0].name in client.get(f"/mentorships/{again.pk}/").content.decode()
