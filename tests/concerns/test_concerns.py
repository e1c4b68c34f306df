"""Sending a concern, looking into it, and who comes to it."""

from datetime import timedelta

import pytest

from amanah.concerns import owed, queries, services
from amanah.concerns.models import Concern, Disclosed
from amanah.institutions.models import Appointment
from amanah.notifications.models import Notice
from amanah.sealing import queries as sealing
from amanah.sealing import services as sealed
from amanah.sealing.models import Room, Words
from amanah.stewardship import queries as stewardship
from amanah.stewardship.models import INSTALLATION, Entry
from tests.concerns.telling import begin, tell, write
from tests.doors.test_doors import doors
from tests.factories.concerns import ConcernFactory
from tests.factories.mentoring import MentorshipFactory
from tests.factories.moments import SPRING
from tests.factories.sealing import AttachmentFactory, WordsFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


def test_what_was_begun_is_nobodys_but_its_authors(scared, deputy, browser):
    concern = begin(scared, deputy)
    write(concern, by=scared.mentee)

    assert not queries.concerns_sent_to(deputy, at=SPRING).exists()
    assert Notice.objects.count() == 0
    lead = browser(deputy)
    making.opened(lead, deputy)
    assert [one["kind"] for one in lead.get("/rooms/").json()["rooms"]] == ["private"]
    assert lead.get(f"/rooms/{concern.room_id}/").status_code == 404
    assert browser(scared.mentee).get(f"/concerns/{concern.pk}/").status_code == 200


def test_sent_it_opens_for_those_who_were_chosen(scared, deputy, browser):
    concern = tell(scared, deputy)

    assert list(queries.concerns_sent_to(deputy, at=SPRING)) == [concern]
    lead = browser(deputy)
    making.opened(lead, deputy)
    kinds = [one["kind"] for one in lead.get("/rooms/").json()["rooms"]]
    assert sorted(kinds) == ["private", "shared", "shared"]
    assert lead.get(f"/rooms/{concern.room_id}/").status_code == 200
    assert lead.get(f"/staff/concerns/{concern.pk}/").status_code == 200
    rows = lead.get(f"/staff/concerns/{concern.pk}/files/").json()["rows"]
    assert [(row["n"], row["by_name"]) for row in rows] == [(2, "Hadi"), (3, "Hadi")]


def test_another_lead_who_was_not_chosen_finds_nothing(scared, deputy, somebody, browser):
    other = browser(somebody("Esha", "safeguarding"))
    concern = tell(scared, deputy)

    assert other.get("/staff/concerns/").status_code == 200
    for path in ("", "files/"):
        assert other.get(f"/staff/concerns/{concern.pk}/{path}").status_code == 404
    assert browser(deputy).get(f"/staff/concerns/{concern.pk}/").status_code == 200


def test_a_role_that_ends_ends_on_the_next_click(scared, deputy, browser):
    concern, lead = tell(scared, deputy), browser(deputy)
    making.opened(lead, deputy)
    paths = [
        f"/staff/concerns/{concern.pk}/",
        f"/rooms/{concern.room_id}/",
        f"/rooms/{concern.file_room_id}/",
    ]
    assert [lead.get(path).status_code for path in paths] == [200, 200, 200]

    Appointment.objects.filter(person=deputy).update(ends_at=SPRING)

    assert [lead.get(path).status_code for path in paths] == [404, 404, 404]
    page = browser(scared.mentee).get(f"/concerns/{concern.pk}/").content.decode()
    assert "is a safeguarding lead any more" in page


def test_a_file_there_is_a_leads_while_they_hold_the_role_and_never_to_take_along(
    scared, deputy, browser
):
    concern, lead = tell(scared, deputy), browser(deputy)
    making.opened(lead, deputy)
    file = AttachmentFactory(words=Words.objects.get(room=concern.room))
    address = f"/rooms/attachments/{file.pk}/"

    def theirs(person):
        return [one.pk for one in sealing.attachments_to_take_along(person)]

    assert (theirs(scared.mentee), theirs(deputy)) == ([file.pk], [])
    assert lead.get(address).status_code == 200

    Appointment.objects.filter(person=deputy).update(ends_at=SPRING)

    assert lead.get(address).status_code == 404
    assert theirs(scared.mentee) == [file.pk]


