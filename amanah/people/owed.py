"""What this app owes a person: their data to take along, and to be forgotten."""

from collections.abc import Callable, Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amanah.outbox.models import Letter
from amanah.people import joining
from amanah.people.models import (
    AddressChange,
    Affiliation,
    Death,
    FormerAddress,
    Invitation,
    Joining,
    JoinLink,
    Person,
    Profile,
    Session,
    Stop,
    WorkingCard,
)
from amanah.stewardship import events, hooks

OWN = (Affiliation, Stop, Death, Profile, WorkingCard, Session, AddressChange, FormerAddress)
CARD = ("best_times", "reach_me", "feedback", "at_my_best", "please_know")
PROFILE = ("stage", "specialty", "languages", "about", "contact", "share_contact")
PERSON = ("email", "name", "called", "language", "time_zone", "theme", "put_away", "joined_at")


def declare() -> None:
    """Fill stewardship's lists; called once, when the apps are ready."""
    joining.declare()
    for part in EXPORTS:
        hooks.export(part)
    hooks.erasure(
        hooks.Erasure(
            "people",
            forget,
            (
                "people.Person",
                "people.Affiliation",
                "people.Stop",
                "people.Death",
                "people.FormerAddress",
                "people.Joining",
                "people.Profile",
                "people.WorkingCard",
                "people.Invitation",
                "people.JoinLink",
                "people.Session",
                "people.AddressChange",
                "outbox.Letter",
                "account.EmailAddress",
                "account.EmailConfirmation",
                "mfa.Authenticator",
                "socialaccount.SocialAccount",
                "socialaccount.SocialToken",
            ),
        )
    )
    for model in ("mfa.Authenticator", "socialaccount.SocialToken", "account.EmailConfirmation"):
        hooks.keep_from_export(model, "A secret that only checks who somebody is.")
    _say_events()
    _say_standing()
    _say_joining()
    hooks.keep_from_export("people.Invitation", "A letter to somebody; its reader has it.")
    hooks.keep_from_export("people.JoinLink", "The institution's own: it names nobody.")
    hooks.keep_from_export("outbox.Letter", "Its text is emptied once sent; its reader has it.")


def _say_events() -> None:
    own = events.by_member
    own("people.password_changed", _("Chose a new password"))
    own("people.sessions_ended", _("Signed out browsers"))
    own("people.email_change_asked", _("Asked to change the e-mail address"))
    own("people.email_changed", _("Changed the e-mail address"))
    own("people.email_change_stopped", _("Stopped a change of the e-mail address"))
    own("people.totp_added", _("Began to use codes from an authenticator app"))
    own("people.totp_removed", _("Stopped using codes from an authenticator app"))
    own("people.recovery_codes_made", _("Made new recovery codes"))
    own("people.passkey_added", _("Added a passkey"))
    own("people.passkey_removed", _("Removed a passkey"))
    own("people.person_joined", _("Joined the institution"))
    own("people.person_left", _("Left the institution"))
    own("people.invitation_accepted", _("Accepted an invitation"))
    own("people.list_taken_over", _("Took over what stood on a list under another address"))
    staffs = events.by_staff
    staffs(
        "people.roster_taken_along",
        _("Took the list of people along as a workbook"),
        _("Took the list of people along as a workbook"),
    )
    staffs("people.people_listed", _("Put you on a list of people"), _("Put people on a list"))
    staffs("people.people_unlisted", _("Took you off a list again"), _("Took people off a list"))
    staffs(
        "people.ways_in_reset",
        _("Took passkeys and codes off your account, which you had lost"),
        _("Took lost passkeys and codes off an account"),
    )
    staffs("people.card_seen", _("Opened your card"), _("Opened a person's card"))
    staffs("people.invitation_made", _("Invited you"), _("Invited somebody"))
    staffs("people.invitation_resent", _("Invited you again"), _("Sent an invitation again"))
    staffs(
        "people.invitation_withdrawn", _("Withdrew your invitation"), _("Withdrew an invitation")
    )
    staffs("people.join_link_made", _("Made a link to hand out"), _("Made a link to hand out"))
    staffs("people.join_link_ended", _("Ended a link to hand out"), _("Ended a link to hand out"))
    own("people.sign_on_added", _("Came in through an institution's sign-in for the first time"))
    own("people.sign_on_removed", _("Stopped coming in through an institution's sign-in"))
    own("people.person_joined_by_sign_on", _("Joined through an institution's sign-in"))


def _say_standing() -> None:
    own, staffs = events.by_member, events.by_staff
    own("people.account_opened", _("Opened your account again, invited by another institution"))
    staffs(
        "people.access_stopped",
        _("Ended your access to the institution"),
        _("Ended a person's access to the institution"),
    )
    staffs(
        "people.access_allowed",
        _("Gave you your access to the institution back"),
        _("Gave a person their access to the institution back"),
    )
    staffs(
        "people.death_said",
        _("Said that you have died"),
        _("Said that a person has died"),
    )
    staffs(
        "people.death_confirmed",
        _("Confirmed that you have died, which closed your account"),
        _("Confirmed that a person has died, which closed their account"),
    )
    staffs(
        "people.death_taken_back",
        _("Took back that you have died"),
        _("Took back that a person has died"),
    )


def _say_joining() -> None:
    own = events.by_member
    own("people.joining_confirmed", _("Asked to make one of two accounts"))
    own("people.joining_stopped", _("Stopped making one of two accounts"))
    own("people.accounts_joined", _("Made one of two accounts"))


