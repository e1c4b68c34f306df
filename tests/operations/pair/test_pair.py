"""The command from end to end on small untidy sheets."""

import csv
import io
import random
import re
import subprocess
import sys

import pytest

from amanah.operations.stop import DONE, PROBLEMS, REFUSED, USAGE
from tests.operations.pair.conftest import MENTEES, MENTORS
from tests.operations.processes import surroundings


def pairs(desk, name="PAIRS.csv"):
    rows = csv.DictReader(io.StringIO(desk.read(name), newline=""))
    return {row["mentee"]: row["mentor"] for row in rows}


@pytest.mark.parametrize("objective", ["fair", "total", "stable"])
def test_people_are_paired_and_the_result_is_proved_again(desk, objective):
    code, said = desk.out("--objective", objective)

    assert code == DONE
    assert "4 people, 4 places: there is room for everybody." in said
    found = pairs(desk)
    assert found["ayesha@h.example"] == "zoe@h.example"
    assert found["bilal@h.example"] == "zoe@h.example"
    code, said = desk.pair("--verify", desk.folder / "PAIRS.csv")
    assert (code, said.splitlines()[0]) == (
        DONE,
        "PAIRS.csv holds. Derived anew from the sheets, without solving:",
    )


def test_what_must_not_be_is_not(desk):
    desk.out()

    found = pairs(desk)

    # Dan is assessed by Niamh and under Khadija's headship; Sofia shares no language with others.
    assert "dan@h.example" not in found
    assert found["sofia@h.example"] == "niamh@h.example"
    assert "khadija@h.example" not in found.values()


def test_heads_may_be_allowed(desk):
    desk.out("--allow-heads")

    assert pairs(desk)["dan@h.example"] == "khadija@h.example"


def test_who_waits_is_told_why_and_without_naming_anybody(desk):
    _code, said = desk.out()

    waits = next(line for line in said.splitlines() if "dan@h.example:" in line)
    assert waits.strip() in {
        "dan@h.example: This was not offered this time.",
        "dan@h.example: All places were taken; others fitted more closely.",
    }


def test_the_guess_is_printed_and_what_is_not_used(desk):
    _code, said = desk.out()

    assert "wishes             Mentors you would like  (guessed)" in said
    assert "weight:specialty   How much does specialty matter?  (guessed)" in said
    assert "ignored            Comments" in said


def test_columns_are_guessed_from_urdu_names_too(desk):
    desk.write(
        "M.csv",
        "نام,ای میل,شعبہ,زبانیں,آپ کس میں مدد کر سکتے ہیں,کتنے مینٹی\n"
        "زویا,zoe@h.example,Surgery,Urdu,Exams,2\n",
    )
    desk.write("N.csv", "آپ کا نام,ای میل,آپ کیا چاہتے ہیں,زبانیں\nدان,dan@h.example,Exams,Urdu\n")

    code, said = desk.out()

    assert code == DONE
    assert pairs(desk) == {"dan@h.example": "zoe@h.example"}
    for field in ("name", "email", "specialty", "languages", "offers", "places", "wants"):
        assert re.search(rf"^  {field} .*\(guessed\)$", said, re.M), field


def test_by_hand_comes_before_the_guess(desk):
    code, said = desk.out("--map", "Comments=custom:Remarks", "--map", "Best times=ignore")

    assert code == DONE
    assert "custom:Remarks     Comments\n" in said
    assert "ignored            Best times" in said


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ("Comments", 'should read --map "COLUMN=FIELD"'),
        ("Comments=shoes", "there is no field 'shoes'"),
        ("Shoes=name", "no sheet has a column 'Shoes'"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(desk, said, refusal):
    code, answer = desk.out("--map", said)

    assert (code, refusal in answer) == (USAGE, True)


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_rows(desk):
    assert desk.out("--seed", "7")[0] == DONE
    first = desk.read("PAIRS.csv"), desk.read("PAIRS.csv.certificate.json")
    shuffle = random.Random(1).shuffle
    head, *rows = MENTORS.splitlines()
    shuffle(rows)
    desk.write("M.csv", "\n".join([head, *rows]))
    records = list(csv.reader(io.StringIO(MENTEES, newline=""), delimiter=";"))
    body = records[1:]
    shuffle(body)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="|").writerows([records[0], *body])
    desk.write("N.csv", text.getvalue())

    assert desk.out("--seed", "7")[0] == DONE
    assert (desk.read("PAIRS.csv"), desk.read("PAIRS.csv.certificate.json")) == first


