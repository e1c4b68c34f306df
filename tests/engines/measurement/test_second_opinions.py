"""Other people's libraries come to the same figures.

statsmodels and scipy are asked anew. pingouin and semopy, which bring thirty packages between them,
were asked once (`bench/measurement`). Nobody kept up has a pooled actor-partner model, distinctive
similarity, the R-indicator, reliable change or the check-in: those have printed values or laws.
"""

import warnings

import numpy as np
import pytest
from scipy import stats
from statsmodels.discrete.discrete_model import Logit
from statsmodels.multivariate.factor import Factor
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from amanah.engines import measurement as m
from amanah.engines.measurement import quantiles
from amanah.engines.measurement.ratings import anova
from tests.engines.measurement import figures

SAID = figures.oracles()
NAMED = {
    "attitude": lambda: figures.rows("attitude"),
    "mentees, wave 1": lambda: figures.partner_items("mentee", 1),
    "mentees, wave 2": lambda: figures.partner_items("mentee", 2),
    "Shrout and Fleiss": lambda: figures.cases("03_icc")["shrout_fleiss_1979"]["ratings"],
}


@pytest.mark.parametrize("name", SAID["alpha"])
def test_pingouin_agrees_on_alpha(name):
    found = m.cronbach_alpha(NAMED[name]())

    assert found.value == pytest.approx(SAID["alpha"][name]["alpha"], abs=1e-12)
    assert [round(found.low, 3), round(found.high, 3)] == SAID["alpha"][name]["ends"]


@pytest.mark.parametrize("form", ["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"])
@pytest.mark.parametrize("name", SAID["icc"])
def test_pingouin_agrees_on_intraclass_correlations(name, form):
    found, said = m.icc(NAMED[name](), form), SAID["icc"][name][form]

    assert found.value == pytest.approx(said["icc"], abs=1e-12)
    assert [round(found.low, 2), round(found.high, 2)] == said["ends"]


@pytest.mark.parametrize(
    ("name", "table", "factors"),
    [
        (
            "Holzinger and Swineford, three factors",
            lambda: figures.rows("holzinger_swineford_1939"),
            {"visual": [0, 1, 2], "textual": [3, 4, 5], "speed": [6, 7, 8]},
        ),
        ("mentees, wave 1, one factor", lambda: figures.partner_items("mentee", 1), None),
    ],
)
def test_semopy_agrees_on_factors_where_it_does_not_stop_early(name, table, factors):
    found, said = m.confirmatory(table(), factors), SAID["factors"][name]

    assert found.df == said["DoF"]
    assert found.chi_square == pytest.approx(said["chi2"], abs=1e-4)
    assert (found.cfi, found.tli) == pytest.approx((said["CFI"], said["TLI"]), abs=1e-6)
    # It divides by n - 1 where we and lavaan divide by n.
    assert found.value * (found.n / (found.n - 1)) ** 0.5 == pytest.approx(said["RMSEA"], abs=1e-6)
    assert [one.value for one in found.loadings] == pytest.approx(
        list(said["loadings"].values()), abs=2e-4
    )


@pytest.mark.parametrize("name", ["attitude", "mentees, wave 1", "mentees, wave 2"])
def test_statsmodels_agrees_on_one_factor(name):
    rows = np.array([row for row in NAMED[name]() if None not in row], float)

    found = m.confirmatory(rows)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loadings = Factor(rows, n_factor=1, method="ml").fit().loadings.ravel()
    loadings = loadings * np.sign(loadings.sum())
    assert [one.value for one in found.loadings] == pytest.approx(loadings, abs=1e-4)
    common, own = loadings.sum() ** 2, (1 - loadings**2).sum()
    assert m.omega_total(rows).standardised == pytest.approx(common / (common + own), abs=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_statsmodels_agrees_on_shares(seed):
    random = np.random.default_rng(seed)
    n, other_n = random.integers(2, 400, 2)
    count, other = random.integers(0, n + 1), random.integers(0, other_n + 1)

    one = m.wilson(count, n, confidence=0.9)
    both = m.newcombe(count, n, other, other_n)

    assert (one.low, one.high) == pytest.approx(
        proportion_confint(count, n, alpha=0.1, method="wilson"), abs=1e-12
    )
    assert (both.low, both.high) == pytest.approx(
        confint_proportions_2indep(count, n, other, other_n, method="newcomb"), abs=1e-12
    )


@pytest.mark.parametrize("seed", range(4))
def test_scipy_agrees_on_two_by_two_tables(seed):
    table = np.random.default_rng(seed).integers(1, 30, (2, 2))

    greater, both = m.fisher_exact(table.tolist())

    assert greater == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue)
    assert both == pytest.approx(stats.fisher_exact(table).pvalue)


