"""What this app brings over from a person's other account."""

from collections.abc import Mapping
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext as _

from amanah.people.models import (
    Death,
    FormerAddress,
    Invitation,
    Joining,
    JoinLink,
    Person,
    Profile,
    Stop,
    WorkingCard,
)
from amanah.stewardship import hooks


def declare() -> None:
    hooks.joiner(
        hooks.Joiner(
            "people",
            offer,
            join,
            (
                "people.Person",
                "people.Affiliation",
                "people.Stop",
                "people.Death",
                "people.Profile",
                "people.WorkingCard",
                "people.Invitation",
                "people.JoinLink",
                "people.FormerAddress",
                "people.Joining",
                "socialaccount.SocialAccount",
            ),
        )
    )
    hooks.keep_from_joining("people.Session", "They end.")
    hooks.keep_from_joining("people.AddressChange", "A change of an address that is no account's.")
    hooks.keep_from_joining("mfa.Authenticator", "Passkeys and codes of the account that is kept.")
    hooks.keep_from_joining("account.EmailAddress", "Nobody has any here.")


def offer(other: Person, kept: Person, *, at: datetime) -> hooks.Offer:
    mine = set(kept.affiliations.filter(until=None).values_list("institution_id", flat=True))
    new = other.affiliations.filter(until=None).exclude(institution__in=mine)
    places = new.select_related("institution").order_by("institution__name", "pk")
    lines = [
        _("You belong to %(institution)s") % {"institution": one.institution.name} for one in places
    ]
    return hooks.Offer(tuple(lines))


def join(other: Person, kept: Person, *, at: datetime, chosen: Mapping[str, str]) -> None:
    _affiliations(other, kept)
    for card in (Profile, WorkingCard):
        _card(card, other, kept)
    mine = SocialAccount.objects.filter(user=kept).values_list("provider", flat=True)
    SocialAccount.objects.filter(user=other).exclude(provider__in=set(mine)).update(user=kept)
    Invitation.objects.filter(person=other).update(person=kept)
    JoinLink.objects.filter(made_by=other).update(made_by=kept)
    Invitation.objects.filter(invited_by=other).update(invited_by=kept)
    for model, names in ((Stop, ("made_by", "lifted_by")), (Death, ("said_by", "confirmed_by"))):
        for name in names:
            model._default_manager.filter(**{name: other}).update(**{name: kept})
    Stop.objects.filter(person=other).update(person=kept)
    FormerAddress.objects.filter(person=other).update(person=kept)
    Person.objects.filter(joined_into=other).update(joined_into=kept)
    Joining.objects.filter(kept=other).delete()
    Joining.objects.filter(other=other).exclude(kept=kept).delete()


def _affiliations(other: Person, kept: Person) -> None:
    mine = {one.institution_id: one for one in kept.affiliations.filter(until=None)}
    for theirs in other.affiliations.order_by("since", "pk"):
        own = None if theirs.until else mine.get(theirs.institution_id)
        if own is None:
            theirs.person = kept
            theirs.save(update_fields=["person"])
            continue
        own.since = min(own.since, theirs.since)
        own.department = own.department or theirs.department
        own.save(update_fields=["since", "department"])


def _card(model: type[Profile] | type[WorkingCard], other: Person, kept: Person) -> None:
    """The card that is kept is that of the account that is kept, unless nothing is on it."""
    mine = model._default_manager.filter(person=kept).first()
    if mine and mine.is_written:
        return
    if model._default_manager.filter(person=other).exists():
        if mine:
            mine.delete()
        model._default_manager.filter(person=other).update(person=kept)
