"""Questions about what people are told, and how they want to hear of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from amanah.base import written
from amanah.notifications import hooks, kinds
from amanah.notifications.models import Notice, Preference, Rhythm
from amanah.notifications.rhythms import Hours, Leave
from amanah.outbox.models import Letter

DIGEST = "notifications/mail/digest.txt"


@dataclass(frozen=True)
class Line:
    """A notice as it is shown: what it says, and where it leads."""

    notice: Notice
    says: str
    where: str


def notices_for(person: Any, *, at: datetime) -> QuerySet[Notice]:
    """What a person is told and has not put away, newest first; what is over is not in it."""
    return (
        own_notices(person).filter(Q(over_at=None) | Q(over_at__gt=at)).order_by("-made_at", "pk")
    )


def own_notices(person: Any) -> QuerySet[Notice]:
    """Everything that a person was told and has not put away."""
    return Notice.objects.filter(person=person, is_put_away=False)


def lines_for(person: Any, *, at: datetime) -> list[Line]:
    """What stands on a person's page, in the language that is switched on, newest first."""
    return [
        Line(notice, sentence(notice), kinds.declared(notice.kind).where(notice.about))
        for notice in standing(notices_for(person, at=at), at=at)
    ]


def sentence(notice: Notice) -> str:
    """What a notice says, in the language that is switched on."""
    says = str(kinds.declared(notice.kind).says)
    return says % {"day": written.day(notice.day)} if notice.day else says


def standing(notices: QuerySet[Notice], *, at: datetime) -> list[Notice]:
    """Those that are still so."""
    return [notice for notice in notices if still_holds(notice, at=at)]


def still_holds(notice: Notice, *, at: datetime) -> bool:
    kind = kinds.find(notice.kind)
    if kind is None or notice.is_put_away or (notice.over_at is not None and notice.over_at <= at):
        return False
    return kind.holds(notice, at)


def may_be_mailed(notice: Notice, *, at: datetime) -> bool:
    kind = kinds.find(notice.kind)
    return kind is not None and still_holds(notice, at=at) and kind.goes(notice, at)


def templates() -> set[str]:
    """The letters that carry notices: the letter of the day, and those that kinds have."""
    return {DIGEST} | {kind.letter for kind in kinds.all_kinds() if kind.letter}


def rhythm_of(person: Any) -> Rhythm:
    """When mail may reach a person: as they chose, else as it is for everybody."""
    return Rhythm.objects.filter(person=person).first() or Rhythm(person=person)


def hours_for(notice: Notice, rhythm: Rhythm) -> Hours:
    """The mail hours of the reader of a notice.

    Nothing reaches them while they are on leave, nor what they are away from by themselves.
    """
    person = notice.person
    leaves = [Leave(date.min, day) for ask in hooks.away_until if (day := ask(notice))]
    if rhythm.away_from and rhythm.away_until:
        leaves.append(Leave(rhythm.away_from, rhythm.away_until))
    return Hours(
        zone=person.time_zone,
        days=tuple(rhythm.days),
        digest_at=rhythm.digest_at,
        quiet_from=rhythm.quiet_from,
        quiet_until=rhythm.quiet_until,
        nights_until=rhythm.nights_until,
        leaves=leaves,
    )


def offered_to(person: Any, *, at: datetime) -> list[kinds.Kind]:
    """The kinds of which a person might hear, for them to choose how."""
    return [kind for kind in kinds.all_kinds() if kind.concerns(person, at)]


def ways_of(person: Any) -> dict[str, str]:
    """How a person wants to hear of each kind of thing."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "mail"))
    return {kind.name: chosen.get(kind.name, kind.mail) for kind in kinds.all_kinds()}


def due(at: datetime) -> QuerySet[Notice]:
    """Notices that a letter shall carry by now."""
    return Notice.objects.filter(due_at__lte=at)


def stopped_on_the_way() -> QuerySet[Notice]:
    """Notices whose letter was stopped before it went: nothing carried them."""
    stopped = Letter.objects.filter(template__in=templates(), state=Letter.State.STOPPED)
    return Notice.objects.filter(is_put_away=False, letter__in=stopped.values("pk"))


def on_the_way(notices: QuerySet[Notice]) -> QuerySet[Letter]:
    """Letters that carry any of these and have not gone."""
    return Letter.objects.filter(state=Letter.State.WAITING, pk__in=notices.values("letter"))


def carried_by(letter: Letter) -> QuerySet[Notice]:
    """The notices that a letter tells of, for the first time or again."""
    return Notice.objects.filter(letter=letter.pk)
