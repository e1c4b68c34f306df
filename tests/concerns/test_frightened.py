"""The frightened first-year: what her mentor can see, who is everything else as well.

Beside her stands a control, a mentee of the same mentor who told nobody. Whatever H is shown is
compared: H before and after, and H's pages about the one with those about the other.
"""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from amanah.base import clock
from amanah.base.models import Job
from amanah.concerns import services
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from amanah.sealing import services as sealed
from amanah.stewardship import hooks
from amanah.stewardship.models import Chain, Entry
from tests.access.asking import plain
from tests.concerns.telling import tell
from tests.factories.sealing import WordsFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db

ADDRESSES = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What is another at another moment: of the lock, and of the greeting on Today.
NOW = re.compile(r'"now": "[^"]*"|Good (?:morning|afternoon|evening)')


@pytest.fixture
def control(pair):
    return pair("Bushra")


@pytest.fixture
def hers(head):
    client = Client()
    client.force_login(head)
    making.opened(client, head)
    return client


def pages_of(head, house, *pairs):
    """Every page of the head's that says anything about these pairs or about what goes on."""
    yield from ("/today/", "/mentorships/", "/notices/", "/notices/letters/", "/privacy/")
    yield from (f"/staff/{house.slug}/", f"/staff/{house.slug}/people/")
    yield from ("/staff/concerns/", "/staff/concerns/number/", "/concerns/", "/concerns/new/")
    yield f"/staff/{house.pk}/acts/"
    yield f"/staff/{house.slug}/appointments/"
    yield "/rooms/"
    yield "/lock/state/"
    for pair in pairs:
        cohort = pair.mentorship.cohort
        yield f"/staff/programmes/cohorts/{cohort.pk}/"
        yield reverse("mentoring:pairs", args=[cohort.pk])
        yield f"/mentorships/{pair.mentorship.pk}/"
        yield f"/mentorships/{pair.mentorship.pk}/conversation/"
        yield f"/mentorships/{pair.mentorship.pk}/show/"
        yield f"/rooms/{pair.mentorship.room_id}/"


def seen(client, paths):
    """What is on each page, but for what differs from one showing to the next."""
    shown = {path: client.get(path) for path in paths}
    return {
        path: (answer.status_code, NOW.sub("now", plain(answer, path=path)))
        for path, answer in shown.items()
    }


def test_nothing_of_hers_changes_as_somebody_tells_the_deputy(
    scared, control, head, house, deputy, hers
):
    paths = list(pages_of(head, house, scared, control))
    before = seen(hers, paths)
    assert {status for status, _page in before.values()} == {200}

    concern = tell(scared, deputy)
    services.note_opened(concern, by=deputy, at=clock.now())
    WordsFactory(room=concern.file_room, n=1, by=deputy, kind="file-note")
    services.say_state(concern, "received", by=deputy, at=clock.now())
    services.say_state(concern, "closed", by=deputy, at=clock.now())

    after = seen(hers, paths)
    assert [path for path in paths if after[path] != before[path]] == []


def test_her_pages_of_the_mentee_who_told_are_those_of_the_one_who_did_not(
    scared, control, head, house, deputy, hers
):
    tell(scared, deputy)

    def about(pair):
        own = [path for path in pages_of(head, house, pair) if str(pair.mentorship.pk) in path]
        texts = [text for _status, text in seen(hers, own).values()]
        named = [text.replace(pair.mentee.name, "Mentee") for text in texts]
        return [ADDRESSES.sub("id", text) for text in named]

    assert about(scared) == about(control)
    assert len(about(scared)) == 3


def test_an_address_of_the_concern_is_to_her_like_one_that_was_made_up(scared, deputy, hers, house):
    concern = tell(scared, deputy)
    made_up = "00000000-0000-4000-8000-00000000beef"
    for path in (
        *("/staff/concerns/{}/", "/staff/concerns/{}/files/", "/concerns/{}/"),
        "/concerns/{}/files/",
    ):
        asked, other = path.format(concern.pk), path.format(made_up)
        assert hers.get(asked).status_code == 404
        assert plain(hers.get(asked), path=asked) == plain(hers.get(other), path=other)
    for room in (concern.room_id, concern.file_room_id):
        asked, other = f"/rooms/{room}/", f"/rooms/{made_up}/"
        assert hers.get(asked).status_code == 404
        assert plain(hers.get(asked), path=asked) == plain(hers.get(other), path=other)
    for path in ("/staff/concerns/{}/state/", "/concerns/{}/send/", "/concerns/{}/away/"):
        assert hers.post(path.format(concern.pk), {"state": "closed"}).status_code == 404


def test_no_notice_letter_or_job_is_hers_or_names_anybody(
    scared, deputy, head, django_capture_on_commit_callbacks
):
    before = Notice.objects.filter(person=head).count()
    concern = tell(scared, deputy, at=clock.now())
    services.say_state(concern, "received", by=deputy, at=clock.now())
    for person in (deputy, scared.mentee):
        notice = Notice.objects.filter(person=person).latest("made_at")
        notifications.mail_those_due(at=clock.now())
        assert notice.person == person

    assert Notice.objects.filter(person=head).count() == before
    assert not Letter.objects.filter(reader=head.pk).exists()
    told = " ".join(
        f"{one.subject} {one.body}" for one in Letter.objects.exclude(reader=head.pk)
    ) + " ".join(str(one.values) for one in Job.objects.all())
    for name in ("Ayesha", "Hadi", "Dua", "concern", "safeguarding"):
        assert name not in told
    assert mail.outbox == []


def test_the_ledger_of_the_institution_does_not_grow(scared, deputy, house):
    before = Chain.objects.filter(pk=house.pk).values_list("length", "head").first()
    concern = tell(scared, deputy)
    services.note_opened(concern, by=deputy, at=clock.now())
    services.say_state(concern, "closed", by=deputy, at=clock.now())

    assert Chain.objects.filter(pk=house.pk).values_list("length", "head").first() == before
    assert Entry.objects.filter(event__startswith="concerns.").count() == 3


def test_what_she_takes_along_and_what_is_erased_with_her_tells_nothing(
    scared, control, deputy, head, house
):
    def taken():
        rows = {
            kind: [str(row) for row in part.gather(head)] for kind, part in hooks.exports.items()
        }
        files = {
            kind: sorted(part.files(head)) for kind, part in hooks.exports.items() if part.files
        }
        return rows, files

    before = taken()
    tell(scared, deputy)
    assert taken() == before

    sealed.forget(head, at=clock.now())
    for pair in (scared, control):
        left = pair.mentorship.room.words.filter(by=head).values_list("file", flat=True)
        assert [bytes(one) for one in left] == [b"", b""]
