"""The many of the demo, made of names and of what is usual: the same ones every time."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from amanah.operations.demo import names
from amanah.operations.demo.cast import Somebody

T = TypeVar("T")
TITLES = re.compile(r"^(?:(?:prof|dr|mr|miss)\b\.?\s*)+|\s+FRCS$", re.IGNORECASE)

# Department and specialty.
OF_THE_HOSPITAL = (
    ("Medicine", "General medicine"),
    ("Medicine", "Chest medicine"),
    ("Surgery", "General surgery"),
    ("Paediatrics", "Paediatrics"),
    ("Gynaecology", "Obstetrics"),
    ("Anaesthesia", "Anaesthesia"),
    ("Radiology", "Radiology"),
    ("Psychiatry", "Psychiatry"),
    ("Emergency medicine", "Emergency medicine"),
    ("Cardiology", "Cardiology"),
    ("Ophthalmology", "Ophthalmology"),
    ("Community medicine", "Public health"),
)
OF_THE_SCHOOL = (
    ("General practice", "General practice"),
    ("Medicine", "Care of older people"),
    ("Surgery", "General surgery"),
    ("Paediatrics", "Paediatrics"),
    ("Psychiatry", "Psychiatry"),
    ("Emergency medicine", "Emergency medicine"),
    ("Anaesthesia", "Anaesthesia"),
    ("Obstetrics", "Obstetrics"),
    ("Pathology", "Pathology"),
)
FACULTY = ("Consultant", "Assistant professor", "Associate professor", "Consultant")
RESIDENT = ("First-year resident", "Second-year resident", "Third-year resident")
DOCTOR = ("Consultant", "Specialist registrar", "Senior clinical lecturer", "GP partner")
YEARS = ("two", "three", "four", "five")
STUDENT = ("Second-year student", "Third-year student", "Fourth-year student", "Final-year student")


def pick(options: Sequence[T], *about: object) -> T:
    """One of several, always the same one for the same thing."""
    digest = hashlib.sha256(repr(about).encode()).digest()
    return options[int.from_bytes(digest[:8]) % len(options)]


def some(options: Sequence[T], count: int, *about: object) -> list[T]:
    """Several different ones, in an order of their own, always the same for the same thing."""
    lots = {one: hashlib.sha256(repr((about, one)).encode()).digest() for one in options}
    return sorted(options, key=lots.__getitem__)[:count]


def _faculty(name: str, login: str) -> Somebody:
    department, specialty = pick(OF_THE_HOSPITAL, "department", name)
    stage = "Professor" if name.startswith(("Prof", "پروفیسر")) else pick(FACULTY, "stage", name)
    return Somebody(name, login, "kolachi", department, stage, specialty, language=_reads(name))


def _resident(name: str, login: str) -> Somebody:
    department, specialty = pick(OF_THE_HOSPITAL, "department", name)
    stage = pick(RESIDENT, "stage", name)
    return Somebody(name, login, "kolachi", department, stage, specialty, language=_reads(name))


def _doctor(name: str, login: str) -> Somebody:
    department, specialty = pick(OF_THE_SCHOOL, "department", name)
    stage = "Professor" if name.startswith("Prof") else pick(DOCTOR, "stage", name)
    return Somebody(name, login, "meanwood", department, stage, specialty)


def _student(name: str, login: str) -> Somebody:
    year = pick(range(len(YEARS)), "year", name)
    return Somebody(name, login, "meanwood", f"Year {YEARS[year]}", STUDENT[year])


def _reads(name: str) -> str:
    """Whoever writes their name in Urdu reads Urdu."""
    letters = (unicodedata.name(letter, "") for letter in name)
    return "ur" if any(letter.startswith("ARABIC") for letter in letters) else "en"


def login_of(name: str, number: int, kind: str) -> str:
    """What stands before the @: the name in plain letters, or a number where it has none."""
    plain = unicodedata.normalize("NFKD", TITLES.sub("", name)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", plain.lower().replace("'", ""))
    return ".".join(words) if "".join(words).isalpha() and len(words) > 1 else f"{kind}{number}"


def _made(kind: str, make: object, given: Sequence[str]) -> tuple[Somebody, ...]:
    assert callable(make)  # noqa: S101 (for the type checker)
    return tuple(
        make(name, login_of(name, number, kind)) for number, name in enumerate(given, start=1)
    )


FACULTY_OF_KARACHI = _made("doctor", _faculty, names.FACULTY_OF_KARACHI)
RESIDENTS = _made("resident", _resident, names.RESIDENTS_OF_KARACHI)
DOCTORS_OF_LEEDS = _made("lecturer", _doctor, names.DOCTORS_OF_LEEDS)
STUDENTS = _made("student", _student, names.STUDENTS_OF_LEEDS)
EVERYBODY = (*FACULTY_OF_KARACHI, *RESIDENTS, *DOCTORS_OF_LEEDS, *STUDENTS)
