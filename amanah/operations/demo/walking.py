"""Those of the demo who have found each other: requests that wait, and mentorships."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from amanah.conflicts import queries as conflicts
from amanah.matching import services as matching
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.mentoring.services import Side
from amanah.operations.demo import who
from amanah.operations.demo.people import person
from amanah.people.models import Person
from amanah.programmes.models import Cohort, Participant

ASKED = timedelta(days=2)
INFORMAL = timedelta(days=30)
BEGAN, RECENTLY = timedelta(days=150), timedelta(days=6)
SEVERAL_BEGAN, GROUP_BEGAN = timedelta(days=70), timedelta(days=58)
CLOSED = timedelta(days=20)
# Who has asked whom, and whether the mentor may see what they look for.
REQUESTS = (("niamh", "lukasz", True), ("temi.bakare", "kwame", False))
# Mentor and mentee, by hand, and how long they have walked; the others follow in order.
PAIRS = (("ayesha", "bilal", BEGAN), ("farzana", "khadija", RECENTLY), ("zubaida", "gul", BEGAN))
# It was closed: by whom is told to nobody.
OVER = ("zubaida", "gul")
# One mentee, and as what each of her mentors.
SEVERAL = (("zubaida", "Research"), ("faisal", "Career"), ("sana", "Finding one's feet"))


def begin(cohorts: Mapping[str, Cohort], *, at: datetime) -> None:
    """Make the requests, and begin all mentorships."""
    _ask(cohorts["students"], at=at - ASKED)
    _begin_pairs(cohorts["this_year"], at=at)
    for login, named in SEVERAL:
        sides = [Side(person(login), "mentor", named), Side(person("maria"), "mentee")]
        _begin(cohorts["colleagues"], sides, at=at - SEVERAL_BEGAN)
    group = [Side(person(one.login), "mentee") for one in who.GROUP]
    sides = [Side(person(who.GROUP_MENTOR), "mentor"), *group]
    _begin(cohorts["finals"], sides, form=Mentorship.Form.GROUP, at=at - GROUP_BEGAN)
    asks, asked = person("bilal"), person("rukhsana")
    then = at - INFORMAL
    institution = cohorts["this_year"].programme.institution
    made = mentoring.invite(institution, role="mentor", by=asks, at=then)
    mentoring.accept_invitation(made.secret, by=asked, at=then + timedelta(days=1))


def everybody() -> list[Person]:
    """Whoever is in a mentorship."""
    here = Membership.objects.filter(left_at=None).values("person")
    return list(Person.objects.filter(pk__in=here).order_by("email"))


def of(mentor: str, mentee: str) -> Mentorship:
    """The mentorship of two."""
    theirs = Mentorship.objects.with_member(person(mentor)).values("pk")
    found = Mentorship.objects.select_related("institution", "cohort__programme")
    return found.with_member(person(mentee)).get(pk__in=theirs)


def close_one(*, at: datetime) -> None:
    """One of two went their own way; what they wrote stays readable for both."""
    mentoring.close_mentorship(of(*OVER), by=person(OVER[1]), at=at - CLOSED)


def _ask(cohort: Cohort, *, at: datetime) -> None:
    for mentee, mentor, shows in REQUESTS:
        part = Participant.objects.select_related("cohort__programme__institution", "person").get(
            cohort=cohort, person=person(mentor)
        )
        matching.ask_mentor(part, shows_application=shows, by=person(mentee), at=at)


def _begin_pairs(cohort: Cohort, *, at: datetime) -> None:
    """Everybody of this year's cohort, but for those for whom there was no place."""
    people = {one.email: one for one in Person.objects.filter(is_demo=True)}
    mentors = [people[one.email] for one in who.MENTORS_THIS_YEAR]
    mentees = [people[one.email] for one in who.RESIDENTS_THIS_YEAR if one not in who.WITHOUT_PLACE]
    institution = cohort.programme.institution
    pairs = [(person(one), person(other), at - ago) for one, other, ago in PAIRS]
    places = dict(cohort.participants.values_list("person", "places"))
    for mentor, _mentee, _then in pairs:
        places[mentor.pk] -= 1
    for place, mentee in enumerate(mentees[len(pairs) :]):
        free = sorted((one for one in mentors if places[one.pk]), key=lambda one: -places[one.pk])
        mentor = next(
            one for one in free if not conflicts.stands_between(institution, one, mentee, at=at)
        )
        places[mentor.pk] -= 1
        pairs.append((mentor, mentee, at - BEGAN + timedelta(days=place % 6)))
    for mentor, mentee, then in pairs:
        _begin(cohort, [Side(mentor, "mentor"), Side(mentee, "mentee")], at=then)


def _begin(
    cohort: Cohort, sides: Sequence[Side], *, form: str = Mentorship.Form.PAIR, at: datetime
) -> Mentorship:
    institution = cohort.programme.institution
    return mentoring.begin(institution, sides, form=form, cohort=cohort, by=None, at=at)
