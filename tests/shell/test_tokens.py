"""The colours can be read, in light and in dark, with and without ``light-dark()``."""

import re
from pathlib import Path

import pytest

TOKENS = Path("amanah/static/css/tokens.css").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS
    )
}
PLAIN = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", TOKENS))
GROUNDS = ("paper", "card", "sunk", "leaf-wash", "saffron-wash", "rose-wash")

# what is read, on what
TEXT = [
    *((text, ground) for text in ("ink", "soft") for ground in GROUNDS),
    *((text, ground) for text in ("leaf", "saffron", "rose") for ground in ("paper", "card")),
    ("leaf", "sunk"),
    ("leaf", "leaf-wash"),
    ("saffron", "saffron-wash"),
    ("rose", "rose-wash"),
    ("leaf-ink", "leaf"),
    ("leaf-ink", "leaf-deep"),
]
# lines that carry meaning: the edge of a field, the ring of what has the focus
LINES = [("edge", "card"), ("edge", "sunk"), ("ring", "paper"), ("ring", "card"), ("ring", "sunk")]


@pytest.mark.parametrize("light_or_dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground, light_or_dark):
    assert contrast(PAIRS[text][light_or_dark], PAIRS[ground][light_or_dark]) >= 4.5


@pytest.mark.parametrize("light_or_dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_lines_that_carry_meaning_can_be_seen(line, ground, light_or_dark):
    assert contrast(PAIRS[line][light_or_dark], PAIRS[ground][light_or_dark]) >= 3


def test_a_browser_without_light_dark_gets_the_same_light():
    assert {name: PLAIN[name] for name in PAIRS} == {
        name: light for name, (light, _dark) in PAIRS.items()
    }


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.478)]
)
def test_contrast_is_reckoned_as_wcag_has_it(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part):
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
