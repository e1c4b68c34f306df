"""Reading a list, saying what its columns are, and mending its rows. Nobody is added by it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.engines.tables import Limits, Unreadable, read
from amanah.people.models import Person
from amanah.programmes import queries
from amanah.programmes.intake import fields, rows
from amanah.programmes.intake.review import Facts, Judged, review
from amanah.programmes.models import Cohort, Intake, IntakeRow, KnownColumn, Programme
from amanah.shell import uploads

KEEP_FOR = timedelta(days=14)
AT_ONCE = 500
# A list of people is small beside what `amanah pair` may be given.
LIMITS = Limits(
    file_bytes=20 << 20,
    unpacked_bytes=200 << 20,
    rows=25_000,
    columns=200,
    cell_letters=8_000,
    seconds=30,
    memory=1 << 30,
)
LONGEST_HEADER = 300


class CannotRead(Refused):
    """The file cannot be read as a list of people; nothing of it was kept."""

    code = "programmes.cannot_read"


class CannotReview(Refused):
    code = "programmes.cannot_review"


def store_rows(changed: Sequence[IntakeRow], names: Sequence[str]) -> None:
    """Update rows by their keys in one go: `bulk_update` takes seconds for ten thousand."""
    columns: list[Any] = [IntakeRow._meta.get_field(name) for name in (*names, "id")]
    *sets, key = [f"{connection.ops.quote_name(column.column)} = %s" for column in columns]
    table = connection.ops.quote_name(IntakeRow._meta.db_table)
    update = f"UPDATE {table} SET {', '.join(sets)} WHERE {key}"  # noqa: S608 (our own names)
    values = [
        [column.get_db_prep_save(getattr(row, column.attname), connection) for column in columns]
        for row in changed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(update, values)


class Looked(NamedTuple):
    """A list that was looked through: what it says, who was here, and the verdicts."""

    read: list[tuple[rows.Row, rows.Said]]
    facts: Facts
    judged: list[Judged]


def read_list(
    cohort: Cohort, path: Path, *, name: str, role: str, by: Person, at: datetime
) -> Intake:
    """Read a file that was uploaded, and propose what its columns are.

    Raises `CannotRead` with a sentence that says what to do. Nothing is half kept.
    """
    refuse_closed(cohort)
    try:
        table = read(path, LIMITS)
    except Unreadable as reason:
        raise CannotRead(uploads.in_words(reason, most=LIMITS.file_bytes)) from reason
    if not table.rows and not table.crooked:
        raise CannotRead(_("It has the names of columns and nobody under them."))
    if any(len(column) > LONGEST_HEADER for column in table.header):
        raise CannotRead(_("The name of a column is longer than a name. Is its first row missing?"))
    known = queries.known_columns(cohort)
    intake = Intake(
        cohort=cohort,
        by=by,
        role=role,
        file_name=name[-200:],
        how=table.how[:200],
        header=json.dumps(table.header),
        columns=json.dumps(fields.proposed(table.header, known, role=role)),
        read_at=at,
        keep_until=at + KEEP_FOR,
    )
    with transaction.atomic():
        intake.save(force_insert=True)
        everything = sorted((*table.rows, *table.crooked), key=lambda row: row.line)
        IntakeRow.objects.bulk_create(
            (
                IntakeRow(intake=intake, line=row.line, cells=json.dumps(row.cells))
                for row in everything
            ),
            batch_size=AT_ONCE,
        )
    return intake


def refuse_closed(cohort: Cohort) -> None:
    if cohort.programme.state == Programme.State.ARCHIVED:
        raise CannotRead(_("This programme is archived, so nobody can be added to it."))


@transaction.atomic
def say_columns(intake: Intake, columns: Mapping[str, str], *, by: Person, at: datetime) -> Intake:
    """Say what each column is, remember it for the programme, and look through the rows.

    Raises `CannotReview` if a field was given twice, or one that everybody must have is missing.
    """
    intake = _open(intake)
    header = json.loads(intake.header)
    chosen = {name: columns.get(name, "") for name in header}
    twice = [field for field, times in Counter(filter(None, chosen.values())).items() if times > 1]
    if twice:
        raise CannotReview(
            _("Two columns are said to be the same thing: %(what)s.")
            % {"what": ", ".join(label_of(field, intake) for field in twice)}
        )
    lacking = fields.lacking(chosen.values(), role=intake.role)
    if lacking:
        raise CannotReview(
            _("Say which column is: %(what)s.")
            % {"what": ", ".join(label_of(field, intake) for field in lacking)}
        )
    for column, field in chosen.items():
        KnownColumn.objects.update_or_create(
            programme=intake.cohort.programme,
            name=fields.name_of(column),
            defaults={"field": field},
        )
    intake.columns = json.dumps({column: field for column, field in chosen.items() if field})
    intake.save(update_fields=["columns"])
    return review_intake(intake)


def label_of(field: str, intake: Intake) -> str:
    """What a field is called on screen."""
    if field in fields.LABELS:
        return str(fields.LABELS[field])
    asked = queries.asked_in(intake.cohort, role=intake.role)
    question = asked.get(field.removeprefix(fields.QUESTION))
    return question.text if question else field


@transaction.atomic
def review_intake(intake: Intake) -> Intake:
    """Look through all rows, and note what each is and what is wrong with it."""
    intake = _open(intake)
    kept = list(queries.intake_rows(intake))
    judged = judge(intake, kept).judged
    changed = []
    for row, one in zip(kept, judged, strict=True):
        told = json.dumps(one.told) if one.told else ""
        if (row.verdict, row.told) != (one.verdict, told):
            row.verdict, row.told = one.verdict, told
            changed.append(row)
    store_rows(changed, ["verdict", "told"])
    intake.counts = dict(Counter(one.verdict for one in judged))
    intake.state = Intake.State.CHECKED
    intake.save(update_fields=["counts", "state"])
    return intake


def judge(intake: Intake, kept: Iterable[IntakeRow], before: Looked | None = None) -> Looked:
    """The verdict on every row, as things stand now; what was found `before` if nothing changed."""
    read_rows = before.read if before else _read_rows(intake, kept)
    addresses = (said.email for _row, said in read_rows if said.email)
    facts = queries.facts_for(intake.cohort, addresses)
    if before and before.facts == facts:
        return before
    return Looked(read_rows, facts, review(read_rows, facts))


def _read_rows(intake: Intake, kept: Iterable[IntakeRow]) -> list[tuple[rows.Row, rows.Said]]:
    header, columns = json.loads(intake.header), json.loads(intake.columns)
    asked = queries.asked_in(intake.cohort, role=intake.role)
    found = []
    for row in kept:
        plain = rows.Row(row.line, json.loads(row.cells), row.answers, row.is_left_out)
        said = rows.read_row(plain, header, columns, role=intake.role, asked=asked)
        found.append((plain, said))
    return found


@transaction.atomic
def correct_rows(
    intake: Intake,
    *,
    cells: Mapping[int, Mapping[str, str]],
    answers: Mapping[int, Mapping[str, str]],
    left_out: Mapping[int, bool],
    by: Person,
    at: datetime,
) -> Intake:
    """Write better cells into rows, answer what was asked, leave rows out, and look again.

    All by line: `cells` is {line: {field: text}}, `answers` {line: {question: answer}}.
    """
    intake = _open(intake)
    header, columns = json.loads(intake.header), json.loads(intake.columns)
    place = {field: header.index(column) for column, field in columns.items()}
    lines = {*cells, *answers, *left_out}
    for row in queries.intake_rows(intake).filter(line__in=lines):
        said = json.loads(row.cells)
        for field, text in cells.get(row.line, {}).items():
            if field in place and place[field] < len(said):
                said[place[field]] = text[: LIMITS.cell_letters]
        row.cells = json.dumps(said)
        row.answers = {**row.answers, **answers.get(row.line, {})}
        row.is_left_out = left_out.get(row.line, row.is_left_out)
        row.save(update_fields=["cells", "answers", "is_left_out"])
    return review_intake(intake)


@transaction.atomic
def discard_intake(intake: Intake, *, by: Person, at: datetime) -> None:
    """Put a list away that was not taken over. Nothing of it is kept."""
    _open(intake).delete()


@every(timedelta(days=1), offset=timedelta(hours=3))
def sweep_intakes(*, at: datetime) -> None:
    """Forget lists whose days are over, with everything in them."""
    Intake.objects.filter(keep_until__lte=at).delete()


def _open(intake: Intake) -> Intake:
    """A list that is still looked through, while nobody else changes it."""
    found: Any = (
        Intake.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__institution", "by")
        .filter(pk=intake.pk)
        .first()
    )
    if found is None or found.state not in {Intake.State.READ, Intake.State.CHECKED}:
        raise CannotReview(_("This list has been taken over or put away meanwhile."))
    return found  # type: ignore[no-any-return]
