"""Asking one other person for a mentorship that no programme knows of."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.mentoring import notices, queries
from amanah.mentoring.models import Invitation, Membership, Mentorship
from amanah.mentoring.services.beginning import begin_mentorship, tell_of_beginning
from amanah.people.models import Person
from amanah.people.services import letter_secrets
from amanah.stewardship import ledger

OPEN_FOR = timedelta(days=14)
MOST_OPEN = 5
Role = Membership.Role


class CannotInvite(Refused):
    code = "mentoring.cannot_invite"


class CannotAccept(Refused):
    """Used, over, withdrawn, somebody else's or never made: whoever holds it is told the same."""

    code = "mentoring.cannot_accept"


class Invited(NamedTuple):
    """An invitation, and the secret that its link carries: nothing keeps it."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    institution: Institution, *, role: str, by: Person, at: datetime, address: str = ""
) -> Invited:
    """Ask one person to be the mentor or the mentee of whoever asks: by letter, or by a link.

    What comes back is the same whether or not somebody here has that address.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    if not queries.belongs(by, institution):
        raise CannotInvite(_("You do not belong to this institution any longer."))
    if address and address.lower() == by.email.lower():
        raise CannotInvite(_("That is your own address."))
    if queries.open_invitations_of(by, at=at).count() >= MOST_OPEN:
        raise CannotInvite(
            _("Five of your invitations are waiting. Withdraw one, or let one run out, first.")
        )
    secret = letter_secrets.new()
    invitation = Invitation(
        institution=institution,
        by=by,
        role=role,
        address=address.lower(),
        secret_hash=letter_secrets.hash_of(secret),
        made_at=at,
        expires_at=institution.end_of(institution.day_of(at + OPEN_FOR)),
    )
    invitation.full_clean()
    invitation.save(force_insert=True)
    _note("invitation_made", invitation, by=by, at=at)
    if address and not queries.is_unwelcome(invitation):
        notices.invited(invitation, secret=secret, at=at)
    return Invited(invitation, secret)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person, at: datetime) -> Invitation:
    """Ask no longer: the link opens nothing, and a letter still waiting is not sent."""
    invitation = _locked(invitation)
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        _note("invitation_withdrawn", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(secret: str, *, by: Person, at: datetime) -> Mentorship:
    """Say yes: the mentorship begins, and whoever asked is told."""
    invitation = _opened(secret, by=by, at=at)
    inviter = invitation.by
    mentor, mentee = (by, inviter) if invitation.role == Role.MENTOR else (inviter, by)
    mentorship = begin_mentorship(
        invitation.institution, mentor=mentor, mentee=mentee, by=by, at=at
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    tell_of_beginning(mentorship, inviter, at=at)
    return mentorship


@transaction.atomic
def turn_down(secret: str, *, by: Person, at: datetime) -> None:
    """Say no. Nobody is told: for whoever asked, it waits until its day and runs out."""
    invitation = _opened(secret, by=by, at=at)
    invitation.turned_down_at = at
    invitation.save(update_fields=["turned_down_at"])


@every(timedelta(days=1), offset=timedelta(hours=3))
def sweep_invitations(*, at: datetime) -> None:
    """Forget invitations once their day is over, whatever became of them."""
    Invitation.objects.filter(expires_at__lte=at).delete()


def _opened(secret: str, *, by: Person, at: datetime) -> Invitation:
    """The invitation that a secret opens, while nobody else can accept or withdraw it."""
    found = queries.invitation_opened_by(secret, by, at=at)
    if found:
        Institution.objects.select_for_update().get(pk=found.institution_id)
        found = queries.invitation_opened_by(secret, by, at=at)
    if found is None:
        raise CannotAccept(_("This invitation can no longer be used."))
    return found


def _locked(invitation: Invitation) -> Invitation:
    Institution.objects.select_for_update().get(pk=invitation.institution_id)
    return Invitation.objects.select_related("institution", "by").get(pk=invitation.pk)


def _note(what: str, invitation: Invitation, *, by: Any, at: datetime) -> None:
    ledger.record(
        f"mentoring.{what}",
        about=invitation,
        by=by,
        at=at,
        institution=invitation.institution,
        subject=by,
    )
