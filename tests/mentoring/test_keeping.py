"""Until when a closed mentorship is kept: said, told once, held to; then nothing of it is here."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from amanah.base import attachments
from amanah.base.later import perform
from amanah.base.models import Job
from amanah.mentoring import services
from amanah.mentoring.models import Agreement, Membership, Mentorship, OwnChoices
from amanah.notifications.models import Notice
from amanah.programmes import hooks as programmes
from amanah.sealing import hooks
from amanah.sealing import services as sealing
from amanah.sealing.models import Attachment, Epoch, Grant, Room, Words
from amanah.stewardship.models import Entry
from amanah.stewardship.services import erase_person
from tests.factories import SPRING, CohortFactory
from tests.factories.matching import mentee_in, mentor_in
from tests.factories.mentoring import AgreementFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db

# 20 March 2026, and two years on.
DAY = date(2028, 3, 20)
LAST = SPRING.replace(year=2028)
PAST = LAST + timedelta(days=1)
EMPTY = "amanah.mentoring.services.keeping.empty_mentorship"
WIPE = "amanah.stewardship.services.traces.wipe_traces"


@pytest.fixture
def pair(institution, amina, bilal):
    """An informal one with words and an agreement, which Bilal closed."""
    for person in (amina, bilal):
        making.lock_of(person)
    sides = [services.Side(amina, "mentor"), services.Side(bilal, "mentee")]
    made = services.begin(institution, sides, form="pair", cohort=None, by=None, at=SPRING)
    making.begin(made.room, by=amina)
    making.post(made.room, by=amina, kind="hopes")
    making.post(made.room, by=bilal, kind="hopes")
    OwnChoices.objects.create(
        agreement=AgreementFactory(mentorship=made), membership=made.memberships.first(), said="{}"
    )
    return services.close_mentorship(made, by=bilal, at=SPRING)


@pytest.fixture
def keep_words(monkeypatch):
    """Words that somebody above wants kept for now, by their names."""
    names = set()
    monkeypatch.setattr(hooks, "held", [lambda room: names])
    return names


def run_day(at):
    """What the worker does that day, but for writing the database's files anew."""
    services.tell_of_last_days_kept(at=at)
    services.empty_those_due(at=at)
    for job in Job.objects.filter(work=EMPTY):
        perform(job.work, job.values, at=at)
        job.delete()


def test_the_closed_page_says_until_when(client, pair, bilal):
    client.force_login(bilal)

    page = client.get(pair.get_absolute_url()).content.decode()

    assert pair.keep_until == DAY
    assert "Until 20 March 2028 you can read it, and take your words with you." in page


