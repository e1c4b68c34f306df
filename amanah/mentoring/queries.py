"""Questions about mentorships."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from amanah.conflicts import queries as conflicts
from amanah.institutions.models import Institution
from amanah.mentoring.agreement.clauses import LIMITS
from amanah.mentoring.models import Agreement, Invitation, Membership, Mentorship, Signature
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.programmes import queries as programmes
from amanah.programmes.models import Cohort, Participant

Role, State = Membership.Role, Mentorship.State
# Two peers of a circle may walk on.
LEAST_LEFT = 2
DAY = timedelta(days=1)


def limits_of_confidentiality() -> tuple[Any, ...]:
    """What cannot stay between members, in words that nobody can take out."""
    return LIMITS


def mentorships_for(person: Person) -> QuerySet[Mentorship]:
    """Every mentorship this person is a member of. Every member's page finds one through here."""
    return (
        Mentorship.objects.with_member(person)
        .select_related("institution", "cohort__programme")
        .prefetch_related("memberships__person__profile")
        .order_by(F("closed_at").desc(nulls_first=True), "-began_at", "pk")
    )


def mentorships_ever_of(person: Person) -> QuerySet[Mentorship]:
    """Every mentorship that somebody is in or has left. Their own page finds one through here."""
    parts = Membership.objects.filter(mentorship=OuterRef("pk"), person=person)
    return (
        Mentorship.objects.filter(Exists(parts))
        .select_related("institution", "cohort__programme")
        .prefetch_related("memberships__person__profile")
        .order_by(F("closed_at").desc(nulls_first=True), "-began_at", "pk")
    )


def left_by(person: Person) -> QuerySet[Mentorship]:
    """Groups and circles that somebody has left, and in which they still read what was theirs."""
    here = Membership.objects.filter(mentorship=OuterRef("pk"), person=person, left_at=None)
    return mentorships_ever_of(person).exclude(Exists(here)).filter(emptied_at=None)


def part_left_by(mentorship: Mentorship, person: Any) -> Membership | None:
    """The part of somebody who has left; None for whoever is in it."""
    mine = [one for one in mentorship.memberships.all() if one.person_id == person.pk]
    if any(one.left_at is None for one in mine):
        return None
    return max(mine, key=lambda one: one.left_at or one.joined_at, default=None)


def others_with(mentorship: Mentorship, left: Membership) -> list[Membership]:
    """Who else was in it as somebody left, mentors first; nobody who came afterwards."""
    assert left.left_at is not None  # noqa: S101 (it is the part of somebody who has left)
    were = [
        one
        for one in mentorship.memberships.all()
        if one.person_id != left.person_id
        and one.joined_at <= left.left_at
        and (one.left_at is None or one.left_at > left.left_at)
    ]
    return sorted(were, key=lambda one: (one.role != Role.MENTOR, one.joined_at, one.pk))


def part_to_look_with(mentorship: Mentorship, person: Any, *, at: datetime) -> Participant | None:
    """With which part of theirs somebody looks again in the cohort; None where they cannot.

    They have no mentor there now, were a mentee or a peer, and the cohort is open.
    """
    cohort = mentorship.cohort
    if cohort is None or not cohort.programme.is_open or programmes.is_over(cohort, at=at):
        return None
    walked = [one for one in mentorship.memberships.all() if one.person_id == person.pk]
    if not any(one.role != Role.MENTOR for one in walked):
        return None
    has_several = bool(cohort.programme.roles_to_fill)
    if not has_several and person.pk in provided_for(cohort):
        return None
    return programmes.mentees_of(cohort).filter(person=person).first()


def is_past(mentorship: Mentorship, *, at: datetime) -> bool:
    """Whether the last day on which it is kept has passed, where its institution is."""
    day = mentorship.keep_until
    return day is not None and day < mentorship.institution.day_of(at)


def kept_until_soon(at: datetime, *, ahead: timedelta) -> list[Mentorship]:
    """What is closed, and kept until a day that is near."""
    near = _kept().filter(keep_until__lte=(at + ahead).date() + DAY)
    day_of = {one.pk: one.institution.day_of(at + ahead) for one in near}
    return [
        one
        for one in near
        if one.keep_until and one.keep_until <= day_of[one.pk] and not is_past(one, at=at)
    ]


def to_be_emptied(at: datetime) -> list[Mentorship]:
    """What is closed, and whose last day has passed."""
    # No place on earth is further ahead than a day.
    return [one for one in _kept().filter(keep_until__lte=at.date() + DAY) if is_past(one, at=at)]


def _kept() -> QuerySet[Mentorship]:
    found = Mentorship.objects.filter(keep_until__isnull=False, emptied_at=None)
    return found.select_related("institution").order_by("keep_until", "pk")


def active_mentorships_for(person: Person) -> QuerySet[Mentorship]:
    return mentorships_for(person).filter(state=State.ACTIVE)


def mentorship_to_agree_on(person: Person) -> Mentorship | None:
    """The newest mentorship with an agreement that waits for this person to sign it."""
    versions = Agreement.objects.filter(mentorship=OuterRef("pk"))
    signed = Signature.objects.filter(
        agreement__mentorship=OuterRef("pk"), agreement__signed_at=None, membership__person=person
    )
    waits = Exists(versions.filter(signed_at=None)) | ~Exists(versions)
    found = active_mentorships_for(person).filter(waits).exclude(Exists(signed))
    return found.order_by("-began_at", "pk").first()


def others_in(mentorship: Mentorship, person: Any) -> list[Membership]:
    """The members beside this person, mentors first. Somebody who was erased is not among them."""
    members = [one for one in mentorship.memberships.all() if one.left_at is None]
    others = [one for one in members if one.person_id != person.pk]
    return sorted(others, key=lambda one: (one.role != Role.MENTOR, one.joined_at, one.pk))


