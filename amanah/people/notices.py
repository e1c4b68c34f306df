"""The mail that goes with signing in. Each letter has a person to turn to, and no names in it."""

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from amanah.institutions.models import Institution
from amanah.outbox import mails
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people.models import AddressChange, Invitation, Joining, Person, Stop
from amanah.people.queries.standing import (
    has_died,
    is_said_to_have_died,
    was_address_of_the_dead,
)

WHOSE = "the person of the account"
WAY_BACK = mails.declare("people/mail/way-back.txt", to=WHOSE, may_hold=("link",))
NOBODY_HERE = mails.declare(
    "people/mail/nobody-here.txt", to="an address that was typed in at Forgotten password"
)
CHANGED = mails.declare("people/mail/password-changed.txt", to=WHOSE, may_hold=("link",))
METHODS = mails.declare(
    "people/mail/methods-changed.txt", to=WHOSE, may_hold=("what", "link", "forgotten")
)
CONFIRM = mails.declare(
    "people/mail/confirm-address.txt", to="the new address of an account", may_hold=("link",)
)
TAKEN = mails.declare(
    "people/mail/address-taken.txt",
    to="the person whose address somebody else wanted for their account",
)
STOP = mails.declare(
    "people/mail/address-changing.txt",
    to="the old address of an account",
    may_hold=("link", "days"),
)

ENDED = mails.declare(
    "people/mail/access-ended.txt",
    to="the person whose access to an institution was ended",
    may_hold=("is_closed", "link", "contact"),
)
GIVEN_BACK = mails.declare(
    "people/mail/access-given-back.txt",
    to="the person whose access to an institution was given back",
    may_hold=("link",),
)

OPEN_AGAIN = mails.declare(
    "people/mail/open-again.txt",
    to="a person whose account had been closed by mistake",
    may_hold=("link",),
)

JOIN = mails.declare(
    "people/mail/join-asked.txt",
    to="the person of an account that somebody says is theirs too",
    may_hold=("link",),
)
JOIN_NOBODY = mails.declare(
    "people/mail/join-nobody.txt", to="an address that was given as that of another account"
)
JOIN_WAITS = mails.declare(
    "people/mail/join-waits.txt",
    to="the person of each of two accounts that are about to become one",
    may_hold=("link", "day"),
)
JOIN_OVER = mails.declare(
    "people/mail/join-over.txt",
    to="the person of the account that is kept, and the address of the other",
    may_hold=("is_done", "is_former"),
)

# Where a letter is only shown, this stands in its link.
NO_LINK = "********"

INVITED = mails.declare(
    "people/mail/invited.txt",
    to="the address that a coordinator or admin invited",
    may_hold=("link", "day"),
)


def invited(invitation: Invitation, *, secret: str, at: datetime) -> None:
    """The way in, and the last day on which it is open. The secret is nowhere else."""
    institution = invitation.institution
    _write(
        INVITED,
        to=outbox.Stranger(invitation.email, language=institution.language),
        event=f"invitation:{invitation.pk}:{'again' if invitation.resent_at else 'first'}",
        at=at,
        about=invitation.pk,
        institution=institution.name,
        link=_link("people:join", secret=secret),
        day=invitation.last_day,
    )


def shown_invitation(institution: Institution, day: date) -> mails.Text:
    """How that letter reads, for who is about to send it: with a link that opens nothing."""
    link = _link("people:join", secret=NO_LINK)
    told = {"institution": institution.name, "link": link, "day": day}
    return mails.render(INVITED.template, language=institution.language, context=told)


def still_open(letter: Letter, at: datetime) -> bool:
    """Asked before a letter goes: an invitation withdrawn or used meanwhile is not sent."""
    if letter.template != INVITED.template:
        return True
    return Invitation.objects.filter(
        pk=letter.about or letter.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).exists()


def way_back(person: Person, *, secret: str, at: datetime) -> None:
    """How to choose a new password."""
    link = _link("account_reset_password_from_key", person=person.pk.hex, secret=secret)
    _write(WAY_BACK, to=person, event=f"way-back:{person.pk}:{_moment(at)}", at=at, link=link)


def nobody_here(address: str, *, at: datetime) -> None:
    """That nobody here has this address: perhaps they were invited at another."""
    event = f"nobody:{_digest(address.lower())}:{_moment(at)}"
    _write(NOBODY_HERE, to=outbox.Stranger(address), event=event, at=at)


def password_changed(person: Person, *, at: datetime) -> None:
    _write(
        CHANGED,
        to=person,
        event=f"password:{person.pk}:{_moment(at)}",
        at=at,
        link=_link("account_reset_password"),
    )


