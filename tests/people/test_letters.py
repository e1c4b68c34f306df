"""A letter to a person goes only while it would still reach that person."""

import pytest

from amanah.outbox.models import Letter
from amanah.outbox.services import Stranger
from amanah.people import notices
from tests.factories import SPRING

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, Letter.State.SENT),
        ({"name": "Another Name"}, Letter.State.SENT),
        ({"is_active": False}, Letter.State.STOPPED),
        ({"erased_at": SPRING}, Letter.State.STOPPED),
        ({"email": "elsewhere@example.org"}, Letter.State.STOPPED),
    ],
    ids=str,
)
def test_what_became_of_its_reader_decides(person, run_jobs, mailoutbox, changed, state):
    notices.password_changed(person, at=SPRING)
    type(person).objects.filter(pk=person.pk).update(**changed)

    run_jobs(at=SPRING)

    assert Letter.objects.get().state == state
    assert len(mailoutbox) == (state == Letter.State.SENT)


def test_a_letter_to_an_address_that_is_nobodys_goes(run_jobs, mailoutbox):
    notices.nobody_here("nobody@example.org", at=SPRING)

    run_jobs(at=SPRING)

    assert len(mailoutbox) == 1


def test_a_letter_to_a_person_who_is_gone_altogether_is_stopped(run_jobs, mailoutbox):
    gone = Stranger("gone@example.org")
    notices.nobody_here(gone.email, at=SPRING)
    Letter.objects.update(reader="00000000-0000-4000-8000-000000000000")

    run_jobs(at=SPRING)

    assert Letter.objects.get().state == Letter.State.STOPPED
    assert mailoutbox == []
