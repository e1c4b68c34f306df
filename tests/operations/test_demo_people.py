from datetime import timedelta

import pytest
from django.db.models import F

from amanah.base import clock
from amanah.conflicts import queries as conflicts
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.matching import queries as matching
from amanah.mentoring import queries as mentoring
from amanah.operations.demo import cast, people
from amanah.outbox.models import Letter
from amanah.people.models import Affiliation, Invitation, Person
from amanah.programmes import queries as programmes
from amanah.stewardship import ledger
from amanah.stewardship.models import Chain, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.IS_DEMO = True
    return clock.now()


def test_the_demo_holds_two_institutions_and_everybody_in_the_cast(demo):
    people.populate(at=demo)

    assert Institution.objects.count() == 2
    # One of them has gone.
    assert Affiliation.objects.filter(until=None).count() == len(cast.EVERYBODY) - 1
    assert {person.is_demo for person in Person.objects.all()} == {True}


def test_populating_twice_changes_nothing(demo):
    people.populate(at=demo)
    before = (Person.objects.count(), Entry.objects.count())

    people.populate(at=demo + timedelta(days=1))

    assert (Person.objects.count(), Entry.objects.count()) == before


def test_whoever_is_said_to_sign_in_can(demo, client):
    for who in people.populate(at=demo):
        answer = client.post("/enter/", {"login": who.email, "password": who.phrase})

        assert (answer.status_code, answer.headers.get("Location")) == (302, "/today/"), who.part
        client.logout()


def test_parts_are_what_they_say(demo):
    people.populate(at=demo)

    held = {
        (one.person.email.partition("@")[0], one.role)
        for one in Appointment.objects.in_force(demo).select_related("person")
    }
    wanted = {(somebody.login, somebody.role) for somebody in cast.EVERYBODY if somebody.role}
    assert held == wanted
    nadia = Person.objects.get(email="nadia@demo.example")
    assert institutions.appointments_to_confirm(nadia, at=demo).count() == 1


def test_some_letters_are_open_and_some_ran_out(demo):
    people.populate(at=demo)

    unused = Invitation.objects.filter(accepted_at=None)
    assert unused.filter(expires_at__gt=demo).count() == len(cast.WAITING)
    assert unused.filter(expires_at__lte=demo).count() == len(cast.RAN_OUT)


def test_only_letters_that_still_open_something_are_sent(demo, run_jobs, mailoutbox):
    people.populate(at=demo)

    run_jobs(at=demo)

    assert {mail.to[0] for mail in mailoutbox} == {address for address, *_ in cast.WAITING}
    assert not Letter.objects.filter(state="waiting").exists()


def test_something_waits_in_each_direction_and_one_pair_is_informal(demo):
    people.populate(at=demo)

    waiting = {(one.mentee.email, one.mentor.email) for one in matching.standing(at=demo).all()}
    assert waiting == {
        ("bilal@demo.example", "faisal@demo.example"),
        ("khadija@demo.example", "ayesha@demo.example"),
    }
    bilal = Person.objects.get(email="bilal@demo.example")
    [search] = programmes.searches_of(bilal, at=demo)
    found = {card.mentor.person.email for card in matching.cards_for(search, at=demo)}
    assert found == {f"{name}@demo.example" for name in ("ayesha", "zubaida", "farzana")}
    [mentorship] = mentoring.mentorships_for(bilal)
    assert mentorship.cohort is None


def test_the_ledgers_of_the_demo_hold(demo):
    people.populate(at=demo)

    assert {ledger.first_break(chain) for chain in Chain.objects.all()} == {None}
    assert Entry.objects.filter(event="people.card_seen").count() == 5


def test_nothing_but_a_demo_is_populated(settings):
    settings.IS_DEMO = False

    with pytest.raises(RuntimeError, match="Only a demo"):
        people.populate(at=clock.now())

    assert not Person.objects.exists()


def test_the_demo_knows_who_decides_over_whom(demo):
    people.populate(at=demo)
    who = {login: Person.objects.get(email=f"{login}@demo.example") for login in ("faisal", "ali")}
    lahore = Institution.objects.get(slug="ravi")

    assert conflicts.stands_between(lahore, who["faisal"], who["ali"], at=demo)
    # What was put in about somebody was put in by somebody else.
    own = Entry.objects.filter(event__startswith="conflicts.", by=F("subject"))
    assert set(own.values_list("event", flat=True)) == {"conflicts.own_ties_said"}
