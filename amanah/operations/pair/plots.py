"""The report's figures, drawn by the house's own charts and written as SVG."""

from collections import Counter
from itertools import pairwise

from amanah.operations.pair.html import Markup, joined, tag
from amanah.operations.pair.work import Run
from amanah.shell.charts import Chart, Drawing, Series, draw

MOST_LOAD = 6


def figures(run: Run) -> list[Markup]:
    """Fit, load, and what carried the pairs."""
    return [figure(chart) for chart in (fit(run), load(run), carried(run)) if chart]


def fit(run: Run) -> Chart | None:
    """How many pairs lie between which fits."""
    bounds = (0, *run.policy.bands, 1001)
    counts = Counter(
        next(low for low, high in pairwise(bounds) if low <= one < high)
        for one in run.fit()[run.outcome.pairs].tolist()
    )
    labels = [f"below {bounds[1]}"]
    labels += [f"{low} to {high - 1}" for low, high in pairwise(bounds[1:])]
    return _bars(
        "How closely pairs fit",
        "Pairs by fit, of 1000. Fit is this programme's opinion, not a prediction.",
        "Fit",
        dict(zip(labels, (counts[low] for low in bounds[:-1]), strict=True)),
        "Pairs",
    )


def load(run: Run) -> Chart | None:
    """How many mentors have how many mentees."""
    taken = run.outcome.load(run.market)[run.market.places > 0]
    counts = Counter(min(int(one), MOST_LOAD) for one in taken)
    names = {
        number: f"{number} or more mentees" if number == MOST_LOAD else f"{number} mentees"
        for number in range(max(counts, default=0) + 1)
    }
    names[0], names[1] = "nobody this time", "1 mentee"
    return _bars(
        "How the load is shared",
        "Mentors with a place, by how many mentees they have now.",
        "Mentees",
        {names[number]: counts[number] for number in range(max(counts, default=0) + 1)},
        "Mentors",
    )


def carried(run: Run) -> Chart | None:
    """In how many pairs each part carried."""
    counts = Counter(
        part.part for _mentee, _mentor, _fit, reason in run.pairs() for part in reason.carried
    )
    return _bars(
        "What carried the pairs",
        "In how many pairs each part counted for something.",
        "Part",
        dict(counts.most_common()),
        "Pairs",
    )


def _bars(title: str, about: str, heading: str, bars: dict[str, int], name: str) -> Chart | None:
    if not bars:
        return None
    return Chart(
        title=title,
        about=about,
        labels=tuple(bars),
        series=(Series(name, tuple(float(value) for value in bars.values())),),
        label_heading=heading,
        is_bars=True,
    )


def figure(chart: Chart) -> Markup:
    """A chart as a figure: the drawing, and the same numbers as a table."""
    head = tag("tr", tag("th", chart.label_heading, scope="col"), _headings(chart))
    rows = [
        tag("tr", tag("th", label, scope="row"), [tag("td", f"{value:g}") for value in values])
        for label, values in chart.rows
    ]
    return tag(
        "figure",
        tag("h3", chart.title),
        tag("p", chart.about, class_="quiet"),
        svg(chart, draw(chart)),
        tag(
            "details",
            tag("summary", "The same as a table"),
            tag("table", tag("thead", head), tag("tbody", rows)),
        ),
        class_="chart",
    )


def _headings(chart: Chart) -> list[Markup]:
    return [tag("th", series.name, scope="col") for series in chart.series]


def svg(chart: Chart, drawing: Drawing) -> Markup:
    """A drawing of bars or lines, with its title and description inside it."""
    parts = [tag("title", chart.title), tag("desc", chart.about)]
    parts += [
        tag("line", x1=drawing.grid_from, x2=drawing.grid_to, y1=y, y2=y, class_="grid")
        for y in drawing.grid
    ]
    for series in drawing.series:
        shape = [
            tag("rect", x=x, y=y, width=wide, height=high, rx=3, class_="bar")
            for x, y, wide, high in series.bars
        ]
        shape += [tag("path", d=path, class_=f"line s{series.number}") for path in series.paths]
        shape += [
            tag("circle", cx=x, cy=y, r=3, class_=f"dot s{series.number}") for x, y in series.dots
        ]
        parts += shape
        if series.name:
            parts.append(_text(series.name, f"name s{series.number}"))
    parts += [_text(text) for text in (*drawing.marks, *drawing.labels)]
    parts += [_text(text, "value") for text in drawing.values]
    return tag(
        "svg",
        joined(parts),
        viewBox=f"0 0 {drawing.width:g} {drawing.height:g}",
        role="img",
        aria_label=f"{chart.title}. {chart.about}",
        xmlns="http://www.w3.org/2000/svg",
    )


def _text(text, class_: str | None = None) -> Markup:
    return tag("text", text.words, x=text.x, y=text.y, text_anchor=text.anchor, class_=class_)
