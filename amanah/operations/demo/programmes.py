"""The programmes of the demo, set up as a coordinator would, each at another point of its life."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from amanah.institutions.models import Institution
from amanah.operations.demo import who
from amanah.operations.demo.parts import Part, take_part
from amanah.operations.demo.people import person
from amanah.people.models import Person
from amanah.programmes import queries, services
from amanah.programmes.handed_in import HandedIn
from amanah.programmes.models import Cohort, Programme
from amanah.programmes.starts import STARTS

YEAR = 365
WROTE, WAITS = timedelta(days=2), timedelta(days=140)
LETTER = {
    "to": "everybody",
    "subject": "Our welcome evening",
    "text": "We meet in the old library, after the last clinic. There will be tea.\n\n"
    "Come as you are, and bring one question.",
}


@dataclass(frozen=True)
class Intake:
    """A cohort of the demo; its days are counted from today."""

    key: str
    name: str
    parts: list[Part]
    # First and last day to apply, first and last day of its mentorships; None: none is named.
    days: tuple[int, int | None, int | None, int | None]
    writes: bool = False


@dataclass(frozen=True)
class Scheme:
    """A programme of the demo: its start, who set it up, and its cohorts."""

    start: str
    house: str
    by: str
    kind: str = ""
    intakes: tuple[Intake, ...] = ()
    changes: dict[str, Any] = field(default_factory=dict)


SCHEMES = (
    Scheme(
        "resident_faculty",
        "kolachi",
        "sana",
        "resident",
        (
            Intake("this_year", "This year's residents", who.THIS_YEAR, (-210, -175, -150, 215)),
            Intake(
                "next_year", "Next year's residents", who.NEXT_YEAR, (-40, -3, 21, 21 + YEAR), True
            ),
        ),
    ),
    Scheme(
        "early_faculty",
        "kolachi",
        "sana",
        "colleague",
        (Intake("colleagues", "New colleagues", who.COLLEAGUES, (-120, None, None, None)),),
    ),
    Scheme(
        "student_career",
        "meanwood",
        "siobhan",
        "student",
        (
            Intake(
                "students",
                "This year's students",
                who.TAKING_APPLICATIONS,
                (-12, 21, 45, 45 + YEAR),
                True,
            ),
        ),
        {"mentees_may_ask": True},
    ),
    Scheme(
        "student_career",
        "meanwood",
        "siobhan",
        "student",
        (Intake("finals", "Sitting finals this summer", who.FINALS, (-80, -62, -60, 200)),),
        {
            "name": "Through finals together",
            "about": "A doctor who remembers finals well meets with a handful of students.",
            "form": Programme.Form.GROUP,
        },
    ),
    Scheme(
        "peers",
        "meanwood",
        "siobhan",
        "registrar",
        (Intake("registrars", "New registrars", who.REGISTRARS, (-80, -60, -48, 132)),),
        {"name": "Circles of registrars"},
    ),
    Scheme("peers", "meanwood", "siobhan", changes={"evaluation_plan": ""}),
)

# What the students are asked beside their start's questions, one of each other kind.
ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": "choice",
        "asked": "mentees",
        "text": "Where would you rather meet?",
        "options": ["At the hospital", "At the school", "By video"],
    },
    {
        "kind": "scale",
        "asked": "mentees",
        "text": "How sure are you of your next step?",
        "options": ["not at all", "very", "5"],
    },
    {
        "kind": "file",
        "asked": "everybody",
        "text": "A few lines about your work, if you have them at hand",
        "help": "A page is enough. Leave out your date of birth, address and photograph.",
    },
)
# Who has handed something in.
APPLICANT, HANDED_IN = "wei", HandedIn("About my work.txt", b"Fourth year, and still deciding.\n")


def begin(*, at: datetime) -> dict[str, Cohort]:
    """Set them up; one stays a draft, and last year's is archived. Says which cohort is which."""
    _year_before(at=at)
    made: dict[str, Cohort] = {}
    for scheme in SCHEMES:
        made |= _begin(scheme, at=at)
    students = made["students"]
    for asked in ASKED:
        then = at - timedelta(days=12)
        services.add_question(students.programme, asked, by=person("siobhan"), at=then)
    _hand_in(students, person(APPLICANT), at=at - timedelta(days=5))
    return made