def methods_changed(person: Person, *, what: str, about: UUID | int, at: datetime) -> None:
    """That a way of signing in was added or taken away; `what` is one of the template's words."""
    _write(
        METHODS,
        to=person,
        event=f"methods:{what}:{person.pk}:{about}:{_moment(at)}",
        at=at,
        what=what,
        link=_link("people:account"),
        forgotten=_link("account_reset_password"),
    )


def confirm_address(change: AddressChange, *, secret: str, at: datetime) -> None:
    link = _link("people:confirm_address", secret=secret)
    to = outbox.Stranger(change.new_address, change.person.language)
    _write(CONFIRM, to=to, event=f"confirm:{change.pk}", at=at, link=link)


def address_taken(person: Person, *, change: AddressChange, at: datetime) -> None:
    _write(TAKEN, to=person, event=f"taken:{change.pk}", at=at)


def address_changing(change: AddressChange, *, secret: str, days: int, at: datetime) -> None:
    """To the old address: that it is about to change, and how to stop that."""
    link = _link("people:stop_address", secret=secret)
    to = outbox.Stranger(change.old_address, change.person.language)
    _write(STOP, to=to, event=f"changing:{change.pk}", at=at, link=link, days=days)


def access_ended(stop: Stop, *, at: datetime) -> None:
    """That it has ended, that their data is theirs, and how to come to it."""
    institution, is_closed = stop.institution, not stop.person.is_active
    _write(
        ENDED,
        to=stop.person,
        event=f"stopped:{stop.pk}",
        at=at,
        about=stop.pk,
        institution=institution.name,
        is_closed=is_closed,
        link=_link("account_login") if is_closed else _link("stewardship:parcel"),
        contact=_link("home:guarantees", slug=institution.slug),
    )


def access_given_back(stop: Stop, *, at: datetime) -> None:
    _write(
        GIVEN_BACK,
        to=stop.person,
        event=f"allowed:{stop.pk}",
        at=at,
        institution=stop.institution.name,
        link=_link("account_login"),
    )


def asked_to_join(joining: Joining, *, secret: str, at: datetime) -> None:
    link = _link("people:prove_other", secret=secret)
    _write(JOIN, to=joining.other, event=f"join:{joining.pk}", at=at, link=link)


def nobody_to_join(address: str, *, at: datetime) -> None:
    event = f"join-nobody:{_digest(address.lower())}:{_moment(at)}"
    _write(JOIN_NOBODY, to=outbox.Stranger(address), event=event, at=at)


def joining_waits(joining: Joining, *, to: Person, secret: str, at: datetime) -> None:
    """To either address: when the two accounts become one, and how to stop that."""
    _write(
        JOIN_WAITS,
        to=to,
        event=f"join-waits:{joining.pk}:{to.pk}",
        at=at,
        link=_link("people:stop_joining_by_letter", secret=secret),
        day=joining.due_at and joining.due_at.astimezone(ZoneInfo(to.time_zone)),
    )


def joining_over(person: Person, *, is_done: bool, at: datetime) -> None:
    event = f"join-over:{person.pk}:{_moment(at)}"
    _write(JOIN_OVER, to=person, event=event, at=at, is_done=is_done, is_former=False)


def joined_away(address: str, *, language: str, about: UUID, at: datetime) -> None:
    """To the address that is no account's any more."""
    to = outbox.Stranger(address, language)
    _write(JOIN_OVER, to=to, event=f"joined:{about}", at=at, is_done=True, is_former=True)


def open_again(person: Person, *, at: datetime) -> None:
    event = f"open-again:{person.pk}:{_moment(at)}"
    _write(OPEN_AGAIN, to=person, event=event, at=at, link=_link("account_login"))


def still_reaches(letter: Letter, at: datetime) -> bool:
    """Whether a letter to a person would still reach that person, asked as it is about to go.

    To a closed account goes one letter: the one that says so, unless that was taken back. Where
    somebody has died nothing goes, not even to the address; while only one person has said so,
    nothing that could as well come later.
    """
    if letter.reader is None:
        return not was_address_of_the_dead(letter.address)
    reader = Person.objects.filter(pk=letter.reader, erased_at=None).first()
    if reader is None or reader.email != letter.address or has_died(reader):
        return False
    if letter.stop_url and is_said_to_have_died(reader, at=at):
        return False
    if letter.template == ENDED.template:
        return Stop.objects.filter(pk=letter.about or letter.pk, lifted_at=None).exists()
    return reader.is_active


def _write(
    mail: mails.Mail,
    *,
    to: Person | outbox.Stranger,
    event: str,
    at: datetime,
    **told: Any,
) -> None:
    outbox.write(mail.template, to=to, event=f"people.{event}", at=at, **told)


def _link(name: str, **arguments: Any) -> str:
    return settings.BASE_URL + reverse(name, kwargs=arguments)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _moment(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))
