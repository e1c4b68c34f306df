"""Inviting people, and what becomes of an invitation."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.institutions import rules as staff
from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people import letter_secrets, notices
from amanah.people.addresses import Invitee
from amanah.people.models import Affiliation, Invitation, JoinLink, Person
from amanah.people.queries.account import whoever_is_listed_at
from amanah.people.queries.invitations import has_account, open_invitation
from amanah.people.queries.standing import addresses_of_the_dead, addresses_stopped
from amanah.people.services.belonging import join
from amanah.people.services.listing import claim, merge_listed
from amanah.stewardship import ledger

OPEN_FOR = timedelta(days=14)
LONGEST = timedelta(days=90)
KEEP_CLOSED = timedelta(days=30)
HAS_AN_ACCOUNT = gettext_lazy("You already have an account here. Sign in, and join with one tap.")


class CannotInvite(Refused):
    """Nobody was invited; `problems` has a sentence for each line that stood in the way."""

    code = "people.cannot_invite"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class CannotResend(Refused):
    code = "people.cannot_resend"


class CannotWithdraw(Refused):
    code = "people.cannot_withdraw"


class CannotAccept(Refused):
    """Used, expired, withdrawn or never made: whoever holds the link is told the same."""

    code = "people.cannot_accept"


class HasAnAccount(Refused):
    code = "people.has_an_account"


class Joined(NamedTuple):
    """What accepting came to: the role is missing if whoever offered it may no longer give it."""

    person: Person
    institution: Institution
    appointment: Appointment | None


@transaction.atomic
def invite(
    institution: Institution,
    invitees: Sequence[Invitee],
    *,
    by: Person | None,
    at: datetime,
    role: str = "",
    until: date | None = None,
) -> list[Invitation]:
    """Invite people by letter: all of them, or, if something stands in the way of one, none.

    `by` is None for the operator. An older invitation that ran out is put away.
    """
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    until = until or institution.day_of(at + OPEN_FOR)
    problems = _problems(institution, invitees, role=role, by=by, at=at)
    if not institution.day_of(at) <= until <= institution.day_of(at + LONGEST):
        problems.append(_("An invitation is open until a day within the next three months."))
    if problems:
        raise CannotInvite(problems)
    addresses = [invitee.email for invitee in invitees]
    for old in _open(institution, addresses):
        withdraw_invitation(old, by=by, at=at)
    return [
        _write(institution, invitee, role=role, until=until, by=by, at=at) for invitee in invitees
    ]


def _problems(
    institution: Institution,
    invitees: Sequence[Invitee],
    *,
    role: str,
    by: Person | None,
    at: datetime,
) -> list[str]:
    addresses = [invitee.email for invitee in invitees]
    waiting = {
        old.email.lower(): old for old in _open(institution, addresses) if old.expires_at > at
    }
    known = set(
        Affiliation.objects.filter(institution=institution, until=None)
        .filter(person__joined_at__isnull=False)
        .annotate(address=Lower("person__email"))
        .filter(address__in=[address.lower() for address in addresses])
        .values_list("address", flat=True)
    )
    ended = addresses_stopped(institution, addresses)
    dead = addresses_of_the_dead(institution, addresses)
    sentences = []
    for invitee in invitees:
        address = invitee.email.lower()
        if by is not None and role and address == by.email.lower():
            sentence = _("Nobody appoints themselves.")
        elif address in dead:
            sentence = _("This person is no longer with us.")
        elif address in ended:
            sentence = _("The access of this person was ended. An admin can allow it again.")
        elif address in known and not role:
            sentence = _("This person already belongs to the institution.")
        elif address in waiting:
            sentence = _("An invitation to this address is already waiting.")
        else:
            continue
        sentences.append(
            _("Line %(number)d: %(problem)s") % {"number": invitee.line, "problem": sentence}
        )
    return sentences


def _open(institution: Institution, addresses: Sequence[str]) -> list[Invitation]:
    """The invitations to these addresses that nobody has accepted or withdrawn, run out or not."""
    wanted = [address.lower() for address in addresses]
    return list(
        Invitation.objects.filter(institution=institution, accepted_at=None, withdrawn_at=None)
        .annotate(address=Lower("email"))
        .filter(address__in=wanted)
        .select_related("institution")
    )


def _write(
    institution: Institution,
    invitee: Invitee,
    *,
    role: str,
    until: date,
    by: Person | None,
    at: datetime,
) -> Invitation:
    secret = letter_secrets.new()
    invitation = Invitation(
        institution=institution,
        email=invitee.email,
        name=invitee.name,
        role=role,
        secret_hash=letter_secrets.hash_of(secret),
        invited_by=by,
        made_at=at,
        expires_at=institution.end_of(until),
    )
    invitation.full_clean(exclude=None if by else ["invited_by"])
    invitation.save(force_insert=True)
    _note("invitation_made", invitation, by=by, at=at)
    notices.invited(invitation, secret=secret, at=at)
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Person, at: datetime) -> Invitation:
    """Send an invitation once more, with a new link; the first link no longer opens.

    It stays open as long again as it was at first.
    """
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise CannotResend(_("This invitation was accepted or withdrawn meanwhile."))
    if invitation.resent_at:
        raise CannotResend(
            _("An invitation is sent again once. Withdraw it and write a new one if you need to.")
        )
    secret = letter_secrets.new()
    open_for = invitation.expires_at - invitation.made_at
    invitation.secret_hash = letter_secrets.hash_of(secret)
    invitation.resent_at = at
    invitation.expires_at = invitation.institution.end_of(
        invitation.institution.day_of(at + open_for - timedelta(days=1))
    )
    invitation.save(update_fields=["secret_hash", "resent_at", "expires_at"])
    _note("invitation_resent", invitation, by=by, at=at)
    notices.invited(invitation, secret=secret, at=at)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person | None, at: datetime) -> Invitation:
    """Withdraw an invitation: its link no longer opens, and a letter still waiting is not sent."""
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise CannotWithdraw(_("This invitation was accepted meanwhile."))
    if invitation.withdrawn_at:
        raise CannotWithdraw(_("This invitation was already withdrawn."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    _note("invitation_withdrawn", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def accept_invitation(secret: str, *, by: Person, at: datetime) -> Joined:
    """Join with the account that one already has.

    Whoever holds the letter reads at its address. If staff had put that address on a list, what
    stands there goes over to this account.
    """
    invitation = _opened(secret, at=at)
    listed = whoever_is_listed_at(invitation.email)
    joined = _let_in(invitation, by, at=at)
    if listed:
        merge_listed(listed, by, at=at)
    return joined


@transaction.atomic
def accept_as_new(secret: str, *, password: str, at: datetime, **about: str) -> Joined:
    """Join as somebody new, under the address that was invited: the link shows it is read.

    `about` is the name as they write it, and what else of a `Person` they chose.
    Somebody whom staff had put on a list under that address is that person from now on, with the
    name as they now write it. Raises `HasAnAccount` if that address signs in here already.
    """
    invitation = _opened(secret, at=at)
    person = claim(
        invitation.email, at=at, password=password, institution=invitation.institution, **about
    )
    if person is None:
        person = _new_person(invitation.email, password, at=at, **about)
    return _let_in(invitation, person, at=at)


def _new_person(address: str, password: str, *, at: datetime, **about: str) -> Person:
    if has_account(address):
        raise HasAnAccount(HAS_AN_ACCOUNT)
    try:
        with transaction.atomic():
            return Person.objects.create_user(
                address, password, joined_at=at, is_demo=settings.IS_DEMO, **about
            )
    except IntegrityError as cause:
        # By another institution's letter, at the same moment.
        raise HasAnAccount(HAS_AN_ACCOUNT) from cause


@every(timedelta(days=1), offset=timedelta(hours=3))
def sweep_invitations(*, at: datetime) -> None:
    """Forget whom an invitation was for, a month after it was used, withdrawn or ran out."""
    closed_by = at - KEEP_CLOSED
    closed = Q(accepted_at__lte=closed_by) | Q(withdrawn_at__lte=closed_by)
    Invitation.objects.filter(closed | Q(expires_at__lte=closed_by)).delete()
    JoinLink.objects.filter(expires_at__lte=closed_by).delete()


def _opened(secret: str, *, at: datetime) -> Invitation:
    """The invitation that a secret opens, while nobody else can accept or withdraw it."""
    found = open_invitation(secret, at=at)
    if found:
        Institution.objects.select_for_update().get(pk=found.institution_id)
        found = open_invitation(secret, at=at)
    if found is None:
        raise CannotAccept(_("This invitation can no longer be used."))
    return found


def _let_in(invitation: Invitation, person: Person, *, at: datetime) -> Joined:
    institution = invitation.institution
    if not Affiliation.objects.filter(person=person, institution=institution, until=None).exists():
        join(institution, person, by=person, at=at)
    appointment = None
    inviter = invitation.invited_by
    # Whoever offered the role may have lost the right to give it since.
    if invitation.role and (inviter is None or staff.can_appoint(inviter, institution, at=at)):
        appointment = institutions.appoint_invited(
            institution, person, role=invitation.role, by=inviter, at=at
        )
    invitation.accepted_at, invitation.person = at, person
    invitation.save(update_fields=["accepted_at", "person"])
    _note("invitation_accepted", invitation, by=person, at=at)
    return Joined(person, institution, appointment)


def _locked(invitation: Invitation) -> Invitation:
    """All invitations of an institution change one after another."""
    Institution.objects.select_for_update().get(pk=invitation.institution_id)
    return Invitation.objects.select_related("institution").get(pk=invitation.pk)


def _note(what: str, invitation: Invitation, *, by: Person | None, at: datetime) -> None:
    ledger.record(
        f"people.{what}",
        about=invitation,
        by=by,
        at=at,
        institution=invitation.institution,
        subject=invitation.person,
    )
