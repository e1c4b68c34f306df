"""Next year's residents: some have been asked by hand, and a run waits to be looked at."""

from datetime import datetime, timedelta
from typing import Any

from amanah.matching import services
from amanah.matching.services import Side, Wanted
from amanah.operations.demo import who
from amanah.operations.demo.people import person
from amanah.programmes.models import Application, Cohort

ASKED, RAN = timedelta(days=1), timedelta(hours=20)
UNTIL = timedelta(days=12)
# Who is asked by whom; what a coordinator is a party of, somebody else proposes.
BY_HAND = (
    ("sana", "noor", "mehwish"),
    ("imran", "sana", "junaid"),
)
OTHERS = 8
SHARED = ("topics", "languages", "times", "settings")


def begin(cohort: Cohort, *, at: datetime) -> None:
    then = at - ASKED
    until = cohort.programme.institution.day_of(at + UNTIL)
    mentors, mentees = who.MENTORS_NEXT_YEAR[4:], who.RESIDENTS_NEXT_YEAR[5:]
    others = [
        ("sana", one.login, other.login)
        for one, other in list(zip(mentors, mentees, strict=False))[:OTHERS]
    ]
    said = _said(cohort)
    for by in ("sana", "imran"):
        wanted = [
            _wanted(one, other, said) for asks, one, other in (*BY_HAND, *others) if asks == by
        ]
        services.propose_all(cohort, wanted, until=until, by=person(by), at=then)
    run = services.ask_for_run(cohort, preset="fair", options={}, by=person("sana"), at=at - RAN)
    services.work_out_run(run_id=str(run.pk), at=at - RAN)


def _said(cohort: Cohort) -> dict[str, Application]:
    sent = Application.objects.filter(participant__cohort=cohort, state="submitted")
    return {one.participant.person.email: one for one in sent.select_related("participant__person")}


def _wanted(mentor: str, mentee: str, said: dict[str, Application]) -> Wanted:
    """Two who are proposed to each other, with what both said."""
    one, other = (said[who.BY_LOGIN[login].email] for login in (mentor, mentee))
    carried: list[Any] = []
    for part in SHARED:
        both = [each for each in getattr(one, part) if each in getattr(other, part)]
        if both:
            carried.append([part, both])
    sides = (Side(one.participant.person, "mentor"), Side(other.participant.person, "mentee"))
    return Wanted(sides, carried=carried)