def test_a_lead_who_becomes_part_of_it_finds_it_no_more(scared, deputy, browser):
    concern = tell(scared, deputy)
    lead = browser(deputy)
    assert lead.get(f"/staff/concerns/{concern.pk}/").status_code == 200

    scared.mentorship.memberships.create(person=deputy, role="peer", joined_at=SPRING)

    assert lead.get(f"/staff/concerns/{concern.pk}/").status_code == 404


def test_nothing_empty_is_sent(scared, deputy):
    concern = begin(scared, deputy)
    with pytest.raises(services.CannotSend):
        services.send_concern(concern, places=[], by=scared.mentee, at=SPRING)

    write(concern, by=scared.mentee)
    sent = services.send_concern(concern, places=[], by=scared.mentee, at=SPRING)
    assert sent.state == "sent"


def test_sent_twice_it_is_sent_once(scared, deputy):
    concern = tell(scared, deputy)
    services.send_concern(concern, places=[1, 2, 3], by=scared.mentee, at=LATER)

    concern.refresh_from_db()
    assert concern.sent_at == SPRING
    assert concern.disclosed.count() == 2
    assert Notice.objects.filter(kind="concerns.for_a_lead").count() == 1


def test_only_what_is_there_and_the_authors_to_read_is_shown(scared, deputy, pair):
    concern = begin(scared, deputy)
    write(concern, by=scared.mentee)
    Words.objects.filter(room=scared.mentorship.room, n=3).update(file=b"")
    for places in ([4], [1, 3]):
        with pytest.raises(services.CannotSend):
            services.send_concern(concern, places=places, by=scared.mentee, at=SPRING)
    assert not Disclosed.objects.exists()

    services.send_concern(concern, places=[1, 2], by=scared.mentee, at=SPRING)
    assert concern.disclosed.count() == 2


def test_what_came_after_the_author_left_is_not_theirs_to_show(scared, deputy):
    concern = begin(scared, deputy)
    write(concern, by=scared.mentee)
    sealed.let_go(scared.mentorship.room, scared.mentee, by=scared.mentee, at=SPRING)
    WordsFactory(room=scared.mentorship.room, n=4, file=making.sealed())
    with pytest.raises(services.CannotSend):
        services.send_concern(concern, places=[4], by=scared.mentee, at=SPRING)

    services.send_concern(concern, places=[3], by=scared.mentee, at=SPRING)
    assert concern.disclosed.get().n == 3


def test_a_copy_outlasts_what_is_taken_back_and_what_is_erased(scared, deputy, head):
    concern = tell(scared, deputy)
    before = {one.n: bytes(one.file) for one in concern.disclosed.all()}
    room = scared.mentorship.room
    original = room.words.get(n=3)
    WordsFactory(room=room, n=4, by=head, kind="withdrawn", ref=original.mid, file=making.sealed())
    sealed.fade_words(at=SPRING + timedelta(days=40))
    assert bytes(room.words.get(n=3).file) == b""
    sealed.forget(head, at=LATER)
    services.forget(head, at=LATER)

    assert {one.n: bytes(one.file) for one in concern.disclosed.all()} == before
    assert all(before.values())


def test_states_go_forward_and_the_author_alone_is_told(scared, deputy, head):
    concern = tell(scared, deputy)
    for state in ("received", "looking"):
        services.say_state(concern, state, by=deputy, at=LATER)
    for state in ("received", "sent", "begun", "gone"):
        with pytest.raises(services.CannotTake):
            services.say_state(concern, state, by=deputy, at=LATER)
    services.say_state(concern, "closed", by=deputy, at=LATER)

    told = Notice.objects.filter(kind="concerns.for_its_author").values_list("person", flat=True)
    assert set(told) == {scared.mentee.pk}
    assert not Notice.objects.filter(person=head).exists()
    assert Room.objects.filter(closed_at=LATER).count() == 2


