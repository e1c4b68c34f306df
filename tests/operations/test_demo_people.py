from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F

from amanah.base import clock
from amanah.conflicts import queries as conflicts
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.matching import queries as matching
from amanah.matching.models import Proposal
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Agreement, Membership, Mentorship
from amanah.operations.demo import agreeing, cast, guide, locks, people, populating, walking, who
from amanah.outbox.models import Letter
from amanah.people.models import Affiliation, Invitation, Person, Profile
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Participant
from amanah.sealing import queries as sealing
from amanah.stewardship import ledger
from amanah.stewardship.models import Chain, Entry

pytestmark = pytest.mark.django_db
MANY = 220


def somebody(login):
    return Person.objects.get(email=f"{login}@demo.example")


def test_the_demo_holds_two_institutions_and_220_people(populated):
    assert Institution.objects.count() == 2
    assert Person.objects.count() == MANY == len(people.EVERYBODY)
    # One of them has gone.
    assert Affiliation.objects.filter(until=None).count() == MANY - 1
    assert {person.is_demo for person in Person.objects.all()} == {True}
    assert not Person.objects.filter(joined_at=None).exists()


def complaints_of(row):
    try:
        row.full_clean()
    except ValidationError as error:
        return [(type(row).__name__, *error.message_dict.items())]
    return []


def test_a_form_would_complain_of_what_it_does_not_take(populated):
    row = Participant.objects.order_by("pk").first()
    assert complaints_of(row) == []
    row.places = -1
    assert [name for name, *_rest in complaints_of(row)] == ["Participant"]


def test_what_was_written_for_many_at_once_is_as_their_forms_would_take_it(populated):
    models = (Person, Affiliation, Profile, Participant, Application)
    rows = [row for model in models for row in model.objects.all()]

    assert {type(row) for row in rows} == set(models)
    assert [complaint for row in rows for complaint in complaints_of(row)] == []


def test_everybody_has_a_name_and_an_address_of_their_own():
    assert len({one.name for one in people.EVERYBODY}) == MANY
    assert set(who.BY_LOGIN) == {one.login for one in people.EVERYBODY}
    assert {one.house for one in people.EVERYBODY} == {house.slug for house in cast.HOUSES}


def test_the_demo_is_the_same_every_time(populated):
    said = Application.objects.get(
        participant__person__name="Asma Noorani", participant__cohort__name="This year's residents"
    )

    assert said.topics == ["research_skills", "dealing_with_a_setback"]
    assert said.languages == ["ur", "en"]


def test_populating_twice_changes_nothing(populated):
    before = (Person.objects.count(), Entry.objects.count())

    populating.populate(at=populated + timedelta(days=1))

    assert (Person.objects.count(), Entry.objects.count()) == before


def test_whoever_is_said_to_sign_in_can(populated, client):
    for each in populating.sign_ins():
        answer = client.post("/enter/", {"login": each.email, "password": each.phrase})

        assert (answer.status_code, answer.headers.get("Location")) == (302, "/today/"), each.part
        client.logout()


def test_parts_are_what_they_say(populated):
    held = {
        (one.person.email.partition("@")[0], one.role)
        for one in Appointment.objects.in_force(populated).select_related("person")
    }
    wanted = {(somebody.login, somebody.role) for somebody in people.EVERYBODY if somebody.role}
    assert held == wanted
    assert institutions.appointments_to_confirm(somebody("nadia"), at=populated).count() == 1


def test_some_letters_are_open_and_some_ran_out(populated):
    unused = Invitation.objects.filter(accepted_at=None)
    assert unused.filter(expires_at__gt=populated).count() == len(cast.WAITING)
    assert unused.filter(expires_at__lte=populated).count() == len(cast.RAN_OUT)


def test_only_letters_that_still_open_something_are_sent(populated, run_jobs, mailoutbox):
    run_jobs(at=populated)

    assert {mail.to[0] for mail in mailoutbox} == {address for address, *_ in cast.WAITING}
    assert not Letter.objects.filter(state="waiting").exists()


def test_something_waits_in_each_direction_and_one_pair_is_informal(populated):
    waiting = {(one.mentee.email, one.mentor.email) for one in matching.standing(at=populated)}
    assert waiting == {
        ("niamh@demo.example", "lukasz@demo.example"),
        ("temi.bakare@demo.example", "kwame@demo.example"),
    }
    [search] = programmes.searches_of(somebody("niamh"), at=populated)
    cards = matching.cards_for(search, at=populated)
    assert len(cards) == len(who.DOCTORS_OF_STUDENTS) - 1
    informal = [one for one in mentoring.mentorships_for(somebody("bilal")) if one.cohort is None]
    assert len(informal) == 1


