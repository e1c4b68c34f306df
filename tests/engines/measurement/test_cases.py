"""Every reference case comes out as printed, within the tolerance that it states."""

import pytest

from amanah.engines import measurement as m
from amanah.engines.measurement.scoring import Word
from tests.engines.measurement import figures

ALPHA, ICC = figures.cases("01_alpha"), figures.cases("03_icc")
CHANGE, RESPONSE = figures.cases("06_rci_mdc"), figures.cases("08_nonresponse")
SCORING = figures.json.loads((figures.CASES / "11_checkin_scoring" / "case.json").read_text())
SCORED = {one["id"]: one for one in SCORING["cases"]}
COVERED = {
    "alpha_ci_statpsych", "alpha_attitude", "alpha_pingouin_missing", "alpha_synthetic_mentee_w1",
    "shrout_fleiss_1979", "jacobson_truax_1991", "jt_cutoff", "sem_sdc_synthetic",
    "sdc_identities", "spearman_brown_2", "wilson", "newcombe_diff", "fisher_tea",
    "synthetic_frame",
}  # fmt: skip


def test_no_case_is_left_out():
    assert {*ALPHA, *ICC, *CHANGE, *RESPONSE} == COVERED


def test_the_interval_about_a_printed_alpha():
    case = ALPHA["alpha_ci_statpsych"]
    given, expected = case["input"], case["expected"]

    found = m.alpha_interval(
        given["alpha"], items=given["items"], n=given["n"], confidence=given["conf"]
    )

    assert found.low == pytest.approx(expected["lower"], abs=case["tol"])
    assert found.high == pytest.approx(expected["upper"], abs=case["tol"])
    assert (found.low, found.high) == pytest.approx((0.7970648790, 0.8931665937), abs=1e-9)


def test_alpha_of_attitude():
    case = ALPHA["alpha_attitude"]
    expected, tol = case["expected"], case["tol"]

    found = m.cronbach_alpha(figures.rows("attitude"))

    assert found.value == pytest.approx(expected["alpha"], abs=tol["alpha"])
    assert found.low == pytest.approx(expected["lower"], abs=tol["lower"])
    assert found.high == pytest.approx(expected["upper"], abs=tol["upper"])
    assert (found.n, found.items, found.dropped) == (30, 7, 0)


@pytest.mark.parametrize(("rule", "people"), [("pairwise", 12), ("listwise", 9)])
def test_alpha_where_answers_are_missing(rule, people):
    case = ALPHA["alpha_pingouin_missing"]
    expected = case["expected"]

    found = m.cronbach_alpha(figures.rows("cronbach_wide_missing"), missing=rule)

    assert found.value == pytest.approx(expected[f"{rule}_alpha"], abs=case["tol"])
    assert rule in found.method
    assert found.n == people
    # The printed interval takes all twelve people for its degrees of freedom also where three of
    # them were dropped; of the nine that are left it is wider.
    printed = m.alpha_interval(found.value, items=11, n=12)
    assert [round(printed.low, 3), round(printed.high, 3)] == expected[f"{rule}_ci"]
    assert (found.low < printed.low) is (rule == "listwise")
    ours = m.alpha_interval(found.value, items=11, n=people)
    assert (found.low, found.high) == (ours.low, ours.high)


def test_alpha_of_made_up_mentees():
    case = ALPHA["alpha_synthetic_mentee_w1"]
    expected, tol = case["expected"], case["tol"]

    found = m.cronbach_alpha(figures.partner_items("mentee", 1))

    assert (found.n, found.dropped) == (expected["n"], 120 - expected["n"])
    assert found.value == pytest.approx(expected["alpha"], abs=tol["alpha"])
    assert found.low == pytest.approx(expected["lower"], abs=tol["lower"])
    assert found.high == pytest.approx(expected["upper"], abs=tol["upper"])


@pytest.mark.parametrize(
    ("named", "form"),
    [("ICC1", "1,1"), ("ICC2", "A,1"), ("ICC3", "C,1"), ("ICC1k", "1,k"), ("ICC2k", "A,k"),
     ("ICC3k", "C,k")],
)  # fmt: skip
def test_shrout_and_fleiss(named, form):
    case = ICC["shrout_fleiss_1979"]

    found = m.icc(case["ratings"], form)

    assert round(found.value, 2) == case["expected"][named]
    assert found.value == pytest.approx(case["exact"][named], abs=case["tol"])
    if named in case["ci"]:
        assert [found.low, found.high] == pytest.approx(case["ci"][named], abs=case["tol"])


def test_reliable_change():
    case = CHANGE["jacobson_truax_1991"]
    given, expected = case["input"], case["expected"]

    found = m.reliable_change(given["pre"], given["post"], sd=given["sd"], reliability=given["r"])

    assert found.sem == pytest.approx(expected["sem"], abs=case["tol"])
    assert found.sdiff == pytest.approx(expected["sdiff"], abs=case["tol"])
    assert found.value == pytest.approx(expected["rci"], abs=case["tol"])
    assert found.threshold == pytest.approx(expected["threshold95"], abs=case["tol"])
    assert found.is_reliable


def test_cut_offs():
    case = CHANGE["jt_cutoff"]
    given, expected = case["input"], case["expected"]

    found = m.cut_offs((given["M1"], given["s1"]), (given["M0"], given["s0"]))

    assert vars(found) == pytest.approx(expected, abs=case["tol"])


