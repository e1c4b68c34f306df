"""The figures as a page and two drawings in docs/."""

from pathlib import Path

from amanah.operations.pair.plots import svg
from amanah.shell.charts import Chart, Series, draw
from bench.pairing.aims import judged
from bench.pairing.markets import SIZES

LARGER = {"200": "200", "2k": "2,000", "20k": "20,000", "100k": "100,000", "1M": "1,000,000"}
STYLE = (
    "<style>text{font:13px sans-serif;fill:#525d5c}.grid{stroke:#e4dac8}"
    ".line{fill:none;stroke-width:2.5;stroke:#0d5b54}.dot{fill:#0d5b54}"
    ".s2{stroke:#874707}.dot.s2{fill:#874707}.s3{stroke:#6b5b95}.dot.s3{fill:#6b5b95}"
    ".name.s1{fill:#0d5b54;stroke:none}.name.s2{fill:#874707;stroke:none}"
    ".name.s3{fill:#6b5b95;stroke:none}</style>"
)
HEAD = """# How fast pairing is

Written by `python -m bench.pairing` (all of it: about half an hour). Every row ran alone, one
thread, in a process of its own, on a machine with two processors that others were using at the
same time: so the seconds are of the processor, and what counts is how rows of one run compare.
`memory` is the most that the whole process held, Python and libraries included.
Some rows were measured again by themselves after a change (`--only`), others stand as they were;
`load` says how many were waiting for the two processors then.

The markets are invented: specialties of unlike size, popular mentors, 20 to 50 candidates a
mentee, mentors with 1 to 5 places, fewer places than mentees. Peers read the same markets and
are installed from `requirements/bench-pairing.txt` in an environment of their own.

"""
FOOT = """## What this does not claim

- Not that this is the fastest exact solver: LEMON's network simplex, through `pylmcf`, was
  {lemon} as quick as ours on the same 20,000 mentees here. We build on OR-Tools because more
  people keep it, and use the other to check it.
- Not that real programmes look like these markets, or that yours will take as long.
- Not that the peers could not be used better. `matching` is measured by its documented call,
  and by its algorithm alone with everything prepared; its recursion limit was raised, without
  which it stops at 2,000. scipy and HiGHS get columns or constraints built within their time,
  as ours builds its network within its own.
- Ours also decides ties by a seed, proves each stage, and hashes inputs and result within the
  time shown; theirs do none of that.
- `fair` has no peer: we know of no other library that has such stages."""


def write(results: dict, docs: Path) -> None:
    """docs/explanation/pairing-speed.md and its drawings."""
    text = HEAD + _table(results) + "\n## Against what was aimed at\n\n" + _aims(results)
    figures = {
        "pairing-time.svg": _drawn(results, "cpu", "Seconds of one processor", 1),
        "pairing-memory.svg": _drawn(results, "memory", "Megabytes held at most", 1e6),
    }
    text += "\n## Against size\n\n"
    for name, (about, drawing) in figures.items():
        (docs / "explanation" / name).write_text(drawing)
        text += f"![{about}]({name})\n\n"
    ours, lemon = (results.get(name, {}).get("cpu") for name in ("total 20k", "lemon 20k"))
    times = f"{ours / lemon:.1f} times" if ours and lemon else "about"
    text += FOOT.format(lemon=times).lstrip("\n")
    (docs / "explanation" / "pairing-speed.md").write_text(text)


def _table(results: dict) -> str:
    rows = ["| task | CPU, s | wall, s | memory, MB | load |", "|---|--:|--:|--:|--:|"]
    for name, one in results.items():
        if "failed" in one:
            rows.append(f"| {name} | {one['failed']} | | | |")
        else:
            rows.append(
                f"| {name} | {one['cpu']:.2f} | {one['wall']:.2f} | {one['memory'] / 1e6:.0f} "
                f"| {one['load']:.1f} |"
            )
    return "\n".join(rows) + "\n"


def _aims(results: dict) -> str:
    verdict = {True: "reached", False: "**not reached**", None: "not measured"}
    rows = ["| aim | measured | |", "|---|---|---|"]
    rows += [f"| {one.aim} | {one.found} | {verdict[one.is_reached]} |" for one in judged(results)]
    return "\n".join(rows) + "\n"


def _drawn(results: dict, what: str, title: str, unit: float) -> tuple[str, str]:
    """Powers of ten upwards, since sizes go by powers of ten, too."""
    from math import log10

    sizes = [size for size in SIZES if f"total {size}" in results]
    about = f"{title}, as powers of ten, by mentees"
    series = []
    for task in ("total", "fair", "stable"):
        values = [results.get(f"{task} {size}", {}).get(what) for size in sizes]
        # Milliseconds or megabytes, so that no power is below nought.
        scale = 1000 if what == "cpu" else 1
        logs = tuple(None if v is None else max(0.0, log10(scale * v / unit)) for v in values)
        series.append(Series(task, logs))
    name = "Milliseconds of one processor" if what == "cpu" else title
    about = f"{name}, as powers of ten (3 is a thousand), against mentees"
    chart = Chart(name, about, tuple(LARGER[size] for size in sizes), tuple(series))
    drawing = str(svg(chart, draw(chart)))
    start = drawing.index(">") + 1
    return about, drawing[:start] + STYLE + drawing[start:] + "\n"
