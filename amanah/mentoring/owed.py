"""What this app owes a person: their mentorships to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.mentoring import joining, queries, services
from amanah.mentoring.models import Invitation, Membership, Mentorship
from amanah.sealing import services as sealing
from amanah.stewardship import events, hooks

DATES = ("began_at", "closed_at")
INVITED = ("institution", "as", "to", "made_at", "expires_at", "withdrawn_at", "accepted_at")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in EXPORTS:
        hooks.export(part)
    hooks.erasure(
        hooks.Erasure(
            "mentoring",
            forget,
            ("mentoring.Membership", "mentoring.Invitation", "mentoring.Mentorship"),
        )
    )
    own = events.by_member
    own("mentoring.mentorship_begun", _("Began a mentorship"))
    own("mentoring.mentorship_closed", _("Closed a mentorship"))
    own("mentoring.invitation_made", _("Asked somebody for an informal mentorship"))
    own("mentoring.invitation_withdrawn", _("Withdrew an invitation to an informal mentorship"))


def forget(person: Any, *, at: datetime) -> None:
    """Close a person's mentorships and delete their part; what nobody is in any more goes too."""
    for mentorship in list(queries.active_mentorships_for(person)):
        services.end_mentorship(mentorship, leaver=person, at=at)
    Membership.objects.filter(person=person).delete()
    nobodys = Mentorship.objects.filter(memberships=None)
    rooms = list(nobodys.exclude(room=None).values_list("room", flat=True))
    nobodys.delete()
    sealing.delete_rooms(rooms)
    Invitation.objects.filter(by=person).delete()
    _forget_address(person.email)


def _forget_address(address: str) -> None:
    """Addresses are encrypted, so the database cannot be asked for one."""
    wanted = address.casefold()
    to_them = [
        one.pk
        for one in Invitation.objects.only("address").iterator()
        if one.address.casefold() == wanted
    ]
    Invitation.objects.filter(pk__in=to_them).delete()


def _mentorships(person: Any) -> Iterable[hooks.Row]:
    for mentorship in queries.mentorships_for(person).reverse():
        [own] = [one for one in mentorship.memberships.all() if one.person_id == person.pk]
        programme = mentorship.cohort.programme.name if mentorship.cohort else ""
        cohort = mentorship.cohort.name if mentorship.cohort else ""
        others = [one.person.name for one in queries.others_in(mentorship, person)]
        yield (
            mentorship.institution.name,
            programme,
            cohort,
            own.role,
            others,
            mentorship.state,
            *(getattr(mentorship, name) for name in DATES),
        )


def _invitations(person: Any) -> Iterable[hooks.Row]:
    return (
        Invitation.objects.filter(by=person)
        .order_by("made_at", "pk")
        .values_list("institution__name", "role", "address", *INVITED[3:])
    )


EXPORTS = (
    hooks.Export(
        "mentorships",
        _("your mentorships: with whom, as what, and from when until when"),
        ("institution", "programme", "cohort", "role", "with", "state", *DATES),
        _mentorships,
        ("mentoring.Membership", "mentoring.Mentorship"),
    ),
    hooks.Export(
        "informal-invitations",
        _("whom you asked for an informal mentorship"),
        INVITED,
        _invitations,
        ("mentoring.Invitation",),
    ),
)
