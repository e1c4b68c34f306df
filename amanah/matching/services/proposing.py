"""Somebody who coordinates asks people whether they want to walk together, and may take it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.models import Model
from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.matching import notices
from amanah.matching.models import Asked, Proposal, Run
from amanah.matching.services.asking import last_day
from amanah.matching.services.ground import Ground, Wanted
from amanah.matching.services.settling import close_proposal, locked_proposal
from amanah.notifications import services as notifications
from amanah.programmes.models import Cohort
from amanah.stewardship import ledger

LEAST_DAYS, MOST_DAYS = 2, 60
# The one reminder comes this long before the last day ends.
REMIND_PROPOSED_BEFORE = timedelta(days=2)


class CannotPropose(Refused):
    code = "matching.cannot_propose"
    status = 422


@dataclass(frozen=True)
class Sent:
    """What was sent, in the order in which it was wanted; and what was not, with a sentence."""

    made: list[Proposal] = field(default_factory=list)
    refused: list[tuple[Wanted, str]] = field(default_factory=list)


def propose(
    cohort: Cohort, wanted: Wanted, *, until: date, run: Run | None = None, by: Any, at: datetime
) -> Proposal:
    """Ask some people, until a day. Raises `CannotPropose` with a sentence for staff."""
    sent = propose_all(cohort, [wanted], until=until, run=run, by=by, at=at)
    if sent.refused:
        raise CannotPropose(sent.refused[0][1])
    return sent.made[0]


@transaction.atomic
def propose_all(
    cohort: Cohort,
    proposals: Sequence[Wanted],
    *,
    until: date,
    run: Run | None = None,
    by: Any,
    at: datetime,
) -> Sent:
    """Ask many at once. What cannot be proposed is kept back with its sentence; the rest goes.

    Each counts for those after it: of two for a mentor's last place, the first goes.
    """
    institution = Institution.objects.select_for_update().get(pk=cohort.programme.institution_id)
    _refuse(cohort, until, institution, at=at)
    ground = Ground(cohort, proposals, run=run, by=by, at=at)
    sent, asked = Sent(), []
    for wanted in proposals:
        if refusal := ground.refusal_of(wanted):
            sent.refused.append((wanted, refusal))
            continue
        ground.count(wanted)
        proposal = Proposal(
            cohort=cohort,
            run=run,
            form=wanted.form,
            carried=list(wanted.carried),
            is_agreed=wanted.is_agreed,
            by=by,
            sent_at=at,
            waits_until=until,
            expires_at=institution.end_of(until),
        )
        sent.made.append(proposal)
        asked += [
            Asked(proposal=proposal, person=one.person, role=one.role, named_role=one.named_role)
            for one in wanted.sides
        ]
    Proposal.objects.bulk_create(sent.made)
    Asked.objects.bulk_create(asked)
    _tell(asked, at=at)
    _note_sent(asked, by=by, at=at, institution=institution)
    return sent


def default_until(cohort: Cohort, *, at: datetime) -> date:
    """Two weeks, or until the cohort's last day."""
    return last_day(cohort, at=at)


def _refuse(cohort: Cohort, until: date, institution: Institution, *, at: datetime) -> None:
    today = institution.day_of(at)
    if not cohort.programme.is_open:
        raise CannotPropose(_("Nobody can be asked while this programme is not open."))
    if not today + timedelta(days=LEAST_DAYS) <= until <= today + timedelta(days=MOST_DAYS):
        raise CannotPropose(
            _("Choose a last day between %(least)s and %(most)s days from today.")
            % {"least": LEAST_DAYS, "most": MOST_DAYS}
        )
    if cohort.ends_on is not None and until > cohort.ends_on:
        raise CannotPropose(_("The last day cannot come after the cohort ends."))


def _tell(asked: Sequence[Asked], *, at: datetime) -> None:
    if not asked:
        return
    proposal = asked[0].proposal
    remind_at = proposal.expires_at - REMIND_PROPOSED_BEFORE
    notifications.tell_each(
        {one.pk: one.person for one in asked if one.person is not None},
        notices.PROPOSED,
        event="matching.proposed",
        about={one.pk: one.proposal_id for one in asked},
        at=at,
        days=notifications.Days(
            named=proposal.waits_until,
            over_at=proposal.expires_at,
            remind_at=remind_at if remind_at > at else None,
        ),
    )


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: Any, at: datetime) -> Proposal:
    """Ask no longer. Everybody who is asked reads only that it is closed."""
    proposal = locked_proposal(proposal.pk)
    if proposal.asked.filter(person=by).exists():
        raise CannotPropose(
            _("You are asked in this one yourself: somebody else has to withdraw it.")
        )
    if proposal.state == Proposal.State.WAITING:
        close_proposal(proposal, at=at)
        # Nobody is its subject: whoever was asked cannot tell it from a No.
        ledger.record(
            "matching.proposal_withdrawn",
            about=proposal,
            by=by,
            at=at,
            institution=proposal.cohort.programme.institution,
        )
    return proposal


def _note_sent(asked: Iterable[Asked], *, by: Any, at: datetime, institution: Institution) -> None:
    """One line for each who is asked: everybody is shown what staff did about themselves."""
    lines: list[tuple[Model, UUID, dict[str, Any]]] = [
        (one.proposal, one.person_id, {}) for one in asked if one.person_id is not None
    ]
    ledger.record_each("matching.proposal_sent", lines, by=by, at=at, institution=institution)
