from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from amanah.base import written


def rendered(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(("language", "expected"), [("en", "12 of 20"), ("ur", "۱۲ of ۲۰")])
def test_digits_are_those_of_the_language(language, expected):
    with translation.override(language):
        assert written.digits("12 of 20") == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "20 March 2026"), ("ur", "۲۰ مارچ ۲۰۲۶")]
)
def test_a_day_is_written_in_words(language, expected):
    with translation.override(language):
        assert written.day(date(2026, 3, 20)) == expected
        assert rendered("{{ day|date }}", day=date(2026, 3, 20)) == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "20 March 2026, 09:05"), ("ur", "۲۰ مارچ ۲۰۲۶، ۰۹:۰۵")]
)
def test_a_moment_is_written_in_words(language, expected):
    with translation.override(language):
        assert written.moment(datetime(2026, 3, 20, 9, 5, tzinfo=UTC)) == expected


def test_what_a_machine_reads_keeps_its_digits():
    with translation.override("ur"):
        assert rendered('{{ day|date:"Y-m-d" }}', day=date(2026, 3, 20)) == "2026-03-20"
        assert rendered('{{ day|date:"SHORT_DATE_FORMAT" }}', day=date(2026, 3, 20)).startswith(
            "۲۰"
        )


def test_a_template_writes_a_number_in_the_readers_digits():
    with translation.override("ur"):
        assert rendered("{{ count|digits }}", count=207) == "۲۰۷"


def test_no_day_is_written_as_nothing():
    with translation.override("ur"):
        assert rendered("[{{ day|date }}]", day=None) == "[]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(it has 207).", "(it has ۲۰۷)."),
        ("person-0@example.org, 3", "person-0@example.org, ۳"),
        ("room B12", "room B12"),
        ("don&#39;t 5", "don&#39;t ۵"),
    ],
)
def test_addresses_codes_and_markup_keep_their_digits(text, expected):
    with translation.override("ur"):
        assert written.digits(text) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "a, b &amp; c"), ("ur", "a، b &amp; c")])
def test_several_stand_in_a_row_as_the_language_parts_them(language, expected):
    with translation.override(language):
        assert rendered("{{ words|listed }}", words=("a", "b & c")) == expected
