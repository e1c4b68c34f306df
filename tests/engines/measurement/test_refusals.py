"""What means nothing is not given, and says why; each beside what is."""

import numpy as np
import pytest

from amanah.engines import measurement as m
from tests.engines.measurement.samples import ASKED, ROWS, VALUES, X, Y


@pytest.mark.parametrize(
    "rows", [[[1, 2], [3]], "12", ["12", "34"], 5, [[1], [2], [3]], [{1: 2}, {1: 2}], [5, 6]]
)
def test_what_is_no_table_is_refused(rows):
    with pytest.raises(m.InvalidInput):
        m.icc(rows)


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[1, 2], [None, 3]]])
def test_too_few_people_are_refused(rows):
    m.cronbach_alpha([[1, 2], [2, 4]])

    for measure in (m.cronbach_alpha, m.icc, m.smallest_detectable_change):
        with pytest.raises(m.TooFew):
            measure(rows)


def test_what_does_not_vary_has_no_measure():
    flat = [[3.0] * 3] * 6
    tenths = [[0.1 + 0.2, 0.3, 0.3]] * 6

    for rows in (flat, tenths):
        for measure in (m.cronbach_alpha, m.icc, m.smallest_detectable_change, m.omega_total):
            with pytest.raises(m.Undefined):
                measure(rows)
    for chart in (m.individuals_chart, m.ewma):
        with pytest.raises(m.Undefined):
            chart([0.3, 0.1 + 0.2] * 4)
    with pytest.raises(m.Undefined):
        m.repeatability([[3.0, 3.0], [4.0, 4.0]])
    with pytest.raises(m.Undefined):
        m.icc([[1, 2], [2, 1]])
    with pytest.raises(m.Undefined):
        m.wilson(0, 0)
    with pytest.raises(m.Undefined):
        m.fisher_exact([[0, 0], [3, 4]])
    with pytest.raises(m.Undefined):
        m.reliable_change(1, 2, sd=1, reliability=1)
    with pytest.raises(m.Undefined):
        m.spearman_brown(-1)
    with pytest.raises(m.Undefined):
        m.cut_offs((3, 1), (3, 2))


def test_people_who_agree_to_a_hair_have_no_interval():
    same = [[1, 1], [2, 2], [4, 4], [5, 5]]

    for form in ("1,1", "A,1", "C,1", "A,k"):
        found = m.icc(same, form)
        assert (found.value, found.low, found.high) == (1, None, None)
    # Nobody's scores differ from one occasion to another: no error, so no smallest change.
    with pytest.raises(m.Undefined):
        m.smallest_detectable_change(same)


def test_rows_that_do_not_differ_have_a_single_correlation_and_none_of_a_mean():
    rows = [[1, 5], [5, 1], [3, 3]]

    assert m.icc(rows, "C,1").value == pytest.approx(-1)
    for form in ("1,k", "A,k", "C,k"):
        with pytest.raises(m.Undefined):
            m.icc(rows, form)


def test_an_item_that_is_a_sum_of_others_is_refused():
    random = np.random.default_rng(2)
    rows = random.normal(size=(60, 1)) + random.normal(size=(60, 4))
    m.confirmatory(rows)

    with pytest.raises(m.Undefined):
        m.confirmatory(np.column_stack([rows, rows[:, 0] + rows[:, 1]]))
    with pytest.raises(m.Undefined, match="Item 4"):
        m.confirmatory(np.column_stack([rows, np.full(60, 3.0)]))
    with pytest.raises(m.TooFew):
        m.confirmatory(rows[:4])
    with pytest.raises(m.TooFew, match="degree"):
        m.confirmatory(rows[:, :3])
    with pytest.raises(m.TooFew):
        m.omega_total(rows[:, :2])


@pytest.mark.parametrize(
    "factors",
    [{}, {"a": [0, 1, 2]}, {"a": [0, 1, 2, 3, 3]}, {"a": [0, 1, 2, 9]}, {"a": [0, 1, True, 3]},
     [0, 0, 1, 1]],
)  # fmt: skip
def test_items_belong_to_one_factor_each(factors):
    random = np.random.default_rng(2)
    rows = random.normal(size=(60, 1)) + random.normal(size=(60, 4))
    m.omega_total(rows, {"a": [0, 1, 2, 3]})

    with pytest.raises(m.InvalidInput):
        m.omega_total(rows, factors)