def test_three_cohorts_are_at_three_points_of_their_lives(populated):
    named = {one.name: one for one in Cohort.objects.select_related("programme__institution")}
    students, next_year, this_year = (
        named[name]
        for name in ("This year's students", "Next year's residents", "This year's residents")
    )
    today = students.programme.institution.day_of(populated)

    assert programmes.takes_applications(students, at=populated)
    assert next_year.applications_until < today < next_year.begins_on
    assert this_year.begins_on < today < this_year.ends_on
    sent = {
        cohort: Application.objects.filter(participant__cohort=cohort, state="submitted").count()
        for cohort in (students, next_year, this_year)
    }
    assert min(sent.values()) > 45
    assert Application.objects.filter(participant__cohort=students, state="draft").exists()
    walking = Mentorship.objects.filter(cohort=this_year)
    assert walking.filter(state="active").count() == len(who.RESIDENTS_THIS_YEAR) - 3
    assert walking.filter(state="closed").count() == 1
    assert not Mentorship.objects.filter(cohort=next_year).exists()


def test_nobody_walks_with_somebody_from_whom_they_are_kept_apart(populated):
    pairs = Mentorship.objects.exclude(cohort=None).select_related("cohort__programme")
    for mentorship in pairs:
        here = [each.person for each in mentorship.memberships.select_related("person")]
        others = [person for person in here if person != here[0]]
        assert not matching.kept_apart(here[0], others, mentorship.cohort.programme, at=populated)


def test_the_ledgers_of_the_demo_hold(populated):
    assert {ledger.first_break(chain) for chain in Chain.objects.all()} == {None}
    assert Entry.objects.filter(event="people.card_seen").count() == 5


def test_nothing_but_a_demo_is_populated(settings):
    settings.IS_DEMO = False
    before = Person.objects.count()

    with pytest.raises(RuntimeError, match="Only a demo"):
        populating.populate(at=clock.now())

    assert Person.objects.count() == before


def test_the_demo_knows_who_decides_over_whom(populated):
    karachi = Institution.objects.get(slug="kolachi")

    assert conflicts.stands_between(karachi, somebody("faisal"), somebody("ali"), at=populated)
    # What was put in about somebody was put in by somebody else.
    own = Entry.objects.filter(event__startswith="conflicts.", by=F("subject"))
    assert set(own.values_list("event", flat=True)) == {"conflicts.own_ties_said"}


def test_whoever_is_worth_being_is_said_once(populated):
    logins = [turn.login for turn in guide.TURNS]

    assert len(logins) == len(set(logins))
    assert {"coordinator", "mentor", "mentee", "deputy coordinator", "safeguarding lead"} <= {
        str(turn.part).partition(",")[0] for turn in guide.TURNS
    }


def test_there_is_a_group_and_somebody_with_three_mentors(populated):
    [group] = Mentorship.objects.filter(form="group")
    assert group.memberships.count() == 5
    hers = list(mentoring.mentorships_for(somebody("maria")))
    named = {part.named_role for one in hers for part in one.memberships.filter(role="mentor")}
    assert named == {"Research", "Career", "Finding one's feet"}
    assert len({one.room_id for one in hers}) == 3


def test_a_circle_lives_and_another_lacks_one_yes(populated):
    [circle] = Mentorship.objects.filter(form="circle")
    assert {one.role for one in circle.memberships.all()} == {"peer"}
    assert circle.memberships.count() == len(who.CIRCLE)
    [asked] = Proposal.objects.filter(form="circle")
    lacking = asked.asked.filter(said_yes_at=None)
    assert [one.person.email for one in lacking] == ["naomi.clegg@demo.example"]


def test_whoever_found_no_place_waits_and_nobody_else_of_their_cohort(populated):
    waiting = Participant.objects.exclude(waits_since=None).filter(
        cohort__name="This year's residents"
    )
    assert {one.person.email for one in waiting} == {one.email for one in who.WITHOUT_PLACE}
    members = Membership.objects.filter(mentorship__cohort__name="This year's residents")
    assert not members.filter(person__in=waiting.values("person")).exists()


def test_agreements_are_signed_half_signed_and_not_begun(populated):
    signed = {one.mentorship_id for one in Agreement.objects.exclude(signed_at=None)}
    assert walking.of("ayesha", "bilal").pk in signed
    assert len(signed) == agreeing.SIGNED + 1
    [waiting] = Agreement.objects.filter(signed_at=None)
    assert [one.membership.person.email for one in waiting.signatures.all()] == [
        "farzana@demo.example"
    ]
    phases = set(Mentorship.objects.values_list("phase", flat=True))
    assert phases == {"starting", "working", "after"}


def test_whoever_walks_with_somebody_or_may_be_told_has_a_lock_and_nobody_else(populated):
    here = set(Membership.objects.filter(left_at=None).values_list("person", flat=True))
    leads = set(Appointment.objects.filter(role="safeguarding").values_list("person", flat=True))
    locked = {person.pk for person in Person.objects.all() if sealing.has_lock(person)}

    assert locked == here | leads
    assert leads
    assert len(here) > 45


def test_words_stand_in_rooms_and_no_letter_goes_for_it(populated):
    for logins, said in locks.SAID:
        one, other, *_others = (somebody(login) for login in logins)
        room = sealing.rooms_for(one).filter(members__person=other).get()
        assert sealing.last_in(room) == len(said)
    assert not Letter.objects.filter(template__startswith="sealing").exists()
