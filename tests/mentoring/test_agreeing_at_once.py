"""Both at the same moment, on a database with row locks: nobody signs what is not there."""

from datetime import timedelta

import pytest
from django.db import connection

from amanah.mentoring import queries, services
from amanah.mentoring.agreement import asked, clauses, exact
from amanah.mentoring.models import Agreement, OwnChoices, Signature
from tests.factories import SPRING
from tests.factories.mentoring import AgreementFactory, MentorshipFactory
from tests.matching.crowding import at_once

LATER = SPRING + timedelta(days=3)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="PostgreSQL only: SQLite writes one after another"
    ),
]


@pytest.fixture
def pair(institution, amina, bilal):
    made = MentorshipFactory(institution=institution, mentor=amina, mentee=bilal)
    return queries.mentorships_for(amina).get(pk=made.pk)


def text_hash(mentorship):
    version = asked.agreement_of(mentorship)
    return exact.hash_of(exact.text_of(version, asked.members_of(mentorship)))


def signing(mentorship, by, text, *, change=0):
    return lambda: services.sign(
        mentorship, version=1, change=change, text_hash=text, by=by, at=LATER
    )


def keeping(mentorship, by, *, is_shown=True):
    said = {**clauses.defaults(mentorship), "meetings.minutes": "60"}
    return lambda: services.keep_side(mentorship, said, by=by, at=LATER, is_shown=is_shown)


def test_who_sign_at_once_have_both_signed_and_it_is_in_force(pair, amina, bilal):
    text = text_hash(pair)

    came = at_once(signing(pair, amina, text), signing(pair, bilal, text))

    assert came == ["done", "done"]
    assert Agreement.objects.get().is_signed
    assert Signature.objects.count() == 2


def test_who_begin_at_once_begin_the_same_version(pair, amina, bilal):
    came = at_once(keeping(pair, amina), keeping(pair, bilal))

    assert came == ["done", "done"]
    assert Agreement.objects.get().version == 1
    assert OwnChoices.objects.count() == 2


def test_what_is_changed_while_somebody_signs_is_never_under_their_signature(pair, amina, bilal):
    keeping(pair, bilal)()
    whose = asked.own_part(pair, bilal).pk

    at_once(
        signing(pair, amina, text_hash(pair)),
        lambda: services.take(pair, whose=whose, by=bilal, at=LATER),
    )

    agreement = Agreement.objects.get()
    assert agreement.choices["meetings.minutes"] == "60"
    assert (agreement.hash, Signature.objects.count()) == ("", 0)
    signed = signing(pair, amina, text_hash(pair), change=1)()
    assert (signed.hash, Signature.objects.count()) == (text_hash(pair), 1)


def test_who_ask_for_a_change_at_once_open_one_version(pair, amina, bilal):
    AgreementFactory(mentorship=pair, hash="a" * 64, signed_at=SPRING)

    came = at_once(
        *(
            lambda by=by: services.ask_for_change(pair, by=by, at=LATER)
            for by in (amina, bilal, amina, bilal)
        )
    )

    assert came == ["done"] * 4
    assert sorted(Agreement.objects.values_list("version", flat=True)) == [1, 2]
