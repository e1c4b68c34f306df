"""What the rows of a list say, and what is wrong with them. No database is needed."""

import pytest

from amanah.programmes.intake import fields
from amanah.programmes.intake.review import Facts, Known, Part, review
from amanah.programmes.intake.rows import Row, read_row
from tests.programmes.lists import ONE, TWO, codes, judged

HEADER = ["ID", "Your name", "Hospital e-mail", "Best times", "How many mentees?"]


def said(field, cell, role="mentor"):
    columns = {"name": "name", "email": "email", "it": field}
    row = Row(2, ["Hina", "hina@example.org", cell])
    return read_row(row, ["name", "email", "it"], columns, role=role, asked={})


def test_columns_are_guessed_and_remembered_ones_go_first():
    assert fields.proposed(HEADER, {}, role="mentor") == {
        "Your name": "name",
        "Hospital e-mail": "email",
        "Best times": "times",
        "How many mentees?": "places",
    }
    known = {"id": "specialty", "best times": ""}
    assert fields.proposed(HEADER, known, role="mentor") == {
        "ID": "specialty",
        "Your name": "name",
        "Hospital e-mail": "email",
        "How many mentees?": "places",
    }


def test_a_role_is_only_asked_of_a_list_of_both():
    assert fields.lacking(["email", "name"], role="mentor") == []
    assert fields.lacking(["email", "name"], role="") == ["role"]
    assert "role" not in fields.proposed(["Role", "Name"], {}, role="mentee").values()
    assert fields.proposed(["Role", "Name"], {}, role="")["Role"] == "role"


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("places", "two", 2),
        ("times", "Fri afternoon; on call weeks never", ["fri_afternoon", "on call weeks never"]),
        ("specialty", "Undecided", ""),
        ("wishes", "A@x.org; b@x.org", ["a@x.org", "b@x.org"]),
        ("away_until", "2027-03-01", "2027-03-01"),
        ("statement", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_cells_are_read_as_people_write_them(field, cell, value):
    found = said(field, cell)

    assert (found.problems, found.values) == ([], {field: value})


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("places", "-1", "number_out_of_range"),
        ("places", "a few", "not_a_number"),
        ("places", "", "no_number"),
        ("places", "101", "number_out_of_range"),
        ("places", "9" * 400, "number_out_of_range"),
        ("away_until", "next spring", "not_a_day"),
        ("away_until", "01/03/2027", "two_days"),
        ("wishes", "Prof Khan", "not_an_address"),
        ("matters:availability", "enormously", "not_how_much"),
        ("wishes", "a@x.org;b@x.org;c@x.org;d@x.org", "too_many"),
        ("topics", "x" * 121, "item_too_long"),
        ("languages", ";".join(f"l{n}" for n in range(41)), "too_many"),
        ("statement", "x" * 2001, "too_long"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_field(field, cell, code):
    [problem] = said(field, cell).problems

    assert (problem["field"], problem["code"]) == (field, code)
    assert len(problem["cell"]) <= 200


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("", "a@x.org", "no_name"),
        ("12", "a@x.org", "not_a_name"),
        ("Hina", "", "no_address"),
        ("Hina", "hina at x", "not_an_address"),
        ("Hina\u202e", "a@x.org", "not_a_name"),
    ],
)
def test_everybody_has_a_name_and_an_address(name, email, code):
    row = Row(2, [name, email])
    found = read_row(row, ["n", "e"], {"n": "name", "e": "email"}, role="mentee", asked={})

    assert [problem["code"] for problem in found.problems] == [code]


@pytest.mark.parametrize(
    "name", ["O'Brien", "Siobhán", "خدیجہ", "Prof. Dr. Ayesha Khan (Eye)", "X"]
)
def test_names_are_taken_as_people_write_them(name):
    assert codes(judged([(name, "a@x.org")])) == [("new", [])]


def test_a_row_with_too_many_cells_is_told():
    row = Row(7, ["a", "b", "c"])
    found = read_row(row, ["n", "e"], {"n": "name", "e": "email"}, role="mentee", asked={})

    assert found.problems == [{"code": "crooked", "cells": 3, "header": 2}]


@pytest.mark.parametrize(
    ("cell", "roles"),
    [("Mentor", ("mentor",)), ("both", ("mentor", "mentee")), ("I am a mentee", ("mentee",))],
)
def test_a_column_may_say_the_role(cell, roles):
    columns = {"n": "name", "e": "email", "r": "role"}
    row = Row(2, ["Hina", "hina@x.org", cell])
    assert read_row(row, ["n", "e", "r"], columns, role="", asked={}).roles == roles
    row = Row(2, ["Hina", "hina@x.org", "surgeon"])
    [problem] = read_row(row, ["n", "e", "r"], columns, role="", asked={}).problems
    assert problem["code"] == "not_a_role"


def test_the_same_row_twice_is_one_person():
    assert codes(judged([("Hina", "h@x.org", "A"), ("hina", "H@x.org", "A")])) == [
        ("new", []),
        ("same", ["same_as"]),
    ]


