"""The rows of a list as the page shows them: what to mend, what to answer, what is fine."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from amanah.base.written import digits
from amanah.programmes.intake.fields import LABELS
from amanah.programmes.intake.sentences import sentence
from amanah.programmes.models import Intake, IntakeRow

# From here on a cell is mended in a field of several lines.
LONG = 80


@dataclass(frozen=True)
class Cell:
    """A cell to be mended, in its place."""

    name: str
    column: str
    text: str
    says: str
    is_long: bool


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    name: str
    says: str
    choices: Sequence[Choice]


@dataclass
class Shown:
    """One row, or several that are asked about together."""

    line: int
    name: str
    email: str
    notes: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    is_left_out: bool = False

    @property
    def shows_email(self) -> bool:
        """Whether the address is to be told, since it is not to be mended."""
        return bool(self.email) and not any(cell.name.endswith("-email") for cell in self.cells)


@dataclass(frozen=True)
class Columns:
    """Where each field of a list stands."""

    header: list[str]
    place: dict[str, int]

    @classmethod
    def of(cls, intake: Intake) -> "Columns":
        header = json.loads(intake.header)
        columns = json.loads(intake.columns)
        return cls(header, {known: header.index(column) for column, known in columns.items()})

    def cell(self, cells: Sequence[str], known: str) -> str:
        at = self.place.get(known)
        return cells[at] if at is not None and at < len(cells) else ""


def shown_rows(intake: Intake, rows: Iterable[IntakeRow]) -> list[Shown]:
    """Rows for the page; those that are asked about together stand with the first of them."""
    columns = Columns.of(intake)
    return [found for row in rows if (found := _shown(columns, row)) is not None]


def _shown(columns: Columns, row: IntakeRow) -> Shown | None:
    cells = json.loads(row.cells)
    found = Shown(
        line=row.line,
        name=columns.cell(cells, "name").strip(),
        email=columns.cell(cells, "email").strip(),
        is_left_out=row.is_left_out,
    )
    for told in json.loads(row.told or "[]"):
        if told.get("kind") == "question":
            if row.line == told.get("lines", [row.line])[0]:
                found.questions.append(_question(row.line, told))
            else:
                found.notes.append(
                    digits(_("Asked about at line %(line)d.") % {"line": told["lines"][0]})
                )
            if told["ask"] in {"shared", "name"}:
                found.cells.append(_cell(columns, row.line, cells, {**told, "field": "email"}, ""))
        elif told.get("kind") == "problem" and told.get("field") in columns.place:
            found.cells.append(_cell(columns, row.line, cells, told, sentence(told)))
        else:
            found.notes.append(sentence(told))
    return found


def _cell(
    columns: Columns, line: int, cells: Sequence[str], told: dict[str, str], says: str
) -> Cell:
    known = told["field"]
    text = columns.cell(cells, known)
    return Cell(
        name=f"cell-{line}-{known}",
        column=columns.header[columns.place[known]],
        text=text,
        says=says,
        is_long=len(text) > LONG or "\n" in text,
    )


def _question(line: int, told: dict[str, str]) -> Question:
    ask = told["ask"]
    if ask in {"shared", "twice"}:
        lines, names = told["lines"], told["names"]
        choices = [
            Choice(str(one), _("Line %(line)s: %(name)s") % {"line": one, "name": name})
            for one, name in zip(lines, names, strict=True)
        ]
        return Question(f"answer-{line}-address", sentence(told), choices)
    if ask == "name":
        choices = [
            Choice("same", _("The same person, with the name that they use here")),
            Choice("other", _("Somebody else, who needs an address of their own")),
        ]
    elif ask == "left":
        choices = [Choice("back", _("Put them on it again")), Choice("out", _("Leave them out"))]
    else:
        choices = [
            Choice("theirs", _("What they wrote")),
            Choice("list", _("What the list says")),
        ]
        parts = ", ".join(str(LABELS.get(one, _("a question of yours"))) for one in told["fields"])
        return Question(f"answer-{line}-{ask}", f"{sentence(told)} ({parts})", choices)
    return Question(f"answer-{line}-{ask}", sentence(told), choices)
