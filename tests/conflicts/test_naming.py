"""What names are compared by."""

import pytest

from amanah.conflicts.naming import words_of


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Dr. Siobhán O'Brien", {"siobhan", "o", "brien"}),
        ("Zubaida Noor-ul-Ain, MD", {"zubaida", "noor", "ul", "ain"}),
        ("ڈاکٹر خدیجہ مختار", {"خدیجہ", "مختار"}),
        # Vowels that are marks belong to their word.
        ("प्रिया शर्मा", {"प्रिया", "शर्मा"}),
        ("Prof", {"prof"}),
        ("  ", set()),
    ],
)
def test_a_name_is_its_words_without_titles_and_marks_between(name, words):
    assert words_of(name) == words
