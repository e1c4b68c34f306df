"""What this app owes a person: their mentorships to take along, and to be forgotten."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.mentoring import joining, queries, services
from amanah.mentoring.models import Agreement, Invitation, Membership, Mentorship, OwnChoices
from amanah.sealing import services as sealing
from amanah.stewardship import events, hooks

DATES = ("began_at", "closed_at", "keep_until")
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
            (
                "mentoring.Membership",
                "mentoring.Invitation",
                "mentoring.Mentorship",
                "mentoring.Agreement",
                "mentoring.OwnChoices",
                "mentoring.Signature",
            ),
        )
    )
    own = events.by_member
    own("mentoring.mentorship_begun", _("Began a mentorship"))
    own("mentoring.mentorship_closed", _("Closed a mentorship"))
    own("mentoring.mentorship_emptied", _("Deleted what was kept of a closed mentorship"))
    own("mentoring.phase_declared", _("Said in which phase a mentorship is"))
    own("mentoring.agreement_shown", _("Showed what they would choose in an agreement"))
    own("mentoring.agreement_signed", _("Signed an agreement"))
    own("mentoring.agreement_unsigned", _("Took back a signature under an agreement"))
    own("mentoring.agreement_change_asked", _("Asked for a change of an agreement"))
    own("mentoring.invitation_made", _("Asked somebody for an informal mentorship"))
    own("mentoring.invitation_withdrawn", _("Withdrew an invitation to an informal mentorship"))


def forget(person: Any, *, at: datetime) -> None:
    """Close a person's mentorships and delete their part; what nobody is in any more goes too."""
    for mentorship in list(queries.active_mentorships_for(person)):
        services.end_mentorship(mentorship, leaver=person, at=at)
    _forget_promises(person)
    # What they would have chosen and what they signed hangs on these.
    Membership.objects.filter(person=person).delete()
    nobodys = Mentorship.objects.filter(memberships=None)
    rooms = list(nobodys.exclude(room=None).values_list("room", flat=True))
    nobodys.delete()
    sealing.delete_rooms(rooms)
    Invitation.objects.filter(by=person).delete()
    _forget_address(person.email)


def _forget_promises(person: Any) -> None:
    """What they promised goes from every version, signed or not; its hash then says so."""
    theirs = Membership.objects.filter(person=person)
    for agreement in Agreement.objects.filter(mentorship__memberships__in=theirs).distinct():
        parts = {str(pk) for pk in theirs.values_list("pk", flat=True)}
        said = agreement.choices
        left = {key: value for key, value in said.items() if key.split(".")[-1] not in parts}
        if left != said:
            agreement.choices = left
            agreement.save(update_fields=["said"])


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
    for mentorship in queries.mentorships_ever_of(person).reverse():
        left = queries.part_left_by(mentorship, person)
        if left is not None:
            yield _left(mentorship, left)
            continue
        [own] = [
            one
            for one in mentorship.memberships.all()
            if one.person_id == person.pk and one.left_at is None
        ]
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
            mentorship.phase,
            mentorship.phase_since,
        )


def _left(mentorship: Mentorship, part: Membership) -> hooks.Row:
    """One that somebody left: as it was then, and nothing that came afterwards."""
    others = [one.person.name for one in queries.others_with(mentorship, part)]
    cohort = mentorship.cohort
    return (
        mentorship.institution.name,
        cohort.programme.name if cohort else "",
        cohort.name if cohort else "",
        part.role,
        others,
        "left",
        mentorship.began_at,
        part.left_at,
        None,
        "",
        None,
    )


def _agreements(person: Any) -> Iterable[hooks.Row]:
    """Every version of theirs, with the hash of the text that was signed."""
    found = Agreement.objects.filter(mentorship__in=queries.mentorships_for(person))
    for one in found.select_related("mentorship").order_by("opened_at", "version"):
        mine = one.signatures.filter(membership__person=person).first()
        yield (
            _others(one.mentorship, person),
            one.version,
            one.opened_at,
            one.signed_at,
            mine.signed_at if mine else None,
            one.hash,
            _listed(one.choices),
        )


def _own_choices(person: Any) -> Iterable[hooks.Row]:
    found = OwnChoices.objects.filter(membership__person=person)
    for one in found.select_related("agreement__mentorship").order_by("agreement__opened_at", "pk"):
        version = one.agreement
        yield (
            _others(version.mentorship, person),
            version.version,
            one.shown_at,
            _listed(one.choices),
        )


def _others(mentorship: Mentorship, person: Any) -> list[str]:
    return [one.person.name for one in queries.others_in(mentorship, person)]


def _listed(choices: dict[str, str]) -> list[str]:
    return [f"{key}: {value}" for key, value in sorted(choices.items())]


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
        (
            *("institution", "programme", "cohort", "role", "with", "state"),
            *(*DATES, "phase", "phase_since"),
        ),
        _mentorships,
        ("mentoring.Membership", "mentoring.Mentorship"),
    ),
    hooks.Export(
        "agreements",
        _("your agreements, version by version: what was chosen, and when it was signed"),
        ("with", "version", "opened_at", "signed_at", "your_signature_at", "hash", "choices"),
        _agreements,
        ("mentoring.Agreement", "mentoring.Signature"),
    ),
    hooks.Export(
        "own-choices",
        _("what you would have chosen in an agreement"),
        ("with", "version", "shown_at", "choices"),
        _own_choices,
        ("mentoring.OwnChoices",),
    ),
    hooks.Export(
        "informal-invitations",
        _("whom you asked for an informal mentorship"),
        INVITED,
        _invitations,
        ("mentoring.Invitation",),
    ),
)