def test_a_factor_of_one_item_is_refused():
    random = np.random.default_rng(2)
    rows = random.normal(size=(60, 1)) + random.normal(size=(60, 4))

    with pytest.raises(m.TooFew):
        m.confirmatory(rows, {"a": [0, 1, 2], "b": [3]})


def test_it_takes_rows_or_a_covariance_and_not_both():
    table = [[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]]
    m.omega_total(covariance=table, n=100)

    for more in ({}, {"rows": ROWS, "covariance": table, "n": 9}):
        with pytest.raises(m.InvalidInput):
            m.omega_total(**more)
    for bad in ([[1, 0.5], [0.4, 1]], [[1, 2, 3]], [[-1, 0], [0, 1]], [["a"]]):
        with pytest.raises(m.InvalidInput):
            m.omega_total(covariance=bad, n=100)
    with pytest.raises(m.InvalidInput):
        m.omega_total(covariance=table)
    with pytest.raises(m.TooFew):
        m.omega_total(covariance=table, n=3)


def test_dyads_that_tell_nothing_are_refused():
    m.apim(X, Y)

    with pytest.raises(m.Undefined, match="does not vary"):
        m.apim([[3, one[1]] for one in X], Y)
    with pytest.raises(m.Undefined, match="but for a factor"):
        m.apim([[one[0], 2 * one[0]] for one in X], Y)
    with pytest.raises(m.Undefined, match="without a residual"):
        m.apim(X, X)
    with pytest.raises(m.TooFew):
        m.apim(X[:4], Y[:4])
    with pytest.raises(m.InvalidInput):
        m.apim(X, Y[:5])
    with pytest.raises(m.InvalidInput):
        m.apim([[1, 2, 3]] * 6, Y)


def test_covariates_that_tell_exactly_who_answered_are_refused():
    mixed = [at % 4 for at in range(20)][::-1]
    m.nonresponse(ASKED, covariates={"year": [1, 2, 3, 2] * 4 + [3, 1, 2, 4]})

    with pytest.raises(m.NotFitted):
        m.nonresponse(ASKED, covariates={"told": ASKED})
    with pytest.raises(m.Undefined):
        m.nonresponse([1] * 20, covariates={"year": mixed})
    with pytest.raises(m.Undefined):
        m.nonresponse(ASKED, covariates={"year": [2] * 20})
    with pytest.raises(m.Undefined):
        m.nonresponse(
            [1, 0, 0, 1] * 5,
            covariates={"year": [1, 2, 3, 4] * 5, "twice": [2, 4, 6, 8] * 5},
        )


def test_whoever_did_not_answer_has_no_outcome():
    m.nonresponse(ASKED, outcome=[3, 4, 2, None] * 5)

    with pytest.raises(m.InvalidInput, match="did not answer"):
        m.nonresponse(ASKED, outcome=[3, 4, 2, 4] * 5)
    with pytest.raises(m.TooFew):
        m.nonresponse(ASKED, outcome=[3] + [None] * 19)
    for bad in ({"strata": ["a"]}, {"strata": [None] * 20}, {"covariates": {"a": [1]}},
                {"covariates": {"intercept": [1, 2] * 10}}, {"outcome": [1]}):  # fmt: skip
        with pytest.raises(m.InvalidInput):
            m.nonresponse(ASKED, **bad)


def test_few_who_were_asked_are_told_of_in_nothing():
    assert m.nonresponse([1, 0] * 4).value == 0.5

    with pytest.raises(m.TooFew):
        m.nonresponse([1, 0] * 3 + [1])
    with pytest.raises(m.InvalidInput):
        m.nonresponse([1, 0, 2] * 4)


@pytest.mark.parametrize("answer", [0, 6, 3.0, 3.5, np.float64(3)])
def test_an_answer_is_a_step_of_the_scale(answer):
    m.gap(np.int64(3), 5)

    for tried in (
        lambda: m.gap(answer, 3),
        lambda: m.factor_score([answer, 3]),
        lambda: m.score_checkin([4] * 6, [answer, 4, 4, 4, 4, 4]),
    ):
        with pytest.raises(m.InvalidInput):
            tried()


