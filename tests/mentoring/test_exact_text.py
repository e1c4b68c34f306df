"""The exact text of an agreement is the same on the server and in a browser."""

import json
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amanah.mentoring.agreement import clauses, exact
from tests import node

TELL = "tests/js/mentoring/tell.mjs"
KEYS = st.sampled_from([*clauses.CHOICES, *clauses.WITH_WORDS])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def made(choices, words):
    """An agreement as the server holds it, and as a page shows it."""
    members = [SimpleNamespace(pk="b-2", role="mentee"), SimpleNamespace(pk="a-1", role="mentor")]
    held = SimpleNamespace(mentorship_id="an-id", version=3, choices=choices)
    shown = {
        "mentorship": "an-id",
        "version": "3",
        "fixed": clauses.FIXED,
        "members": {one.pk: one.role for one in members},
        "choices": choices,
        "words": words,
    }
    return exact.text_of(held, members, words), shown


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.lists(
        st.tuples(st.dictionaries(KEYS, TEXTS), st.dictionaries(KEYS, TEXTS)),
        min_size=20,
        max_size=60,
    )
)
def test_both_make_the_same_text_of_whatever_is_agreed(agreed):
    texts, shown = zip(*(made(choices, words) for choices, words in agreed), strict=True)

    told = json.loads(node.run(TELL, said=json.dumps(shown)))

    assert told["texts"] == list(texts)
    assert told["hashes"] == [exact.hash_of(text) for text in texts]


def test_words_that_look_like_json_or_control_a_terminal_are_told_alike():
    odd = '"],["x\\ \u2028\u2029\x00\x1f\x7f\n\r\t\b\f 🦉 خدیجہ'
    text, shown = made({"why.months": odd}, {"why": odd})

    told = json.loads(node.run(TELL, said=json.dumps([shown])))

    assert told["texts"] == [text]


def test_every_default_can_be_chosen():
    """What an agreement begins with, and all that can be chosen, is known by its code."""
    mentorship = SimpleNamespace(cohort=None, form="pair")
    for key, value in clauses.defaults(mentorship).items():
        assert value in dict(clauses.CHOICES[key][1].options)
    for _clause, choice in clauses.CHOICES.values():
        codes = [code for code, _label in choice.options]
        assert len(codes) == len(set(codes))
        assert not any(" " in code for code in codes)