@pytest.mark.parametrize(
    ("months", "closed", "kept"),
    [
        (24, (2026, 3, 20), (2028, 3, 20)),
        (3, (2026, 11, 30), (2027, 2, 28)),
        (3, (2027, 10, 1), (2028, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(institution, months, closed, kept):
    institution.months_kept = months
    at = SPRING.replace(year=closed[0], month=closed[1], day=closed[2])

    assert services.last_day_kept(institution, at=at) == date(*kept)


def test_its_members_are_told_once_a_month_before(pair, amina, bilal):
    for days in (60, 31, 30, 29, 3):
        services.tell_of_last_days_kept(at=LAST - timedelta(days=days))
        count = Notice.objects.filter(kind="mentoring.kept_until").count()
        assert count == (0 if days > 30 else 2), days

    notices = Notice.objects.filter(kind="mentoring.kept_until")
    assert {one.person for one in notices} == {amina, bilal}
    assert {one.day for one in notices} == {DAY}


def test_on_its_last_day_everything_is_there_and_on_the_next_nothing(pair):
    run_day(LAST)
    assert Words.objects.filter(room=pair.room).count() == 2
    assert Agreement.objects.exists()

    run_day(PAST)

    for model in (Words, Epoch, Grant, Agreement, OwnChoices, Membership, Mentorship):
        assert not model.objects.exists(), model
    assert not Room.objects.filter(owner=None).exists()
    assert not Notice.objects.exists()
    [entry] = Entry.objects.filter(event="mentoring.mentorship_emptied")
    assert (entry.by, entry.subject, entry.about) == (None, None, pair.pk)


def test_the_bytes_are_wiped_afterwards(pair):
    assert not Job.objects.filter(work=WIPE).exists()

    run_day(PAST)

    assert Job.objects.filter(work=WIPE).count() == 1


def test_in_a_programme_it_stays_known_who_and_when(client):
    cohort = CohortFactory()
    mentor = mentor_in(cohort).participant.person
    mentee = mentee_in(cohort).participant.person
    sides = [services.Side(mentor, "mentor"), services.Side(mentee, "mentee")]
    institution = cohort.programme.institution
    pair = services.begin(institution, sides, form="pair", cohort=cohort, by=None, at=SPRING)
    services.close_mentorship(pair, by=mentee, at=SPRING)

    run_day(PAST)

    pair.refresh_from_db()
    assert (pair.room, pair.emptied_at) == (None, PAST)
    assert pair.memberships.count() == 2
    client.force_login(mentee)
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "What was written in it is no longer kept here." in page
    assert "take-copy" not in page


def test_what_is_open_is_never_emptied(pair, institution, amina, bilal):
    sides = [services.Side(amina, "mentor"), services.Side(bilal, "mentee")]
    open_still = services.begin(institution, sides, form="pair", cohort=None, by=None, at=SPRING)

    run_day(PAST)

    assert list(Mentorship.objects.all()) == [open_still]
    assert Room.objects.filter(pk=open_still.room_id).exists()


def test_what_is_shown_in_an_open_concern_stays_and_nothing_beside_it(pair, keep_words):
    shown, other = Words.objects.filter(room=pair.room).order_by("n")
    keep_words.add(shown.mid)

    run_day(PAST)
    shown.refresh_from_db()
    other.refresh_from_db()
    assert (bool(shown.file), bool(other.file)) == (True, False)
    assert not Agreement.objects.exists()

    keep_words.clear()
    run_day(PAST + timedelta(days=1))
    assert not Words.objects.exists()
    assert not Mentorship.objects.exists()


def test_what_is_held_outlives_its_authors_erasure_until_it_is_not(pair, bilal, keep_words):
    first = Words.objects.get(room=pair.room, by=bilal)
    keep_words.add(first.mid)

    erase_person(bilal, by=None, at=SPRING)
    first.refresh_from_db()
    assert first.file

    keep_words.clear()
    sealing.fade_words(at=SPRING + timedelta(days=1))
    first.refresh_from_db()
    assert not first.file


def test_without_a_hold_an_erasure_takes_the_words_at_once(pair, bilal, keep_words):
    erase_person(bilal, by=None, at=SPRING)

    assert not Words.objects.get(room=pair.room, by=bilal).file


def test_files_that_went_with_words_go_with_them(pair, bilal):
    with attachments.keeping() as keep:
        name = keep(b"sealed", about="sealing.attachment.file")
        Attachment.objects.create(
            room=pair.room,
            mid=Words.objects.filter(by=bilal).first().mid,
            by=bilal,
            at=SPRING,
            sha256=bytes(32),
            size=6,
            file=name,
        )
    kept = [path for path in settings.HOME.rglob("*") if name.hex in path.name.replace("-", "")]
    assert kept

    run_day(PAST)

    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("at", "is_kept"), [(LAST, True), (PAST, False)])
def test_an_archive_that_is_emptied_keeps_what_was_promised_to_its_members(at, is_kept):
    cohort = CohortFactory()
    mentor = mentor_in(cohort).participant
    mentee = mentee_in(cohort).participant
    sides = [services.Side(mentor.person, "mentor"), services.Side(mentee.person, "mentee")]
    institution = cohort.programme.institution
    pair = services.begin(institution, sides, form="pair", cohort=cohort, by=None, at=SPRING)
    services.close_mentorship(pair, by=mentee.person, at=SPRING)
    assert services.let_go in programmes.emptying

    services.let_go(cohort.programme, [mentor.pk, mentee.pk], at)

    assert Mentorship.objects.filter(pk=pair.pk, cohort=None).exists() is is_kept
    assert Room.objects.filter(pk=pair.room_id).exists() is is_kept