def _begin(scheme: Scheme, *, at: datetime) -> dict[str, Cohort]:
    institution = Institution.objects.get(slug=scheme.house)
    by, days = person(scheme.by), [one.days[0] for one in scheme.intakes]
    then = at + timedelta(days=min(days, default=-10) - 2)
    start = next(one for one in STARTS if one.key == scheme.start)
    wanted = start.initial | scheme.changes
    programme = services.begin_programme(institution, start, wanted, deputy=None, by=by, at=then)
    if not scheme.intakes:
        return {}
    programme = services.open_programme(programme, by=by, at=then)
    return {
        one.key: _fill(programme, one, kind=scheme.kind, by=by, at=at) for one in scheme.intakes
    }


def _fill(programme: Programme, intake: Intake, *, kind: str, by: Person, at: datetime) -> Cohort:
    institution = programme.institution
    names = ("applications_from", "applications_until", "begins_on", "ends_on")
    opens = at + timedelta(days=intake.days[0])
    days = {
        name: None if days is None else institution.day_of(at + timedelta(days=days))
        for name, days in zip(names, intake.days, strict=True)
    }
    wanted = {"name": intake.name, **days}
    cohort = services.add_cohort(programme, wanted, by=by, at=opens - timedelta(days=1))
    until = min(opens + timedelta(days=30), at - timedelta(days=4))
    take_part(cohort, intake.parts, kind=kind, by=by, at=opens, until=until)
    if intake.writes:
        _write(cohort, by=by, at=at - WROTE)
    return cohort


def _year_before(*, at: datetime) -> None:
    """A programme that is over: one of its mentees found no place, and waits."""
    institution, by = Institution.objects.get(slug="kolachi"), person("sana")
    then = at - timedelta(days=215)
    start = next(one for one in STARTS if one.key == "resident_faculty")
    wanted = {**start.initial, "name": gettext("Residents and faculty, the year before")}
    programme = services.begin_programme(institution, start, wanted, deputy=None, by=by, at=then)
    days = {"name": gettext("Last year's cohort"), "ends_on": institution.day_of(then)}
    cohort = services.add_cohort(programme, days, by=by, at=then)
    services.open_programme(programme, by=by, at=then)
    take_part(cohort, who.YEAR_BEFORE, kind="resident", by=by, at=then, until=then)
    waiting = cohort.participants.get(person=person("amina"))
    services.put_on_wait_list(waiting, by=by, at=then)
    keep_until = institution.day_of(at + timedelta(days=YEAR))
    services.archive_programme(programme, keep_until=keep_until, by=by, at=at - timedelta(days=60))


def let_wait(cohort: Cohort, *, at: datetime) -> None:
    """Those for whom there was no place: on the wait-list, and told so in one kind sentence."""
    waiting = [person(one.login) for one in who.WITHOUT_PLACE]
    for participant in cohort.participants.filter(person__in=waiting).order_by("pk"):
        services.put_on_wait_list(participant, by=person("sana"), at=at - WAITS)


def _hand_in(cohort: Cohort, by: Person, *, at: datetime) -> None:
    application = services.begin_application(cohort, role="mentee", by=by, at=at)
    of_a_file = cohort.programme.questions.get(kind="file")
    wanted = {
        "topics": ["choosing_a_specialty", "exam_preparation"],
        "languages": ["en"],
        "times": ["any_evening"],
        "files": {of_a_file.pk: HANDED_IN},
    }
    services.save_application(application, wanted, by=by, at=at)
    services.send_application(application, by=by, at=at)


def _write(cohort: Cohort, *, by: Person, at: datetime) -> None:
    """A letter to everybody, which stands under their notices."""
    letter = services.begin_cohort_letter(cohort, LETTER, by=by, at=at)
    people = queries.people_for(cohort, letter.to).count()
    services.send_cohort_letter(letter, people=people, by=by, at=at)
    services.tell_recipients(letter_id=str(letter.pk), at=at)
