"""Who is in which cohort of the demo."""

from collections.abc import Sequence

from amanah.operations.demo import karachi, leeds, many
from amanah.operations.demo.cast import Somebody
from amanah.operations.demo.parts import DRAFT, Part

BY_LOGIN = {
    one.login: one
    for one in (
        *karachi.STAFF,
        *karachi.OTHERS,
        *leeds.STAFF,
        *leeds.OTHERS,
        *many.EVERYBODY,
    )
}
DOCTORS, RESIDENTS = many.FACULTY_OF_KARACHI, many.RESIDENTS


def named(*logins: str) -> list[Somebody]:
    return [BY_LOGIN[login] for login in logins]


def _mentors(people: Sequence[Somebody], places: int = 2) -> list[Part]:
    return [Part(one, "mentor", places=places) for one in people]


def _mentees(people: Sequence[Somebody]) -> list[Part]:
    return [Part(one, "mentee") for one in people]


# In the middle of its year.
MENTORS_THIS_YEAR = [*named("ayesha", "zubaida", "faisal", "farzana"), *DOCTORS[:18]]
RESIDENTS_THIS_YEAR = [*named("bilal", "khadija", "gul"), *RESIDENTS[:23]]
# For these there was no place.
WITHOUT_PLACE = RESIDENTS_THIS_YEAR[-2:]
# Three of the mentors have two places, so that all but those find one.
THIS_YEAR = [
    *_mentors(MENTORS_THIS_YEAR[:3]),
    *_mentors(MENTORS_THIS_YEAR[3:], places=1),
    *_mentees(RESIDENTS_THIS_YEAR),
]

# Matched, and not begun. Some of the mentors walk with somebody already.
MENTORS_NEXT_YEAR = [*named("sana", "noor", "farzana", "zubaida"), *DOCTORS[12:]]
RESIDENTS_NEXT_YEAR = [*named("mehwish", "junaid", "hanif", "ali", "amina"), *RESIDENTS[23:52]]
NEXT_YEAR = [
    *_mentors(MENTORS_NEXT_YEAR[:20], places=1),
    *_mentors(MENTORS_NEXT_YEAR[20:]),
    *_mentees(RESIDENTS_NEXT_YEAR),
]

# Joined at any time, with several mentors each.
COLLEAGUES = [
    *_mentors(named("zubaida", "faisal", "sana", "ayesha")),
    *_mentees(named("maria", "usman")),
]

# Taking applications: most have sent one, some are still writing, some have not begun.
DOCTORS_OF_STUDENTS = [
    *named("lukasz", "kwame", "ana", "jean", "zoe", "sukarno", "pat", "hong"),
    *many.DOCTORS_OF_LEEDS,
]
STUDENTS = [
    *_mentees([*named("niamh"), *many.STUDENTS[:38]]),
    *(Part(one, "mentee", DRAFT) for one in many.STUDENTS[38:44]),
    *(Part(one, "mentee", "") for one in [*named("oisin"), *many.STUDENTS[44:50]]),
]
TAKING_APPLICATIONS = [*_mentors(DOCTORS_OF_STUDENTS), *STUDENTS]

# One mentor with a group of those who sit finals.
GROUP_MENTOR, GROUP = "meera", [*named("chidi"), *many.STUDENTS[50:53]]
FINALS = [
    *_mentors(named("meera"), places=6),
    *_mentees(GROUP),
]

# Registrars who meet in circles: some do, some are asked, and three have none yet.
CIRCLE = named("hong", "sukarno", "catrin.llewellyn.jones", "yusuf.dogan")
CIRCLE_ASKED = named("gwen.pickles", "abdi.warsame", "lakshmi.narayanan", "naomi.clegg")
NO_CIRCLE = named("eleanor.braithwaite", "oluwaseun.adebayo", "jasvinder.kaur.gill")
REGISTRARS = _mentees([*CIRCLE, *CIRCLE_ASKED, *NO_CIRCLE])

# Who was in last year's, which is over.
YEAR_BEFORE = [*_mentors(named("faisal")), *_mentees(named("ali", "amina"))]
