"""Writing to the people of a cohort: nothing goes out before somebody says *send*."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import background, later_once
from amanah.base.refusal import Refused
from amanah.people import queries as people
from amanah.people import services as people_services
from amanah.people.models import Person
from amanah.programmes import notices, queries, rules
from amanah.programmes.models import Application, Cohort, Participant, Programme
from amanah.stewardship import ledger

OPEN_FOR = timedelta(days=30)
AT_ONCE = 50


class CannotSend(Refused):
    code = "programmes.cannot_send"


@transaction.atomic
def send_letters(cohort: Cohort, *, until: date, by: Person, at: datetime) -> int:
    """Write to everybody in a cohort who has not been written to; how many that will be.

    Whoever has no account gets an invitation that opens until that day. The worker writes them,
    some at a time.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.programme.state != Programme.State.OPEN:
        raise CannotSend(_("Open the programme first; then letters can be sent."))
    institution = cohort.programme.institution
    today = institution.day_of(at)
    if not today <= until <= institution.day_of(at + people_services.LONGEST):
        raise CannotSend(_("An invitation is open until a day within the next three months."))
    count = queries.letters_to_write(cohort).count()
    if not count:
        raise CannotSend(_("Everybody has been written to already."))
    if not queries.is_sending(cohort):
        later_once(
            write_letters,
            key=f"letters:{cohort.pk}:{at.isoformat()}",
            at=at,
            cohort_id=str(cohort.pk),
            by_id=str(by.pk),
            until=until.isoformat(),
        )
        ledger.record(
            "programmes.letters_sent",
            about=cohort,
            by=by,
            at=at,
            institution=institution,
            count=count,
        )
    return count


@background
def write_letters(*, cohort_id: str, by_id: str, until: str, at: datetime) -> None:
    """Write the letters of a cohort, some in each transaction, as long as whoever asked may."""
    by = Person.objects.get(pk=by_id)
    last_day = date.fromisoformat(until)
    while True:
        with transaction.atomic():
            Cohort.objects.select_for_update().get(pk=cohort_id)
            cohort = Cohort.objects.select_related("programme__institution").get(pk=cohort_id)
            some = list(queries.letters_to_write(cohort)[:AT_ONCE])
            if not some or not rules.is_coordinator(by, cohort, at=at):
                return
            _write(cohort, some, until=last_day, by=by, at=at)


def _write(
    cohort: Cohort, some: Sequence[Participant], *, until: date, by: Person, at: datetime
) -> None:
    institution = cohort.programme.institution
    waiting = {
        one.email.lower()
        for one in people.invitations_to(institution).filter(withdrawn_at=None, expires_at__gt=at)
    }
    new = [one for one in some if not one.is_member]  # type: ignore[attr-defined]
    invitees = [
        people_services.Invitee(one.person.email, queries.name_of(one))
        for one in new
        if one.person.email.lower() not in waiting
    ]
    if invitees:
        until = max(until, institution.day_of(at))
        people_services.invite(institution, invitees, until=until, by=by, at=at)
    for one in some:
        if one.is_member:  # type: ignore[attr-defined]
            notices.listed(one, at=at)
    Participant.objects.filter(pk__in=[one.pk for one in some]).update(letter_at=at)


@transaction.atomic
def write_again(participant: Participant, *, by: Person, at: datetime) -> None:
    """Write once more to somebody who has not come in, with a new link.

    Raises `CannotSend` if they have, or were not written to yet; `CannotResend` the third time.
    """
    person = participant.person
    if participant.letter_at is None or queries.has_come_in(participant):
        raise CannotSend(
            _("Only somebody who was invited and has not come in is written to again.")
        )
    institution = participant.cohort.programme.institution
    invitation = (
        people.invitations_to(institution)
        .filter(email__iexact=person.email, withdrawn_at=None)
        .first()
    )
    if invitation:
        people_services.resend_invitation(invitation, by=by, at=at)
        return
    invitee = people_services.Invitee(person.email)
    until = institution.day_of(at + OPEN_FOR)
    people_services.invite(institution, [invitee], until=until, by=by, at=at)


@transaction.atomic
def note_sheet(cohort: Cohort, read: Sequence[Application], *, by: Person, at: datetime) -> None:
    """Note that staff took the people of a cohort along as a workbook.

    Whoever's application is read in it is shown that, as if it had been opened by itself.
    """
    institution = cohort.programme.institution
    ledger.record(
        "programmes.people_taken_along", about=cohort, by=by, at=at, institution=institution
    )
    ledger.record_each(
        "programmes.application_seen",
        ((one, one.participant.person_id, {"role": one.role}) for one in read),
        by=by,
        at=at,
        institution=institution,
    )
