"""A result is taken apart and proved anew, or refused."""

import json

import pytest

from amanah.operations.stop import DONE, PROBLEMS, REFUSED
from tests.operations.pair.conftest import MENTORS


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("zoe@h.example", "niamh@h.example", "is paired more often than allowed"),
        ("bilal@h.example", "nobody@h.example", "is not in the sheets"),
        ("Research", "Leadership", "was altered"),
        (",reasons", ",why", "has not the columns"),
    ],
)
def test_altered_pairs_are_rejected(desk, old, new, refusal):
    desk.out()
    assert desk.pair("--verify", desk.folder / "PAIRS.csv")[0] == DONE
    desk.write("PAIRS.csv", desk.read("PAIRS.csv").replace(old, new, 1))

    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")

    assert code == PROBLEMS
    assert refusal in said


def test_other_sheets_are_rejected(desk):
    desk.out()
    desk.write("M.csv", MENTORS.replace("two", "3"))

    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")

    assert (code, "The sheets are not those" in said) == (PROBLEMS, True)


@pytest.mark.parametrize("change", [("seed", 5), ("objective", "total")])
def test_another_policy_in_the_certificate_is_rejected(desk, change):
    desk.out()
    name = "PAIRS.csv.certificate.json"
    proof = json.loads(desk.read(name))
    proof["policy"][change[0]] = change[1]
    desk.write(name, json.dumps(proof))

    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")

    assert (code, "made from other inputs or by another policy" in said) == (PROBLEMS, True)


def test_a_certificate_that_is_missing_or_broken_is_said(desk):
    desk.write("PAIRS.csv", "mentee,mentor,fit,reasons\r\n")
    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")
    assert (code, "is missing" in said) == (REFUSED, True)

    desk.write("PAIRS.csv.certificate.json", "{}")
    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")
    assert (code, "no certificate that this version can read" in said) == (REFUSED, True)