def frame(seed):
    random = np.random.default_rng(seed)
    n = 120
    covariates = {"meetings": random.poisson(4, n), "mentor": random.integers(0, 2, n)}
    chance = 1 / (1 + np.exp(1 - 0.4 * covariates["meetings"] + covariates["mentor"]))
    answered = random.random(n) < chance
    outcome = np.where(answered, 3 + 0.2 * covariates["meetings"] + random.normal(0, 1, n), np.nan)
    return covariates, answered, outcome


@pytest.mark.parametrize("seed", range(3))
def test_statsmodels_and_scipy_agree_on_who_answered(seed):
    covariates, answered, outcome = frame(seed)
    labels = ["mentor" if one else "mentee" for one in covariates["mentor"]]

    found = m.nonresponse(
        answered,
        strata=labels,
        covariates=covariates,
        outcome=[None if np.isnan(one) else one for one in outcome],
    )

    design = np.column_stack([np.ones(120), *covariates.values()])
    fitted = Logit(answered.astype(float), design).fit(disp=0, tol=1e-12)
    assert [one.value for one in found.model.values()] == pytest.approx(fitted.params, abs=1e-8)
    assert [[one.low, one.high] for one in found.model.values()] == [
        pytest.approx(list(ends), abs=1e-6) for ends in fitted.conf_int()
    ]
    weighted = DescrStatsW(outcome[answered], weights=1 / fitted.predict(design)[answered])
    assert found.averages.weighted.value == pytest.approx(weighted.mean)
    raw = DescrStatsW(outcome[answered])
    assert (found.averages.raw.low, found.averages.raw.high) == pytest.approx(raw.tconfint_mean())
    table = [[one.answered, one.asked - one.answered] for one in found.strata]
    said = stats.chi2_contingency(table, correction=False)
    assert (found.difference.statistic, found.difference.p) == pytest.approx(
        (said.statistic, said.pvalue)
    )


@pytest.mark.parametrize("seed", range(3))
def test_statsmodels_agrees_on_actor_and_partner(seed):
    random = np.random.default_rng(seed)
    x = random.normal(size=(40, 2))
    y = x @ [[0.5, 0.2], [0.1, 0.4]] + random.normal(size=(40, 2))

    found = m.apim(x, y)

    for role in (0, 1):
        said = OLS(y[:, role], np.column_stack([np.ones(40), x])).fit()
        for kind, at in (("actor", 1 + role), ("partner", 2 - role)):
            effect = getattr(found, kind)[role]
            assert effect.value == pytest.approx(said.params[at])
            assert effect.se == pytest.approx(said.bse[at])
            assert [effect.low, effect.high] == pytest.approx(list(said.conf_int()[at]))


@pytest.mark.parametrize("role_means", [False, True])
def test_the_likelihoods_of_both_models_are_those_of_the_normal_distribution(role_means):
    random = np.random.default_rng(11)
    x = random.normal(size=(60, 2))
    y = x @ [[0.5, 0.2], [0.1, 0.4]] + random.normal(size=(60, 2)) + [0.5, 0]

    found = m.apim(x, y, role_means=role_means).pooling

    ones = np.ones(60)
    rest = np.column_stack(
        [OLS(y[:, role], np.column_stack([ones, x])).fit().resid for role in (0, 1)]
    )
    apart = stats.multivariate_normal([0, 0], rest.T @ rest / 60).logpdf(rest).sum()
    total = OLS(y.sum(axis=1), np.column_stack([ones, x.sum(axis=1)])).fit().resid
    gap = x[:, 0] - x[:, 1]
    design = np.column_stack([ones, gap]) if role_means else gap[:, None]
    between = OLS(y[:, 0] - y[:, 1], design).fit().resid
    half, other = (total**2).mean() / 2, (between**2).mean() / 2
    inside = np.array([[half + other, half - other], [half - other, half + other]]) / 2
    both = np.column_stack([total + between, total - between]) / 2
    pooled = stats.multivariate_normal([0, 0], inside).logpdf(both).sum()
    assert found.statistic == pytest.approx(2 * (apart - pooled))
    assert found.df == (3 if role_means else 4)


