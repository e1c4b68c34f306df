"""A list becomes people in a cohort: all of it or nothing, and back."""

import json
from datetime import timedelta

import pytest

from amanah.outbox.models import Letter
from amanah.people import services as people_services
from amanah.people.models import Person
from amanah.people.services import Invitee, accept_invitation
from amanah.programmes import queries, services
from amanah.programmes.models import (
    Answer,
    Application,
    Intake,
    IntakeRow,
    KnownColumn,
    Listed,
    Participant,
)
from amanah.stewardship import services as stewardship
from amanah.stewardship.models import Entry
from tests.factories import (
    SPRING,
    AffiliationFactory,
    InvitationFactory,
    PersonFactory,
    QuestionFactory,
)
from tests.programmes.lists import BILAL, HINA, people

pytestmark = pytest.mark.django_db
SUMMER = SPRING + timedelta(days=60)


def test_a_list_becomes_people_with_their_applications_and_nobody_is_written_to(
    taken, cohort, coordinator
):
    intake = taken(HINA, BILAL)

    assert (intake.state, intake.counts["new"]) == ("done", 2)
    assert people() == [("Bilal Aslam", True, 0), ("Hina Baig", True, 0)]
    hina = Application.objects.get(participant__person__email="hina@example.org")
    assert (hina.state, hina.stage, hina.submitted_at) == ("submitted", "Year 1", SPRING)
    assert hina.participant.person.joined_at is None
    assert not Letter.objects.exists()
    entry = Entry.objects.get(event="programmes.list_taken_over")
    assert (entry.by, entry.detail) == (coordinator, {"new": 2, "updated": 0})


def test_values_go_where_they_belong(taken):
    header = ("Name", "E-mail", "Places", "I can help with", "Mentees you would like", "Away until")
    row = (
        "Imran Malik",
        "imran@example.org",
        "two",
        "Research skills;Falconry",
        "h@x.org",
        "2027-03-01",
    )
    taken(row, header=header, role="mentor")

    one = Application.objects.select_related("participant").get()
    assert (one.role, one.topics) == ("mentor", ["research_skills", "Falconry"])
    assert (one.participant.places, str(one.participant.away_until)) == (2, "2027-03-01")
    assert json.loads(one.wishes) == [{"email": "h@x.org"}]


def test_a_programmes_own_questions_are_answered_by_a_list(cohort, uploaded, coordinator):
    question = QuestionFactory(
        programme=cohort.programme, kind="choice", options=["Day", "Night"], text="Shifts"
    )
    header = ("Name", "E-mail", "Shifts")
    intake = uploaded(("Hina", "h@x.org", "night"), ("Bilal", "b@x.org", "weekends"), header=header)
    columns = {**json.loads(intake.columns), "Shifts": f"question:{question.pk}"}

    intake = services.say_columns(intake, columns, by=coordinator, at=SPRING)
    assert intake.counts == {"new": 1, "wrong": 1}
    services.ask_to_take_over(intake, leaves_out_bad_rows=True, by=coordinator, at=SPRING)

    assert json.loads(Answer.objects.get().value) == "Night"


def test_a_list_without_answers_makes_no_application(taken):
    taken(("Hina Baig", "hina@example.org"), header=("Name", "E-mail"))

    assert Participant.objects.count() == 1
    assert not Application.objects.exists()


def test_one_bad_row_stops_all_until_it_is_mended_or_left_out(uploaded, coordinator):
    intake = uploaded(HINA, ("Bilal", "no address", "Year 5"))

    with pytest.raises(services.CannotTakeOver, match="cannot be used yet"):
        services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=coordinator, at=SPRING)
    assert not Person.objects.filter(joined_at=None).exists()

    intake = services.correct_rows(
        intake, cells={3: {"email": "b@x.org"}}, answers={}, left_out={}, by=coordinator, at=SPRING
    )
    assert intake.counts == {"new": 2}
    services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=coordinator, at=SPRING)
    assert Participant.objects.count() == 2


def test_a_bad_row_that_is_left_out_keeps_nobody_else_out(taken):
    taken(HINA, ("Bilal", "no address", "Year 5"), leave_out=True)

    assert people() == [("Hina Baig", True, 0)]


def test_a_failure_in_the_middle_leaves_nothing(uploaded, coordinator, monkeypatch):
    intake = uploaded(HINA, BILAL)
    monkeypatch.setattr(Listed.objects, "bulk_create", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=coordinator, at=SPRING)
    assert not Participant.objects.exists()
    assert not Person.objects.filter(joined_at=None).exists()

    monkeypatch.undo()
    services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=coordinator, at=SPRING)
    assert Participant.objects.count() == 2


def test_a_long_list_is_taken_over_by_the_worker(taken, run_jobs):
    rows = [(f"Person {n}", f"p{n}@example.org", "Year 1") for n in range(201)]

    intake = taken(*rows)
    assert (intake.state, Participant.objects.count()) == ("applying", 0)
    run_jobs()

    intake.refresh_from_db()
    assert (intake.state, intake.rows_done, Participant.objects.count()) == ("done", 201, 201)


