"""Writing to everybody in a cohort, or to some: nothing goes before somebody says *send*."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from amanah.base import written
from amanah.base.later import background, later_once
from amanah.base.refusal import Refused
from amanah.notifications import services as notifications
from amanah.people.models import Person
from amanah.programmes import notices, queries
from amanah.programmes.models import Cohort, CohortLetter, Recipient
from amanah.stewardship import ledger

State = CohortLetter.State
SAID = ("to", "subject", "text")
AT_ONCE = 200
# After this a letter is of no use to anybody who has not had it; it can still be read.
OF_USE = timedelta(days=30)


class CannotWrite(Refused):
    code = "programmes.cannot_write"


@transaction.atomic
def begin_cohort_letter(
    cohort: Cohort, wanted: dict[str, Any], *, by: Person, at: datetime
) -> CohortLetter:
    """Keep a letter as a draft. It is its author's alone until it is sent."""
    letter = CohortLetter(cohort=cohort, by=by, begun_at=at)
    return _keep(letter, wanted)


@transaction.atomic
def change_cohort_letter(
    letter: CohortLetter, wanted: dict[str, Any], *, by: Person, at: datetime
) -> CohortLetter:
    """Change a draft."""
    letter = _locked(letter)
    if not letter.is_draft:
        raise CannotWrite(_("This letter was sent, and stays as it is. Write another."))
    return _keep(letter, wanted)


def _keep(letter: CohortLetter, wanted: dict[str, Any]) -> CohortLetter:
    for name in SAID:
        if name in wanted:
            setattr(letter, name, wanted[name])
    letter.full_clean()
    letter.save()
    return letter


@transaction.atomic
def discard_cohort_letter(letter: CohortLetter, *, by: Person, at: datetime) -> None:
    """Throw a draft away."""
    letter = _locked(letter)
    if not letter.is_draft:
        raise CannotWrite(_("This letter was sent, and stays as it is. Write another."))
    letter.delete()


@transaction.atomic
def send_cohort_letter(
    letter: CohortLetter, *, people: int, by: Person, at: datetime
) -> CohortLetter:
    """Send a letter to as many people as its author saw it would go to. Sent twice it goes once.

    Raises `CannotWrite` where that number has changed, the programme is not open, or another
    letter went to the same cohort a moment ago. The draft stays.
    """
    cohort = Cohort.objects.select_for_update().get(pk=letter.cohort_id)
    letter = _locked(letter)
    if not letter.is_draft:
        return letter
    _refuse_unready(letter, cohort, people=people, at=at)
    letter.state, letter.people, letter.sent_at, letter.by = State.GOING, people, at, by
    letter.save(update_fields=["state", "people", "sent_at", "by"])
    later_once(tell_recipients, key=f"cohort-letter:{letter.pk}", at=at, letter_id=str(letter.pk))
    _note("cohort_letter_sent", letter, by=by, at=at, count=people)
    return letter


def _refuse_unready(letter: CohortLetter, cohort: Cohort, *, people: int, at: datetime) -> None:
    if not cohort.programme.is_open:
        raise CannotWrite(_("Letters can be sent while the programme is open."))
    if not (letter.subject.strip() and letter.text.strip()):
        raise CannotWrite(_("Give the letter a subject and a text first."))
    count = queries.people_for(cohort, letter.to).count()
    if not count:
        raise CannotWrite(_("This letter is for nobody yet. Whoever joins can be written to then."))
    if count != people:
        raise CannotWrite(
            _("Meanwhile people have come or gone. Look how many it is for now, and send it then.")
        )
    if next_at := queries.next_letter_at(cohort, at=at):
        here = next_at.astimezone(ZoneInfo(cohort.programme.institution.time_zone))
        raise CannotWrite(
            written.digits(
                _(
                    "A letter went to this cohort a few minutes ago. So that nobody gets several "
                    "at once, the next can go at %(hour)s. Yours is kept."
                )
                % {"hour": time_format(here, "TIME_FORMAT")}
            )
        )


@background
def tell_recipients(*, letter_id: str, at: datetime) -> None:
    """Tell those whom a letter is for, some in each transaction, as long as its author may."""
    while True:
        with transaction.atomic():
            letter = _locked(CohortLetter(pk=letter_id))
            if letter.state != State.GOING:
                return
            if not queries.may_still_send(letter, at=at):
                letter.state = State.STOPPED
                letter.save(update_fields=["state"])
                return
            some = list(queries.still_to_tell(letter)[:AT_ONCE])
            if not some:
                letter.state = State.SENT
                letter.save(update_fields=["state"])
                return
            Recipient.objects.bulk_create(
                [Recipient(letter=letter, participant=one) for one in some]
            )
            notifications.tell_each(
                {one.pk: one.person for one in some},
                notices.LETTER,
                event=f"programmes.cohort_letter:{letter.pk}",
                about=letter.pk,
                at=at,
                days=notifications.Days(over_at=at + OF_USE),
            )


@transaction.atomic
def stop_cohort_letter(letter: CohortLetter, *, by: Person, at: datetime) -> CohortLetter:
    """Let a letter go no further, and stand on nobody's page. Mail that has gone has gone."""
    letter = _locked(letter)
    if letter.state not in {State.GOING, State.SENT}:
        return letter
    letter.state = State.STOPPED
    letter.save(update_fields=["state"])
    notifications.take_back(notices.LETTER, about=letter.pk)
    _note("cohort_letter_stopped", letter, by=by, at=at)
    return letter


def _locked(letter: CohortLetter) -> CohortLetter:
    return (
        CohortLetter.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__institution", "by")
        .get(pk=letter.pk)
    )


def _note(what: str, letter: CohortLetter, *, by: Person, at: datetime, **more: Any) -> None:
    ledger.record(
        f"programmes.{what}",
        about=letter.cohort,
        by=by,
        at=at,
        institution=letter.cohort.programme.institution,
        **more,
    )
