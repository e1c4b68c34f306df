"""Where things go in a drawing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amanah.shell.charts import BOTTOM, HEIGHT, TOP, WIDTH, Chart, Series, draw, nice_top, spread

FLOOR = HEIGHT - BOTTOM
MONTHS = ("Sep", "Oct", "Nov", "Dec")


def figure(*series, labels=MONTHS, **told):
    return Chart(title="People", about="More each month.", labels=labels, series=series, **told)


def test_a_line_goes_from_its_first_value_to_its_last():
    drawn = draw(figure(Series("Mentors", (0, 50, 100, 100)))).series[0]

    assert [y for _x, y in drawn.dots] == [FLOOR, (FLOOR + TOP) / 2, TOP, TOP]
    assert drawn.dots[0][0] < drawn.dots[3][0]
    assert drawn.paths == ("M" + " L".join(f"{x} {y}" for x, y in drawn.dots),)


def test_a_figure_that_is_not_shown_breaks_the_line_and_has_no_dot():
    drawn = draw(figure(Series("Mentors", (10, None, 30, 40)))).series[0]

    assert len(drawn.dots) == 3
    assert [path.count("L") for path in drawn.paths] == [0, 1]


def test_read_from_the_right_it_is_the_mirror_image():
    chart = figure(Series("Mentors", (10, 20, 30, 40)))
    left, right = draw(chart).series[0], draw(chart, is_rtl=True).series[0]

    assert [(round(WIDTH - x, 1), y) for x, y in left.dots] == list(right.dots)
    assert (left.name.anchor, right.name.anchor) == ("start", "end")


def test_names_of_lines_that_end_together_stand_apart():
    chart = figure(*(Series(name, (1, 2, 3, 4)) for name in ("One", "Two", "Three")))

    heights = sorted(drawn.name.y for drawn in draw(chart).series)

    assert all(below - above >= 17 for above, below in itertools.pairwise(heights))
    assert heights[-1] <= HEIGHT


def test_bars_are_as_long_as_what_they_count():
    drawn = draw(figure(Series("Asked", (10, 20, 0, None)), is_bars=True))

    lengths = [width for _x, _y, width, _height in drawn.series[0].bars]
    assert lengths[1] == 2 * lengths[0]
    assert lengths[2:] == [0, 0]
    assert [text.words for text in drawn.values] == [10, 20, 0, "\N{EN DASH}"]


def test_the_table_holds_the_numbers_that_are_drawn():
    chart = figure(Series("Mentors", (1, 2, None, 4)), Series("Mentees", (5, 6, 7, 8)))

    assert chart.rows == [("Sep", [1, 5]), ("Oct", [2, 6]), ("Nov", [None, 7]), ("Dec", [4, 8])]


@pytest.mark.parametrize(
    ("series", "more", "refusal"),
    [
        ((Series("Mentors", (1, 2)),), {}, "for each label"),
        ((), {}, "at least one series"),
        ((Series("A", (1, 2, 3, 4)), Series("B", (1, 2, 3, 4))), {"is_bars": True}, "one series"),
    ],
)
def test_what_cannot_be_drawn_is_refused(series, more, refusal):
    with pytest.raises(ValueError, match=refusal):
        figure(*series, **more)


@given(st.lists(st.one_of(st.just(0), st.floats(1e-9, 1e9)), min_size=1))
def test_the_axis_ends_above_every_value_and_not_far_above_the_greatest(values):
    top = nice_top(values)

    assert top * (1 + 1e-9) >= max(values)
    assert max(values) == 0 or top <= max(values) * 2.5


def test_an_axis_with_nothing_on_it_still_has_a_length():
    assert (nice_top([]), nice_top([0, 0])) == (1, 1)


@given(st.lists(st.floats(TOP, FLOOR), min_size=1, max_size=8))
def test_names_never_touch_and_never_leave_the_drawing(wanted):
    heights = sorted(spread(wanted, 17, TOP, FLOOR))

    assert all(b - a >= 17 - 1e-6 for a, b in itertools.pairwise(heights))
    assert heights[0] >= TOP - 1e-6
    assert heights[-1] <= FLOOR + 1e-6


@given(st.floats(TOP, FLOOR))
def test_a_name_alone_stands_where_it_wants(height):
    assert spread([height], 17, TOP, FLOOR) == [height]
