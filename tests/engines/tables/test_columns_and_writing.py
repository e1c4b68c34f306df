import csv
import doctest
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.engines.tables import Pattern, as_csv, columns, guess, inert, writing

PATTERNS = [
    Pattern("do_not_pair", "not pair"),
    Pattern("email", "e-?mail"),
    Pattern("name", "name"),
]


def test_the_first_pattern_that_matches_wins_and_no_field_is_given_twice():
    header = ["Please do NOT pair me with (e-mail)", "E-mail", "Other e-mail", "Shoe size"]

    assert guess(header, PATTERNS) == {
        "Please do NOT pair me with (e-mail)": "do_not_pair",
        "E-mail": "email",
    }


def test_a_column_named_as_a_field_is_that_field():
    assert guess(["Work email", "EMAIL"], PATTERNS) == {"EMAIL": "email"}


def test_fields_that_are_taken_are_not_guessed():
    assert guess(["E-mail"], PATTERNS, taken=["email"]) == {}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "\r=1", "\uff1d1"])
def test_no_cell_that_is_written_can_be_a_formula(cell):
    assert inert(cell) == f"'{cell}"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_what_is_written_reads_back_the_same_but_inert(rows):
    text = as_csv(["a", "b"], rows)

    back = list(csv.reader(io.StringIO(text, newline="")))

    assert back[1:] == [[inert(cell) for cell in row] for row in rows]


@pytest.mark.parametrize("module", [columns, writing])
def test_the_examples_run(module):
    assert doctest.testmod(module).failed == 0
