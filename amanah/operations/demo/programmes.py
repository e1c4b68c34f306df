"""The programmes of the demo: two in Lahore, one in Galway, set up as a coordinator would."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from amanah.institutions.models import Institution
from amanah.operations.demo import finding
from amanah.people.addresses import Invitee
from amanah.people.models import Person
from amanah.programmes import queries, services
from amanah.programmes.handed_in import HandedIn
from amanah.programmes.models import Cohort, Programme
from amanah.programmes.starts import STARTS

SET_UP = timedelta(days=12)
STILL_OPEN = timedelta(days=21)
BEGIN = timedelta(days=45)
YEAR = timedelta(days=365)
WROTE = timedelta(days=2)
LETTER = {
    "to": "everybody",
    "subject": "Our welcome evening",
    "text": "We meet in the old library, after the last clinic. There will be tea.\n\n"
    "Come as you are, and bring one question.",
}


@dataclass(frozen=True)
class Scheme:
    """A programme of the demo: its start, who set it up, and who is in its one cohort."""

    start: str
    house: str
    by: str
    cohort: str = ""
    mentors: tuple[str, ...] = ()
    mentees: tuple[str, ...] = ()
    # Whether mentees ask a mentor themselves.
    may_ask: bool = False


SCHEMES = (
    Scheme(
        "student_career",
        "ravi",
        "sana",
        "First cohort",
        ("ayesha", "zubaida", "faisal", "farzana"),
        ("bilal", "khadija", "hanif", "amina", "ali"),
        may_ask=True,
    ),
    Scheme("early_faculty", "ravi", "sana"),
    Scheme(
        "resident_faculty", "claddagh", "siobhan", "First cohort", ("lukasz", "kwame"), ("niamh",)
    ),
)


# What the first of them asks beside its start's questions, one of each other kind.
ASKED: tuple[dict[str, Any], ...] = (
    {
        "kind": "choice",
        "asked": "mentees",
        "text": "Where would you rather meet?",
        "options": ["At the hospital", "At the college", "By video"],
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
# Who of them has applied, and what they handed in.
APPLICANT, HANDED_IN = "hanif", HandedIn("About my work.txt", b"Third year, and still deciding.\n")


def begin(*, at: datetime) -> None:
    """Set them up; the one that has no cohort yet stays a draft, and last year's is archived."""
    for scheme in SCHEMES:
        _begin(scheme, at=at)
    _last_year(at=at)


def _last_year(*, at: datetime) -> None:
    """A programme that is over: one of its mentees found no place, and waits."""
    institution, by = Institution.objects.get(slug="ravi"), _person("sana")
    then, start = at - SET_UP, STARTS[0]
    wanted = {**start.initial, "name": gettext("Career mentoring, the year before")}
    programme = services.begin_programme(institution, start, wanted, deputy=None, by=by, at=then)
    days = {"name": gettext("Last year's cohort"), "ends_on": institution.day_of(then)}
    cohort = services.add_cohort(programme, days, by=by, at=then)
    services.open_programme(programme, by=by, at=then)
    _list(cohort, _person("faisal"), role="mentor", by=by, at=then)
    for login in ("ali", "amina"):
        _list(cohort, _person(login), role="mentee", by=by, at=then)
    waiting = cohort.participants.get(person=_person("amina"))
    services.put_on_wait_list(waiting, by=by, at=then)
    keep_until = institution.day_of(at + YEAR)
    services.archive_programme(programme, keep_until=keep_until, by=by, at=then)


def _begin(scheme: Scheme, *, at: datetime) -> None:
    institution = Institution.objects.get(slug=scheme.house)
    by, then = _person(scheme.by), at - SET_UP
    start = next(one for one in STARTS if one.key == scheme.start)
    wanted = start.initial | {"mentees_may_ask": scheme.may_ask}
    if not scheme.cohort:
        wanted["evaluation_plan"] = ""
    programme = services.begin_programme(institution, start, wanted, deputy=None, by=by, at=then)
    if not scheme.cohort:
        return
    days = {
        "name": scheme.cohort,
        "applications_from": institution.day_of(then),
        "applications_until": institution.day_of(at + STILL_OPEN),
        "begins_on": institution.day_of(at + BEGIN),
        "ends_on": institution.day_of(at + BEGIN + YEAR),
    }
    cohort = services.add_cohort(programme, days, by=by, at=then)
    cohort.programme = services.open_programme(programme, by=by, at=then)
    for role, logins in (("mentor", scheme.mentors), ("mentee", scheme.mentees)):
        for login in logins:
            _list(cohort, _person(login), role=role, by=by, at=then)
    _write(cohort, by=by, at=at - WROTE)
    if scheme.may_ask:
        finding.begin(cohort, at=at)
    if APPLICANT in scheme.mentees:
        _ask(programme, by=by, at=then)
        _apply(cohort, _person(APPLICANT), at=then)


def _ask(programme: Programme, *, by: Person, at: datetime) -> None:
    for asked in ASKED:
        services.add_question(programme, asked, by=by, at=at)


def _apply(cohort: Cohort, person: Person, *, at: datetime) -> None:
    application = services.begin_application(cohort, role="mentee", by=person, at=at)
    of_a_file = cohort.programme.questions.get(kind="file")
    wanted = {
        "topics": ["choosing_a_specialty", "exam_preparation"],
        "languages": ["en", "ur"],
        "times": ["any_evening"],
        "files": {of_a_file.pk: HANDED_IN},
    }
    services.save_application(application, wanted, by=person, at=at)
    services.send_application(application, by=person, at=at)


def _write(cohort: Cohort, *, by: Person, at: datetime) -> None:
    """A letter to everybody, which stands under their notices."""
    letter = services.begin_cohort_letter(cohort, LETTER, by=by, at=at)
    people = queries.people_for(cohort, letter.to).count()
    services.send_cohort_letter(letter, people=people, by=by, at=at)
    services.tell_recipients(letter_id=str(letter.pk), at=at)


def _list(cohort: Cohort, person: Person, *, role: str, by: Person, at: datetime) -> None:
    places = 2 if role == "mentor" else 1
    who = Invitee(person.email, person.name)
    services.list_person(cohort, who, role=role, places=places, by=by, at=at)


def _person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@demo.example")
