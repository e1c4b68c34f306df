"""Links to hand out: they bring a letter to whoever asks for one, and open nothing themselves."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.people import letter_secrets, rules
from amanah.people.addresses import Invitee
from amanah.people.models import JoinLink, Person
from amanah.people.queries.invitations import open_link
from amanah.people.services.invitations import LONGEST, CannotInvite, invite
from amanah.stewardship import ledger


class CannotMakeLink(Refused):
    code = "people.cannot_make_link"


class NoLink(Refused):
    """Used up, over, ended or never made: whoever holds it is told the same."""

    code = "people.no_link"


class NotForThisAddress(Refused):
    code = "people.not_for_this_address"


@transaction.atomic
def make_link(
    institution: Institution,
    *,
    domains: Sequence[str],
    most: int,
    until: date,
    by: Person,
    at: datetime,
) -> JoinLink:
    """Make a link to hand out: for addresses that end in one of `domains`, or for any."""
    if not institution.day_of(at) <= until <= institution.day_of(at + LONGEST):
        raise CannotMakeLink(_("A link is open until a day within the next three months."))
    secret = letter_secrets.new()
    link = JoinLink(
        institution=institution,
        secret=secret,
        secret_hash=letter_secrets.hash_of(secret),
        domains=list(domains),
        most=most,
        made_by=by,
        made_at=at,
        expires_at=institution.end_of(until),
    )
    link.full_clean()
    link.save(force_insert=True)
    _note("join_link_made", link, by=by, at=at)
    return link


@transaction.atomic
def end_link(link: JoinLink, *, by: Person, at: datetime) -> None:
    """End a link at once. Letters that were asked for by it stay good."""
    found = JoinLink.objects.select_for_update(of=("self",)).select_related("institution")
    held = found.filter(pk=link.pk).first()
    if held:
        _note("join_link_ended", held, by=by, at=at)
        held.delete()


@transaction.atomic
def ask_by_link(secret: str, *, address: str, at: datetime) -> None:
    """Write the letter that somebody asked for, if there is anything to write.

    Whoever belongs already, has a letter that still opens, or may not come back gets none, and
    whoever asked is not told so: they may not be the one who reads there. Raises
    `NotForThisAddress`, which the link says of itself, and `NoLink`.
    """
    link = open_link(secret, at=at)
    if link is None or not _may_still(link, at=at):
        raise NoLink(_("This link can no longer be used."))
    refuse_address(link, address)
    Institution.objects.select_for_update().get(pk=link.institution_id)
    counted = JoinLink.objects.filter(pk=link.pk, asked__lt=F("most"))
    try:
        with transaction.atomic():
            invite(link.institution, [Invitee(address)], by=link.made_by, at=at)
            if not counted.update(asked=F("asked") + 1):
                raise NoLink(_("This link can no longer be used."))
    except CannotInvite:
        return


def _may_still(link: JoinLink, *, at: datetime) -> bool:
    """Asked at each letter. Of an only admin who has died the role stays on paper."""
    maker = link.made_by
    return maker.is_active and rules.can_invite(maker, link.institution, at=at)


def refuse_address(link: JoinLink, address: str) -> None:
    """Raise `NotForThisAddress` unless it ends in one of the link's domains."""
    ending = address.lower().rpartition("@")[2]
    if link.domains and ending not in link.domains:
        raise NotForThisAddress(
            _("This link is for addresses that end in %(domains)s.")
            % {"domains": ", ".join(f"@{domain}" for domain in link.domains)}
        )


def _note(what: str, link: JoinLink, *, by: Person, at: datetime) -> None:
    ledger.record(f"people.{what}", about=link, by=by, at=at, institution=link.institution)