def test_a_long_list_can_be_stopped_before_it_is_taken_over(taken, coordinator, run_jobs):
    rows = [(f"Person {n}", f"p{n}@example.org", "Year 1") for n in range(201)]
    intake = taken(*rows)

    services.stop_taking_over(intake, by=coordinator, at=SPRING)
    run_jobs()

    intake.refresh_from_db()
    assert (intake.state, Participant.objects.count()) == ("checked", 0)


def test_a_worker_that_comes_twice_does_it_once(taken, run_jobs):
    rows = [(f"Person {n}", f"p{n}@example.org", "Year 1") for n in range(201)]
    intake = taken(*rows)
    run_jobs()

    services.take_over(intake_id=str(intake.pk), at=SPRING)

    assert Entry.objects.filter(event="programmes.list_taken_over").count() == 1


def test_the_same_list_again_changes_nothing(taken, uploaded):
    taken(HINA, BILAL)

    assert uploaded(HINA, BILAL).counts == {"same": 2}


def test_a_later_list_changes_what_changed_in_it(taken):
    taken(HINA, BILAL)
    taken((*HINA[:2], "Year 2"), BILAL, at=SUMMER)

    said = sorted(Application.objects.values_list("participant__person__name", "stage"))
    assert said == [("Bilal Aslam", "Year 5"), ("Hina Baig", "Year 2")]


def test_what_a_person_wrote_themselves_is_never_gone_over_unasked(taken, uploaded):
    taken(HINA)
    Application.objects.update(stage="Final year")

    assert uploaded((*HINA[:2], "Year 2")).counts == {"asked": 1}
    taken((*HINA[:2], "Year 3"), BILAL, answers={2: {"edited": "theirs"}})
    assert Application.objects.get(participant__person__name="Hina Baig").stage == "Final year"
    taken((*HINA[:2], "Year 4"), answers={2: {"edited": "list"}})
    assert Application.objects.get(participant__person__name="Hina Baig").stage == "Year 4"


def test_private_changes_stay_without_a_word(taken, uploaded):
    header = ("Name", "E-mail", "Please do not pair with")
    taken(("Hina Baig", "hina@example.org", "a@x.org"), header=header)
    Application.objects.update(do_not_pair=json.dumps([{"email": "secret@x.org"}]))

    intake = taken(("Hina Baig", "hina@example.org", "b@x.org"), header=header)

    assert intake.counts["updated"] == 1
    assert "secret@x.org" in Application.objects.get().do_not_pair


def test_somebody_whom_a_person_named_is_not_lost(taken):
    header = ("Name", "E-mail", "Please do not pair with")
    taken(("Hina Baig", "hina@example.org", "a@x.org"), header=header)
    named = json.dumps([{"email": "a@x.org"}, {"name": "Dr Stern"}])
    Application.objects.update(do_not_pair=named)

    taken(("Hina Baig", "hina@example.org", "b@x.org"), header=header)

    assert Application.objects.get().do_not_pair == named


def test_a_draft_is_nobodys_business(cohort, taken, uploaded):
    member = AffiliationFactory(
        institution=cohort.programme.institution,
        person=PersonFactory(name="Hina Baig", email="hina@example.org"),
    ).person
    participant = Participant.objects.create(
        cohort=cohort, person=member, as_mentee=True, listed_at=SPRING
    )
    Application.objects.create(
        participant=participant, role="mentee", begun_at=SPRING, stage="still thinking"
    )

    # As if nothing were there: that somebody has begun to apply is nobody's business either.
    assert uploaded(HINA).counts == {"new": 1}
    assert "thinking" not in IntakeRow.objects.get().told
    taken(HINA)
    assert Application.objects.get().stage == "still thinking"
    assert Application.objects.get().state == "draft"
    assert Listed.objects.get().participant == participant


def test_one_person_may_be_mentor_and_mentee(taken):
    taken(HINA)
    taken(HINA, role="mentor")

    one = Participant.objects.get()
    assert (one.as_mentor, one.as_mentee, one.places) == (True, True, 1)
    assert Application.objects.count() == 2


def test_columns_are_remembered_for_the_programme(uploaded, cohort, coordinator, tmp_path):
    intake = uploaded(HINA)
    services.say_columns(
        intake, {"Name": "name", "E-mail": "email", "Stage": "specialty"}, by=coordinator, at=SPRING
    )

    assert KnownColumn.objects.get(name="stage").field == "specialty"
    again = services.read_list(
        cohort, tmp_path / "people.csv", name="x", role="mentee", by=coordinator, at=SPRING
    )
    assert json.loads(again.columns)["Stage"] == "specialty"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"Name": "name", "E-mail": "name"}, "same thing"),
        ({"Name": "name"}, "Say which column is: E-mail address"),
    ],
)
def test_columns_that_make_no_sense_are_refused(uploaded, coordinator, columns, sentence):
    intake = uploaded(HINA)

    with pytest.raises(services.CannotReview, match=sentence):
        services.say_columns(intake, columns, by=coordinator, at=SPRING)