def test_the_smallest_detectable_change_of_made_up_mentees():
    case = CHANGE["sem_sdc_synthetic"]
    expected = case["expected"]
    rows = list(zip(figures.totals("mentee", 1), figures.totals("mentee", 2), strict=True))

    agreement = m.smallest_detectable_change(rows)
    consistency = m.smallest_detectable_change(rows, kind="consistency")
    correlation = m.icc(rows)

    assert agreement.n == expected["n"]
    assert correlation.mean_squares[:3] == pytest.approx(
        (expected["MSid"], expected["MSw"], expected["MSe"]), abs=case["tol"]
    )
    assert consistency.sem == pytest.approx(expected["SEM_consistency"], abs=case["tol"])
    assert agreement.sem == pytest.approx(expected["SEM_agreement"], abs=case["tol"])
    assert agreement.value == pytest.approx(expected["SDC_agreement"], abs=case["tol"])
    assert correlation.value == pytest.approx(expected["ICC_A1"], abs=case["tol"])
    assert [correlation.low, correlation.high] == pytest.approx(
        expected["ICC_A1_ci"], abs=case["tol"]
    )


def test_the_identities_of_the_smallest_detectable_change():
    case = CHANGE["sdc_identities"]

    for row in case["rows"]:
        found = m.detectable_change_from(row["sd"], row["icc"], n=25)

        assert found.sem == pytest.approx(row["sem"], abs=case["tol"])
        assert found.value == pytest.approx(row["sdc"], abs=case["tol"])
        assert found.group == pytest.approx(row["sdc"] / 5, abs=case["tol"])


def test_spearman_and_brown():
    case = CHANGE["spearman_brown_2"]

    assert m.spearman_brown(case["input"]["r"]) == pytest.approx(case["expected"], abs=case["tol"])


def test_wilson():
    case = RESPONSE["wilson"]

    for count, n, low, high in case["rows"]:
        found = m.wilson(count, n)
        assert (found.low, found.high) == pytest.approx((low, high), abs=case["tol"])


def test_newcombe():
    case = RESPONSE["newcombe_diff"]

    for *counts, low, high in case["rows"]:
        found = m.newcombe(*counts)
        assert (found.low, found.high) == pytest.approx((low, high), abs=case["tol"])


def test_the_tea_drinker():
    case = RESPONSE["fisher_tea"]

    greater, both = m.fisher_exact(case["table"])

    assert greater == pytest.approx(case["expected"]["greater"], abs=case["tol"])
    assert both == pytest.approx(case["expected"]["two_sided"], abs=case["tol"])


def test_who_answered_of_made_up_people():
    case = RESPONSE["synthetic_frame"]
    expected = case["expected"]
    people = figures.records("synthetic_nonresponse")

    found = m.nonresponse(
        [int(one["responded"]) for one in people],
        strata=[one["role"] for one in people],
        covariates={
            "meetings": [int(one["meetings"]) for one in people],
            "female": [int(one["female"]) for one in people],
            "mentor": [int(one["role"] == "mentor") for one in people],
        },
        outcome=[figures.number(one["score"]) for one in people],
    )

    near = {"abs": case["tol"]}
    assert {one.label: [one.asked - one.answered, one.answered] for one in found.strata} == (
        expected["table"]
    )
    assert found.difference.statistic == pytest.approx(expected["chisq"], **near)
    assert found.difference.p == pytest.approx(expected["p"], **near)
    assert {name: one.value for name, one in found.model.items()} == pytest.approx(
        expected["logit"], **near
    )
    assert found.r_indicator == pytest.approx(expected["R_indicator"], **near)
    assert found.averages.raw.value == pytest.approx(expected["mean_unweighted"], **near)
    assert found.averages.weighted.value == pytest.approx(expected["mean_ipw"], **near)
    assert found.averages.flatters_by == pytest.approx(0.082, abs=0.0005)
    assert found.balance["meetings"] == pytest.approx(expected["smd_meetings"], **near)


@pytest.mark.parametrize("name", [one for one, case in SCORED.items() if "partner" in case])
def test_totals_of_a_checkin(name):
    case = SCORED[name]
    expected = dict(case["expected"])

    found = m.score_checkin(case["partner"], case["self"])

    assert found.value == expected.pop("partner_mean")
    assert found.self_value == expected.pop("self_mean", found.self_value)
    assert found.n == expected.pop("answered", found.n)
    assert found.reason == expected.pop("reason", None)
    assert found.ceiling is expected.pop("ceiling", False)
    if "profile_similarity" in expected:
        assert expected.pop("profile_similarity") is None
        assert m.profile_similarity(case["partner"], case["partner"]) is None
    assert expected == {}


def test_a_factor_of_two_items_needs_both():
    case = SCORED["factor_needs_both"]

    found = m.factor_score(case["pair"])

    assert found.value is case["expected"]["factor"]
    assert found.show == case["expected"]["show"]


@pytest.mark.parametrize("name", [one for one in SCORED if one.startswith("gap_")])
def test_gaps(name):
    case = SCORED[name]

    found = m.gap(case["self_item_a"], case["partner_item_a"])

    assert found.value == case["expected"]["gap"]
    assert found.word == Word(case["expected"]["word"])


def test_no_case_of_scoring_is_left_out():
    tried = [one for one in SCORED if "partner" in SCORED[one] or one.startswith("gap_")]

    assert sorted([*tried, "factor_needs_both"]) == sorted(SCORED)