def goes_on_without(mentorship: Mentorship, person: Any) -> bool:
    """Whether a group or a circle is still one when somebody goes."""
    left = [one.role for one in others_in(mentorship, person)]
    if mentorship.form == Mentorship.Form.CIRCLE:
        return len(left) >= LEAST_LEFT
    return mentorship.form == Mentorship.Form.GROUP and {Role.MENTOR, Role.MENTEE} <= set(left)


def mentorships_in(cohort: Cohort, *, but: Any) -> QuerySet[Mentorship]:
    """Who is paired in a cohort, as those who run it know: never a pair of their own."""
    return (
        Mentorship.objects.filter(cohort=cohort)
        .exclude(memberships__person=but)
        .prefetch_related("memberships__person")
        .order_by("began_at", "pk")
    )


def are_paired(one: Any, other: Any, *, cohort: Cohort | None) -> bool:
    """Whether two people have a mentorship that has not been closed, in a cohort or informally."""
    both = Mentorship.objects.filter(state=State.ACTIVE, cohort=cohort)
    return both.filter(memberships__person=one).filter(memberships__person=other).exists()


def mentorships_of_mentee(person: Any, cohort: Cohort) -> QuerySet[Mentorship]:
    """The mentorships that somebody has as a mentee in a cohort, now."""
    return Mentorship.objects.filter(
        state=State.ACTIVE,
        cohort=cohort,
        memberships__person=person,
        memberships__role=Role.MENTEE,
        memberships__left_at=None,
    )


def provided_for(cohort: Cohort) -> set[UUID]:
    """Who has a mentor in a cohort, or a circle of peers, now."""
    return set(
        Membership.objects.filter(
            role__in=(Role.MENTEE, Role.PEER),
            left_at=None,
            mentorship__cohort=cohort,
            mentorship__state=State.ACTIVE,
        ).values_list("person", flat=True)
    )


def roles_filled(cohort: Cohort) -> set[tuple[UUID, str]]:
    """The (mentee, named role) for which somebody has a mentor in a cohort, now."""
    filled = _mentors_of_mentees(cohort).exclude(named_role="")
    return set(filled.values_list("mentee", "named_role"))


def pairs_now(cohort: Cohort) -> set[tuple[UUID, UUID]]:
    """Every (mentee, mentor) who walk together in a cohort."""
    return set(_mentors_of_mentees(cohort).values_list("mentee", "person"))


def pairs_ever(cohort: Cohort) -> set[tuple[UUID, UUID]]:
    """Every (mentee, mentor) who do, or did, also where one of them left a group."""
    mentors = Membership.objects.filter(
        role=Role.MENTOR,
        mentorship__cohort=cohort,
        mentorship__memberships__role=Role.MENTEE,
    )
    return set(mentors.values_list("mentorship__memberships__person", "person"))


def _mentors_of_mentees(cohort: Cohort) -> QuerySet[Any]:
    """Each mentor's part in what is active, once for each `mentee` who is in it with them."""
    return Membership.objects.filter(
        role=Role.MENTOR,
        left_at=None,
        mentorship__cohort=cohort,
        mentorship__state=State.ACTIVE,
        mentorship__memberships__role=Role.MENTEE,
        mentorship__memberships__left_at=None,
    ).annotate(mentee=F("mentorship__memberships__person"))


def places_taken(cohort: Cohort) -> dict[UUID, int]:
    """How many mentees each mentor of a cohort has, by person. Counted for places, never shown."""
    counted = (
        _mentors_of_mentees(cohort).order_by().values("person").annotate(number=Count("mentee"))
    )
    return {each["person"]: each["number"] for each in counted}


def open_invitations_of(person: Any, *, at: datetime) -> QuerySet[Invitation]:
    """What somebody sent that waits, as far as they are shown: also what was turned down."""
    return (
        Invitation.objects.filter(by=person, withdrawn_at=None, accepted_at=None, expires_at__gt=at)
        .select_related("institution")
        .order_by("expires_at", "pk")
    )


def invitation_opened_by(secret: str, person: Any, *, at: datetime) -> Invitation | None:
    """What a link opens for somebody: nothing unless it waits, and is for them.

    It is for members of the same institution; one that was sent by letter, for whoever signs in
    with that address. Whoever asked us not to be paired with its sender never meets it.
    """
    found = (
        Invitation.objects.filter(secret_hash=people.hash_of_secret(secret), expires_at__gt=at)
        .filter(withdrawn_at=None, turned_down_at=None, accepted_at=None)
        .select_related("institution", "by__profile")
        .exclude(by=person)
        .first()
    )
    if found is None or (found.address and found.address.lower() != person.email.lower()):
        return None
    if not (belongs(person, found.institution) and belongs(found.by, found.institution)):
        return None
    return None if programmes.kept_apart(person, [found.by], found.institution) else found


def belongs(person: Person, institution: Institution) -> bool:
    return (
        person.is_active and people.affiliations_of(person).filter(institution=institution).exists()
    )


def is_unwelcome(invitation: Invitation) -> bool:
    """Whether whoever has the address asked us not to be paired with its sender: no letter goes."""
    receiver = programmes.member_at(invitation.institution, invitation.address)
    if receiver is None:
        return False
    return bool(programmes.kept_apart(receiver, [invitation.by], invitation.institution))


def is_by_contact(invitation: Invitation) -> bool:
    """Whether it is the confidential contact of the institution who asks."""
    institution, sender = invitation.institution, invitation.by
    if institution.help_email and institution.help_email.lower() == sender.email.lower():
        return True
    return conflicts.words_of(sender.name) <= conflicts.words_of(institution.help_name)
