"""The ties of the demo: who heads what, who assesses whom, and what one student says alone."""

from datetime import datetime, timedelta

from amanah.conflicts import services
from amanah.conflicts.services import What
from amanah.institutions.models import Institution
from amanah.people.models import Person

PUT_IN = timedelta(days=14)
ROTA = timedelta(days=120)
# The house, who put it in, the holder, the post and the department.
POSTS = (
    ("ravi", "sana", "faisal", "head", "Surgery"),
    ("ravi", "sana", "farzana", "head", "Medicine"),
    # About the coordinator herself, so that another has to put it in.
    ("ravi", "nadia", "sana", "director", "Physiology"),
    ("claddagh", "siobhan", "kwame", "head", "Surgery"),
)
# The house, who put it in, the one, what they are, and the other.
TIES = (
    ("ravi", "sana", "faisal", "examiner", "ali"),
    ("ravi", "sana", "zubaida", "assessor", "amina"),
    ("ravi", "sana", "maria", "co_author", "khadija"),
    ("claddagh", "siobhan", "lukasz", "supervisor", "wei"),
)
# Who says of themselves with whom not.
OWN = (("amina", ("Dr Usman Ghani",)),)


def begin(*, at: datetime) -> None:
    then = at - PUT_IN
    for slug, by, holder, kind, department in POSTS:
        house = Institution.objects.get(slug=slug)
        what = What(kind, department)
        services.put_in_post(house, _person(holder), what, by=_person(by), at=then)
    for slug, by, one, kind, other in TIES:
        house = Institution.objects.get(slug=slug)
        until = house.day_of(at + ROTA) if kind in {"examiner", "assessor"} else None
        what = What(kind, until=until)
        services.put_in_tie(house, _person(one), _person(other), what, by=_person(by), at=then)
    for login, named in OWN:
        person = _person(login)
        services.say_own_ties(person, named, by=person, at=then)


def _person(login: str) -> Person:
    return Person.objects.get(email=f"{login}@demo.example")