def test_two_processes_agree_to_the_byte_and_touch_no_home(desk):
    home = desk.folder / "home"
    written = []
    for number in ("1", "2"):
        out = desk.folder / f"P{number}.csv"
        sheets = ["--mentors", desk.folder / "M.csv", "--mentees", desk.folder / "N.csv"]
        targets = ["--out", out, "--report", desk.folder / f"R{number}.html"]
        subprocess.run(
            [sys.executable, "-m", "amanah", "pair", *sheets, *targets, "--on", "2026-12-01"],
            env=surroundings(home, PYTHONHASHSEED=number),
            check=True,
            capture_output=True,
        )
        written.append((out.read_bytes(), desk.read(f"R{number}.html")))

    assert written[0] == written[1]
    assert not home.exists()


def test_one_sheet_with_roles_gives_what_two_sheets_give(desk):
    header = ["role", "email", "wants", "offers", "languages", "places"]
    rows = [
        ["Mentee", "a@h.example", "Exams", "", "English", ""],
        ["Mentor", "b@h.example", "", "Exams", "English", "1"],
        ["both", "c@h.example", "Exams", "Exams", "English", "1"],
    ]
    sheet = desk.write("P.csv", "\n".join(",".join(row) for row in [header, *rows]))

    code, said = desk.run(sheet, "--out", desk.folder / "PAIRS.csv")

    assert code == DONE, said
    assert pairs(desk) == {"a@h.example": "c@h.example", "c@h.example": "b@h.example"}


def test_every_bad_row_is_listed_with_its_place_and_nothing_is_written(desk):
    bad = MENTORS + "X,,,,,,-1,,,next spring\nY,y@h.example,,,,,,,,\n"
    desk.write("M.csv", bad)

    code, said = desk.out()

    assert code == USAGE
    for line in (
        "M.csv, line 6, column 'E-mail': it is empty; write the person's e-mail address.",
        "M.csv, line 6, column 'How many mentees?': -1 is out of range; write 0 to 100.",
        "M.csv, line 6, column 'Away until': 'next spring' is no day; write it as 2027-03-01.",
        "M.csv, line 7, column 'How many mentees?': it is empty; write how many",
    ):
        assert line in said
    assert not (desk.folder / "PAIRS.csv").exists()
    assert desk.out("--skip-bad-rows")[0] == DONE
    assert "y@h.example" not in pairs(desk).values()


@pytest.mark.parametrize("weight", ["101", "-1", "very very"])
def test_a_weight_out_of_range_names_its_row(desk, weight):
    desk.write("N.csv", MENTEES.replace("A lot", weight))

    code, said = desk.out()

    assert code == USAGE
    assert "N.csv, line 2, column 'How much does specialty matter?'" in said


def test_a_day_that_could_be_two_is_asked_about(desk):
    desk.write("M.csv", MENTORS.replace("01/03/2099", "05/12/2026"))
    code, said = desk.pair("--out", desk.folder / "PAIRS.csv", "--on", "2026-08-01")
    assert (code, "Ana" in said) == (USAGE, False)
    assert "'05/12/2026' could be two days; write it as 2027-03-01" in said

    code, _said = desk.pair("--out", desk.folder / "PAIRS.csv", "--on", "2026-04-01")
    assert code == DONE


@pytest.mark.parametrize(
    ("mentors", "mentees", "refusal"),
    [
        (MENTORS.splitlines()[0], MENTEES, "There is no mentor to pair"),
        (MENTORS, MENTEES.splitlines()[0] + "\n", "There is no mentee to pair"),
        (MENTORS.replace("two", "0").replace(",1,", ",0,"), MENTEES, "There are no places"),
        ("Name,Post\nA,B\n", MENTEES, "no column is the email"),
    ],
)
def test_an_empty_side_or_no_places_is_refused(desk, mentors, mentees, refusal):
    desk.write("M.csv", mentors)
    desk.write("N.csv", mentees)

    code, said = desk.out()

    assert code in (USAGE, REFUSED)
    assert refusal in said


def test_everybody_excluding_everybody_pairs_nobody_and_says_so(desk):
    addresses = "zoe@h.example, khadija@h.example, niamh@h.example, ana@h.example"
    rows = [
        ";".join([*line.split(";")[:9], addresses, ""])
        for line in (
            "A;a@h.example;Fellow;Surgery;Exams;English;;;;;",
            "B;b@h.example;Fellow;Surgery;Exams;English;;;;;",
        )
    ]
    desk.write("N.csv", MENTEES.split("\n")[0] + "\n" + "\n".join(rows))

    code, said = desk.out()

    assert code == DONE
    assert pairs(desk) == {}
    assert "a@h.example: This was not offered this time." in said