def test_one_person_with_two_answers_is_asked_about_and_the_choice_counts():
    rows = [("Hina Baig", "h@x.org", "Surgery"), ("Dr Hina Baig", "h@x.org", "Medicine")]

    assert codes(judged(rows)) == [("asked", ["twice"]), ("asked", ["twice"])]
    chosen = judged(rows, answers={2: {"address": "3"}, 3: {"address": "3"}})
    assert codes(chosen) == [("out", ["out_twice"]), ("new", [])]


def test_two_people_with_one_address_are_never_merged():
    rows = [("Hina Baig", "h@x.org"), ("Bilal Aslam", "h@x.org")]

    found = judged(rows)

    assert codes(found) == [("asked", ["shared"]), ("asked", ["shared"])]
    assert found[0].told[0]["names"] == ["Hina Baig", "Bilal Aslam"]
    chosen = judged(rows, answers={2: {"address": "2"}, 3: {"address": "2"}})
    assert codes(chosen) == [("new", []), ("out", ["out_shared"])]


def test_an_answer_about_a_line_that_no_longer_has_the_address_is_asked_again():
    rows = [("Hina Baig", "h@x.org"), ("Bilal Aslam", "h@x.org")]

    again = judged(rows, answers={2: {"address": "9"}, 3: {"address": "9"}})

    assert codes(again) == [("asked", ["shared"]), ("asked", ["shared"])]


def known(name="Hina Baig", **about):
    return {"h@x.org": Known(ONE, name, **{"has_joined": True, "is_here": True, **about})}


def test_another_name_at_a_known_address_is_asked_about():
    facts = Facts(known=known("Saima Noor"))
    rows = [("Hina Baig", "h@x.org")]

    assert codes(judged(rows, facts=facts)) == [("asked", ["name"])]
    assert codes(judged(rows, facts=facts, answers={2: {"name": "same"}})) == [("new", [])]
    other = judged(rows, facts=facts, answers={2: {"name": "other"}})
    assert codes(other) == [("wrong", ["needs_own_address"])]


def test_an_account_in_another_institution_makes_no_difference():
    elsewhere = Facts(known=known("Saima Noor", is_here=False))

    assert codes(judged([("Hina Baig", "h@x.org")], facts=elsewhere)) == codes(
        judged([("Hina Baig", "h@x.org")])
    )


def test_whoever_left_is_asked_about():
    rows = [("Hina Baig", "h@x.org")]
    facts = Facts(known=known(is_here=False, has_left=True))

    assert codes(judged(rows, facts=facts)) == [("asked", ["left"])]
    assert codes(judged(rows, facts=facts, answers={2: {"left": "back"}})) == [("new", [])]
    assert codes(judged(rows, facts=facts, answers={2: {"left": "out"}})) == [("out", ["left"])]


def part(said=None, now=None, **about):
    return Facts(known=known(), parts={(ONE, "mentee"): Part(TWO, said=said, now=now, **about)})


def test_a_second_list_changes_only_what_changed_in_it():
    was = {"stage": "Year 1"}
    same = judged([("Hina Baig", "h@x.org", "Year 1")], facts=part(was, dict(was)))
    changed = judged([("Hina Baig", "h@x.org", "Year 2")], facts=part(was, dict(was)))

    assert (codes(same), same[0].changes) == ([("same", [])], {"mentee": []})
    assert (codes(changed), changed[0].changes) == ([("updated", [])], {"mentee": ["stage"]})


def test_what_somebody_wrote_themselves_is_asked_about():
    facts = part({"stage": "Year 1"}, {"stage": "Final year"})
    rows = [("Hina Baig", "h@x.org", "Year 2")]

    asked = judged(rows, facts=facts)
    assert (codes(asked), asked[0].told[0]["fields"]) == ([("asked", ["edited"])], ["stage"])
    theirs = judged(rows, facts=facts, answers={2: {"edited": "theirs"}})
    assert theirs[0].changes == {"mentee": []}
    lists = judged(rows, facts=facts, answers={2: {"edited": "list"}})
    assert lists[0].changes == {"mentee": ["stage"]}


def test_nothing_is_asked_about_what_staff_do_not_see():
    facts = part({"wishes": ["a@x.org"]}, {"wishes": ["secret@x.org"]})
    columns = {"n": "name", "e": "email", "w": "wishes"}
    row = Row(2, ["Hina Baig", "h@x.org", "b@x.org"])
    read = read_row(row, ["n", "e", "w"], columns, role="mentee", asked={})

    [found] = review([(row, read)], facts)

    assert (found.verdict, found.told) == ("updated", [])


def test_whoever_applied_themselves_speaks_for_themselves():
    drafted = judged([("Hina Baig", "h@x.org", "Year 2")], facts=part())

    assert codes(drafted) == [("same", ["speaks_for_themselves"])]


def test_a_row_that_is_left_out_is_not_looked_at():
    rows = [("Hina", "no address"), ("Bilal", "b@x.org")]

    assert codes(judged(rows, left_out={2})) == [("out", ["left_out"]), ("new", [])]
