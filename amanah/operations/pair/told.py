"""What `amanah pair` says in the terminal."""

import sys
from collections.abc import Iterator

from amanah.engines.pairing.flow import Step
from amanah.operations.pair.sheets import People, Sheet
from amanah.operations.pair.work import Run, room


def columns(sheet: Sheet) -> Iterator[str]:
    """How a sheet was read and what its columns were taken for."""
    rows = len(sheet.table.rows) + len(sheet.table.crooked)
    yield f"{sheet.file}: {counted(rows, 'row')} ({sheet.table.how})"
    for column, field in sheet.mapping.fields.items():
        how = "  (guessed)" if column in sheet.mapping.guessed else ""
        yield f"  {field:<18} {printable(column)}{how}"
    if sheet.mapping.ignored:
        yield f"  {'ignored':<18} {'; '.join(map(printable, sheet.mapping.ignored))}"


def summary(people: People) -> str:
    """Who asked, what there is, and what that means before anything is solved."""
    asked, places, waiting = room(people)
    end = f"at least {waiting} will wait" if waiting else "there is room for everybody"
    said = f"{counted(asked, 'person', 'people')}, {counted(places, 'place')}: {end}."
    left_out = asked - len(people.mentees)
    if left_out:
        return f"{said} {left_out} of them left out with a bad row: what follows is of the others."
    return said


def flaws(people: People, *, skip: bool) -> Iterator[str]:
    """Every bad row, and what was passed over."""
    if people.flaws:
        what = "left out" if skip else "must be mended"
        yield f"{counted(len({(f.file, f.line) for f in people.flaws}), 'bad row')}, {what}:"
        yield from (f"  {printable(str(flaw))}" for flaw in people.flaws)
    if people.notes:
        yield "Please note:"
        yield from (f"  {printable(str(note))}" for note in people.notes)


def result(run: Run, *, explain: bool) -> Iterator[str]:
    """Who waits and why, what was proved; with `explain`, why each pair is one."""
    if explain:
        yield "Pairs:"
        for mentee, mentor, fit, reason in run.pairs():
            yield f"  {mentee} and {mentor} ({fit}): {printable(reason.sentence())}"
            if reason.ignored:
                yield f"    given no weight, as asked: {', '.join(map(printable, reason.ignored))}"
        for mentee, mentor, why in run.wishes_not_met():
            yield f"  {mentee} wished for {mentor}: {why}"
    waiting = run.waiting()
    if waiting:
        yield f"{counted(len(waiting), 'mentee')} without a mentor:"
        yield from (f"  {one.mentee}: {one.why}" for one in waiting)
    yield "Certificate:"
    yield from (f"  {sentence}" for sentence in run.certificate.sentences())
    yield f"  inputs {run.certificate.input_hash[:16]}, result {run.certificate.result_hash[:16]}"


def progress(step: Step) -> None:
    """Where a long solve stands; goes where it spoils no output."""
    if sys.stderr.isatty():
        print(f"\r{step.name} ({step.done + 1} of {step.of})\033[K", end="", file=sys.stderr)


def counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def printable(text: str) -> str:
    """Text from a sheet without anything that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
