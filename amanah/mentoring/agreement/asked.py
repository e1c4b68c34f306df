"""Questions about agreements, for the members whose they are."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.mentoring.agreement import clauses
from amanah.mentoring.models import Agreement, Membership, Mentorship, OwnChoices
from amanah.sealing import queries as sealing

Role, State = Membership.Role, Mentorship.State
FIRST_LOOK = (timedelta(weeks=6), timedelta(weeks=8))


def members_of(mentorship: Mentorship) -> list[Membership]:
    """Who is in it now, mentors first: each has to sign."""
    here = [one for one in mentorship.memberships.all() if one.left_at is None]
    return sorted(here, key=lambda one: (one.role != Role.MENTOR, one.joined_at, one.pk))


def own_part(mentorship: Mentorship, person: Any) -> Membership:
    [own] = [one for one in members_of(mentorship) if one.person_id == person.pk]
    return own


def agreement_of(mentorship: Mentorship) -> Agreement:
    """The newest version; of those who have none yet, what it would begin with, not yet kept."""
    found = (
        Agreement.objects.filter(mentorship=mentorship)
        .prefetch_related("sides", "signatures")
        .order_by("-version")
        .first()
    )
    if found is not None:
        return found
    first = Agreement(mentorship=mentorship, version=1, opened_at=mentorship.began_at)
    first.choices = clauses.defaults(mentorship)
    return first


def in_force(mentorship: Mentorship) -> Agreement | None:
    """The newest version that all have signed."""
    signed = Agreement.objects.filter(mentorship=mentorship, signed_at__isnull=False)
    return signed.prefetch_related("signatures").order_by("-version").first()


def earlier_versions(mentorship: Mentorship) -> list[Agreement]:
    """What all have signed before the version that is in force, the newest first."""
    signed = Agreement.objects.filter(mentorship=mentorship, signed_at__isnull=False)
    return list(signed.order_by("-version")[1:])


def agreements_for(person: Any) -> QuerySet[Agreement]:
    """Every version of every agreement that this person is or was asked to sign."""
    theirs = Mentorship.objects.filter(memberships__person=person, memberships__left_at=None)
    return (
        Agreement.objects.filter(mentorship__in=theirs)
        .select_related("mentorship__institution")
        .prefetch_related("signatures", "mentorship__memberships__person")
    )


def is_kept(agreement: Agreement) -> bool:
    return not agreement._state.adding


def sides_shown(agreement: Agreement) -> list[OwnChoices]:
    """What members would choose, of those who have shown it."""
    if not is_kept(agreement):
        return []
    return [one for one in agreement.sides.all() if one.shown_at is not None]


def side_of(agreement: Agreement, membership: Membership) -> OwnChoices | None:
    if not is_kept(agreement):
        return None
    mine = [one for one in agreement.sides.all() if one.membership_id == membership.pk]
    return mine[0] if mine else None


def have_signed(agreement: Agreement) -> set[UUID]:
    """The memberships that have signed a version."""
    if not is_kept(agreement):
        return set()
    return {one.membership_id for one in agreement.signatures.all()}


def words_offered(agreement: Agreement) -> dict[str, list[Any]]:
    """By clause, the newest sealed words of each member since this version was opened."""
    mentorship = agreement.mentorship
    if mentorship.room_id is None:
        return {}
    kinds = {clause.kind: name for name, clause in clauses.WITH_WORDS.items()}
    newest: dict[tuple[str, Any], Any] = {}
    for words in sealing.standing_words(mentorship.room_id, kinds):
        if words.at >= agreement.opened_at:
            newest[kinds[words.kind], words.by_id] = words
    found: dict[str, list[Any]] = {}
    for (clause, _by), words in newest.items():
        found.setdefault(clause, []).append(words)
    return found


def is_fixed(room: Any, mid: UUID) -> bool:
    """Whether words stand in a version that somebody has signed: they stay as they are."""
    versions = Agreement.objects.filter(mentorship__room=room).exclude(hash="")
    return any(str(mid) in one.words.values() for one in versions)


def first_look(mentorship: Mentorship, agreement: Agreement | None) -> tuple[date, date]:
    """Between which days they look back for the first time: as agreed, else six to eight weeks."""
    began = mentorship.institution.day_of(mentorship.began_at)
    agreed = agreement.choices.get("review.weeks") if agreement else None
    if agreed:
        day = began + timedelta(weeks=int(agreed))
        return day, day
    return began + FIRST_LOOK[0], began + FIRST_LOOK[1]


def suggests_working(mentorship: Mentorship, *, at: datetime) -> bool:
    """Whether it may be time to say that they are working: all have signed, or eight weeks on.

    It is only ever said, quietly; nothing happens by itself.
    """
    if not mentorship.is_active or mentorship.phase != Mentorship.Phase.STARTING:
        return False
    return at >= mentorship.began_at + FIRST_LOOK[1] or in_force(mentorship) is not None


def signed_days(mentorships: Any) -> dict[UUID, datetime]:
    """When the agreement in force was signed, by mentorship: all that staff are told of one."""
    signed = Agreement.objects.filter(mentorship__in=mentorships, signed_at__isnull=False)
    rows = signed.order_by("version").values_list("mentorship", "signed_at")
    return {mentorship: moment for mentorship, moment in rows if moment is not None}
