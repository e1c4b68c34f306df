"""Those of the demo who have found each other: requests that wait, and mentorships."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from amanah.conflicts import queries as conflicts
from amanah.matching import services as matching
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.operations.demo import who
from amanah.operations.demo.people import person
from amanah.people.models import Person
from amanah.programmes.models import Cohort, Participant

ASKED = timedelta(days=2)
INFORMAL = timedelta(days=30)
BEGAN = timedelta(days=150)
CLOSED = timedelta(days=20)
# Who has asked whom, and whether the mentor may see what they look for.
REQUESTS = (("niamh", "lukasz", True), ("temi.bakare", "kwame", False))
# Mentor and mentee, by hand; the others follow in order.
PAIRS = (("ayesha", "bilal"), ("farzana", "khadija"), ("zubaida", "gul"))
# It was closed: by whom is told to nobody.
OVER = ("zubaida", "gul")
SEVERAL = (("zubaida", "maria"), ("faisal", "maria"), ("sana", "maria"))


def begin(cohorts: Mapping[str, Cohort], *, at: datetime) -> None:
    """Make the requests, and begin all mentorships."""
    _ask(cohorts["students"], at=at - ASKED)
    _begin_pairs(cohorts["this_year"], at=at - BEGAN)
    for mentor, mentee in SEVERAL:
        _pair(cohorts["colleagues"], person(mentor), person(mentee), at=at - timedelta(days=70))
    asks, asked = person("bilal"), person("rukhsana")
    then = at - INFORMAL
    institution = cohorts["this_year"].programme.institution
    made = mentoring.invite(institution, role="mentor", by=asks, at=then)
    mentoring.accept_invitation(made.secret, by=asked, at=then + timedelta(days=1))


def everybody() -> list[Person]:
    """Whoever is in a mentorship."""
    here = Membership.objects.filter(left_at=None).values("person")
    return list(Person.objects.filter(pk__in=here).order_by("email"))


def close_one(*, at: datetime) -> None:
    """One of two went their own way; what they wrote stays readable for both."""
    mentor, mentee = (person(login) for login in OVER)
    over = Mentorship.objects.with_member(mentee).get(
        pk__in=Mentorship.objects.with_member(mentor).values("pk")
    )
    mentoring.close_mentorship(over, by=mentee, at=at - CLOSED)


def _ask(cohort: Cohort, *, at: datetime) -> None:
    for mentee, mentor, shows in REQUESTS:
        part = Participant.objects.select_related("cohort__programme__institution", "person").get(
            cohort=cohort, person=person(mentor)
        )
        matching.ask_mentor(part, shows_application=shows, by=person(mentee), at=at)


def _begin_pairs(cohort: Cohort, *, at: datetime) -> None:
    """Everybody of this year's cohort, but for the last, who waits for a place."""
    people = {one.email: one for one in Person.objects.filter(is_demo=True)}
    mentors = [people[one.email] for one in who.MENTORS_THIS_YEAR]
    mentees = [people[one.email] for one in who.RESIDENTS_THIS_YEAR]
    institution = cohort.programme.institution
    pairs = [(person(one), person(other)) for one, other in PAIRS]
    places = {mentor.pk: 2 for mentor in mentors}
    for mentor, _mentee in pairs:
        places[mentor.pk] = 0
    for mentee in mentees[len(pairs) : -1]:
        free = sorted(mentors, key=lambda one: -places[one.pk])
        mentor = next(
            one for one in free if not conflicts.stands_between(institution, one, mentee, at=at)
        )
        places[mentor.pk] -= 1
        pairs.append((mentor, mentee))
    for place, (mentor, mentee) in enumerate(pairs):
        _pair(cohort, mentor, mentee, at=at + timedelta(days=place % 6))


def _pair(cohort: Cohort, mentor: Person, mentee: Person, *, at: datetime) -> Mentorship:
    return mentoring.begin_mentorship(
        cohort.programme.institution, mentor=mentor, mentee=mentee, cohort=cohort, by=None, at=at
    )