@pytest.mark.parametrize("partner", [[4] * 5, [4] * 7, [4] * 13, [], "444444", {}])
def test_a_form_has_six_or_twelve_answers(partner):
    m.score_checkin([4] * 6, [4] * 6)

    with pytest.raises(m.InvalidInput):
        m.score_checkin(partner, [4] * 6)
    with pytest.raises(m.InvalidInput):
        m.score_checkin([4] * 6, [4] * 5)
    with pytest.raises(m.InvalidInput):
        m.factor_score([4] * 3)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95])
def test_a_level_of_confidence_is_between_nought_and_one(level):
    m.wilson(1, 9, confidence=0.5)

    for measure in (
        lambda: m.wilson(1, 9, confidence=level),
        lambda: m.icc(ROWS, confidence=level),
        lambda: m.apim(X, Y, confidence=level),
        lambda: m.omega_total(ROWS, confidence=level),
    ):
        with pytest.raises(m.InvalidInput, match="confidence"):
            measure()


def test_ways_that_do_not_exist_are_refused():
    for measure in (
        lambda: m.icc(ROWS, "ICC2"),
        lambda: m.cronbach_alpha(ROWS, missing="mean"),
        lambda: m.smallest_detectable_change(ROWS, kind="both"),
        lambda: m.bland_altman(VALUES, VALUES, interval="bootstrap"),
        lambda: m.wilson(4, 3),
        lambda: m.wilson(-1, 3),
        lambda: m.ewma(VALUES, weight=0),
        lambda: m.ewma(VALUES, sigma=0),
        lambda: m.spearman_brown(0.5, times=0),
        lambda: m.alpha_interval(1.1, items=3, n=9),
        lambda: m.detectable_change_from(0, 0.5),
        lambda: m.detectable_change_from(1, 1.5),
        lambda: m.fisher_exact([[1, 2]]),
        lambda: m.fisher_exact([[10**6, 2], [3, 4]]),
        lambda: m.bland_altman(VALUES, VALUES[:4]),
        lambda: m.profile_similarities([[1, 2, 3]], [[1, 2]]),
    ):
        with pytest.raises(m.InvalidInput):
            measure()


def test_factors_that_nothing_tells_apart_are_refused():
    """Two factors of two items each hang on their correlation; without one they are anybody's."""
    factors = {"one": [0, 1], "other": [2, 3]}
    table = np.array(
        [[1, 0.5, 0.2, 0.2], [0.5, 1, 0.2, 0.2], [0.2, 0.2, 1, 0.5], [0.2, 0.2, 0.5, 1]]
    )
    assert m.confirmatory(factors=factors, covariance=table, n=200).df == 1
    table[:2, 2:] = table[2:, :2] = 0

    with pytest.raises(m.NotFitted):
        m.confirmatory(factors=factors, covariance=table, n=200)


def test_items_that_do_not_go_together_have_no_factor():
    for table in (np.eye(4), np.diag([1.0, 4.0, 9.0, 2.0])):
        for measure in (m.confirmatory, m.omega_total):
            with pytest.raises((m.NotFitted, m.Undefined)):
                measure(covariance=table, n=200)


def test_profiles_fit_their_norms_and_have_enough_items():
    norms = ([1, 2, 3], [1, 2, 2])
    assert m.profile_similarity([1, 2, 5], [1, 4, 2], norms=norms) is not None

    with pytest.raises(m.InvalidInput, match="norm"):
        m.profile_similarity([1, 2, 5, 2], [1, 4, 2, 4], norms=norms)
    with pytest.raises(m.TooFew):
        m.profile_similarity([1, None, 5], [1, 4, 2], norms=norms)
    with pytest.raises(m.TooFew):
        m.profile_similarities([[1, 2, 3], [1, 1, 1]], [[1, 3, 2], [1, 3, 2]])
    same = m.profile_similarities([[1, 2, 3], [1, 4, 9]], [[1, 2, 3], [1, 4, 9]])
    assert (same.value, same.low, same.high) == (1, None, None)


def test_whoever_was_measured_once_tells_nothing_of_repeatability():
    assert m.repeatability([[3, 4], [5]]).people == 1

    with pytest.raises(m.TooFew):
        m.repeatability([[3], [5], []])
    for bad in ("34", [3, 4], ["34"]):
        with pytest.raises(m.InvalidInput):
            m.repeatability(bad)