def test_what_is_added_is_told_to_the_others(scared, deputy, head):
    concern = tell(scared, deputy)
    Notice.objects.all().delete()
    more = write(concern, by=scared.mentee, n=2)
    services.tell_of_words(more, LATER)
    answer = write(concern, by=deputy, n=3, kind="concern-answer")
    services.tell_of_words(answer, LATER)
    services.tell_of_words(scared.mentorship.room.words.get(n=1), LATER)

    found = Notice.objects.order_by("kind").values_list("kind", "person")
    assert list(found) == [
        ("concerns.for_a_lead", deputy.pk),
        ("concerns.for_its_author", scared.mentee.pk),
    ]


def test_words_in_the_room_of_a_concern_stay_as_they_are(scared, deputy):
    concern = begin(scared, deputy)

    assert queries.is_of_concern(concern.room, concern.pk)
    assert queries.is_of_concern(concern.file_room, concern.pk)
    assert not queries.is_of_concern(scared.mentorship.room, concern.pk)


def test_the_author_is_shown_that_it_was_opened_and_no_ledger_of_the_institution_has_it(
    scared, deputy, browser, house
):
    concern = tell(scared, deputy)
    browser(deputy).get(f"/staff/concerns/{concern.pk}/")

    entry = Entry.objects.get(event="concerns.file_seen")
    assert (entry.by, entry.subject, entry.chain_id) == (deputy, scared.mentee, INSTALLATION)
    assert entry in stewardship.entries_shown_to(scared.mentee)
    assert entry not in stewardship.entries_shown_to(deputy)
    assert not Entry.objects.filter(chain_id=house.pk, event__startswith="concerns.").exists()
    assert not stewardship.acts_of_staff(INSTALLATION).filter(event__startswith="concerns").exists()


def test_the_author_takes_along_what_they_sent_and_nobody_else_does(scared, deputy, head):
    concern = tell(scared, deputy)

    [row] = list(owed._concerns(scared.mentee))
    assert row[:2] == (["Dua"], "sent")
    assert list(owed._concerns(deputy)) == list(owed._concerns(head)) == []
    assert concern.room in sealing.rooms_to_take_along(scared.mentee)
    assert concern.room not in sealing.rooms_to_take_along(deputy)
    assert sealing.room_of_own(deputy) in sealing.rooms_to_take_along(deputy)


def test_of_an_erased_author_the_dates_and_the_leads_notes_stay(scared, deputy):
    concern = tell(scared, deputy)
    begun = begin(scared, deputy)
    note = WordsFactory(room=concern.file_room, n=1, by=deputy, kind="file-note")
    services.forget(scared.mentee, at=LATER)
    sealed.forget(scared.mentee, at=LATER)

    concern.refresh_from_db()
    note.refresh_from_db()
    assert not Concern.objects.filter(pk=begun.pk).exists()
    assert not concern.disclosed.exists()
    assert bytes(note.file)
    assert not Words.objects.filter(room=concern.room).exclude(file=b"").exists()


def test_a_concern_goes_two_years_after_it_was_closed_and_begun_ones_after_a_month(scared, deputy):
    old, open_, begun = tell(scared, deputy), tell(scared, deputy), begin(scared, deputy)
    services.say_state(old, "closed", by=deputy, at=SPRING)
    rooms = Room.objects.count()

    services.forget_old_concerns(at=SPRING + timedelta(days=29))
    assert Concern.objects.count() == 3
    services.forget_old_concerns(at=SPRING + timedelta(days=30))
    assert set(Concern.objects.all()) == {old, open_}
    services.forget_old_concerns(at=SPRING + timedelta(days=730))

    assert list(Concern.objects.all()) == [open_]
    assert Disclosed.objects.filter(concern=open_).count() == Disclosed.objects.count() == 2
    assert Room.objects.count() == rooms - 4
    assert begun.room_id != old.room_id


