"""REPORT.html: one page that stands alone, for whoever reviews and sends."""

from datetime import date
from pathlib import Path

from amanah import __version__
from amanah.engines.pairing.explain import Reason
from amanah.operations.pair.addresses import address_of
from amanah.operations.pair.fonts import faces
from amanah.operations.pair.html import Markup, joined, tag
from amanah.operations.pair.plots import figures
from amanah.operations.pair.sheets import MENTEE, MENTOR
from amanah.operations.pair.told import counted
from amanah.operations.pair.work import Run, room

STYLE = Path(__file__).with_name("report.css")
# Nothing is fetched, and no script runs, whatever stood in the sheets.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
OBJECTIVES = {
    "fair": ("Fair to everyone", "As few people as can be are left with a poor fit."),
    "total": ("Best overall fit", "The sum of fit is as large as it can be."),
    "stable": ("Nobody would rather swap", "No two people would both rather have each other."),
}
WISHES = " A mentor whom a mentee wished for counts up to 300 more."
SEAL = Markup(
    '<svg class="seal" viewBox="0 0 34 34" aria-hidden="true"><g fill="none" '
    'stroke="currentColor" stroke-width="2"><rect x="7" y="7" width="20" height="20"/>'
    '<rect x="7" y="7" width="20" height="20" transform="rotate(45 17 17)"/></g></svg>'
)


def page(run: Run, *, on: date) -> str:
    """The whole page; the same run on the same day gives the same bytes."""
    title = f"{counted(len(run.outcome.pairs), 'pair')} to review"
    body = tag(
        "main",
        _opening(run, title, on),
        tag("div", _proof(run), _sources(run), class_="two"),
        tag("section", tag("h2", "In figures"), tag("div", figures(run), class_="figures")),
        _pairs(run),
        _waiting(run),
        _footing(run),
    )
    head = joined(
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        tag("title", f"{title} · Amanah"),
        tag("style", Markup(faces(body) + STYLE.read_text())),
    )
    whole = tag("html", tag("head", head), tag("body", body), lang="en", dir="ltr")
    return f"<!doctype html>\n{whole}\n"


def _opening(run: Run, title: str, on: date) -> Markup:
    asked, places, _least = room(run.people)
    name, about = OBJECTIVES[run.policy.objective]
    numbers = [
        (counted(asked, "person asked", "people asked"), "for a mentor"),
        (counted(places, "place"), f"with {counted(len(run.people.mentors), 'mentor')}"),
        (counted(run.certificate.placed, "person has", "people have"), "a mentor proposed"),
        (counted(asked - run.certificate.placed, "person waits", "people wait"), "this time"),
    ]
    return tag(
        "header",
        tag("p", SEAL, "Amanah", class_="brand"),
        tag("h1", title),
        tag("p", tag("strong", name + ". "), about, f" Begins {on.day} {on:%B %Y}.", class_="lead"),
        tag(
            "ul",
            [tag("li", tag("strong", number), " ", what) for number, what in numbers],
            class_="numbers",
        ),
        tag(
            "p",
            "Nothing has been sent. The score is the programme's opinion, not a prediction: "
            "somebody who knows these people reads the list, changes it, and sends it."
            + (WISHES if run.policy.objective == "fair" else ""),
            class_="note",
        ),
    )


def _proof(run: Run) -> Markup:
    certificate = run.certificate
    rows = {
        "Inputs": certificate.input_hash,
        "Result": certificate.result_hash,
        "Seed": run.policy.seed,
        "Made by": ", ".join(
            [f"Amanah {__version__}", *(f"{k} {v}" for k, v in run.outcome.versions.items())]
        ),
    }
    return tag(
        "section",
        tag("h2", "What was proved"),
        tag("ul", [tag("li", sentence) for sentence in certificate.sentences()], class_="plain"),
        tag(
            "details",
            tag("summary", "To check it again"),
            tag(
                "p",
                "Keep PAIRS.csv, the certificate beside it and the sheets, and run ",
                tag("code", "amanah pair … --verify PAIRS.csv"),
                ". It derives all of this anew, without the solver.",
            ),
            tag("dl", [(tag("dt", term), tag("dd", what)) for term, what in rows.items()]),
        ),
        class_="card",
    )


def _sources(run: Run) -> Markup:
    people = run.people
    ignored = [
        tag("li", tag("bdi", sheet.file), ": ", tag("bdi", "; ".join(sheet.mapping.ignored)))
        for sheet in people.sheets
        if sheet.mapping.ignored
    ]
    bad = sorted({(flaw.file, flaw.line) for flaw in people.flaws})
    return tag(
        "section",
        tag("h2", "What was not used"),
        tag("p", "Columns without influence:") if ignored else None,
        tag("ul", ignored, class_="plain") if ignored else None,
        tag(
            "p",
            f"{counted(len(bad), 'row')} left out because something in it could not be read: ",
            "; ".join(f"{file} line {line}" for file, line in bad),
            ".",
        )
        if bad
        else tag("p", "Every row could be read."),
        tag(
            "p",
            "Pairs that somebody asked not to be in, that a conflict of interest forbids, or that "
            "share no language do not exist for the solver. They are not listed here.",
            class_="quiet",
        ),
        class_="card",
    )


def _pairs(run: Run) -> Markup | None:
    rows = [
        tag(
            "tr",
            tag("td", _who(run, MENTEE, mentee)),
            tag("td", _who(run, MENTOR, mentor)),
            tag("td", fit, class_="number"),
            tag("td", _why(reason)),
        )
        for mentee, mentor, fit, reason in run.pairs()
    ]
    return _table("pairs", "Pairs", ("Mentee", "Mentor", "Fit", "What carried it"), rows)


def _waiting(run: Run) -> Markup | None:
    rows = [
        tag("tr", tag("td", _who(run, MENTEE, one.mentee)), tag("td", one.why))
        for one in run.waiting()
    ]
    return _table("waiting", "Without a mentor this time", ("Mentee", "Why"), rows)


def _table(name: str, title: str, heads: tuple[str, ...], rows: list[Markup]) -> Markup | None:
    if not rows:
        return None
    return tag(
        "section",
        tag("h2", title, id=name),
        tag(
            "table",
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", rows),
            class_=f"work {name}",
            aria_labelledby=name,
        ),
    )


def _who(run: Run, side: str, person_id: str) -> Markup:
    name = run.people.names.get((side, person_id), "")
    address = address_of(person_id)
    return joined(
        tag("span", tag("bdi", name, dir="auto"), class_="name") if name else None,
        tag("bdi", address, class_="quiet"),
    )


def _why(reason: Reason) -> Markup:
    if not reason.carried:
        return joined(reason.sentence())
    return tag(
        "ul",
        [
            tag("li", tag("span", part.part, class_="part"), " ", tag("bdi", ", ".join(part.items)))
            for part in reason.carried
        ],
        class_="plain",
    )


def _footing(run: Run) -> Markup:
    return tag(
        "footer",
        tag(
            "p",
            "This page names people. Keep it as you keep their letters, and delete it when the "
            "pairs are made.",
        ),
    )
