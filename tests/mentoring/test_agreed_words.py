"""Sealed words in an agreement: the server knows where they stand, and never what they say."""

import uuid
from datetime import timedelta

import pytest

from amanah.mentoring import services
from amanah.mentoring.agreement import asked, clauses, exact
from amanah.mentoring.models import Agreement, OwnChoices, Signature
from amanah.sealing import services as sealing
from amanah.stewardship import hooks
from amanah.stewardship.services import erase_person
from tests.factories import SPRING
from tests.factories.mentoring import AgreementFactory, MentorshipFactory
from tests.factories.sealing import WordsFactory

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=3)
READ = "ab" * 32


@pytest.fixture
def pair(institution, amina, bilal):
    return MentorshipFactory(institution=institution, mentor=amina, mentee=bilal, has_room=True)


@pytest.fixture
def write(pair):
    """Put sealed words of a clause into the room."""

    def make(by, clause="why", at=LATER, **more):
        n = pair.room.words.count() + 1
        kind = more.pop("kind", clauses.WITH_WORDS[clause].kind)
        return WordsFactory(room=pair.room, n=n, mid=uuid.uuid4(), by=by, kind=kind, at=at, **more)

    return make


def take(pair, words, by, clause="why"):
    mid = words.mid if words else None
    return services.take_words(pair, clause=clause, mid=mid, by=by, at=LATER)


def sign(pair, by, text_hash=READ):
    version = asked.agreement_of(pair)
    told = {"version": version.version, "change": version.change}
    return services.sign(pair, **told, text_hash=text_hash, by=by, at=LATER)


def test_words_that_were_sent_are_taken_into_their_clause_and_out_again(pair, amina, bilal, write):
    words = write(bilal)

    assert take(pair, words, amina).words == {"why": str(words.mid)}
    assert take(pair, None, bilal).words == {}


def test_only_words_of_that_clause_that_still_stand_are_taken(pair, amina, bilal, write):
    hope, back = write(bilal, kind="hopes"), write(amina)
    write(amina, kind="withdrawn", ref=back.mid)
    elsewhere = write(bilal, "meetings")

    for words in (hope, back, elsewhere):
        with pytest.raises(services.CannotAgree):
            take(pair, words, amina)
    with pytest.raises(services.CannotAgree):
        services.take_words(pair, clause="why", mid=uuid.uuid4(), by=amina, at=LATER)

    assert take(pair, elsewhere, amina, "meetings").words == {"meetings": str(elsewhere.mid)}


def test_with_words_the_first_who_signs_says_the_hash_and_the_others_must_have_the_same(
    pair, amina, bilal, write
):
    take(pair, write(bilal), amina)
    sign(pair, bilal)

    with pytest.raises(services.OtherText):
        sign(pair, amina, text_hash="cd" * 32)

    assert Signature.objects.count() == 1
    assert sign(pair, amina).is_signed


def test_without_a_hash_nothing_is_signed_where_there_are_words(client, pair, bilal, write):
    take(pair, write(bilal), bilal)
    with pytest.raises(services.OtherText):
        sign(pair, bilal, text_hash="")
    client.force_login(bilal)

    page = client.get(f"/mentorships/{pair.pk}/agreement/")

    assert page.context["hash"] == ""
    assert "nobody signs what they cannot read" in page.content.decode()


def test_words_under_a_signature_can_be_neither_changed_nor_taken_back(pair, bilal, write):
    words = write(bilal)
    take(pair, words, bilal)
    assert not asked.is_fixed(pair.room, words.mid)

    sign(pair, bilal)

    assert asked.is_fixed(pair.room, words.mid)
    assert not asked.is_fixed(pair.room, uuid.uuid4())
    assert asked.is_fixed in sealing.hooks.fixed
    services.take_signature_back(pair, by=bilal, at=LATER)
    assert not asked.is_fixed(pair.room, words.mid)


def test_a_change_begins_with_the_words_that_were_signed_and_offers_only_newer_ones(
    pair, amina, bilal, write
):
    stands, other = write(bilal), write(amina)
    take(pair, stands, bilal)
    sign(pair, bilal)
    sign(pair, amina)

    following = services.ask_for_change(pair, by=amina, at=LATER + timedelta(days=1))

    assert following.words == {"why": str(stands.mid)}
    with pytest.raises(services.CannotAgree):
        take(pair, other, bilal)
    newer = write(amina, at=LATER + timedelta(days=2))
    assert take(pair, newer, bilal).words == {"why": str(newer.mid)}


def test_somebody_takes_along_what_they_chose_and_signed(pair, amina, bilal):
    services.keep_side(pair, {"meetings.minutes": "60"}, by=bilal, at=LATER, is_shown=False)
    agreement = Agreement.objects.get()
    Signature.objects.create(
        agreement=agreement, membership=asked.own_part(pair, bilal), signed_at=LATER
    )

    [own] = hooks.exports["own-choices"].gather(bilal)
    [row] = hooks.exports["agreements"].gather(bilal)

    assert own == (["Amina Siddiqui"], 1, None, ["meetings.minutes: 60"])
    assert (row[0], row[1], row[4]) == (["Amina Siddiqui"], 1, LATER)
    assert "meetings.minutes: 45" in row[6]
    assert list(hooks.exports["own-choices"].gather(amina)) == []


def test_whoever_is_erased_takes_their_promises_choices_and_signature(pair, amina, bilal):
    his, hers = asked.own_part(pair, bilal), asked.own_part(pair, amina)
    promised = {clauses.promise_key(one, "respect"): "listen" for one in (his, hers)}
    agreement = AgreementFactory(mentorship=pair, choices={"why.months": "6"} | promised)
    for one in (his, hers):
        OwnChoices.objects.create(agreement=agreement, membership=one, said="{}")
        Signature.objects.create(agreement=agreement, membership=one, signed_at=LATER)

    erase_person(bilal, by=None, at=LATER)

    agreement.refresh_from_db()
    assert agreement.choices == {"why.months": "6", clauses.promise_key(hers, "respect"): "listen"}
    assert [one.membership for one in OwnChoices.objects.all()] == [hers]
    assert [one.membership for one in Signature.objects.all()] == [hers]


def test_who_leaves_a_group_takes_every_signature_off_what_is_not_in_force(
    institution, amina, bilal, member
):
    group = MentorshipFactory(institution=institution, mentor=amina, mentee=bilal, form="group")
    third = member("Chen Wei")
    group.memberships.create(person=third, role="mentee", joined_at=SPRING)
    AgreementFactory(mentorship=group)
    services.sign(group, version=1, change=0, text_hash=own_hash(group), by=third, at=LATER)

    services.close_mentorship(group, by=third, at=LATER)

    assert not Signature.objects.exists()
    for person in (amina, bilal):
        told = {"version": 1, "change": 1, "text_hash": own_hash(group)}
        signed = services.sign(group, **told, by=person, at=LATER)
    assert signed.is_signed


def own_hash(mentorship):
    version = asked.agreement_of(mentorship)
    return exact.hash_of(exact.text_of(version, asked.members_of(mentorship)))