def test_a_formula_is_inert_in_everything_that_is_written(desk):
    evil = '=HYPERLINK("http://a.invalid")'
    quoted = '"=HYPERLINK(""http://a.invalid"")"'
    desk.write("M.csv", MENTORS.replace("Research;Exams", quoted).replace("Zoë Jones", quoted))
    desk.write(
        "N.csv", MENTEES.replace(";Research;", f";{quoted};").replace("Dan;", "<img src=x>;")
    )

    code, _said = desk.out("--report", desk.folder / "R.html", "--explain")

    assert code == DONE
    rows = list(csv.reader(io.StringIO(desk.read("PAIRS.csv"), newline="")))
    assert any(evil in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    page = desk.read("R.html")
    assert "=HYPERLINK(&quot;http://a.invalid&quot;)" in page
    assert "<img" not in page
    assert "&lt;img src=x&gt;" in page


def test_explaining_says_why_each_wish_was_not_met(desk):
    desk.write("N.csv", MENTEES.replace(";zoe@h.example;", ";khadija@h.example, zoe@h.example;"))

    _code, said = desk.out("--explain")

    assert "  ayesha@h.example and zoe@h.example (" in said
    assert "ayesha@h.example wished for khadija@h.example: This was not offered" in said
    assert "given no weight, as asked: Specialty" in said


def test_no_sheet_is_written_over(desk):
    code, said = desk.pair("--out", desk.folder / "M.csv")

    assert (code, "would be written over" in said) == (USAGE, True)
    assert desk.read("M.csv") == MENTORS


def test_the_certificate_names_nobody(desk):
    desk.out()

    assert "h.example" not in desk.read("PAIRS.csv.certificate.json")


def test_a_workbook_is_as_good_as_csv(desk):
    import openpyxl

    assert desk.out()[0] == DONE
    from_csv = desk.read("PAIRS.csv")
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(MENTORS.removeprefix("\ufeff"), newline="")):
        book.active.append(row)
    book.save(desk.folder / "M.xlsx")

    code, said = desk.run(
        *("--mentors", desk.folder / "M.xlsx", "--mentees", desk.folder / "N.csv"),
        *("--out", desk.folder / "PAIRS.csv", "--on", "2026-12-01"),
    )

    assert (code, "XLSX workbook" in said) == (DONE, True)
    assert desk.read("PAIRS.csv") == from_csv


def test_a_damaged_or_huge_sheet_is_refused_by_name(desk):
    desk.write("M.csv", b"PK\x03\x04 no workbook")
    code, said = desk.out()
    assert (code, "M.csv: It is damaged" in said) == (USAGE, True)

    with (desk.folder / "M.csv").open("wb") as file:
        file.truncate(200 << 20)
    code, said = desk.out()
    assert (code, "M.csv: It is 200 MB large" in said) == (USAGE, True)


def test_only_people_who_asked_for_a_mentor_are_counted_as_waiting(desk):
    rows = ["role,email,languages,places", "mentee,a@h.example,English,", "mentee,nobody,English,"]
    rows += ["mentor,b@h.example,English,1", "mentor,nobody,English,1"]
    sheet = desk.write("P.csv", "\n".join(rows))

    _code, said = desk.run(sheet, "--out", desk.folder / "PAIRS.csv", "--skip-bad-rows")

    assert "2 people, 1 place: at least 1 will wait." in said


def test_no_cell_can_command_the_terminal(desk):
    desk.write("N.csv", MENTEES.replace("dan@h.example", "dan\x1b[2J@h.example"))
    code, said = desk.out()
    assert (code, "is no e-mail address" in said, "\x1b" in said) == (USAGE, True, False)

    desk.write("N.csv", MENTEES.replace("Exams;english", "Ex\x1b[2Jams;english"))
    assert "\x1b" not in desk.out("--explain")[1]


def test_many_pairs_are_priced_out_and_proved_all_the_same(desk, monkeypatch):
    from amanah.operations.pair import work

    assert desk.out()[0] == DONE
    held = desk.read("PAIRS.csv")
    monkeypatch.setattr(work, "HOLD_ALL", 0)

    assert desk.out()[0] == DONE
    assert desk.read("PAIRS.csv") == held
    assert desk.pair("--verify", desk.folder / "PAIRS.csv")[0] == DONE
    desk.write("PAIRS.csv", desk.read("PAIRS.csv").replace("zoe@h.example", "niamh@h.example", 1))
    assert desk.pair("--verify", desk.folder / "PAIRS.csv")[0] == PROBLEMS
