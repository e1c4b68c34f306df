"""Whatever shows private words hides them by the general rule, and by no list."""

import re
from pathlib import Path

SCRIPTS = {
    str(path).removeprefix("amanah/static/js/"): path.read_text()
    for path in Path("amanah/static/js").rglob("*.js")
}
# The only place where a root is made: it makes every root hide with the page.
MAKES_ROOTS = "sealing/looks.js"
# What gives out opened words.
GIVES_WORDS = re.compile(r"""\bask\(\s*["'](read|draft|talk|search|shareable|disclosed)["']""")


def made_by_hand(scripts):
    """Roots that the page could not hide."""
    return {name for name, text in scripts.items() if "attachShadow" in text} - {MAKES_ROOTS}


def without_root(scripts):
    """Elements that ask for words, and draw them where they would stay."""
    asking = {
        name
        for name, text in scripts.items()
        if GIVES_WORDS.search(text) and "customElements.define" in text
    }
    return {name for name in asking if "ownRoot(" not in scripts[name]}


def astray(scripts):
    """Parts of an element that put something into the page beside what is drawn for them."""
    parts = {
        name
        for name, text in scripts.items()
        if GIVES_WORDS.search(text) and "customElements.define" not in text
    }
    return {name for name in parts if "document.querySelector" in scripts[name]}


def test_every_root_is_made_where_it_is_hidden_with_the_page():
    assert made_by_hand(SCRIPTS) == set()
    assert "data-curtain" in SCRIPTS[MAKES_ROOTS]


def test_whatever_asks_for_words_draws_them_in_such_a_root():
    assert without_root(SCRIPTS) == set()
    assert astray(SCRIPTS) == set()
    assert len([name for name, text in SCRIPTS.items() if GIVES_WORDS.search(text)]) > 3


def test_an_element_without_the_rule_is_noticed():
    wrong = {
        "talk/new-words.js": 'this.append(await ask("read", {})); customElements.define("a-b", B)',
        "talk/part.js": 'document.querySelector("p").append(await ask("search", {}))',
        "talk/own-root.js": 'this.attachShadow({ mode: "open" })',
    }

    assert without_root(wrong) == {"talk/new-words.js"}
    assert astray(wrong) == {"talk/part.js"}
    assert made_by_hand(wrong) == {"talk/own-root.js"}


def test_whatever_says_who_can_see_it_is_marked_as_private():
    for name in ("part/_card.html", "form/field.html", "form/_choices.html", "form/_yes.html"):
        assert "data-private" in Path("amanah/shell/templates/shell", name).read_text(), name


def test_a_phrase_or_a_code_that_opens_a_lock_is_marked_as_private():
    shown = [
        line
        for path in Path("amanah").glob("*/templates/**/*.html")
        for line in path.read_text().splitlines()
        if 'class="phrase"' in line and "data-part" in line
    ]

    assert len(shown) > 1
    assert [line for line in shown if "data-private" not in line] == []