def test_a_list_is_a_list():
    m.individuals_chart(iter(VALUES))

    for bad in ("12345678", b"12345678", 5, None, {1: 2}):
        with pytest.raises(m.InvalidInput):
            m.individuals_chart(bad)


def test_items_that_were_hardly_answered_together_have_no_covariance():
    m.cronbach_alpha([[1, 2], [2, 4], [3, None]], missing="pairwise")

    with pytest.raises(m.TooFew):
        m.cronbach_alpha([[1, 2], [2, None], [None, 4]], missing="pairwise")


def test_a_group_in_which_nobody_differs_has_no_balance():
    one = [True] * 9 + [False] * 9

    found = m.nonresponse(one, covariates={"year": [1, 2, 3] * 6})
    assert found.balance["year"] == pytest.approx(0)
    few = m.nonresponse([True] * 9 + [False], covariates={"year": [1, 2, 3, 1, 2, 3, 1, 2, 3, 2]})
    assert few.balance["year"] is None


def test_an_average_that_does_not_vary_has_no_interval():
    found = m.nonresponse(ASKED, outcome=[4, 4, 4, None] * 5).averages.raw

    assert (found.value, found.low, found.high, found.n) == (4, None, None, 15)


def test_a_lone_stratum_is_compared_with_nothing():
    assert m.nonresponse(ASKED, strata=["a", "b"] * 10).difference.df == 1

    assert m.nonresponse(ASKED, strata=["a"] * 20).difference is None
    assert m.nonresponse([1] * 20, strata=["a", "b"] * 10).difference is None
    small = m.nonresponse([1, 1, 1, 0] * 2 + [0] * 8, strata=["a"] * 8 + ["b"] * 8)
    assert small.difference.exact_p == pytest.approx(m.fisher_exact([[6, 2], [0, 8]])[1])


def named(role, *kinds):
    return [
        f"{role}.{factor}.{kind}"
        for kind in kinds
        for factor in ("communication", "respect", "hard_work", "confidentiality", "empathy",
                       "humbleness")
    ]  # fmt: skip


def test_items_are_scored_by_their_names_and_in_any_order():
    names = named("mentor", "self.core", "partner.extra", "partner.core")
    answers = dict.fromkeys(names, 4) | {
        "mentor.respect.partner.core": 2,
        "mentor.respect.partner.extra": 5,
        "mentor.empathy.partner.extra": None,
        "mentor.empathy.self.core": 1,
    }

    found = m.score_items(answers)

    assert (found.form, found.n, found.self_n) == ("TC-18", 11, 6)
    assert found.factors["respect"].value == 3.5
    assert found.factors["empathy"].value is None
    assert found.factors["humbleness"].value == 4
    assert found.self_value == 3.5
    short = m.score_items(dict.fromkeys(named("mentee", "self.core", "partner.core"), 5))
    assert (short.form, short.ceiling) == ("TC-12", True)

    for bad in (
        {},
        [],
        {name: 4 for name in names if name != "mentor.respect.self.core"},
        answers | {"mentor.respect.self.extra": 4},
        dict.fromkeys(named("coach", "self.core", "partner.core"), 4),
        dict.fromkeys(named("mentor", "self.core") + named("mentee", "partner.core"), 4),
        dict.fromkeys(named("mentor", "self.core", "partner.extra"), 4),
        dict.fromkeys(range(12), 4),
    ):
        with pytest.raises(m.InvalidInput):
            m.score_items(bad)


@pytest.mark.parametrize("bad", [5, None, "12", [1, 2], [[1], [2]], {1: 2}, [{1: 2}] * 5])
def test_both_sides_of_dyads_are_tables(bad):
    m.profile_similarities([[1, 2, 4]] * 2, [[3, 1, 4]] * 2)

    for measure in (
        lambda: m.apim(bad, Y),
        lambda: m.apim(X, bad),
        lambda: m.profile_similarities(bad, [[1, 2, 3]] * 2),
        lambda: m.profile_similarities([[1, 2, 4]] * 2, bad),
    ):
        with pytest.raises(m.InvalidInput):
            measure()
