"""The letters and notices of programmes. None has a name in it, nor what somebody said."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox import mails
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.programmes import queries
from amanah.programmes.models import Application, Participant, Programme

LISTED = mails.declare(
    "programmes/mail/listed.txt",
    to="a member whom staff put into a cohort",
    may_hold=("link",),
)


def listed(participant: Participant, *, at: datetime) -> None:
    """To somebody who has an account: that they were put into a programme, and where to look."""
    outbox.write(
        LISTED.template,
        to=participant.person,
        event=f"programmes.listed:{participant.pk}",
        at=at,
        about=participant.pk,
        institution=participant.cohort.programme.institution.name,
        link=settings.BASE_URL + reverse("applications:programmes"),
    )


def still_listed(letter: Letter, at: datetime) -> bool:
    """Asked before such a letter goes: whoever was taken out again is not written to."""
    if letter.template != LISTED.template:
        return True
    return Participant.objects.filter(pk=letter.about or letter.pk, left_at=None).exists()


def _is_not_sent(notice: Notice, at: datetime) -> bool:
    return (
        notice.about is not None
        and Application.objects.filter(
            pk=notice.about, state=Application.State.DRAFT, participant__left_at=None
        ).exists()
    )


def away_until(notice: Notice) -> date | None:
    """Until when the reader of a notice is away from the programme that it tells of."""
    leads_to = PART_OF.get(notice.kind)
    if leads_to is None or notice.about is None:
        return None
    parts = Participant.objects.filter(person=notice.person_id, **{leads_to: notice.about})
    return parts.order_by("pk").values_list("away_until", flat=True).first()


CLOSES = notifications.declare(
    notifications.Kind(
        "programmes.application_closes",
        says=_("An application that you began is not sent yet. The last day is %(day)s."),
        listed_as=_("An application that I began and have not sent, some days before its last day"),
        where=lambda about: reverse("applications:application", args=[about]),
        holds=_is_not_sent,
    )
)


def _is_kept(notice: Notice, at: datetime) -> bool:
    return notice.about is not None and queries.is_kept_for(notice.person, notice.about, notice.day)


ARCHIVED = notifications.declare(
    notifications.Kind(
        "programmes.archived",
        says=_(
            "A programme that you took part in is over. What you said in it is kept until %(day)s, "
            "then deleted. You can take a copy with you before."
        ),
        listed_as=_("A programme that I took part in being over, and until when it is kept"),
        where=lambda about: reverse("applications:programmes"),
        holds=_is_kept,
    )
)


def _programme(about: UUID | None) -> Programme | None:
    return queries.open_programmes().filter(pk=about).first() if about else None


def _nobody_runs(notice: Notice, at: datetime) -> bool:
    programme = _programme(notice.about)
    return programme is not None and not queries.who_runs(programme, at=at)


def _runs_alone(notice: Notice, at: datetime) -> bool:
    programme = _programme(notice.about)
    return programme is not None and queries.who_runs(programme, at=at) == [notice.person]


def _list_of_programmes(about: UUID | None) -> str:
    programme = _programme(about)
    if programme is None:
        return reverse("institutions:staff")
    return reverse("programmes:programmes", args=[programme.institution.slug])


NOBODY_RUNS = notifications.declare(
    notifications.Kind(
        "programmes.nobody_runs",
        says=_("A programme is open and nobody runs it any more. Appoint a coordinator."),
        listed_as=_("A programme that nobody runs any more, where I can appoint somebody"),
        where=_list_of_programmes,
        holds=_nobody_runs,
    )
)
RUNS_ALONE = notifications.declare(
    notifications.Kind(
        "programmes.runs_alone",
        says=_("You are the only one left who runs a programme. Name a deputy."),
        listed_as=_("A programme that I alone am left to run"),
        where=lambda about: reverse("programmes:programme", args=[about]),
        holds=_runs_alone,
    )
)


def _waits(notice: Notice, at: datetime) -> bool:
    return notice.about is not None and queries.still_waits(notice.about)


def _may_apply_again(notice: Notice, at: datetime) -> bool:
    return notice.about is not None and queries.open_again_for(notice.person, notice.about, at=at)


WAITS = notifications.declare(
    notifications.Kind(
        "programmes.waits",
        says=_(
            "There were not enough places in a programme this time, so you are on its wait-list. "
            "Next time you come first."
        ),
        listed_as=_("My being on the wait-list of a programme"),
        where=lambda about: reverse("applications:programmes"),
        holds=_waits,
    )
)
TAKES_AGAIN = notifications.declare(
    notifications.Kind(
        "programmes.takes_again",
        says=_(
            "A programme on whose wait-list you are takes applications again. If you apply, you "
            "come first."
        ),
        listed_as=_("A programme for which I waited taking applications again"),
        where=lambda about: reverse("applications:programmes"),
        holds=_may_apply_again,
    )
)
# How each kind of notice that is about a part in a cohort leads to it.
PART_OF = {CLOSES.name: "applications"}
