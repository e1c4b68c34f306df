"""Figures that textbooks and manuals print, beyond the reference cases."""

import pytest

from amanah.engines import measurement as m
from tests.engines.measurement import figures

THREE = {"visual": [0, 1, 2], "textual": [3, 4, 5], "speed": [6, 7, 8]}


def test_three_factors_of_holzinger_and_swineford():
    """The tutorial of lavaan prints these, of 301 pupils."""
    found = m.confirmatory(figures.rows("holzinger_swineford_1939"), THREE)

    assert (found.n, found.df) == (301, 24)
    assert found.chi_square == pytest.approx(85.306, abs=5e-4)
    assert found.p < 0.0005
    assert [found.cfi, found.tli, found.value, found.low, found.high, found.srmr] == pytest.approx(
        [0.931, 0.896, 0.092, 0.071, 0.114, 0.065], abs=5e-4
    )
    assert [one.value for one in found.loadings] == pytest.approx(
        [0.772, 0.424, 0.581, 0.852, 0.855, 0.838, 0.570, 0.723, 0.665], abs=5e-4
    )
    assert found.factors == ("visual",) * 3 + ("textual",) * 3 + ("speed",) * 3
    assert [one.value for one in found.factor_correlations.values()] == pytest.approx(
        [0.459, 0.471, 0.283], abs=5e-4
    )
    errors = [(one.high - one.low) / 2 / 1.959964 for one in found.factor_correlations.values()]
    assert errors == pytest.approx([0.064, 0.073, 0.069], abs=6e-4)


def test_a_covariance_gives_what_its_answers_give():
    rows = figures.rows("attitude")
    n, means = len(rows), [sum(column) / 30 for column in zip(*rows, strict=True)]
    covariance = [
        [sum((row[a] - means[a]) * (row[b] - means[b]) for row in rows) / (n - 1) for b in range(7)]
        for a in range(7)
    ]

    by_rows = m.omega_total(rows)
    by_covariance = m.omega_total(covariance=covariance, n=n)

    assert (by_covariance.value, by_covariance.low) == pytest.approx((by_rows.value, by_rows.low))


def test_an_individuals_chart_of_the_handbook():
    """NIST/SEMATECH e-Handbook 6.3.2.2."""
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

    chart = m.individuals_chart(flow)

    assert (chart.mean, chart.upper, chart.lower) == pytest.approx(
        (50.81, 55.8041, 45.8159), abs=5e-5
    )
    assert chart.outside == ()


def test_a_moving_average_chart_of_the_handbook():
    """NIST/SEMATECH e-Handbook 6.3.2.4."""
    values = [52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5,
              49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]  # fmt: skip
    printed = [50.60, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33,
               50.11, 49.36, 49.52, 50.05, 49.38, 49.92, 50.73, 51.23, 51.94, 51.99]  # fmt: skip

    chart = m.ewma(values, target=50, sigma=2.0539)

    assert list(chart.points) == pytest.approx(printed, abs=0.0051)
    assert (chart.upper[-1], chart.lower[-1]) == pytest.approx((52.5884, 47.4115), abs=2e-4)
    assert chart.upper[0] == pytest.approx(50 + 3 * 2.0539 * 0.3)


def test_a_lasting_step_is_outside_an_average_before_it_is_outside_a_single_value():
    steady = [4.0, 4.1, 3.9, 4.05, 3.95, 4.1, 3.9, 4.0]
    values = [*steady, *[one + 0.22 for one in steady]]

    averages = m.ewma(values, target=4, sigma=0.13)

    assert averages.outside
    assert max(values) < 4 + 3 * 0.13


def test_limits_of_agreement_of_peak_flow_meters():
    """Bland & Altman 1986: the large and the mini Wright meter, first readings, litres a minute."""
    large = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]

    found = m.bland_altman(large, mini, interval="approximate")

    assert found.value == pytest.approx(-2.1, abs=0.05)
    assert found.sd == pytest.approx(38.8, abs=0.05)
    assert (found.low, found.high) == pytest.approx((-22.0, 17.8), abs=0.06)
    # They print the limits at 2 standard deviations: -79.7 and 75.5.
    assert found.lower.value == pytest.approx(-2.1 - 1.96 * 38.765, abs=0.05)


@pytest.mark.parametrize(("n", "inner", "outer"), [(20, 1.38, 2.99), (50, 1.58, 2.45)])
def test_exact_limits_of_agreement_are_wider_outside_than_inside(n, inner, outer):
    values = [(-1) ** at * (1 + at / n) for at in range(n)]

    found = m.bland_altman(values, [0] * n)

    assert (found.upper.low - found.value) / found.sd == pytest.approx(inner, abs=0.06)
    assert (found.upper.high - found.value) / found.sd == pytest.approx(outer, abs=0.2)
    above, below = found.upper.high - found.upper.value, found.upper.value - found.upper.low
    assert above > below
    assert found.lower.high - found.lower.value == pytest.approx(below)
