"""Who was invited, and what has become of it."""

from datetime import datetime

from django.db.models import F, QuerySet

from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.letter_secrets import hash_of
from amanah.people.models import Invitation, JoinLink, Person

Role = Appointment.Role
MAY_INVITE = (*institutions.COORDINATING, Role.ADMIN)


def open_invitation(secret: str, *, at: datetime) -> Invitation | None:
    """The invitation that this secret still opens."""
    return (
        Invitation.objects.filter(secret_hash=hash_of(secret), expires_at__gt=at)
        .filter(accepted_at=None, withdrawn_at=None)
        .select_related("institution", "invited_by")
        .first()
    )


def invitations_to(institution: Institution) -> QuerySet[Invitation]:
    """The invitations that have not been accepted, the newest first.

    An accepted one is a member, and on the roster.
    """
    return (
        Invitation.objects.filter(institution=institution, accepted_at=None)
        .select_related("institution", "invited_by")
        .order_by("-made_at", "pk")
    )


def invitations_run_by(person: Person, *, slug: str, at: datetime) -> QuerySet[Invitation]:
    """The invitations of one institution that a coordinator or admin of it may act on."""
    here = institutions.institutions_with(person, *MAY_INVITE, at=at).filter(slug=slug)
    return Invitation.objects.filter(institution__in=here.values("pk")).select_related(
        "institution"
    )


def open_link(secret: str, *, at: datetime) -> JoinLink | None:
    """The link to hand out that this secret still opens."""
    return (
        JoinLink.objects.filter(secret_hash=hash_of(secret), expires_at__gt=at)
        .filter(asked__lt=F("most"))
        .select_related("institution", "made_by")
        .first()
    )


def links_run_by(person: Person, *, slug: str, at: datetime) -> QuerySet[JoinLink]:
    """The links to hand out of one institution that have not run out, the newest first."""
    here = institutions.institutions_with(person, *MAY_INVITE, at=at).filter(slug=slug)
    return (
        JoinLink.objects.filter(institution__in=here.values("pk"), expires_at__gt=at)
        .select_related("institution", "made_by")
        .order_by("-made_at", "pk")
    )


def expired_invitations(person: Person, *, at: datetime) -> QuerySet[Invitation]:
    """What this person sent that ran out unused, and that nobody has put away."""
    here = institutions.institutions_with(person, *MAY_INVITE, at=at)
    return (
        Invitation.objects.filter(institution__in=here.values("pk"), invited_by=person)
        .filter(accepted_at=None, withdrawn_at=None, expires_at__lte=at)
        .select_related("institution")
        .order_by("expires_at", "pk")
    )


def has_account(address: str) -> bool:
    """Whether somebody signs in with this address. Told only to who holds a letter sent to it."""
    return Person.objects.filter(email__iexact=address, joined_at__isnull=False).exists()
