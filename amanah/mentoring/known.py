"""What may be read in the open beside a copy of a mentorship's words: its days and its people."""

from typing import Any

from amanah.mentoring.models import Agreement, Membership, Mentorship
from amanah.people.models import Person


def facts_of(room: Any, person: Person) -> dict[str, Any]:
    """Who was in it, as what, its days and those of its agreements; up to when somebody left."""
    mentorship = (
        Mentorship.objects.filter(room=room)
        .select_related("cohort__programme__institution")
        .first()
    )
    if mentorship is None:
        return {}
    parts = list(mentorship.memberships.select_related("person").order_by("joined_at", "pk"))
    gone = _left(parts, person)
    seen = [one for one in parts if gone is None or one.joined_at <= gone]
    signed = Agreement.objects.filter(mentorship=mentorship, signed_at__isnull=False)
    if gone is not None:
        signed = signed.filter(signed_at__lte=gone)
    closed = mentorship.closed_at if gone is None else gone
    return {
        "programme": mentorship.cohort.programme.name if mentorship.cohort else "",
        "form": mentorship.form,
        "began_at": mentorship.began_at.isoformat(),
        "closed_at": closed.isoformat() if closed else "",
        "phase": mentorship.phase if gone is None else "",
        "members": [_member(one, gone) for one in seen],
        "agreements_signed_at": [
            one.signed_at.isoformat() for one in signed.order_by("version") if one.signed_at
        ],
    }


def _left(parts: list[Membership], person: Person) -> Any:
    """When somebody left for good; None for whoever is here."""
    mine = [one.left_at for one in parts if one.person_id == person.pk]
    return None if not mine or None in mine else max(one for one in mine if one)


def _member(one: Membership, gone: Any) -> dict[str, str]:
    left = one.left_at if gone is None or (one.left_at and one.left_at <= gone) else None
    return {
        "name": one.person.name,
        "role": one.role,
        "joined_at": one.joined_at.isoformat(),
        "left_at": left.isoformat() if left else "",
    }
