"""Beginning a concern, sending it, looking into it.

All of it is recorded in the installation's own ledger, of which no page of an institution shows
anything, and told to nobody but its author and those whom they chose.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.concerns import notices, queries
from amanah.concerns.models import Concern, Disclosed, Recipient
from amanah.institutions.models import Institution
from amanah.mentoring.models import Mentorship
from amanah.people.models import Person
from amanah.sealing import queries as sealed
from amanah.sealing import services as sealing
from amanah.stewardship import ledger

State = Concern.State
ORDER = (State.SENT, State.RECEIVED, State.LOOKING, State.CLOSED)
MOST_SHOWN = 200


class NobodyChosen(Refused):
    code = "concerns.nobody_chosen"


class CannotSend(Refused):
    code = "concerns.cannot_send"


class CannotTake(Refused):
    """A state that does not follow."""

    code = "concerns.cannot_take"


@transaction.atomic
def begin_concern(
    institution: Institution,
    *,
    to: Iterable[UUID],
    mentorship: Mentorship | None,
    but: Iterable[UUID] = (),
    by: Person,
    at: datetime,
) -> Concern:
    """Open the rooms in which somebody tells those whom they chose. Nobody learns of it yet.

    Raises `NobodyChosen` unless at least one of them may be asked and has a lock.
    """
    wanted = set(to)
    offered = queries.leads_for(by, institution, mentorship=mentorship, but=but, at=at)
    chosen = [lead.person for lead in offered if lead.has_lock and lead.person.pk in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise NobodyChosen(_("Choose at least one of the people listed here."))
    concern = Concern(institution=institution, by=by, mentorship=mentorship, begun_at=at)
    concern.room = sealing.open_room([by, *chosen], by=by, at=at)
    concern.file_room = sealing.open_room(chosen, by=by, at=at)
    concern.save(force_insert=True)
    Recipient.objects.bulk_create(Recipient(concern=concern, person=one) for one in chosen)
    return concern


@transaction.atomic
def throw_away(concern: Concern, *, by: Person | None, at: datetime) -> None:
    """Delete a concern that was begun and not sent, with everything in it."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not concern.is_begun:
        raise CannotSend(_("This was sent already."))
    _delete(concern)


@transaction.atomic
def send_concern(concern: Concern, *, places: Iterable[int], by: Person, at: datetime) -> Concern:
    """Send what stands in its room, with copies of the sealed files that are shown.

    `places` are those in the room of its mentorship. Sent twice, it is sent once. Raises
    `CannotSend` where nothing was written, or something is not the author's to show.
    """
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if not concern.is_begun:
        return concern
    room = concern.room
    if room is None or not sealed.last_in(room):
        raise CannotSend(_("There is nothing in it yet."))
    _copy(concern, set(places), by=by)
    concern.state, concern.sent_at = State.SENT, at
    concern.save(update_fields=["state", "sent_at"])
    ledger.record("concerns.concern_sent", about=concern, by=by, at=at, subject=by)
    notices.tell_leads(concern, event="sent", at=at)
    return concern


def note_opened(concern: Concern, *, by: Person, at: datetime) -> None:
    """Note that somebody who was chosen opened it: its author is shown that, and nobody else."""
    ledger.record("concerns.file_seen", about=concern, by=by, at=at, subject=concern.by)


@transaction.atomic
def say_state(concern: Concern, state: str, *, by: Person, at: datetime) -> Concern:
    """Tell the author how it stands. It goes forward only; what is closed stays closed."""
    concern = Concern.objects.select_for_update().get(pk=concern.pk)
    if state not in ORDER or ORDER.index(State(state)) <= ORDER.index(State(concern.state)):
        raise CannotTake(_("This is how it stands already, or what comes before."))
    concern.state = state
    if concern.is_closed:
        concern.closed_at = at
        for room in (concern.room, concern.file_room):
            if room is not None:
                sealing.close_room(room, by=by, at=at)
    concern.save(update_fields=["state", "closed_at"])
    ledger.record("concerns.state_said", about=concern, by=by, at=at, subject=concern.by)
    notices.tell_author(concern, event=state, at=at)
    return concern


def tell_of_words(words: Any, at: datetime) -> None:
    """Tell the others that something was written in a concern that was sent."""
    concern = Concern.objects.filter(room=words.room_id, sent_at__isnull=False).first()
    if concern is None:
        return
    if words.by_id == concern.by_id:
        notices.tell_leads(concern, event=f"{words.mid}", at=at)
    else:
        notices.tell_author(concern, event=f"{words.mid}", at=at)


@every(timedelta(days=1), offset=timedelta(hours=4, minutes=30))
def forget_old_concerns(*, at: datetime) -> None:
    """Delete what was begun a month ago and never sent, and what was closed two years ago."""
    for concern in queries.concerns_due(at=at):
        with transaction.atomic():
            _delete(concern)


def _copy(concern: Concern, places: set[int], *, by: Person) -> None:
    if not places:
        return
    source = concern.mentorship.room if concern.mentorship else None
    if source is None or len(places) > MOST_SHOWN:
        raise CannotSend(_("These messages cannot be shown here."))
    found = [
        one
        for one in sealed.all_words(source, until=sealed.until_of(source, by)).filter(n__in=places)
        if one.file
    ]
    is_in_it = source.members.filter(person=by).exists()
    if len(found) != len(places) or not is_in_it:
        raise CannotSend(_("Some of these messages are not there any more. Choose again."))
    names = ("n", "mid", "epoch", "by_id", "kind", "ref", "at", "sha256", "file")
    Disclosed.objects.bulk_create(
        Disclosed(concern=concern, room=source.pk, **{name: getattr(one, name) for name in names})
        for one in found
    )


def _delete(concern: Concern) -> None:
    rooms = [room for room in (concern.room_id, concern.file_room_id) if room]
    concern.delete()
    sealing.delete_rooms(rooms)