def forget(person: Person, *, at: datetime) -> None:
    """Leave a nameless stub, and delete everything else that this app and those below hold."""
    addresses = {person.email, *_other_addresses(person)}
    to_them = Q()
    for address in addresses:
        to_them |= Q(email__iexact=address)
    Invitation.objects.filter(to_them | Q(person=person)).delete()
    JoinLink.objects.filter(made_by=person).delete()
    Letter.objects.filter(reader=person.pk).delete()
    # Letters to an address that was not yet anybody's; it is encrypted, so it cannot be asked for.
    known = {address.casefold() for address in addresses}
    for letter in Letter.objects.filter(reader=None).iterator():
        if letter.address.casefold() in known:
            letter.delete()
    Joining.objects.filter(Q(kept=person) | Q(other=person)).delete()
    for model in OWN:
        model._default_manager.filter(person=person).delete()
    for model in (EmailAddress, Authenticator, SocialAccount):
        model._default_manager.filter(user=person).delete()
    _empty(person, at=at)


def _empty(person: Person, *, at: datetime) -> None:
    person.email = f"{person.pk}@erased.invalid"
    person.name = person.called = person.theme = ""
    person.language, person.time_zone = "en", "UTC"
    person.put_away = []
    person.set_unusable_password()
    person.is_active = False
    person.joined_at = person.erased_at = at
    person.save()


def _other_addresses(person: Person) -> list[str]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))


def _account(person: Person) -> Iterable[hooks.Row]:
    return Person.objects.filter(pk=person.pk).values_list(*PERSON)


def _card_of(
    model: type[Profile] | type[WorkingCard], columns: tuple[str, ...]
) -> Callable[[Person], Iterable[hooks.Row]]:
    return lambda person: model._default_manager.filter(person=person).values_list(*columns)


def _affiliations(person: Person) -> Iterable[hooks.Row]:
    return (
        Affiliation.objects.filter(person=person)
        .order_by("since", "pk")
        .values_list("institution__name", "department", "since", "until")
    )


def _stops(person: Person) -> Iterable[hooks.Row]:
    stops = Stop.objects.filter(person=person).order_by("made_at", "pk")
    return stops.values_list("institution__name", "made_at", "lifted_at")


def _joinings(person: Person) -> Iterable[hooks.Row]:
    mine = Joining.objects.filter(Q(kept=person) | Q(other=person)).order_by("asked_at", "pk")
    return mine.values_list("asked_at", "confirmed_at", "due_at")


def _former(person: Person) -> Iterable[hooks.Row]:
    found = FormerAddress.objects.filter(person=person).order_by("since", "pk")
    return found.values_list("address", "since")


def _deaths(person: Person) -> Iterable[hooks.Row]:
    return Death.objects.filter(person=person).values_list("day", "said_at", "confirmed_at")


def _address_changes(person: Person) -> Iterable[hooks.Row]:
    changes = AddressChange.objects.filter(person=person).order_by("asked_at", "pk")
    return changes.values_list("old_address", "new_address", "asked_at", "made_at", "stopped_at")


EXPORTS = (
    hooks.Export("account", _("your account"), PERSON, _account, ("people.Person",)),
    hooks.Export(
        "profile", _("your card"), PROFILE, _card_of(Profile, PROFILE), ("people.Profile",)
    ),
    hooks.Export(
        "how-i-like-to-work",
        _("how you like to work"),
        CARD,
        _card_of(WorkingCard, CARD),
        ("people.WorkingCard",),
    ),
    hooks.Export(
        "institutions",
        _("where you belong"),
        ("institution", "department", "since", "until"),
        _affiliations,
        ("people.Affiliation",),
    ),
    hooks.Export(
        "ended-access",
        _("institutions that ended your access"),
        ("institution", "ended_at", "given_back_at"),
        _stops,
        ("people.Stop",),
    ),
    hooks.Export(
        "former-addresses",
        _("addresses that were yours here: whoever named you by one still means you"),
        ("address", "until"),
        _former,
        ("people.FormerAddress",),
    ),
    hooks.Export(
        "joinings",
        _("your two accounts that are about to become one"),
        ("asked_at", "confirmed_at", "due_at"),
        _joinings,
        ("people.Joining",),
    ),
    hooks.Export(
        "said-to-have-died",
        _("whether somebody said that you have died"),
        ("day", "said_at", "confirmed_at"),
        _deaths,
        ("people.Death",),
    ),
    hooks.Export(
        "addresses",
        _("your e-mail addresses"),
        ("email", "verified", "primary"),
        lambda person: EmailAddress.objects.filter(user=person).values_list(
            "email", "verified", "primary"
        ),
        ("account.EmailAddress",),
    ),
    hooks.Export(
        "sign-in-services",
        _("services through which you sign in"),
        ("provider", "their_id", "what_they_sent"),
        lambda person: SocialAccount.objects.filter(user=person).values_list(
            "provider", "uid", "extra_data"
        ),
        ("socialaccount.SocialAccount",),
    ),
    hooks.Export(
        "sessions",
        _("browsers in which you are signed in"),
        ("browser", "began_at"),
        lambda person: Session.objects.filter(person=person).values_list("browser", "began_at"),
        ("people.Session",),
    ),
    hooks.Export(
        "address-changes",
        _("changes of your e-mail address"),
        ("from", "to", "asked_at", "made_at", "stopped_at"),
        _address_changes,
        ("people.AddressChange",),
    ),
)
