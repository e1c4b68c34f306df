"""The ties of the demo: who heads what, who assesses whom, and what one resident says alone."""

from datetime import datetime, timedelta

from amanah.conflicts import services
from amanah.conflicts.services import What
from amanah.institutions.models import Institution
from amanah.operations.demo.people import person

PUT_IN = timedelta(days=230)
ROTA = timedelta(days=120)
# The house, who put it in, the holder, the post and the department.
POSTS = (
    ("kolachi", "sana", "faisal", "head", "Surgery"),
    ("kolachi", "sana", "farzana", "head", "Medicine"),
    # About the coordinator herself, so that another has to put it in.
    ("kolachi", "nadia", "sana", "director", "Physiology"),
    ("meanwood", "siobhan", "kwame", "head", "Surgery"),
)
# The house, who put it in, the one, what they are, and the other.
TIES = (
    ("kolachi", "sana", "faisal", "examiner", "ali"),
    ("kolachi", "sana", "zubaida", "assessor", "amina"),
    ("kolachi", "sana", "maria", "co_author", "khadija"),
    ("meanwood", "siobhan", "lukasz", "supervisor", "wei"),
)
# Who says of themselves with whom not.
OWN = (("amina", ("Dr Usman Ghani",)),)


def begin(*, at: datetime) -> None:
    then = at - PUT_IN
    for slug, by, holder, kind, department in POSTS:
        house = Institution.objects.get(slug=slug)
        what = What(kind, department)
        services.put_in_post(house, person(holder), what, by=person(by), at=then)
    for slug, by, one, kind, other in TIES:
        house = Institution.objects.get(slug=slug)
        until = house.day_of(at + ROTA) if kind in {"examiner", "assessor"} else None
        what = What(kind, until=until)
        services.put_in_tie(house, person(one), person(other), what, by=person(by), at=then)
    for login, named in OWN:
        said_by = person(login)
        services.say_own_ties(said_by, named, by=said_by, at=then)