def test_scipy_agrees_on_analysis_of_variance():
    ratings = np.array(NAMED["Shrout and Fleiss"](), float)

    found = anova(ratings)

    assert found.rows / found.within == pytest.approx(stats.f_oneway(*ratings).statistic)
    assert found.columns / ((found.total - 3 * found.columns) / 20) == pytest.approx(
        stats.f_oneway(*ratings.T).statistic
    )


def test_scipy_agrees_on_correlations_and_repeatability():
    first, second = [5, 4, 3, 4, 2, 1], [4, 4, 2, 5, 3, 1]
    said = stats.pearsonr(first, second)

    found = m.profile_similarity(first, second)

    assert found.value == pytest.approx(said.statistic)
    assert (found.low, found.high) == pytest.approx(tuple(said.confidence_interval()))
    groups = [[3.1, 3.4, 3.3], [4.0, 4.2], [2.5, 2.2, 2.9, 2.4]]
    within = np.concatenate([np.array(group) - np.mean(group) for group in groups])
    assert m.repeatability(groups).within_sd == pytest.approx(np.sqrt((within**2).sum() / 6))


def test_scipy_agrees_on_quantiles():
    for p in (0.025, 0.5, 0.975, 0.999):
        for df in (1, 7.5, 300):
            assert quantiles.student(p, df) == pytest.approx(stats.t.ppf(p, df), abs=1e-12)
            assert quantiles.chi_square(p, df) == pytest.approx(stats.chi2.ppf(p, df))
            assert quantiles.fisher(p, df, 11) == pytest.approx(stats.f.ppf(p, df, 11))
        assert quantiles.normal(p) == pytest.approx(stats.norm.ppf(p), abs=1e-12)
        assert quantiles.noncentral_t(p, 19, 8.8) == pytest.approx(stats.nct.ppf(p, 19, 8.8))
    found = quantiles.noncentrality(85.3, 24, 0.05)
    assert stats.ncx2.cdf(85.3, 24, found) == pytest.approx(0.05)
    assert quantiles.noncentrality(3, 24, 0.05) == 0


@pytest.mark.parametrize("n", [6, 40])
def test_exact_limits_of_agreement_hold_what_they_promise(n):
    """Of 4,000 samples the interval about the upper limit misses the true one in 5 %."""
    random = np.random.default_rng(n)
    samples = random.normal(size=(4000, n))
    mean, sd = samples.mean(axis=1), samples.std(axis=1, ddof=1)
    one = m.bland_altman(samples[0].tolist(), [0] * n)
    inner, outer = ((end - one.value) / one.sd for end in (one.upper.low, one.upper.high))

    missed = (mean + inner * sd > 1.96) | (mean + outer * sd < 1.96)

    assert missed.mean() == pytest.approx(0.05, abs=0.014)


@pytest.mark.parametrize("shift", [0.0, 0.1])
def test_the_interval_about_a_detectable_change_holds_what_it_promises(shift):
    """Of 400 samples of 30 people at two occasions; the standard error of 5 % is 1.1 %."""
    random = np.random.default_rng(17)
    true = 1.96 * np.sqrt(2 * (0.25 + shift**2))
    missed = 0
    for _ in range(400):
        scores = random.normal(size=(30, 1)) + random.normal(0, 0.5, (30, 2))
        scores += random.normal(0, 1, 2) * shift
        found = m.smallest_detectable_change(scores)
        missed += not found.low <= true <= found.high
    assert 0.02 < missed / 400 < 0.085
