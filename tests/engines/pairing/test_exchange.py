"""A result as a file: it is checked as it was, and whatever is altered in it is found."""

import copy
import json

import pytest

from amanah.engines.pairing import BrokenCertificate, InvalidMarket, PairingError, Policy, solve
from amanah.engines.pairing.exchange import check_export, exported, exported_ranks
from tests.engines.pairing.markets import ranked
from tests.engines.pairing.test_changes import some_take_one_role, with_roles
from tests.engines.pairing.test_laws import drawn


def handed_out(market, policy):
    outcome = solve(market, policy)
    files = exported(market, policy, outcome), exported_ranks(market, outcome)
    return [json.loads(json.dumps(one)) for one in files]


def two_sided():
    lists = {"a": ["x", "y"], "b": ["x", "y"], "c": ["y", "x"]}
    return ranked(lists, {"x": ["c", "a", "b"], "y": ["a", "b", "c"]}, {"x": 1, "y": 1})


@pytest.mark.parametrize(
    ("market", "policy"),
    [
        (drawn(1), Policy("fair", seed=3)),
        (drawn(2), Policy("total", load_step=0)),
        (with_roles(3), Policy("fair")),
        (some_take_one_role(with_roles(4)), Policy("fair")),
    ],
)
def test_a_result_is_checked_from_its_file_alone(market, policy):
    export, _ranks = handed_out(market, policy)

    assert check_export(export).result_hash == export["result_hash"]


def test_who_would_rather_have_whom_is_in_a_file_of_its_own():
    export, ranks = handed_out(two_sided(), Policy("stable"))
    assert not {"mentee_rank", "mentor_rank"} & export.keys()

    with pytest.raises(InvalidMarket, match="an auditor has"):
        check_export(export)

    assert check_export(export, ranks).proved == ("no pair blocks",)


def test_ranks_of_another_result_are_refused():
    export, ranks = handed_out(two_sided(), Policy("stable"))
    ranks["input_hash"] = "0" * 64

    with pytest.raises(BrokenCertificate, match="not the ranks"):
        check_export(export, ranks)


def altered(export):
    """Every way in which a line of it can be other than it was."""
    for key, change in {
        "places": lambda values: [values[0] + 1, *values[1:]],
        "demand": lambda values: [0, *values[1:]],
        "chosen": lambda values: values[1:],
        "mentees": lambda values: ["somebody", *values[1:]],
        "eligible": lambda values: [[*values[0][:2], (values[0][2] + 1) % 1000], *values[1:]],
        "locks": lambda values: [0],
        "policy": lambda policy: {**policy, "load_step": 7},
        "result_hash": lambda value: "0" * 64,
        "kind": lambda value: "a letter",
        "form": lambda value: 2,
    }.items():
        other = copy.deepcopy(export)
        other[key] = change(other[key])
        yield pytest.param(other, id=key)


@pytest.mark.parametrize("other", list(altered(handed_out(drawn(1), Policy("fair", seed=3))[0])))
def test_whatever_is_altered_is_found(other):
    with pytest.raises(PairingError):
        check_export(other)


def test_what_is_no_export_is_refused():
    for found in ({}, {"kind": "amanah run"}, {"kind": 1, "form": 1}):
        with pytest.raises(BrokenCertificate, match="no export"):
            check_export(found)
