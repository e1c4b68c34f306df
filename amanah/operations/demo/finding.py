"""Finding a mentor in the demo: mentors who can be found, two requests, and an informal pair."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from amanah.matching import services as matching
from amanah.mentoring import services as mentoring
from amanah.people.models import Person
from amanah.programmes import services
from amanah.programmes.models import Cohort, Participant

APPLIED, ASKED, PAIRED = timedelta(days=6), timedelta(days=2), timedelta(days=30)


@dataclass(frozen=True)
class Said:
    """What somebody of the demo says in an application."""

    login: str
    role: str
    stage: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    times: tuple[str, ...] = ("any_evening",)
    settings: tuple[str, ...] = ()
    specialty: str = ""
    how_i_mentor: str = ""
    story: str = ""


APPLICATIONS = (
    Said(
        "ayesha",
        "mentor",
        "Consultant",
        ("choosing_a_specialty", "clinical_confidence"),
        ("ur", "en"),
        settings=("open_door", "in_person"),
        specialty="Cardiology",
        how_i_mentor="I ask what you tried, and then I am quiet for a while.",
        story="In my third year I was sure that everybody but me could hear the murmur.",
    ),
    Said(
        "zubaida",
        "mentor",
        "Professor",
        ("research_skills", "first_publication"),
        ("ur", "en", "pa"),
        ("any_morning",),
        ("public_place", "video"),
        "Histology",
        "We look at one slide, or one page of yours, and take it apart kindly.",
    ),
    Said(
        "faisal",
        "mentor",
        "Consultant",
        ("choosing_a_specialty", "exam_preparation"),
        ("ur", "en"),
        settings=("in_person", "third_person"),
        specialty="Vascular surgery",
        how_i_mentor="Walk with me to the ward and ask anything on the way.",
    ),
    Said(
        "farzana",
        "mentor",
        "Consultant",
        ("work_life_balance", "dealing_with_a_setback"),
        ("ur", "en"),
        ("any_lunch",),
        ("video", "open_door"),
        "Kidney disease",
        "Tea first. I tell you what went wrong for me before I ask what went wrong for you.",
        "I failed my first part twice, and hid it for a year.",
    ),
    Said(
        "bilal",
        "mentee",
        "Third-year student",
        ("choosing_a_specialty", "clinical_confidence"),
        ("ur", "en"),
    ),
    Said("khadija", "mentee", "House officer", ("dealing_with_a_setback",), ("ur",)),
)
# Who has asked whom, and what waits.
REQUESTS = (("bilal", "faisal", True), ("khadija", "ayesha", False))


def begin(cohort: Cohort, *, at: datetime) -> None:
    """Send the applications, make the requests, and begin the pair that no programme knows of."""
    cohort = Cohort.objects.select_related("programme__institution").get(pk=cohort.pk)
    for said in APPLICATIONS:
        _apply(cohort, said, at=at - APPLIED)
    for mentee, mentor, shows in REQUESTS:
        part = Participant.objects.select_related("cohort__programme__institution", "person").get(
            cohort=cohort, person=_person(mentor)
        )
        by = _person(mentee)
        matching.ask_mentor(part, shows_application=shows, by=by, at=at - ASKED)
    asks, asked = _person("bilal"), _person("rukhsana")
    then = at - PAIRED
    made = mentoring.invite(cohort.programme.institution, role="mentor", by=asks, at=then)
    mentoring.accept_invitation(made.secret, by=asked, at=then + timedelta(days=1))


def _apply(cohort: Cohort, said: Said, *, at: datetime) -> None:
    by = _person(said.login)
    application = services.begin_application(cohort, role=said.role, by=by, at=at)
    wanted: dict[str, Any] = {
        "stage": said.stage,
        "topics": list(said.topics),
        "languages": list(said.languages),
        "times": list(said.times),
        "settings": list(said.settings),
        "specialty": said.specialty,
        "how_i_mentor": said.how_i_mentor,
        "story": said.story,
        "can_be_found": said.role == "mentor",
    }
    services.save_application(application, wanted, by=by, at=at)
    services.send_application(application, by=by, at=at)


def _person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@demo.example")
