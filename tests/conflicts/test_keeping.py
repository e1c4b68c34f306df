"""What staff put in, end and take out; and what they may not."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from amanah.conflicts import services
from amanah.conflicts.models import Post, Tie
from amanah.conflicts.queries import stands_between
from amanah.conflicts.services import What
from amanah.people import services as people
from amanah.stewardship.models import Entry
from tests.factories import SPRING, AffiliationFactory, AppointmentFactory, PostFactory, TieFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TODAY = SPRING.date()


def put_in(home, one, other, *, by, kind="assessor", **days):
    return services.put_in_tie(home, one, other, What(kind, **days), by=by, at=SPRING)


def test_both_people_are_told_by_the_ledger_that_a_tie_was_put_in(home, coordinator, member):
    one, other = member(), member()

    tie = put_in(home, one, other, by=coordinator)

    entries = Entry.objects.order_by("number")
    assert [(e.event, e.about, e.subject, e.by, e.detail) for e in entries] == [
        ("conflicts.tie_put_in", tie.pk, one, coordinator, {"kind": "assessor"}),
        ("conflicts.tie_put_in", tie.pk, other, coordinator, {"kind": "assessor"}),
    ]
    assert (tie.since, tie.until, tie.source) == (TODAY, None, "staff")


@pytest.mark.parametrize("part", ["one", "other", "neither"])
def test_nobody_puts_in_what_is_about_themselves(home, coordinator, member, part):
    people = {"one": member(), "other": member(), **{part: coordinator}}

    if part == "neither":
        assert put_in(home, people["one"], people["other"], by=coordinator)
        return
    with pytest.raises(services.CannotKeep, match="about you"):
        put_in(home, people["one"], people["other"], by=coordinator)
    assert not Tie.objects.exists()


def test_a_tie_is_between_two_people(home, coordinator, member):
    one = member()

    with pytest.raises(services.CannotKeep, match="These are one"):
        put_in(home, one, one, by=coordinator)


@pytest.mark.parametrize("kind", ["family", "co_author"])
def test_between_equals_it_is_one_tie_whichever_comes_first(home, coordinator, member, kind):
    one, other = member(), member()
    put_in(home, one, other, by=coordinator, kind=kind)

    with pytest.raises(services.CannotKeep, match="there already"):
        put_in(home, other, one, by=coordinator, kind=kind)
    assert Tie.objects.count() == 1


def test_who_stands_over_whom_may_be_so_both_ways_round(home, coordinator, member):
    one, other = member(), member()
    put_in(home, one, other, by=coordinator)
    put_in(home, other, one, by=coordinator)

    assert Tie.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "is_new"),
    [
        ({"since": TODAY - 9 * DAY, "until": TODAY - 5 * DAY}, True),
        ({"since": TODAY - 9 * DAY, "until": TODAY}, False),
        ({"since": TODAY - 9 * DAY}, False),
        ({"since": TODAY + 3 * DAY}, False),
        ({"since": TODAY + 11 * DAY}, True),
    ],
)
def test_the_same_tie_may_come_again_at_another_time(home, coordinator, member, days, is_new):
    one, other = member(), member()
    put_in(home, one, other, by=coordinator, since=TODAY, until=TODAY + 10 * DAY)

    if is_new:
        assert put_in(home, one, other, by=coordinator, **days)
        return
    with pytest.raises(services.CannotKeep, match="there already"):
        put_in(home, one, other, by=coordinator, **days)


def test_the_last_day_cannot_come_before_the_first(home, coordinator, member):
    with pytest.raises(services.CannotKeep, match="last day cannot"):
        put_in(home, member(), member(), by=coordinator, since=TODAY, until=TODAY - DAY)


def test_a_post_is_the_same_however_its_department_is_written(home, coordinator, member):
    head = member()
    what = What("head", department="Médicine")
    services.put_in_post(home, head, what, by=coordinator, at=SPRING)

    with pytest.raises(services.CannotKeep, match="there already"):
        services.put_in_post(
            home, head, What("head", department=" medicine"), by=coordinator, at=SPRING
        )
    other = What("head", department="Surgery")
    assert services.put_in_post(home, head, other, by=coordinator, at=SPRING)


def test_a_tie_that_is_ended_no_longer_counts_from_today_on(home, coordinator):
    tie = TieFactory(institution=home, since=TODAY - DAY)

    services.end_kept(tie, last_day=None, by=coordinator, at=SPRING)

    assert not stands_between(home, tie.one, tie.other, at=SPRING)
    assert stands_between(home, tie.one, tie.other, at=SPRING - DAY)
    assert set(Entry.objects.values_list("event", "subject")) == {
        ("conflicts.tie_ended", tie.one_id),
        ("conflicts.tie_ended", tie.other_id),
    }


def test_what_has_not_begun_is_gone_when_it_is_ended(home, coordinator):
    tie = TieFactory(institution=home, since=TODAY + DAY)

    services.end_kept(tie, last_day=None, by=coordinator, at=SPRING)

    assert not Tie.objects.exists()


def test_a_named_last_day_still_counts(home, coordinator):
    post = PostFactory(institution=home)
    inside = AffiliationFactory(institution=home, department="Medicine").person

    services.end_kept(post, last_day=TODAY + DAY, by=coordinator, at=SPRING)

    assert stands_between(home, post.person, inside, at=SPRING + DAY)
    assert not stands_between(home, post.person, inside, at=SPRING + 2 * DAY)


@pytest.mark.parametrize("end", ["end", "take_out"])
@pytest.mark.parametrize("is_own", [True, False])
def test_nobody_ends_what_is_about_themselves(home, coordinator, end, is_own):
    own = {"other": coordinator} if is_own else {}
    tie = TieFactory(institution=home, since=TODAY - DAY, **own)

    def act():
        if end == "end":
            services.end_kept(tie, last_day=None, by=coordinator, at=SPRING)
        else:
            services.take_out_kept(tie, by=coordinator, at=SPRING)

    if not is_own:
        act()
        assert not stands_between(home, tie.one, tie.other, at=SPRING)
        return
    with pytest.raises(services.CannotKeep, match="about you"):
        act()
    assert stands_between(home, tie.one, tie.other, at=SPRING)
    assert not Entry.objects.exists()


def test_what_is_taken_out_leaves_only_that_it_was(home, coordinator):
    tie, post = TieFactory(institution=home), PostFactory(institution=home)

    for kept in (tie, post):
        services.take_out_kept(kept, by=coordinator, at=SPRING)

    assert not Tie.objects.exists()
    assert not Post.objects.exists()
    assert sorted(Entry.objects.values_list("event", flat=True)) == [
        "conflicts.post_taken_out",
        "conflicts.tie_taken_out",
        "conflicts.tie_taken_out",
    ]
    with pytest.raises(services.CannotKeep, match="meanwhile"):
        services.take_out_kept(tie, by=coordinator, at=SPRING)


def test_whoever_leaves_and_comes_back_finds_the_wall_as_it_was(home, member):
    person = member()
    tie = TieFactory(institution=home, one=person, other=member())
    people.leave(person.affiliations.get(), by=person, at=SPRING)
    services.sweep_ties(at=SPRING + 300 * DAY)

    people.join(home, person, by=None, at=SPRING + 301 * DAY)

    assert stands_between(home, tie.one, tie.other, at=SPRING + 301 * DAY)


def test_what_is_long_over_and_who_is_long_gone_is_forgotten(home, member):
    gone, here = member(), member()
    gone.affiliations.update(until=TODAY)
    kept = TieFactory(institution=home, one=here, other=member())
    TieFactory(institution=home, one=here, other=member(), until=TODAY)
    TieFactory(institution=home, one=gone, other=here)
    TieFactory(institution=home, one=here, other=gone)
    PostFactory(institution=home, person=gone)
    PostFactory(institution=home, person=here, until=TODAY)
    post = PostFactory(institution=home, person=here, department="Surgery")

    services.sweep_ties(at=SPRING + 365 * DAY)
    assert (Tie.objects.count(), Post.objects.count()) == (4, 3)
    services.sweep_ties(at=SPRING + 366 * DAY)

    assert (Tie.objects.get(), Post.objects.get()) == (kept, post)


def test_a_listed_persons_ties_become_those_of_their_account(home, member):
    listed, person, boss = member(joined_at=None), member(), member()
    TieFactory(institution=home, one=boss, other=listed)
    TieFactory(institution=home, one=listed, other=person)
    PostFactory(institution=home, person=listed)
    services.say_own_ties(boss, [listed.email], by=boss, at=SPRING)

    services.take_ties_over(listed, person, SPRING)

    tie, post = Tie.objects.get(), Post.objects.get()
    assert (tie.one, tie.other, post.person) == (boss, person, person)
    tie.delete()
    assert stands_between(home, boss, person, at=SPRING)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
)
def test_two_coordinators_at_once_put_one_tie_in(home, coordinator, member):
    one, other = member(), member()
    second = AppointmentFactory(institution=home, role="admin").person
    gate, outcomes = Barrier(2), []

    def act(by):
        gate.wait()
        try:
            put_in(home, one, other, by=by)
            outcomes.append("in")
        except services.CannotKeep:
            outcomes.append("there already")
        finally:
            connection.close()

    threads = [Thread(target=act, args=(by,)) for by in (coordinator, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["in", "there already"]
    assert Tie.objects.count() == 1
