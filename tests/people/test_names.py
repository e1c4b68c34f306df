import pytest
from django.core.exceptions import ValidationError

from amanah.people.models import Person
from tests.factories import SPRING

AS_THEY_WRITE_THEM = [
    "O'Brien",
    "Siobhán Ní Dhuibhne",
    "خدیجہ مختار",
    "Sukarno",
    "Prof. Dr. med. Anna-Lena von der Heide, FRCP",
    "Nguyễn Thị Minh Khai",
    "José Luís d’Ávila y Núñez",
    "محمد بن سلمان (Mohammed)",
    "می‌خواهم",
    "क्‍ष",
    "李",
    "Z",
    "Null",
    "Robert'); DROP TABLE Students;--",
]


def person(name):
    made = Person(email="a@example.org", name=name, joined_at=SPRING)
    made.clean_fields(exclude=["password"])
    return made


@pytest.mark.parametrize("name", AS_THEY_WRITE_THEM)
def test_names_are_taken_as_people_write_them(name):
    assert person(name).name == name


def test_a_name_has_one_spelling():
    assert person("Siobha\N{COMBINING ACUTE ACCENT}n").name == "Siobhán"
    assert person("  Anna \t  Maria\n").name == "Anna Maria"
    assert person("\N{RIGHT-TO-LEFT MARK}خدیجہ\N{LEFT-TO-RIGHT MARK}").name == "خدیجہ"


@pytest.mark.parametrize(
    "hidden",
    [
        "\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{LEFT-TO-RIGHT EMBEDDING}",
        "\N{FIRST STRONG ISOLATE}",
        "\N{ZERO WIDTH SPACE}",
        "\N{SOFT HYPHEN}",
        "\N{NULL}",
        "\x07",
        "\ud800",
        "\N{TAG LATIN SMALL LETTER A}",
    ],
)
def test_what_cannot_be_seen_is_refused_with_a_sentence(hidden):
    with pytest.raises(ValidationError, match="cannot be seen"):
        person(f"Noor{hidden}Rahman")
    assert person("Noor Rahman").name == "Noor Rahman"


@pytest.mark.parametrize("name", ["", "   ", "123", "---", "🙂"])
def test_a_name_has_a_letter(name):
    with pytest.raises(ValidationError):
        person(name)
