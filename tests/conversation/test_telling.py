"""Who is told that somebody wrote: the others, once a day at most, and of nothing in it."""

from datetime import timedelta

import pytest

from amanah.conversation import notices, queries
from amanah.home import steps
from amanah.mentoring import services as mentoring
from amanah.notifications.models import Notice
from amanah.notifications.services import put_away
from amanah.sealing import services as sealing
from tests.factories import PersonFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.moments import SPRING
from tests.sealing import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayesha():
    return PersonFactory()


@pytest.fixture
def bilal():
    return PersonFactory()


@pytest.fixture
def pair(ayesha, bilal):
    """Both have a lock, and their room its first epoch."""
    made = MentorshipFactory(mentor=ayesha, mentee=bilal, has_room=True)
    making.lock_of(ayesha)
    making.lock_of(bilal)
    making.begin(made.room, by=ayesha)
    return made


def standing(person):
    return [one.kind for one in Notice.objects.filter(person=person, is_put_away=False)]


def write(pair, by, *, kind="message", at=SPRING, **more):
    return making.post(pair.room, by=by, kind=kind, at=at, **more)


def test_the_other_is_told_that_there_is_something_new_and_not_what(pair, ayesha, bilal):
    write(pair, ayesha)

    [notice] = Notice.objects.filter(person=bilal)
    assert (notice.kind, notice.about) == ("conversation.words", pair.pk)
    assert notice.due_at is not None
    assert standing(ayesha) == []


def test_much_on_one_day_is_one_notice_and_the_next_day_another_in_its_place(pair, ayesha, bilal):
    write(pair, ayesha)
    write(pair, ayesha, at=SPRING + timedelta(minutes=5))
    assert Notice.objects.filter(person=bilal).count() == 1

    write(pair, ayesha, at=SPRING + timedelta(days=1))

    assert standing(bilal) == ["conversation.words"]
    assert Notice.objects.filter(person=bilal).count() == 2


def test_whoever_put_it_away_is_not_told_again_that_day(pair, ayesha, bilal):
    write(pair, ayesha)
    put_away(Notice.objects.get(person=bilal))

    write(pair, ayesha, at=SPRING + timedelta(minutes=5))

    assert standing(bilal) == []


def test_whoever_answers_needs_not_be_told(pair, ayesha, bilal):
    write(pair, ayesha)
    assert standing(bilal) == ["conversation.words"]

    write(pair, bilal)

    assert standing(bilal) == []
    assert standing(ayesha) == ["conversation.words"]


def test_nobody_is_told_of_changes_or_of_other_kinds(pair, ayesha, bilal):
    first = write(pair, ayesha)
    write(pair, bilal)
    Notice.objects.all().delete()

    write(pair, ayesha, ref=first.mid)
    write(pair, ayesha, kind="withdrawn", ref=first.mid)
    write(pair, ayesha, kind="hopes")

    assert not Notice.objects.exists()


def test_after_the_end_nothing_tells_of_words_any_more(pair, ayesha, bilal):
    write(pair, ayesha)
    notice = Notice.objects.get(person=bilal)
    assert notices.WORDS.holds(notice, SPRING)
    mentoring.close_mentorship(pair, by=ayesha, at=SPRING)

    assert not notices.WORDS.holds(notice, SPRING)


# A first letter.


@pytest.fixture
def letter(ayesha, bilal):
    """Ayesha has kept a letter to Bilal, who has no lock yet."""
    made = MentorshipFactory(mentor=ayesha, mentee=bilal, has_room=True)
    making.lock_of(ayesha)
    sealing.save_draft(
        made.room, slot="message", file=making.sealed("amanah/self"), by=ayesha, at=SPRING
    )
    return made


def test_whoever_kept_a_letter_is_told_when_it_can_go(letter, ayesha, bilal):
    assert queries.letter_that_can_go(ayesha) is None

    making.lock_of(bilal)

    assert standing(ayesha) == ["conversation.letter"]
    assert queries.letter_that_can_go(ayesha) == letter
    assert steps.next_step(ayesha, at=SPRING).url == f"/mentorships/{letter.pk}/conversation/"
    making.begin(letter.room, by=ayesha)
    write(letter, ayesha)
    assert standing(ayesha) == []
    assert queries.letter_that_can_go(ayesha) is None


def test_a_lock_tells_nobody_who_kept_no_letter(letter, ayesha, bilal):
    sealing.save_draft(letter.room, slot="message", file=b"", by=ayesha, at=SPRING)

    making.lock_of(bilal)

    assert not Notice.objects.exists()