# One by one, taking over, and being forgotten.


def test_one_person_is_put_into_a_cohort_by_hand(cohort, coordinator):
    who = Invitee("hina@example.org", "Hina Baig")
    one = services.list_person(cohort, who, role="mentor", places=3, by=coordinator, at=SPRING)

    assert (one.person.joined_at, one.as_mentor, one.places) == (None, True, 3)
    with pytest.raises(services.AlreadyListed):
        services.list_person(cohort, who, role="mentor", by=coordinator, at=SPRING)
    assert services.list_person(cohort, who, role="mentee", by=coordinator, at=SPRING) == one


def test_nobody_is_put_into_an_archive(coordinator, cohort, uploaded, tmp_path):
    intake = uploaded(HINA)
    programme = cohort.programme
    programme.state, programme.archived_at, programme.keep_until = "archived", SPRING, SPRING
    programme.save()

    with pytest.raises(services.CannotRead, match="archived"):
        services.ask_to_take_over(intake, leaves_out_bad_rows=False, by=coordinator, at=SPRING)


def test_an_account_under_another_address_takes_its_parts_over(cohort, taken):
    taken(HINA)
    InvitationFactory(
        institution=cohort.programme.institution, email="hina@example.org", secret="open"
    )
    me = PersonFactory()

    accept_invitation("open", by=me, at=SPRING)

    assert Participant.objects.get().person == me
    assert Application.objects.get().stage == "Year 1"


def test_what_the_account_says_in_that_cohort_already_stays(cohort, taken):
    taken(HINA)
    InvitationFactory(
        institution=cohort.programme.institution, email="hina@example.org", secret="open"
    )
    me = PersonFactory()
    mine = Participant.objects.create(cohort=cohort, person=me, as_mentor=True, listed_at=SPRING)

    accept_invitation("open", by=me, at=SPRING)

    assert Participant.objects.get() == mine
    assert not Application.objects.exists()


def test_whoever_is_erased_is_gone_from_lists_too(taken):
    taken(HINA, BILAL)
    hina = Person.objects.get(email="hina@example.org")

    stewardship.erase_person(hina, by=None, at=SPRING)

    assert people() == [("Bilal Aslam", True, 0)]
    assert [row.line for row in IntakeRow.objects.all()] == [3]


def test_lists_are_forgotten_after_two_weeks(taken):
    taken(HINA)

    services.sweep_intakes(at=SPRING + timedelta(days=13))
    assert Intake.objects.count() == 1
    services.sweep_intakes(at=SPRING + timedelta(days=14))
    assert not Intake.objects.exists()
    assert Participant.objects.count() == 1


def test_a_list_is_encrypted_while_it_is_kept(uploaded):
    uploaded(HINA)

    row = IntakeRow.objects.extra(select={"raw": "cells"}).values_list("raw", flat=True)[0]
    assert b"hina" not in bytes(row).lower()
    assert "hina" in IntakeRow.objects.get().cells


def test_whose_access_has_ended_is_on_no_list_until_an_admin_allows_them(
    uploaded, cohort, coordinator
):
    stop = _shut_out(cohort)
    row = ("Hina Baig", "hina@example.org", "Year 1")
    (found,) = IntakeRow.objects.filter(intake=uploaded(row))
    assert (found.verdict, json.loads(found.told)[0]["code"]) == ("wrong", "stopped")

    people_services.allow_again(stop, by=None, at=SUMMER)

    assert [one.verdict for one in IntakeRow.objects.filter(intake=uploaded(row))] != ["wrong"]


def test_nobody_is_put_in_by_hand_whose_access_has_ended(cohort, coordinator):
    stop = _shut_out(cohort)
    who = Invitee("hina@example.org", "Hina Baig")

    with pytest.raises(services.AccessEnded):
        services.list_person(cohort, who, role="mentee", by=coordinator, at=SUMMER)
    assert not Participant.objects.exists()
    people_services.allow_again(stop, by=None, at=SUMMER)
    services.list_person(cohort, who, role="mentee", by=coordinator, at=SUMMER)


def test_no_letter_is_sent_to_whose_access_ended_after_they_were_listed(cohort, coordinator):
    who = Invitee("hina@example.org", "Hina Baig")
    services.list_person(cohort, who, role="mentee", by=coordinator, at=SPRING)
    person = Person.objects.get(email=who.email)
    assert queries.letters_of(cohort).to_write == 1

    people_services.stop_access(cohort.programme.institution, person, by=None, at=SUMMER)
    Participant.objects.update(left_at=None)

    assert queries.letters_of(cohort).to_write == 0


def _shut_out(cohort):
    person = PersonFactory(email="hina@example.org", name="Hina Baig")
    AffiliationFactory(person=person, institution=cohort.programme.institution)
    return people_services.stop_access(cohort.programme.institution, person, by=None, at=SPRING)
