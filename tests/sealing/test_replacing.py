"""Everything is lost: another lock, which waits a day in which its owner can stop it."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.people.models import FormerAddress
from amanah.sealing import queries, services
from amanah.sealing.models import Identity, Pins, Way
from amanah.stewardship.models import Entry
from tests.factories import SPRING
from tests.sealing import making
from tests.sealing.making import on_the_wire, url

DAY = timedelta(days=1)


def replaced(person, *, at=SPRING):
    lock = making.new_lock(generation=2, ways=("phrase", "sheet"))
    return services.replace_lock(person, lock, by=person, at=at)


def test_another_lock_waits_for_a_day_and_then_takes_the_place(ayesha, run_jobs):
    old = making.lock_of(ayesha)

    new = replaced(ayesha)

    assert queries.current_identity(ayesha) == old
    services.replace_due_locks(at=SPRING + DAY - timedelta(seconds=1))
    assert queries.current_identity(ayesha) == old
    services.replace_due_locks(at=SPRING + DAY)
    assert queries.current_identity(ayesha) == new
    old.refresh_from_db()
    assert old.state == "replaced"
    # Its owner may find what opens it.
    assert old.ways.count() == 2
    assert Pins.objects.filter(identity=old).exists()
    assert Entry.objects.filter(event="sealing.lock_replaced", subject=ayesha).count() == 1


def test_what_is_due_takes_the_place_as_soon_as_its_owner_comes(enter, ayesha):
    making.lock_of(ayesha)
    new = replaced(ayesha)

    told = enter(ayesha, is_open=False).get(url("state")).json()

    assert told["identity"]["recipient"] == new.recipient
    assert told["waiting"] is None
    assert len(told["ways"]) == 2


def test_whoever_has_the_old_keys_open_is_locked_out_then(enter, ayesha):
    making.lock_of(ayesha)
    client = enter(ayesha)
    replaced(ayesha)
    assert client.get(url("rooms")).status_code == 200

    services.replace_due_locks(at=SPRING + DAY)

    assert client.get(url("rooms")).status_code == 423


def test_asking_is_told_in_a_letter_and_shown_as_waiting(enter, say, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    lock = making.new_lock(generation=2)

    answer = say(enter(ayesha, is_open=False), url("replacement"), on_the_wire(lock))
    run_jobs()

    assert answer.status_code == 201
    assert answer.json()["waiting"]["recipient"] == lock.recipient
    assert answer.json()["identity"]["generation"] == 1
    (letter,) = mailoutbox
    assert letter.to == [ayesha.email]
    assert "/lock/stop/" in letter.body
    assert "choose a new password" in letter.body
    assert lock.recipient not in letter.body


def test_whoever_changed_the_address_first_does_not_keep_the_letter_from_its_owner(
    ayesha, mailoutbox, run_jobs
):
    making.lock_of(ayesha)
    for days, address in ((3, "lately@example.org"), (60, "long-ago@example.org")):
        FormerAddress.objects.create(
            person=ayesha, address=address, since=clock.now() - timedelta(days=days)
        )

    replaced(ayesha, at=clock.now())
    run_jobs()

    assert sorted(mail.to for mail in mailoutbox) == [["lately@example.org"], [ayesha.email]]
    assert mailoutbox[0].body == mailoutbox[1].body


def test_the_same_asking_again_writes_no_second_letter(enter, say, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    client, lock = enter(ayesha, is_open=False), on_the_wire(making.new_lock(generation=2))

    for _n in range(2):
        assert say(client, url("replacement"), lock).status_code in {200, 201}
    run_jobs()

    assert len(mailoutbox) == 1


def test_a_lock_that_nobody_has_cannot_be_replaced(enter, say, ayesha):
    lock = on_the_wire(making.new_lock(generation=2))
    client = enter(ayesha, is_open=False)
    assert say(client, url("replacement"), lock).status_code == 422

    making.lock_of(ayesha)

    assert say(client, url("replacement"), lock).status_code == 201


@pytest.mark.parametrize("generation", [1, 3])
def test_another_lock_is_of_the_next_generation(enter, say, ayesha, generation):
    making.lock_of(ayesha)
    client = enter(ayesha, is_open=False)

    wrong = say(client, url("replacement"), on_the_wire(making.new_lock(generation=generation)))

    assert wrong.status_code == 422
    right = say(client, url("replacement"), on_the_wire(making.new_lock(generation=2)))
    assert right.status_code == 201


def test_any_signed_in_browser_can_stop_it(enter, ayesha):
    lock = making.lock_of(ayesha)
    new = replaced(ayesha, at=clock.now())

    answer = enter(ayesha, is_open=False).post(url("stop_replacement"))

    assert answer.status_code == 200
    assert answer.json()["waiting"] is None
    services.replace_due_locks(at=clock.now() + 2 * DAY)
    assert queries.current_identity(ayesha) == lock
    assert Way.objects.filter(identity=new).count() == 0


def test_what_nobody_asked_for_cannot_be_stopped(enter, ayesha):
    making.lock_of(ayesha)

    answer = enter(ayesha, is_open=False).post(url("stop_replacement"))

    assert (answer.status_code, answer.json()["code"]) == (410, "sealing.nothing_waits")


def letters_link(mailoutbox, run_jobs):
    run_jobs()
    (letter,) = mailoutbox
    return next(
        "/" + part.split("/", 3)[3] for part in letter.body.split() if "/lock/stop/" in part
    )


def test_the_letter_stops_it_without_signing_in(client, ayesha, mailoutbox, run_jobs):
    lock = making.lock_of(ayesha)
    replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)

    # Mail programs follow links: the page asks, and changes nothing.
    assert client.get(link).status_code == 200
    assert Identity.objects.filter(state="waiting").count() == 1
    assert client.post(link).status_code == 200

    assert Identity.objects.filter(state="waiting").count() == 0
    assert queries.current_identity(ayesha) == lock
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
    assert Entry.objects.filter(event="sealing.replacement_stopped", subject=ayesha).count() == 1


def test_the_letter_is_too_late_after_the_day(client, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    new = replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)

    services.replace_due_locks(at=clock.now() + DAY)

    assert client.post(link).status_code == 410
    assert queries.current_identity(ayesha) == new


def test_a_made_up_link_is_answered_like_one_that_is_over(client, ayesha, mailoutbox, run_jobs):
    making.lock_of(ayesha)
    replaced(ayesha, at=clock.now())
    link = letters_link(mailoutbox, run_jobs)
    client.post(link)

    over, made_up = client.get(link), client.get(url("stop_by_letter", secret="made-up"))

    assert over.status_code == made_up.status_code == 410


def test_the_newest_asking_stands(ayesha):
    making.lock_of(ayesha)
    first, second = replaced(ayesha), replaced(ayesha, at=SPRING + timedelta(hours=1))

    services.replace_due_locks(at=SPRING + DAY)
    assert queries.current_identity(ayesha).generation == 1
    services.replace_due_locks(at=SPRING + DAY + timedelta(hours=1))

    assert queries.current_identity(ayesha) == second
    first.refresh_from_db()
    assert first.state == "stopped"
