"""Agreeing on how to work together: each alone, then side by side, then the same text for all."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.mentoring import notices
from amanah.mentoring.agreement import asked, clauses, exact
from amanah.mentoring.models import Agreement, Membership, Mentorship, OwnChoices, Signature
from amanah.notifications import services as notifications
from amanah.stewardship import ledger

HASH = re.compile(r"[0-9a-f]{64}")


class CannotAgree(Refused):
    """The mentorship is closed, or what was asked for is not there."""

    code = "mentoring.cannot_agree"


class ChangedMeanwhile(Refused):
    """Whoever signs read something else than what stands there now."""

    code = "mentoring.agreement_changed"


class OtherText(Refused):
    """A browser showed another text than the one that is kept, or that somebody signed."""

    code = "mentoring.agreement_unequal"


@transaction.atomic
def keep_side(
    mentorship: Mentorship, choices: dict[str, str], *, by: Any, at: datetime, is_shown: bool
) -> OwnChoices:
    """Keep what a member would choose: for them alone, or from now on for all of them to see."""
    agreement = _open(mentorship)
    own = asked.own_part(mentorship, by)
    side = asked.side_of(agreement, own) or OwnChoices(agreement=agreement, membership=own)
    side.choices = clauses.tidy(choices, clauses.allowed_to(own))
    is_news = is_shown and side.shown_at is None
    # What was shown stays shown: nobody can unsee it.
    if is_news:
        side.shown_at = at
    side.full_clean()
    side.save()
    if is_news:
        _note("agreement_shown", mentorship, by=by, at=at)
        _tell_others("shown", agreement, own, at=at)
    return side


@transaction.atomic
def take(mentorship: Mentorship, *, whose: UUID, key: str = "", by: Any, at: datetime) -> Agreement:
    """Put what one of them chose into the agreement: one thing, or everything they showed."""
    agreement = _open(mentorship)
    sides = [one for one in asked.sides_shown(agreement) if one.membership_id == whose]
    if not sides or (key and key not in clauses.allowed_to(sides[0].membership)):
        raise CannotAgree(_("That is not there to be taken. Please look at the page again."))
    chosen, choices = sides[0].choices, agreement.choices
    for name in [key] if key else clauses.allowed_to(sides[0].membership):
        choices.pop(name, None)
        if name in chosen:
            choices[name] = chosen[name]
    return _change(agreement, choices=choices)


@transaction.atomic
def take_words(
    mentorship: Mentorship, *, clause: str, mid: UUID | None, by: Any, at: datetime
) -> Agreement:
    """Put sealed words into a clause, or leave it without words. We see their names, not them."""
    agreement = _open(mentorship)
    offered = [words.mid for words in asked.words_offered(agreement).get(clause, [])]
    is_there = mid is None and clause in agreement.words
    if mid not in offered and not is_there:
        raise CannotAgree(_("That is not there to be taken. Please look at the page again."))
    words = {name: one for name, one in agreement.words.items() if name != clause}
    if mid is not None:
        words[clause] = str(mid)
    return _change(agreement, words=words)


@transaction.atomic
def sign(
    mentorship: Mentorship, *, version: int, change: int, text_hash: str, by: Any, at: datetime
) -> Agreement:
    """Sign the version that was read, by the hash of the text that was shown.

    It is in force once all have signed it.
    """
    agreement = _open(mentorship, version=version)
    own = asked.own_part(mentorship, by)
    if agreement.version != version or agreement.change != change:
        raise ChangedMeanwhile(
            _("It was changed meanwhile, so nothing was signed. Read it as it is now.")
        )
    _refuse_other_text(agreement, mentorship, text_hash)
    if own.pk not in asked.have_signed(agreement):
        agreement.hash = text_hash
        Signature.objects.create(agreement=agreement, membership=own, signed_at=at)
        _note("agreement_signed", mentorship, by=by, at=at)
    signed = set(agreement.signatures.values_list("membership", flat=True))
    if all(one.pk in signed for one in asked.members_of(mentorship)):
        agreement.signed_at = at
        notifications.take_back(notices.AGREEMENT, about=mentorship.pk)
    agreement.save(update_fields=["hash", "signed_at"])
    if agreement.signed_at is None:
        _tell_others("signed", agreement, own, at=at)
    return agreement


def _refuse_other_text(agreement: Agreement, mentorship: Mentorship, text_hash: str) -> None:
    """Where there are no words we know the text ourselves; else the first who signed says it."""
    expected = agreement.hash
    if not agreement.words:
        members = asked.members_of(mentorship)
        expected = exact.hash_of(exact.text_of(agreement, members))
    if not HASH.fullmatch(text_hash) or (expected and text_hash != expected):
        raise OtherText(
            _(
                "Your browser shows another text than the one that is to be signed, so nothing "
                "was signed. Load the page again; if it stays like this, read it to each other."
            )
        )


@transaction.atomic
def take_signature_back(mentorship: Mentorship, *, by: Any, at: datetime) -> Agreement:
    """Sign no longer, as long as not all have."""
    agreement = _open(mentorship)
    own = asked.own_part(mentorship, by)
    if own.pk in asked.have_signed(agreement):
        agreement.signatures.filter(membership=own).delete()
        if not Signature.objects.filter(agreement=agreement).exists():
            agreement.hash = ""
            agreement.save(update_fields=["hash"])
        _note("agreement_unsigned", mentorship, by=by, at=at)
    return agreement


@transaction.atomic
def ask_for_change(mentorship: Mentorship, *, by: Any, at: datetime) -> Agreement:
    """Open the next version, as the signed one is; that one stays in force meanwhile."""
    _lock(mentorship)
    agreement = asked.agreement_of(mentorship)
    if not agreement.is_signed:
        return agreement
    following = Agreement(
        mentorship=mentorship,
        version=agreement.version + 1,
        said=agreement.said,
        words=agreement.words,
        opened_at=at,
    )
    following.full_clean()
    following.save(force_insert=True)
    _note("agreement_change_asked", mentorship, by=by, at=at)
    _tell_others("asked", following, asked.own_part(mentorship, by), at=at)
    return following


def unsettle(mentorship: Mentorship) -> None:
    """Somebody has left: what is not signed by all is another text now, without them."""
    for agreement in Agreement.objects.filter(mentorship=mentorship, signed_at=None):
        agreement.signatures.all().delete()
        agreement.hash = ""
        agreement.change += 1
        agreement.save(update_fields=["hash", "change"])


def _lock(mentorship: Mentorship) -> None:
    held = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    if not held.is_active:
        raise CannotAgree(_("This mentorship is closed. Nothing in it changes any more."))


def _open(mentorship: Mentorship, *, version: int | None = None) -> Agreement:
    """The version that is being agreed on, kept from now on; one that is signed stays as it is.

    A version that is asked for by its number may also be one that all have signed by now: then
    whoever asks is told that it has changed.
    """
    _lock(mentorship)
    agreement = asked.agreement_of(mentorship)
    if agreement.is_signed and version is None:
        raise CannotAgree(_("This is signed by all of you. Ask for a change of it first."))
    if agreement.is_signed:
        raise ChangedMeanwhile(_("All of you have signed this already."))
    if not asked.is_kept(agreement):
        agreement.full_clean()
        agreement.save(force_insert=True)
    return agreement


def _change(agreement: Agreement, **changes: Any) -> Agreement:
    """Change what it says: what was signed before was another text."""
    before = (agreement.choices, agreement.words)
    for name, value in changes.items():
        setattr(agreement, name, value)
    if (agreement.choices, agreement.words) == before:
        return agreement
    agreement.signatures.all().delete()
    agreement.hash = ""
    agreement.change += 1
    agreement.full_clean()
    agreement.save()
    return agreement


def _tell_others(what: str, agreement: Agreement, own: Membership, *, at: datetime) -> None:
    """Each of the others, once for each thing that happened to a version."""
    for other in asked.members_of(agreement.mentorship):
        if other.pk != own.pk:
            notifications.tell(
                other.person,
                notices.AGREEMENT,
                event=f"mentoring.agreement_{what}:{agreement.pk}:{agreement.change}:{other.pk}",
                about=agreement.mentorship_id,
                at=at,
            )


def _note(what: str, mentorship: Mentorship, *, by: Any, at: datetime) -> None:
    # Each is shown their own line, and nobody the others'.
    ledger.record(
        f"mentoring.{what}",
        about=mentorship,
        by=by,
        at=at,
        institution=mentorship.institution,
        subject=by,
    )
