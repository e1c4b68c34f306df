"""The letters and notices of programmes. None has a name in it, nor what somebody said."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox import mails
from amanah.programmes import queries
from amanah.programmes.models import Application, CohortLetter, Participant, Programme

SOME_TIME = timedelta(days=30)


def _part(notice: Notice) -> QuerySet[Participant]:
    """The part in a cohort that a notice is about, as long as its reader takes part."""
    parts = Participant.objects.filter(person=notice.person_id, left_at=None)
    return parts.filter(pk__in=[notice.about])


def _institution(notice: Notice) -> dict[str, str]:
    named = _part(notice).values_list("cohort__programme__institution__name", flat=True)
    return {"institution": named.first() or ""}


def _of_programmes(about: UUID | None) -> str:
    return reverse("applications:programmes")


LISTED = notifications.declare(
    notifications.Kind(
        "programmes.listed",
        says=_("Those who run a mentoring programme put you on its list. It is yours to change."),
        listed_as=_("That I was put into a programme"),
        where=_of_programmes,
        holds=lambda notice, at: _part(notice).exists(),
        mail="at_once",
        letter=mails.declare(
            "programmes/mail/listed.txt",
            to="a member whom staff put into a cohort, in the hours they chose",
            may_hold=("link", "choose", "stop"),
            can_be_stopped=True,
        ).template,
        fills=_institution,
    )
)
TAKEN_OUT = notifications.declare(
    notifications.Kind(
        "programmes.taken_out",
        says=_("You no longer take part in a programme. What you wrote stays yours."),
        listed_as=_("That I no longer take part in a programme"),
        where=_of_programmes,
        holds=lambda notice, at: not _part(notice).exists(),
    )
)


def _applied(notice: Notice, at: datetime) -> bool:
    sent = Application.objects.filter(
        participant__cohort=notice.about,
        participant__person=notice.person_id,
        participant__left_at=None,
        state=Application.State.SUBMITTED,
    )
    return sent.exists()


DAYS_CHANGED = notifications.declare(
    notifications.Kind(
        "programmes.days_changed",
        says=_("The days of a programme to which you applied have changed."),
        listed_as=_("Other days for a programme to which I applied"),
        where=_of_programmes,
        holds=_applied,
    )
)


def _runs(notice: Notice, at: datetime) -> bool:
    run = queries.cohorts_run_by(notice.person_id, at=at).filter(pk__in=[notice.about])
    return run.filter(programme__state=Programme.State.OPEN).exists()


def _runs_something(person: Any, at: datetime) -> bool:
    return queries.programmes_run_by(person, at=at).exists()


def _of_received(about: UUID | None) -> str:
    return reverse("programmes:received", args=[about])


APPLICATIONS_CAME = notifications.declare(
    notifications.Kind(
        "programmes.applications_came",
        says=_("Applications have come in to a programme that you run."),
        listed_as=_("Applications that came in, to a programme that I run"),
        concerns=_runs_something,
        where=_of_received,
        holds=_runs,
    )
)
LAST_DAY_PASSED = notifications.declare(
    notifications.Kind(
        "programmes.last_day_passed",
        says=_("The last day to apply to a programme that you run was %(day)s."),
        listed_as=_("That the last day to apply has passed, in a programme that I run"),
        concerns=_runs_something,
        where=_of_received,
        holds=_runs,
    )
)


def listed(participant: Participant, *, at: datetime) -> None:
    """To somebody who has an account: that they were put into a programme, and where to look."""
    notifications.tell(
        participant.person,
        LISTED,
        event=f"programmes.listed:{participant.pk}",
        about=participant.pk,
        at=at,
        days=notifications.Days(over_at=at + SOME_TIME),
    )


def taken_out(participant: Participant, *, at: datetime) -> None:
    """To a member: that staff took them out of a cohort. Nobody is told why."""
    notifications.tell(
        participant.person,
        TAKEN_OUT,
        event=f"programmes.taken_out:{participant.pk}:{at:%Y%m%d%H%M%S}",
        about=participant.pk,
        at=at,
        days=notifications.Days(over_at=at + SOME_TIME),
    )


def _is_still_for(notice: Notice, at: datetime) -> bool:
    """Whether its reader is still one of those whom a letter to a cohort is for."""
    about = notice.about
    return about is not None and queries.letters_to(notice.person_id).filter(pk=about).exists()


def _may_go(notice: Notice, at: datetime) -> bool:
    return queries.may_still_send(_letter(notice), at=at)


def _letter(notice: Notice) -> CohortLetter:
    letters = CohortLetter.objects.select_related("cohort__programme__institution", "by")
    assert notice.about is not None  # noqa: S101 (for the type checker)
    return letters.get(pk=notice.about)


def filled(letter: CohortLetter) -> dict[str, str]:
    """What stands in the mail, beside the links."""
    return {
        "institution": letter.cohort.programme.institution.name,
        "subject": letter.subject,
        "text": letter.text,
    }


LETTER = notifications.declare(
    notifications.Kind(
        "programmes.cohort_letter",
        says=_("A letter to everybody, or to some, from those who run a programme of yours."),
        listed_as=_("Letters to everybody, or to some, from those who run a programme"),
        where=lambda about: reverse("applications:letter", args=[about]),
        holds=_is_still_for,
        goes=_may_go,
        mail="at_once",
        letter=mails.declare(
            "programmes/mail/cohort-letter.txt",
            to="everybody in a cohort, or some, by those who run it, in the hours they chose",
            may_hold=("subject", "text", "link", "choose", "stop"),
            in_subject=("subject",),
            can_be_stopped=True,
        ).template,
        fills=lambda notice: filled(_letter(notice)),
    )
)


def shown(letter: CohortLetter, language: str) -> mails.Text:
    """A letter to a cohort as it will read in a language, but for the link that stops it."""
    with translation.override(language):
        own = str(_("(a link of the reader's own)"))
    links = {
        "link": settings.BASE_URL + reverse("applications:letter", args=[letter.pk]),
        "choose": settings.BASE_URL + reverse("notifications:choose"),
        "stop": own,
    }
    return mails.render(LETTER.letter, language=language, context={**filled(letter), **links})


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
        concerns=_runs_something,
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
PART_OF = {
    CLOSES.name: "applications",
    LETTER.name: "cohort__cohort_letters",
    LISTED.name: "pk",
    DAYS_CHANGED.name: "cohort",
}