def test_what_was_begun_is_thrown_away_and_what_was_sent_is_not(scared, deputy, browser):
    begun, sent = begin(scared, deputy), tell(scared, deputy)
    client = browser(scared.mentee)
    for concern in (begun, sent):
        assert client.post(f"/concerns/{concern.pk}/away/").status_code == 302

    assert list(Concern.objects.all()) == [sent]


def test_an_applicant_without_a_mentorship_tells_in_words(somebody, house, deputy, browser):
    applicant = somebody("Omar")
    client = browser(applicant)
    asked = client.post("/concerns/new/", {"to": [str(deputy.pk)]})
    concern = Concern.objects.get(by=applicant)
    assert asked.headers["Location"] == f"/concerns/{concern.pk}/"
    assert concern.mentorship is None
    write(concern, by=applicant)
    client.post(f"/concerns/{concern.pk}/send/")

    assert list(queries.concerns_sent_to(deputy, at=LATER + timedelta(days=400))) == [concern]
    other = ConcernFactory(institution=house, by=applicant, to=[deputy], state="begun")
    write(other, by=applicant)
    with pytest.raises(services.CannotSend):
        services.send_concern(other, places=[1], by=applicant, at=LATER)


def test_the_person_it_is_about_is_left_out_by_the_address_one_comes_from(
    somebody, house, deputy, head, browser
):
    client = browser(somebody("Omar"))
    page = client.get(f"/concerns/new/?not_to={head.pk}").content.decode()
    assert "Dua" in page
    assert "Hadi" not in page
    assert "Hadi" in client.get("/concerns/new/").content.decode()
    for strange in ("made-up", "00000000-0000-4000-8000-00000000beef", "%00"):
        assert client.get(f"/concerns/new/?not_to={strange}").status_code == 200
    refused = client.post(f"/concerns/new/?not_to={head.pk}", {"to": [str(head.pk)]})
    assert refused.status_code == 422
    assert not Concern.objects.exists()


def test_messages_that_one_comes_from_are_chosen_already(scared, deputy, browser):
    client = browser(scared.mentee)
    mid = str(scared.mentorship.room.words.get(n=2).mid)
    path = f"/mentorships/{scared.mentorship.pk}/show/?mid={mid}&mid=%22%3E"
    location = client.post(path, {"to": [str(deputy.pk)]}).headers["Location"]

    assert location.endswith(f"?mid={mid}")
    assert f'mids="{mid}"' in client.get(location).content.decode()


def test_whoever_left_a_group_still_shows_what_they_could_read(scared, deputy, browser):
    scared.mentorship.memberships.filter(person=scared.mentee).update(left_at=SPRING)
    sealed.let_go(scared.mentorship.room, scared.mentee, by=scared.mentee, at=SPRING)
    client = browser(scared.mentee)
    path = f"/mentorships/{scared.mentorship.pk}/show/"
    page = client.get("/concerns/new/").content.decode()
    assert path in page
    assert "Hadi" not in page
    client.post(path, {"to": [str(deputy.pk)]})
    concern = Concern.objects.get(by=scared.mentee)
    write(concern, by=scared.mentee)
    client.post(f"/concerns/{concern.pk}/send/", {"n": ["2", "3"]})

    assert concern.disclosed.count() == 2
    assert browser(deputy).get(path).status_code == 404


def test_no_door_of_a_room_is_found_without_asking_who_may_enter_it():
    finds = {name: view.door.find for name, view in doors() if view.door.find}

    assert [name for name, find in finds.items() if find is sealing.rooms_for] == []
    assert sum(find is sealing.rooms_open_to for find in finds.values()) > 5


def test_a_closed_mentorship_can_still_be_shown(somebody, house, deputy, browser):
    mentor, mentee = somebody("Mina"), somebody("Noor")
    closed = MentorshipFactory(
        institution=house,
        mentor=mentor,
        mentee=mentee,
        has_room=True,
        state="closed",
        closed_at=SPRING,
    )
    client = browser(mentee)

    assert client.get(f"/mentorships/{closed.pk}/show/").status_code == 200
    asked = client.post(f"/mentorships/{closed.pk}/show/", {"to": [str(deputy.pk)]})
    assert asked.status_code == 302
