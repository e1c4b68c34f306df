import doctest

import pytest
from django.utils import translation

from amanah.programmes import vocabulary
from amanah.programmes.models import Application


@pytest.mark.parametrize(
    ("kind", "cell", "found"),
    [
        (
            "topics",
            "Work-life balance;Dealing with a setback",
            ["work_life_balance", "dealing_with_a_setback"],
        ),
        ("topics", "research skills, RESEARCH", ["research_skills"]),
        ("languages", "English;Urdu; Klingon", ["en", "ur", "Klingon"]),
        ("languages", "انگریزی", ["en"]),
        (
            "times",
            "Fri afternoon;Mon lunch;Any evening",
            ["fri_afternoon", "mon_lunch", "any_evening"],
        ),
        (
            "times",
            "Mondays morning; when the theatre list ends",
            ["mon_morning", "when the theatre list ends"],
        ),
        ("settings", "Open door / public place", ["open_door", "public_place"]),
        ("settings", "Either", []),
        ("settings", "In person", ["in_person"]),
        ("settings", "Video / on the ward", ["Video / on the ward"]),
        ("topics", "", []),
    ],
)
def test_what_a_list_says_becomes_keys_and_own_words(kind, cell, found):
    assert vocabulary.read(kind, cell) == found


@pytest.mark.parametrize("kind", vocabulary.KINDS)
def test_every_label_is_read_back_as_its_key_in_every_language(kind):
    for language in ("en", "ur"):
        with translation.override(language):
            for key, label in vocabulary.KINDS[kind].items():
                assert vocabulary.read(kind, str(label)) == [key]


def test_keys_are_shown_in_words_and_own_words_as_they_are():
    with translation.override("en"):
        assert vocabulary.shown("topics", ["leadership", "Falconry"]) == ["Leadership", "Falconry"]


def test_the_settings_are_those_of_an_application():
    assert list(vocabulary.SETTINGS) == Application.Setting.values


def test_the_examples_run():
    assert doctest.testmod(vocabulary).failed == 0
