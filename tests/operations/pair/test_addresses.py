"""Rows of one address: the same person twice, one person with two answers, or two people."""

import csv
import io

import pytest

from amanah.operations.stop import DONE, PROBLEMS, USAGE
from tests.operations.pair.conftest import MENTEES, MENTORS

ZAID = (
    "Zaid Malik,ZOE@h.example,Consultant,Surgery,Exams,French;Urdu,1,Any evening,dan@h.example,\n"
)


def test_a_row_that_was_sent_twice_counts_once(desk):
    desk.write(
        "N.csv",
        MENTEES + "Dan;dan@h.example;House officer;Neurology;Leadership;English;"
        "Wed morning;A bit;;;again\n",
    )

    code, said = desk.out()

    assert code == DONE
    assert "N.csv, line 7, column 'E-mail': it says the same as line 4." in said
    assert "4 people" in said


def test_two_different_answers_of_one_person_are_never_guessed_at(desk):
    desk.write("N.csv", MENTEES + "Dan;dan@h.example;Fellow;Surgery;;;;;;;\n")

    code, said = desk.out()

    assert code == USAGE
    assert "lines 4, 7 have one address and different answers; keep one row an address" in said


def test_two_answers_of_one_name_among_several_people_are_not_guessed_at(desk):
    desk.write("M.csv", MENTORS + ZAID + ZAID.replace("Surgery", "Cardiology"))

    code, said = desk.out()

    assert code == USAGE
    assert "lines 2, 6, 7 have one address and different answers" in said


def test_a_row_without_a_name_cannot_be_told_apart(desk):
    desk.write("M.csv", MENTORS + ZAID.replace("Zaid Malik", ""))

    assert desk.out()[0] == USAGE


@pytest.fixture
def shared(desk):
    """Zoë has two places and Zaid one, at the same address."""
    desk.write("M.csv", MENTORS + ZAID)
    return desk


def rows(desk):
    return list(csv.DictReader(io.StringIO(desk.read("PAIRS.csv"), newline="")))


@pytest.mark.parametrize("objective", ["fair", "total", "stable"])
def test_different_people_at_one_address_are_two_people(shared, objective):
    code, said = shared.out("--objective", objective)

    assert code == DONE
    assert "lines 2, 6 have one address and different people; told apart by their names" in said
    assert "4 people, 5 places: there is room for everybody." in said
    there = [row for row in rows(shared) if row["mentor"] == "zoe@h.example"]
    named = [row["reasons"].partition(",")[0] for row in there]
    assert set(named) <= {"The mentor is Zoë Jones", "The mentor is Zaid Malik"}
    assert named.count("The mentor is Zoë Jones") <= 2
    assert named.count("The mentor is Zaid Malik") <= 1
    assert shared.pair("--verify", shared.folder / "PAIRS.csv")[0] == DONE


def test_who_was_meant_cannot_be_changed_unnoticed(shared):
    shared.out()
    text = shared.read("PAIRS.csv")
    assert "is Zaid Malik, one" in text
    shared.write("PAIRS.csv", text.replace("is Zaid Malik, one", "is Zoë Jones, one"))

    assert shared.pair("--verify", shared.folder / "PAIRS.csv")[0] == PROBLEMS


def test_an_exclusion_means_everybody_at_the_address_and_a_wish_nobody(shared):
    """Ayesha wishes for the address; Bilal will have nobody who is there; Dan is assessed there."""
    shared.write("N.csv", MENTEES.replace(";;khadija@h.example;=1+1", ";;zoe@h.example;=1+1"))

    code, said = shared.out()

    assert code == DONE
    assert "column 'Mentors you would like': zoe@h.example is the address of several" in said
    with_them = {row["mentee"] for row in rows(shared) if row["mentor"] == "zoe@h.example"}
    assert "bilal@h.example" not in with_them
    named = {row["mentee"]: row["reasons"] for row in rows(shared)}
    assert "Zaid Malik" not in named.get("dan@h.example", "")


def test_nobody_is_paired_with_somebody_at_their_own_shared_address(shared):
    shared.write("N.csv", MENTEES + "Zed;zoe@h.example;Fellow;Surgery;Exams;French;;;;;\n")

    code, _said = shared.out()

    assert code == DONE
    assert [row for row in rows(shared) if row["mentee"] == row["mentor"]] == []


def test_the_order_of_rows_makes_no_difference_to_who_is_who(shared):
    shared.out()
    before = shared.read("PAIRS.csv")
    header, *lines = (MENTORS + ZAID).replace("\\\n", "").splitlines(keepends=True)
    shared.write("M.csv", header + "".join(reversed(lines)))

    shared.out()

    assert shared.read("PAIRS.csv") == before


def test_who_is_left_out_is_counted_and_said(desk):
    desk.write("N.csv", MENTEES + "Eve;not-an-address;Fellow;Surgery;;;;;;;\n")

    code, said = desk.out("--skip-bad-rows")

    assert code == DONE
    assert "5 people, 4 places: at least 1 will wait. 1 of them left out with a bad row" in said
    assert "of 4 mentees have a mentor." in said
