"""The reference sheets of 640 mentees and 220 mentors, where they are to be had."""

import csv
import io
import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from amanah.operations.stop import DONE, USAGE
from tests.operations.pair.conftest import Desk

ROOT = Path(__file__).resolve().parents[3]
CASES = Path(os.environ.get("SHARED_CASES", ROOT.parent / "shared" / "cases")) / "people"
BY_HAND = {
    "Your name (as you like to be called)": "name",
    "Hospital e-mail": "email",
    "Stage": "stage",
    "Post": "stage",
    "Specialty": "specialty",
    "Specialty (or the one you lean to)": "specialty",
    "What would you like from mentoring? (tick all)": "wants",
    "I can help with (tick all)": "offers",
    "Languages": "languages",
    "Languages you are happy to mentor in": "languages",
    "How many mentees?": "places",
    "Best times": "availability",
    "How should we meet?": "setting",
    "How much does same specialty matter?": "weight:specialty",
    "How much does a shared language matter?": "weight:languages",
    "Mentor you would like (e-mail, up to three)": "wishes",
    "Please do NOT pair me with (e-mail)": "do_not_pair",
    "Do you assess or line-manage any trainees? (e-mails)": "conflicts",
    "Away until": "away_until",
}


@pytest.fixture
def desk(tmp_path, capsys):
    if not CASES.is_dir():
        pytest.skip("no shared cases here: the sheets are not part of the repository")
    desk = Desk(tmp_path, capsys)
    desk.write("M.csv", (CASES / "mentors.csv").read_bytes())
    desk.write("N.csv", (CASES / "mentees.csv").read_bytes())
    return desk


def rows(path, delimiter=","):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def addresses(cell):
    return {one.strip().lower() for one in cell.split(";") if one.strip()}


def test_bad_rows_stop_it_and_each_is_named(desk):
    code, said = desk.out()

    assert code == USAGE
    for place in (
        "N.csv, line 10, column 'Hospital e-mail'",
        "M.csv, line 19, column 'How many mentees?'",
        "M.csv, line 27, column 'How many mentees?'",
        "M.csv, line 43, column 'Away until'",
    ):
        assert place in said


@pytest.mark.parametrize("objective", ["fair", "total", "stable"])
def test_they_are_paired_proved_and_reported(desk, objective):
    options = ["--skip-bad-rows", "--objective", objective, "--report", desk.folder / "R.html"]
    code, said = desk.out(*options)

    assert code == DONE
    assert "639 people, 515 places: at least 124 will wait." in said
    check_rules(desk)
    assert desk.pair("--verify", desk.folder / "PAIRS.csv")[0] == DONE
    assert "HYPERLINK" not in desk.read("PAIRS.csv")


def each_pair(pairs, mentors):
    """(mentee, mentor, row) with the rows of everybody who has the mentor's address."""
    return [(mentee, mentor, row) for mentee, mentor in pairs for row in mentors[mentor]]


def check_rules(desk):
    """Everything that must not be, read from the sheets anew."""
    pairs = [(row["mentee"], row["mentor"]) for row in rows(desk.folder / "PAIRS.csv")]
    mentees = {
        row["Hospital e-mail"].strip().lower(): row for row in rows(CASES / "mentees.csv", ";")
    }
    mentors = defaultdict(list)
    for row in rows(CASES / "mentors.csv"):
        mentors[row["Hospital e-mail"].strip().lower()].append(row)
    words = {"two": 2}
    assert len(pairs) == len({mentee for mentee, _mentor in pairs}) == 515
    for mentor, load in Counter(mentor for _mentee, mentor in pairs).items():
        said = [row["How many mentees?"] for row in mentors[mentor]]
        assert load <= sum(words.get(each) or int(each) for each in said)
        assert {row["Away until"] for row in mentors[mentor]} == {""}
    for mentee, mentor, given in each_pair(pairs, mentors):
        asked = mentees[mentee]
        assert mentor not in addresses(asked["Please do NOT pair me with (e-mail)"])
        assert mentee not in addresses(
            given["Do you assess or line-manage any trainees? (e-mails)"]
        )
        assert (
            given["Post"] != "Head of department"
            or given["Specialty"] != asked["Specialty (or the one you lean to)"]
        )


def test_by_hand_and_by_guess_come_to_the_same(desk):
    assert desk.out("--skip-bad-rows")[0] == DONE
    guessed = desk.read("PAIRS.csv")
    said = [part for column, field in BY_HAND.items() for part in ("--map", f"{column}={field}")]

    assert desk.out("--skip-bad-rows", *said)[0] == DONE
    assert desk.read("PAIRS.csv") == guessed
