"""The wait-list of a cohort: for want of places, never a judgement, and first the next time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import notices, queries
from amanah.programmes.models import Participant
from amanah.programmes.services.programme import locked, refuse_archived
from amanah.stewardship import ledger


class CannotWait(Refused):
    code = "programmes.cannot_wait"


@transaction.atomic
def put_on_wait_list(participant: Participant, *, by: Person, at: datetime) -> Participant:
    """Put a mentee for whom there was no place on the wait-list, and tell them so.

    Raises `CannotWait` for somebody who is not a mentee in the cohort, as far as staff know.
    """
    refuse_archived(locked(participant.cohort.programme))
    participant = _locked(participant)
    here = queries.known_to_staff(Participant.objects.filter(pk=participant.pk, left_at=None))
    if not here.filter(is_mentee=True).exists():
        raise CannotWait(_("Only a mentee of the cohort can be on its wait-list."))
    if participant.waits_since is None:
        participant.waits_since = at
        participant.save(update_fields=["waits_since"])
        _note("person_waits", participant, by=by, at=at)
        notifications.tell(
            participant.person,
            notices.WAITS,
            event=f"programmes.waits:{participant.pk}:{at.isoformat()}",
            about=participant.pk,
            at=at,
        )
    return participant


@transaction.atomic
def look_again(participant: Participant, *, by: Person, at: datetime) -> Participant:
    """Put oneself on the wait-list: somebody who had a mentor looks for another.

    Raises `CannotWait` for whoever is not a mentee there, or where it is over.
    """
    cohort = participant.cohort
    refuse_archived(locked(cohort.programme))
    if queries.is_over(cohort, at=at):
        raise CannotWait(_("Its last day has passed."))
    participant = _locked(participant)
    here = queries.known_to_staff(Participant.objects.filter(pk=participant.pk, left_at=None))
    if not here.filter(is_mentee=True).exists():
        raise CannotWait(_("Only a mentee of the cohort can be on its wait-list."))
    if participant.waits_since is None:
        participant.waits_since = at
        participant.save(update_fields=["waits_since"])
        _note("looks_again", participant, by=by, at=at)
    return participant


@transaction.atomic
def look_no_more(participant: Participant, *, by: Person, at: datetime) -> Participant:
    """Take oneself off the wait-list."""
    participant = _locked(participant)
    if participant.waits_since is not None:
        participant.waits_since = None
        participant.save(update_fields=["waits_since"])
        _note("looks_no_more", participant, by=by, at=at)
    return participant


@transaction.atomic
def take_off_wait_list(participant: Participant, *, by: Person, at: datetime) -> Participant:
    """Take somebody off: there is a place, or they do not want to wait."""
    participant = _locked(participant)
    if participant.waits_since is not None:
        participant.waits_since = None
        participant.save(update_fields=["waits_since"])
        _note("person_waits_no_more", participant, by=by, at=at)
    return participant


@every(timedelta(days=1), offset=timedelta(hours=1))
def tell_those_who_wait(*, at: datetime) -> None:
    """Tell whoever waited before that the programme takes applications again: once a cohort."""
    for programme in queries.open_programmes():
        for cohort in programme.cohorts.select_related("programme__institution").order_by("pk"):
            if not queries.takes_applications(cohort, at=at):
                continue
            for waited in queries.who_waited_before(cohort):
                notifications.tell(
                    waited.person,
                    notices.TAKES_AGAIN,
                    event=f"programmes.takes_again:{cohort.pk}:{waited.person_id}",
                    about=cohort.pk,
                    at=at,
                )


def _locked(participant: Participant) -> Participant:
    return (
        Participant.objects.select_for_update(of=("self",))
        .select_related("person", "cohort__programme__institution")
        .get(pk=participant.pk)
    )


def _note(what: str, participant: Participant, *, by: Person, at: datetime) -> None:
    ledger.record(
        f"programmes.{what}",
        about=participant,
        by=by,
        at=at,
        institution=participant.cohort.programme.institution,
        subject=participant.person,
    )
