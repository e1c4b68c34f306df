"""A letter to everybody in a cohort: once to each, in their hours, and as long as it may go."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection

from amanah.notifications import queries as told
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.notifications.services.mailing import write_letter
from amanah.outbox.models import Letter
from amanah.programmes import notices, queries, services
from amanah.programmes.models import CohortLetter, Recipient
from amanah.stewardship.models import Entry
from tests.factories import (
    ApplicationFactory,
    ParticipantFactory,
    PersonFactory,
)
from tests.programmes.cohort_letters.sending import DAY, NOON, TEXT, addresses, send

pytestmark = pytest.mark.django_db


def test_it_goes_once_to_each_and_reads_as_it_was_shown(draft, join, pass_time):
    mentor, mentee = join(as_mentor=True, places=1), join()
    letter = send(draft())

    assert pass_time() == addresses(mentor, mentee)
    assert [pass_time(NOON + timedelta(hours=hour)) for hour in (1, 2, 24)] == [[], [], []]

    [mail_of] = [one for one in mail.outbox if one.to == [mentee.person.email]]
    shown = notices.shown(letter, "en")
    assert mail_of.subject == shown.subject == "Hearth: Welcome evening"
    stop = mail_of.extra_headers["List-Unsubscribe"].strip("<>")
    assert mail_of.body == shown.body.replace("(a link of the reader's own)", stop)
    assert "https://example.org/map?from=gate&utm=1" in mail_of.body
    assert mail_of.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    letter.refresh_from_db()
    assert (letter.state, letter.people) == ("sent", 2)
    assert Entry.objects.get(event="programmes.cohort_letter_sent").detail == {"count": 2}


def test_pressed_twice_or_run_twice_it_goes_once(draft, join, pass_time):
    mentee = join()
    letter = send(draft())
    send(letter)
    for _again in range(3):
        services.tell_recipients(letter_id=str(letter.pk), at=NOON)
    CohortLetter.objects.update(state="going")
    services.tell_recipients(letter_id=str(letter.pk), at=NOON)

    assert pass_time() == addresses(mentee)
    assert Entry.objects.filter(event="programmes.cohort_letter_sent").count() == 1
    assert Recipient.objects.count() == Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("to", "gets_it"),
    [
        ("everybody", {"mentor", "mentee", "sender", "both"}),
        ("mentors", {"mentor", "both"}),
        ("mentees", {"mentee", "sender", "both"}),
        ("not_sent", {"mentor", "mentee", "both"}),
    ],
)
def test_it_is_for_those_whom_its_author_chose(draft, join, to, gets_it):
    people = {
        "mentor": join(as_mentor=True, places=1),
        "mentee": join(),
        "sender": join(),
        "both": join(as_mentor=True, as_mentee=True, places=1),
        "gone": join(left_at=NOON),
    }
    # Put in by staff, so that they are known beside what they send.
    for one in people.values():
        for role in ("mentor", "mentee"):
            if getattr(one, f"as_{role}"):
                one.listings.create(role=role, said="{}", listed_at=NOON)
    ApplicationFactory(participant=people["sender"])
    ApplicationFactory(participant=people["both"], role="mentor")
    ParticipantFactory(cohort=people["gone"].cohort, person=PersonFactory(joined_at=None))
    ParticipantFactory(cohort=people["gone"].cohort)  # joined the house, and not this institution

    found = queries.people_for(people["gone"].cohort, to)

    assert {name for name, one in people.items() if one in found} == gets_it
    assert len(found) == len(gets_it)


@pytest.mark.parametrize("to", CohortLetter.To.values)
def test_no_number_changes_when_somebody_begins_a_draft(cohort, join, to):
    listed = join()
    listed.listings.create(role="mentee", said="{}", listed_at=NOON)
    sent_once = ApplicationFactory(participant=join(), state="withdrawn", withdrawn_at=NOON)
    sent_once.participant.listings.create(role="mentee", said="{}", listed_at=NOON)
    before = set(queries.people_for(cohort, to))

    ApplicationFactory(participant=listed, state="draft", submitted_at=None)
    stranger = join()
    ApplicationFactory(participant=stranger, state="draft", submitted_at=None)
    sent_once.state, sent_once.withdrawn_at = "draft", None
    sent_once.save()

    assert set(queries.people_for(cohort, to)) == before
    assert stranger not in before


def test_quiet_hours_are_kept_and_a_leave_too(draft, join, pass_time):
    night, away = join(), join()
    notifications.settle_rhythm(
        away.person,
        by=away.person,
        at=NOON,
        away_from=date(2026, 11, 26),
        away_until=date(2026, 11, 30),
    )
    evening = NOON.replace(hour=21)
    send(draft(), at=evening)

    assert pass_time(evening) == []
    assert pass_time(NOON + DAY) == addresses(night)
    assert pass_time(NOON + 4 * DAY) == []
    assert pass_time(NOON + 5 * DAY) == addresses(away)
    # After a leave it is a line in the one letter of that day.
    assert "from those who run a programme of yours." in mail.outbox[-1].body
    assert TEXT not in mail.outbox[-1].body


def test_it_stops_by_one_touch_and_the_number_stays(client, draft, join, pass_time):
    mentee = join()
    send(draft())
    pass_time()
    link = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")
    client.post(link.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})

    later = NOON + DAY
    second = send(draft(at=later, subject="Second"), at=later)

    assert pass_time(later) == []
    assert second.people == 1
    assert Recipient.objects.filter(letter=second).count() == 1
    assert len(told.lines_for(mentee.person, at=later)) == 2


@pytest.mark.parametrize("way", ["digest", "off"])
def test_whoever_likes_it_otherwise_has_it_otherwise(draft, join, pass_time, way):
    person = join().person
    notifications.choose(person, {notices.LETTER.name: way}, by=person, at=NOON)
    send(draft())

    assert pass_time() == []
    letters = pass_time(NOON + DAY)

    assert letters == ([person.email] if way == "digest" else [])
    assert len(told.lines_for(person, at=NOON + DAY)) == 1


def leave_cohort(letter, participant):
    participant.left_at = NOON
    participant.save()


def leave_institution(letter, participant):
    participant.person.affiliations.update(until=NOON)


def lose_the_role(letter, participant):
    letter.by.appointments.update(ends_at=NOON)


def be_archived(letter, participant):
    programme = letter.cohort.programme
    programme.state, programme.archived_at, programme.keep_until = "archived", NOON, NOON.date()
    programme.save()


def be_stopped(letter, participant):
    services.stop_cohort_letter(letter, by=letter.by, at=NOON)


@pytest.mark.parametrize("moment", ["before the worker", "before the mail", "on the way"])
@pytest.mark.parametrize(
    "ending", [leave_cohort, leave_institution, lose_the_role, be_archived, be_stopped]
)
def test_it_is_asked_again_at_every_step_whether_it_may_go(
    draft, join, pass_time, run_jobs, ending, moment
):
    goes, stays = join(), join()
    letter = send(draft())
    for step in ("before the worker", "before the mail", "on the way"):
        if step == "before the mail":
            services.tell_recipients(letter_id=str(letter.pk), at=NOON)
        if step == "on the way":
            for one in (goes, stays):
                write_letter(person_id=str(one.person_id), at=NOON)
            are_waiting = Letter.objects.filter(state="waiting").count() == 2
            assert are_waiting or moment != step
        if step == moment:
            ending(letter, stays)

    went = [pass_time(NOON), pass_time(NOON + DAY)]

    # Whoever leaves gets none; where the letter itself may not go, nobody does.
    assert went == [addresses(goes) if ending in LEAVING else [], []]


LEAVING = (leave_cohort, leave_institution)


def test_where_it_is_stopped_it_stands_on_nobodys_page(client, draft, join, pass_time):
    mentee = join()
    letter = send(draft())
    pass_time()
    client.force_login(mentee.person)
    page = f"/programmes/letters/{letter.pk}/"
    assert "room 4" in client.get(page).content.decode()

    be_stopped(letter, mentee)

    assert client.get(page).status_code == 404
    assert told.lines_for(mentee.person, at=NOON) == []
    assert Entry.objects.filter(event="programmes.cohort_letter_stopped").count() == 1


def test_one_letter_in_ten_minutes_and_the_next_is_kept(draft, join):
    join()
    send(draft())
    second, later = draft(subject="Second"), NOON + timedelta(minutes=9)

    with pytest.raises(services.CannotWrite, match=r"the next can go at 12:10\."):
        send(second, at=later)

    second.refresh_from_db()
    assert second.is_draft
    assert send(second, at=NOON + timedelta(minutes=10)).state == "going"


def test_the_number_is_the_one_that_was_shown(draft, join):
    join()
    letter = draft()
    join()

    with pytest.raises(services.CannotWrite, match="people have come or gone"):
        send(letter, people=1)
    assert send(letter, people=2).people == 2


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_it_goes_only_while_the_programme_is_open(cohort, draft, join, state):
    mentee, letter = join(), draft()
    if state == "archived":
        be_archived(letter, mentee)
    else:
        cohort.programme.state = "draft"
        cohort.programme.save()

    with pytest.raises(services.CannotWrite, match="while the programme is open"):
        send(CohortLetter.objects.get())
    programme = cohort.programme
    programme.state, programme.archived_at, programme.keep_until = "open", None, None
    programme.save()
    assert send(CohortLetter.objects.get()).state == "going"


def test_to_nobody_it_does_not_go(draft, join):
    with pytest.raises(services.CannotWrite, match="for nobody yet"):
        send(draft())
    join()
    assert send(draft()).people == 1


def test_what_was_sent_stays_as_it_is(draft, join, coordinator):
    join()
    letter, other = draft(), draft()
    services.change_cohort_letter(other, {"text": "New"}, by=coordinator, at=NOON)
    send(letter)

    for change in (
        lambda: services.change_cohort_letter(letter, {"text": "New"}, by=coordinator, at=NOON),
        lambda: services.discard_cohort_letter(letter, by=coordinator, at=NOON),
    ):
        with pytest.raises(services.CannotWrite, match="stays as it is"):
            change()
    services.discard_cohort_letter(other, by=coordinator, at=NOON)

    assert [one.text for one in CohortLetter.objects.all()] == [TEXT]


def test_it_is_encrypted_at_rest(draft):
    draft()

    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, text FROM programmes_cohortletter")
        raw = b"".join(bytes(column) for column in cursor.fetchone())

    assert b"Welcome" not in raw
    assert b"room 4" not in raw
    assert CohortLetter.objects.get().subject == "Welcome evening"


def test_it_reads_in_the_readers_language_around_the_words_that_were_typed(draft, join, pass_time):
    join(person=PersonFactory(language="ur", time_zone="UTC"))
    letter = send(draft())
    pass_time()

    [went] = mail.outbox
    assert "room 4" in went.body
    assert "یہ خط" in went.body or "پروگرام" in went.body
    assert went.body.splitlines()[0] == notices.shown(letter, "ur").body.splitlines()[0]


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_for_one_and_for_three(
    draft, join, count, django_assert_max_num_queries
):
    for _each in range(count):
        join()
    letter = send(draft())

    with django_assert_max_num_queries(25 + count):
        services.tell_recipients(letter_id=str(letter.pk), at=NOON)
    assert Recipient.objects.count() == count
