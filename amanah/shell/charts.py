"""Figures as drawings made on the server: few lines, each named where it is.

What a page wants shown is a `Chart`; `draw` works out where everything goes, and the template
only writes it down. The same numbers stand below in a table, so nobody depends on the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 420, 240
TOP, BOTTOM, START = 18, 32, 46
LETTER = 8.4  # about one letter of our sans at the largest size the stylesheet gives
END_LEAST, END_MOST = 18, 140
LINE = 17  # names at the ends of lines keep this far apart
BAR, BAR_STEP = 14, 46
MARKS = 4
NOT_SHOWN = "\N{EN DASH}"


@dataclass(frozen=True)
class Series:
    """One line, or one set of bars. ``None`` is a figure that is not shown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """What a figure says. ``about`` is the sentence a reader takes away from it."""

    title: str
    about: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    label_heading: str = ""
    is_bars: bool = False
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.labels or not self.series:
            raise ValueError("A chart needs labels and at least one series.")
        if any(len(series.values) != len(self.labels) for series in self.series):
            raise ValueError("Every series has a value, or None, for each label.")
        if self.is_bars and len(self.series) != 1:
            raise ValueError("Bars show one series.")

    @property
    def rows(self) -> list[tuple[str, list[float | None]]]:
        """The same numbers, as the rows of a table."""
        return [
            (label, [series.values[place] for series in self.series])
            for place, label in enumerate(self.labels)
        ]


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    words: str | float
    anchor: str = "start"


@dataclass(frozen=True)
class Drawn:
    """One series as drawn: its paths, dots or bars, and its name."""

    number: int
    paths: tuple[str, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()
    bars: tuple[tuple[float, float, float, float], ...] = ()
    name: Text | None = None


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    grid: tuple[float, ...]
    grid_from: float
    grid_to: float
    marks: tuple[Text, ...]
    labels: tuple[Text, ...]
    series: tuple[Drawn, ...]
    values: tuple[Text, ...] = ()


def draw(chart: Chart, *, is_rtl: bool = False) -> Drawing:
    """Where everything in a chart goes. Time runs in the direction in which the reader reads."""
    return _bars(chart, is_rtl) if chart.is_bars else _lines(chart, is_rtl)


def nice_top(values: Sequence[float]) -> float:
    """The least round number that the axis may end on."""
    most = max(values, default=0)
    if most <= 0:
        return 1
    unit = 10.0 ** floor(log10(most))
    step = next((step for step in (1, 2, 2.5, 4, 5, 8) if most <= step * unit), 10)
    return step * unit


def spread(wanted: Sequence[float], least: float, top: float, bottom: float) -> list[float]:
    """Heights as near as can be to those wanted, none closer than ``least`` to another.

    Where there is not room for all, they keep their order and begin at the top.
    """
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    heights = list(wanted)
    lowest = top
    for place in order:
        heights[place] = lowest = max(wanted[place], lowest)
        lowest += least
    highest = bottom
    for place in reversed(order):
        heights[place] = highest = max(min(heights[place], highest), top)
        highest -= least
    return heights


def _shown(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _lines(chart: Chart, is_rtl: bool) -> Drawing:
    end = min(max(len(series.name) for series in chart.series) * LETTER + 12, END_MOST)
    left, right = START, WIDTH - max(end, END_LEAST)
    top = nice_top([value for series in chart.series for value in _shown(series.values)])
    floor_at = HEIGHT - BOTTOM

    def across(place: int) -> float:
        gaps = max(len(chart.labels) - 1, 1)
        return _mirrored(left + (right - left) * place / gaps, is_rtl)

    def up(value: float) -> float:
        return round(floor_at - (floor_at - TOP) * value / top, 1)

    ticks = [top * mark / MARKS for mark in range(MARKS + 1)]
    mark_at = _mirrored(left - 8, is_rtl)
    return Drawing(
        width=WIDTH,
        height=HEIGHT,
        grid=tuple(up(tick) for tick in ticks),
        grid_from=_mirrored(left, is_rtl),
        grid_to=_mirrored(right, is_rtl),
        marks=tuple(
            Text(mark_at, up(tick) + 4.5, tidy(tick), "start" if is_rtl else "end")
            for tick in ticks
        ),
        labels=tuple(
            Text(across(place), HEIGHT - 9, chart.labels[place], "middle")
            for place in _spaced(chart.labels, right - left)
        ),
        series=_drawn_lines(chart, across, up, _mirrored(right + 8, is_rtl), is_rtl),
    )


def _drawn_lines(chart, across, up, name_at, is_rtl) -> tuple[Drawn, ...]:
    ends = [up(next(iter(reversed(_shown(series.values))), 0)) for series in chart.series]
    heights = spread(ends, LINE, TOP, HEIGHT - BOTTOM)
    return tuple(
        Drawn(
            number=number,
            paths=tuple(_paths(series.values, across, up)),
            dots=tuple(
                (across(place), up(value))
                for place, value in enumerate(series.values)
                if value is not None
            ),
            name=Text(name_at, height + 4.5, series.name, "end" if is_rtl else "start"),
        )
        for number, (series, height) in enumerate(zip(chart.series, heights, strict=True), start=1)
    )


def _paths(values, across, up):
    """A line breaks where a figure is not shown, rather than pretending to know it."""
    run: list[str] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append(f"{across(place)} {up(value)}")
        elif run:
            yield "M" + " L".join(run)
            run = []


def _bars(chart: Chart, is_rtl: bool) -> Drawing:
    series = chart.series[0]
    room = WIDTH - 56
    top = nice_top(_shown(series.values))
    bars, labels, values = [], [], []
    for place, (label, value) in enumerate(zip(chart.labels, series.values, strict=True)):
        y = 16 + place * BAR_STEP
        length = round(room * (value or 0) / top, 1)
        anchors = ("end", "end") if is_rtl else ("start", "start")
        labels.append(Text(_mirrored(0, is_rtl), y, label, anchors[0]))
        bars.append((_mirrored(length, True) if is_rtl else 0, y + 7, length, BAR))
        shown = NOT_SHOWN if value is None else tidy(value)
        values.append(Text(_mirrored(length + 8, is_rtl), y + 7 + BAR - 2, shown, anchors[1]))
    return Drawing(
        width=WIDTH,
        height=16 + len(chart.labels) * BAR_STEP - 12,
        grid=(),
        grid_from=0,
        grid_to=0,
        marks=(),
        labels=tuple(labels),
        series=(Drawn(number=1, bars=tuple(bars)),),
        values=tuple(values),
    )


def _spaced(labels: Sequence[str], room: float) -> list[int]:
    """The labels there is room for: all, or every second, third … always the first."""
    widest = max(len(label) for label in labels) * LETTER + 8
    step = max(1, ceil(widest * len(labels) / max(room, 1)))
    return list(range(0, len(labels), step))


def _mirrored(x: float, is_rtl: bool) -> float:
    return round(WIDTH - x if is_rtl else x, 1)


def tidy(value: float) -> int | float:
    """Whole where it is whole, so that 4.0 reads as 4."""
    return int(value) if value == int(value) else round(value, 2)
