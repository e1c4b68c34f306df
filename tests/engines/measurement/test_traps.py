"""What goes wrong elsewhere, each with what would be found if it went wrong here."""

import math
import warnings
from dataclasses import fields

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.mixed_linear_model import MixedLM

from amanah.engines import measurement as m
from amanah.engines.measurement.quantiles import fisher
from tests.engines.measurement import figures

THREE = {"visual": [0, 1, 2], "textual": [3, 4, 5], "speed": [6, 7, 8]}


def test_the_second_degrees_of_freedom_of_feldt_are_those_of_people_less_one():
    wrong = 1 - 0.15 * fisher(0.975, 88, 89 * 6)

    assert round(wrong, 6) == 0.797125
    assert abs(m.alpha_interval(0.85, items=7, n=89).low - wrong) > 5e-5


def test_the_rule_for_gaps_moves_alpha_and_is_stated():
    rows = figures.rows("cronbach_wide_missing")

    listwise, pairwise = (m.cronbach_alpha(rows, missing=rule) for rule in ("listwise", "pairwise"))

    assert listwise.value - pairwise.value > 0.06
    assert (listwise.n, listwise.dropped, pairwise.n) == (9, 3, 12)
    assert "listwise" in listwise.method
    assert "pairwise" in pairwise.method
    with pytest.raises(m.InvalidInput, match="gap"):
        m.cronbach_alpha(rows, missing="refused")


def test_the_solver_does_not_stop_at_a_worse_minimum():
    """The chi-square of one factor is 312.264; another program stops at 441.22."""
    rows = figures.rows("holzinger_swineford_1939")

    found = m.confirmatory(rows)

    stopped = figures.oracles()["factors"]["Holzinger and Swineford, one factor"]
    assert found.chi_square == pytest.approx(312.264, abs=5e-4)
    assert stopped["chi2"] > found.chi_square + 100


def test_a_unique_variance_below_zero_is_refused_and_told():
    proper = [[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]]
    # The loading of the first item would be sqrt(.8 · .7 / .5) = 1.06.
    heywood = [[1, 0.8, 0.7], [0.8, 1, 0.5], [0.7, 0.5, 1]]

    assert 0 < m.omega_total(covariance=proper, n=100).value < 1
    with pytest.raises(m.Improper, match="Item 0"):
        m.omega_total(covariance=heywood, n=100)


def implied(loadings, correlation):
    k = len(loadings[0])
    pattern = np.zeros((2 * k, 2))
    pattern[:k, 0], pattern[k:, 1] = loadings
    found = pattern @ np.array([[1, correlation], [correlation, 1]]) @ pattern.T
    np.fill_diagonal(found, 1.0)
    return found


@pytest.mark.parametrize("correlation", [0.6, 1.0, 1.1])
def test_factors_that_are_one_are_not_told_as_two(correlation):
    table = implied([[0.8, 0.7, 0.6], [0.7, 0.6, 0.7]], correlation)
    factors = {"one": [0, 1, 2], "other": [3, 4, 5]}

    if correlation < 1:
        found = m.confirmatory(factors=factors, covariance=table, n=300)
        assert found.factor_correlations["one", "other"].value == pytest.approx(0.6, abs=1e-6)
    else:
        with pytest.raises(m.Improper, match="not several"):
            m.confirmatory(factors=factors, covariance=table, n=300)


def test_answers_in_large_units_are_fitted_as_well():
    rows = np.array(figures.rows("holzinger_swineford_1939"))
    units = np.array([1e6, 1e-6, 1, 1e3, 1, 1, 1e-3, 1, 1e2])

    plain, scaled = m.confirmatory(rows, THREE), m.confirmatory(rows * units + 100 * units, THREE)

    assert scaled.chi_square == pytest.approx(plain.chi_square, abs=1e-6)
    assert [one.value for one in scaled.loadings] == pytest.approx(
        [one.value for one in plain.loadings], abs=1e-7
    )


def test_the_error_of_agreement_is_not_that_of_consistency():
    before = [3.0, 4.0, 2.5, 4.5, 3.5, 4.0]
    moved = list(
        zip(before, [one + 0.5 + 0.1 * (at % 2) for at, one in enumerate(before)], strict=True)
    )

    agreement = m.smallest_detectable_change(moved)
    consistency = m.smallest_detectable_change(moved, kind="consistency")

    assert agreement.sem > 5 * consistency.sem
    within = math.sqrt(sum((a - b) ** 2 for a, b in moved) / 12)
    assert agreement.sem == pytest.approx(within)


def test_pearson_does_not_see_a_constant_gap_and_agreement_does():
    mentees = [5.0, 4.5, 4.0, 3.0, 3.5, 4.8, 2.0]
    mentors = [one - 1.5 for one in mentees]
    both = list(zip(mentees, mentors, strict=True))

    assert stats.pearsonr(mentees, mentors).statistic == pytest.approx(1)
    assert m.icc(both, "C,1").value == pytest.approx(1)
    assert m.icc(both, "A,1").value < 0.6
    found = m.bland_altman(mentees, mentors)
    assert found.value == pytest.approx(1.5)
    assert (found.low, found.high, found.sd) == (None, None, 0)


def test_an_interval_is_not_rounded_to_two_places():
    printed = figures.oracles()["icc"]["Shrout and Fleiss"]["A,1"]["ends"]
    found = m.icc(figures.cases("03_icc")["shrout_fleiss_1979"]["ratings"])

    assert printed == [round(found.low, 2), round(found.high, 2)]
    assert found.low != printed[0]


