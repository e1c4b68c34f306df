"""Belonging to an institution, and leaving it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.refusal import Refused
from amanah.institutions import services as institutions
from amanah.institutions.models import Institution
from amanah.people import hooks
from amanah.people.models import Affiliation, Person
from amanah.people.queries.standing import is_stopped
from amanah.stewardship import ledger


class AlreadyBelongs(Refused):
    code = "people.already_belongs"


class AlreadyLeft(Refused):
    code = "people.already_left"


class AccessEnded(Refused):
    """The institution ended their access, and has not given it back."""

    code = "people.access_ended"


@transaction.atomic
def join(
    institution: Institution,
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    department: str = "",
) -> Affiliation:
    """Let a person belong to an institution. `by` is None for the operator."""
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    if person.affiliations.filter(institution=institution, until=None).exists():
        raise AlreadyBelongs(
            _("You already belong to %(institution)s.") % {"institution": institution.name}
        )
    if is_stopped(person, institution):
        raise AccessEnded(
            _("Your access to %(institution)s has ended. Only its admins can give it back.")
            % {"institution": institution.name}
        )
    belonging = Affiliation(
        institution=institution,
        person=person,
        department=department,
        since=institution.day_of(at),
    )
    belonging.full_clean()
    belonging.save(force_insert=True)
    _note("person_joined", belonging, by=by, at=at)
    return belonging


def before_leaving(person: Person, institution: Institution | None, *, at: datetime) -> list[str]:
    """What somebody may want to know before they leave one place, or step down in any.

    Nobody is kept by it.
    """
    said = [ask(person, institution, at) for ask in hooks.before_leaving]
    return [sentence for sentence in said if sentence]


@transaction.atomic
def leave(belonging: Affiliation, *, by: Person, at: datetime) -> Affiliation:
    """Leave an institution: staff roles there end with it, and what the person wrote stays theirs.

    Nobody is asked why. Raises `institutions.LastAdmin` if it would be left without an admin.
    """
    Institution.objects.select_for_update().get(pk=belonging.institution_id)
    belonging = Affiliation.objects.select_related("institution", "person").get(pk=belonging.pk)
    if belonging.until is not None:
        raise AlreadyLeft(_("You have already left."))
    institutions.end_appointments_of(
        belonging.person, institution=belonging.institution, by=by, at=at
    )
    belonging.until = max(belonging.institution.day_of(at), belonging.since)
    belonging.save(update_fields=["until"])
    for end in hooks.left:
        end(belonging.person, belonging.institution, at)
    _note("person_left", belonging, by=by, at=at)
    return belonging


def _note(what: str, belonging: Affiliation, *, by: Person | None, at: datetime) -> None:
    ledger.record(
        f"people.{what}",
        about=belonging,
        by=by,
        at=at,
        institution=belonging.institution,
        subject=belonging.person,
    )
