"""What those of the demo have agreed, and the phase that they said they are in."""

from datetime import datetime, timedelta
from typing import Any

from amanah.mentoring import services
from amanah.mentoring.agreement import asked, clauses, exact
from amanah.mentoring.models import Mentorship
from amanah.operations.demo import locks, walking
from amanah.operations.demo.people import person
from amanah.people.models import Person

SIGNED_AFTER = timedelta(days=9)
# How many others of this year's cohort have signed; the last few say that they still begin.
SIGNED, BEGINNING = 12, 4
# One clause in words, which both signed with the rest.
CLAUSE = "why"
MORE = {
    "confidentiality.keeps": "asks",
    "boundaries.not": "care money",
    "records.recording": "never",
    "review.weeks": "7",
}


def begin(*, at: datetime) -> None:
    """Some have signed, one has signed and waits for the other, some have only begun."""
    _both_sign(walking.of("ayesha", "bilal"), at=at - walking.BEGAN + SIGNED_AFTER)
    _one_signs(walking.of("farzana", "khadija"), by=person("farzana"), at=at - timedelta(days=1))
    others = list(_others())
    for place, mentorship in enumerate(others):
        then = mentorship.began_at + SIGNED_AFTER
        members = [one.person for one in asked.members_of(mentorship)]
        if place < SIGNED:
            for member in members:
                _sign(mentorship, by=member, at=then)
        if place < len(others) - BEGINNING:
            services.declare_phase(
                mentorship, Mentorship.Phase.WORKING, by=members[-1], at=then + timedelta(days=30)
            )


def _others() -> Any:
    """Pairs of this year's cohort who have no story of their own."""
    told = [walking.of(one, other).pk for one, other, _ago in walking.PAIRS]
    return (
        Mentorship.objects.filter(cohort__name="This year's residents", state="active")
        .exclude(pk__in=told)
        .select_related("institution", "cohort__programme")
        .order_by("began_at", "pk")
    )


def _both_sign(mentorship: Mentorship, *, at: datetime) -> None:
    """Each chose alone, both showed it, took what they had in common, and wrote one clause."""
    members = asked.members_of(mentorship)
    for member in members:
        choices = clauses.defaults(mentorship) | MORE
        services.keep_side(mentorship, choices, by=member.person, at=at, is_shown=True)
    whose, by = members[1].pk, members[0].person
    services.take(mentorship, whose=whose, by=by, at=at)
    [offered] = asked.words_offered(asked.agreement_of(mentorship))[CLAUSE]
    services.take_words(mentorship, clause=CLAUSE, mid=offered.mid, by=by, at=at)
    for member in members:
        _sign(mentorship, by=member.person, words={CLAUSE: locks.AGREED}, at=at)
    services.declare_phase(mentorship, Mentorship.Phase.WORKING, by=by, at=at + timedelta(days=45))


def _one_signs(mentorship: Mentorship, *, by: Person, at: datetime) -> None:
    services.keep_side(mentorship, clauses.defaults(mentorship), by=by, at=at, is_shown=True)
    _sign(mentorship, by=by, at=at)


def _sign(
    mentorship: Mentorship, *, by: Person, at: datetime, words: dict[str, str] | None = None
) -> None:
    agreement = asked.agreement_of(mentorship)
    text = exact.text_of(agreement, asked.members_of(mentorship), words)
    services.sign(
        mentorship,
        version=agreement.version,
        change=agreement.change,
        text_hash=exact.hash_of(text),
        by=by,
        at=at,
    )
