"""Pair the people of two spreadsheets, prove the result and explain it. No database is needed.

  amanah pair --mentors M.csv --mentees N.csv --out PAIRS.csv
  amanah pair PEOPLE.csv --out PAIRS.csv            (with a column for the role)
  amanah pair --mentors M.csv --mentees N.csv --verify PAIRS.csv
  amanah pair --verify RUN.json [--ranks RANKS.json]     (what `amanah export-run` wrote)

CSV with any delimiter, or XLSX. Columns are guessed and the guess is printed; --map says it by
hand. Fields: email, name, role, stage, specialty, offers, wants, languages, availability, setting,
places, wishes, do_not_pair, conflicts, away_until, weight:FIELD, custom:NAME; ignore for none.

Beside PAIRS.csv lies PAIRS.csv.certificate.json, with which --verify checks it again.
docs/how-to/pair-people-from-a-spreadsheet.md goes through it step by step.
"""

import argparse
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

from amanah.operations.stop import DONE, PROBLEMS, USAGE, Stop

SUMMARY = "Pair the people of two spreadsheets, with reasons and a proof."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("people", metavar="PEOPLE", type=Path, nargs="?", help="one sheet of all")
    parser.add_argument("--mentors", metavar="FILE", type=Path, help="the mentors' sheet")
    parser.add_argument("--mentees", metavar="FILE", type=Path, help="the mentees' sheet")
    parser.add_argument("--out", metavar="PAIRS", type=Path, help="the pairs, as CSV")
    parser.add_argument(
        "--map", metavar="COLUMN=FIELD", action="append", default=[], help="what a column is"
    )
    parser.add_argument("--objective", choices=["fair", "total", "stable"], default="fair")
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="decides ties")
    parser.add_argument("--on", metavar="DATE", help="when it begins, as 2027-03-01; else today")
    parser.add_argument("--skip-bad-rows", action="store_true", help="go on without them")
    parser.add_argument(
        "--allow-heads", action="store_true", help="heads may mentor in their own specialty"
    )
    parser.add_argument("--explain", action="store_true", help="print the reasons of every pair")
    parser.add_argument("--report", metavar="FILE", type=Path, help="a page that stands alone")
    parser.add_argument("--verify", metavar="PAIRS", type=Path, help="check pairs made earlier")
    parser.add_argument("--ranks", metavar="FILE", type=Path, help="the ranks of an exported run")


def run(options: argparse.Namespace) -> int:
    if options.verify and options.verify.suffix.lower() == ".json":
        return _verify_run(options.verify, options.ranks)
    files = _files(options)
    if options.verify:
        return _verify(files, options.verify)
    return _pair(files, options)


def _pair(files: dict[str, Path], options: argparse.Namespace) -> int:
    from amanah.engines.pairing import InvalidMarket, Policy
    from amanah.operations.pair import record, report, sheets, told, work

    if not options.out:
        raise Stop("Say with --out where the pairs shall be written.", USAGE)
    _keep_apart([*files.values()], [options.out, record.path_of(options.out), options.report])
    on = _day(options.on)
    try:
        policy = Policy(options.objective, seed=options.seed)
    except InvalidMarket as reason:
        raise Stop(str(reason), USAGE) from reason
    people = sheets.people_of(sheets.open_sheets(files, options.map), on=on)
    _print(line for sheet in people.sheets for line in told.columns(sheet))
    _print(told.flaws(people, skip=options.skip_bad_rows))
    if people.flaws and not options.skip_bad_rows:
        raise Stop("Mend these rows, or leave them out with --skip-bad-rows.", USAGE)
    print(told.summary(people), flush=True)
    done = work.pair(people, policy, allow_heads=options.allow_heads, progress=told.progress)
    proof = record.text_of(
        done, on=on, allow_heads=options.allow_heads, skip_bad_rows=options.skip_bad_rows
    )
    _print(told.result(done, explain=options.explain))
    _write(options.out, done.csv())
    _write(record.path_of(options.out), proof)
    written = [options.out, record.path_of(options.out)]
    if options.report:
        _write(options.report, report.page(done, on=on))
        written.append(options.report)
    print(f"{told.counted(len(done.outcome.pairs), 'pair')}. Written: {_names(written)}.")
    return DONE


def _verify(files: dict[str, Path], pairs: Path) -> int:
    from amanah.engines.pairing import BrokenCertificate, PairingError
    from amanah.operations.pair import record, sheets, work

    proof = record.read(pairs)
    opened = sheets.open_as_before(files, proof["columns"])
    people = sheets.people_of(opened, on=proof["on"])
    try:
        if people.fingerprint != proof["rows_hash"]:
            raise BrokenCertificate("The sheets are not those that it was made from.")
        done = work.check(
            people,
            proof["policy"],
            _text(pairs),
            (proof["input_hash"], proof["result_hash"]),
            allow_heads=proof["allow_heads"],
        )
        if done.certificate.sentences() != proof["says"]:
            raise BrokenCertificate("The certificate's sentences were altered.")
    except PairingError as reason:
        print(f"{pairs.name} does not hold: {reason}")
        return PROBLEMS
    print(f"{pairs.name} holds. Derived anew from the sheets, without solving:")
    _print(f"  {sentence}" for sentence in done.certificate.sentences())
    return DONE


def _verify_run(run: Path, ranks: Path | None) -> int:
    """Check the export of a matching run, which holds no names."""
    from amanah.engines.pairing import BrokenCertificate, InvalidMarket
    from amanah.engines.pairing.exchange import check_export

    try:
        certificate = check_export(_json(run), _json(ranks) if ranks else None)
    except InvalidMarket as reason:
        raise Stop(f"{run.name} cannot be checked: {reason}", USAGE) from reason
    except BrokenCertificate as reason:
        print(f"{run.name} does not hold: {reason}")
        return PROBLEMS
    print(f"{run.name} holds. Derived anew from what is in it, without solving:")
    _print(f"  {sentence}" for sentence in certificate.sentences())
    return DONE


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise Stop(f"{path.name} cannot be read.") from cause


def _files(options: argparse.Namespace) -> dict[str, Path]:
    """The sheets by side; the one of everybody has none."""
    two = {"mentor": options.mentors, "mentee": options.mentees}
    if options.people and not any(two.values()):
        return {"": options.people}
    if all(two.values()) and not options.people:
        return two
    raise Stop("Give --mentors and --mentees, or one sheet of everybody.", USAGE)


def _keep_apart(inputs: list[Path], outputs: list[Path | None]) -> None:
    """Nothing that is read may be written over, and nothing twice."""
    seen = {path.resolve() for path in inputs}
    for path in outputs:
        if path and path.resolve() in seen:
            raise Stop(f"{path} would be written over; choose another name.", USAGE)
        if path and not path.resolve().parent.is_dir():
            raise Stop(f"There is no folder {path.parent} to write {path.name} into.", USAGE)
        seen |= {path.resolve()} if path else set()


def _day(said: str | None) -> date:
    try:
        return date.fromisoformat(said or time.strftime("%Y-%m-%d"))
    except ValueError as cause:
        raise Stop(f"--on {said}: write a day as 2027-03-01.", USAGE) from cause


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise Stop(f"{path.name} cannot be read.") from cause


def _write(path: Path, text: str) -> None:
    """All of it or nothing, readable by the operator's account alone."""
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(text.encode("utf-8"))
    os.replace(half, path)


def _print(lines) -> None:
    for line in lines:
        print(line)


def _names(paths: list[Path]) -> str:
    return ", ".join(str(path) for path in paths)