def test_a_flat_profile_has_no_similarity_and_is_not_counted_as_nought():
    mentees = figures.partner_items("mentee", 1)
    mentors = figures.partner_items("mentor", 1)
    both = [
        (one, other)
        for one, other in zip(mentees, mentors, strict=True)
        if None not in one and None not in other
    ]
    flat = [at for at, pair in enumerate(both) if any(len(set(side)) == 1 for side in pair)]

    found = m.profile_similarities(*zip(*both, strict=True))

    assert len(both) == 74
    assert [at for at, one in enumerate(found.overall_of) if one is None] == flat
    assert (found.undefined, found.n) == (3, 71)
    there = [one for one in found.overall_of if one is not None]
    assert found.value == pytest.approx(sum(there) / 71)


def test_twelve_of_eighty_four_dyads_have_no_similarity():
    """How mentors see themselves beside how mentees see them, factor by factor."""
    seen = [factors(row) for row in figures.partner_items("mentee", 1)]
    said = [list(row) for row in figures.self_items("mentor", 1)]
    both = [(a, b) for a, b in zip(seen, said, strict=True) if None not in a and None not in b]

    found = m.profile_similarities(*zip(*both, strict=True))

    assert (len(both), found.undefined, found.n) == (84, 12, 72)
    assert found.distinctive.n == 72


def factors(row):
    return [None if None in two else sum(two) / 2 for two in zip(row[::2], row[1::2], strict=True)]


def test_strangers_are_alike_in_what_everybody_answers_and_not_beyond_it():
    random = np.random.default_rng(3)
    usual = np.array([5, 5, 4, 2, 1, 3.0])
    first, second = (usual + random.normal(0, 0.6, (300, 6)) for _ in range(2))

    found = m.profile_similarities(first.tolist(), second.tolist())

    assert found.value > 0.8
    assert abs(found.distinctive.value) < 0.1


def dyads(correlation, *, n=150, seed=5):
    random = np.random.default_rng(seed)
    x = random.normal(3, 1, (n, 2))
    errors = random.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], n)
    return x, 0.6 * x + 0.3 * x[:, ::-1] + errors


def test_partners_who_differ_more_than_strangers_have_a_correlation_below_zero():
    x, y = dyads(-0.6)

    found = m.apim(x, y, pooled=True)

    assert found.high < 0
    assert m.apim(x, y).value == pytest.approx(-0.6, abs=0.1)
    # A random intercept for each dyad has a variance, which cannot be below zero.
    design = np.column_stack([np.ones(300), x.ravel(), x[:, ::-1].ravel()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mixed = MixedLM(y.ravel(), design, groups=np.repeat(np.arange(150), 2)).fit()
    assert mixed.cov_re[0, 0] >= 0


@pytest.mark.parametrize("correlation", [-0.6, 0.0, 0.5])
def test_pooled_standard_errors_are_those_of_generalised_least_squares(correlation):
    x, y = dyads(correlation)
    found = m.apim(x, y, pooled=True)
    variance = _variance(found, x, y)
    inside = variance * np.array([[1, found.value], [found.value, 1]])
    weight = np.linalg.inv(inside)

    curvature = np.zeros((3, 3))
    for pair in x:
        design = np.column_stack([np.ones(2), pair, pair[::-1]])
        curvature += design.T @ weight @ design
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))

    assert errors[1:] == pytest.approx([found.actor.se, found.partner.se])


def _variance(found, x, y):
    """The residual variance of both roles, from the residuals of the pooled coefficients."""
    rest = y - found.actor.value * x - found.partner.value * x[:, ::-1]
    total, apart = rest.sum(axis=1), rest[:, 0] - rest[:, 1]
    n = len(x)
    return (((total - total.mean()) ** 2).sum() / (n - 2) + (apart**2).sum() / (n - 1)) / 4


def test_a_pair_or_a_few_waves_have_no_chart():
    waves = [4.1, 4.3, 3.9, 4.2, 4.0, 4.4, 4.1, 3.8]

    for chart in (m.individuals_chart, m.ewma):
        assert chart(waves).n == 8
        with pytest.raises(m.TooFew, match="at least 8"):
            chart(waves[:7])


def test_wald_would_be_sure_of_nought_and_leave_the_possible():
    assert m.wilson(0, 20).high == pytest.approx(0.1611, abs=6e-5)
    assert m.wilson(1, 29).low > 0
    wald = 1 / 29 - 1.96 * math.sqrt(1 / 29 * 28 / 29 / 29)
    assert wald < 0
    both = m.newcombe(10, 10, 0, 20)
    assert both.high == 1
    assert both.low < 0.7


def test_nobody_who_did_not_answer_is_told_of():
    labels = ["surgery"] * 30 + ["pathology"] * 3 + ["radiology"] * 12
    answered = ([1] * 20 + [0] * 10) + [1, 1, 0] + [1] * 9 + [0] * 3

    found = m.nonresponse(
        answered, strata=labels, covariates={"year": [at % 5 for at in range(45)]}
    )

    # The three are told together with the next larger group, so that no group is below eight.
    assert [(one.label, one.asked) for one in found.strata] == [("others", 15), ("surgery", 30)]
    for field in fields(found):
        value = getattr(found, field.name)
        assert not hasattr(value, "__len__") or field.name == "method" or len(value) < 5


def test_total_of_missing_answers_is_none_and_never_the_middle_of_the_scale():
    found = m.score_checkin([5, None, 5, None, 5, None], [5] * 6)

    assert (found.value, found.n) == (None, 3)
    assert m.gap(5, None).value is None
    assert not m.score_checkin([5, 5, 5, 5, 5, None], [5] * 6).ceiling
