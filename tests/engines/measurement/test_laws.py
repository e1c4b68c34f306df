"""What holds of every measure, for numbers that nobody chose."""

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from amanah.engines import measurement as m
from amanah.engines.measurement import reading

# The same draws each time: a law that fails now and then is found by drawing more, not by chance.
quick = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)

SCORES = st.integers(1, 5)
REALS = st.floats(-100, 100, allow_subnormal=False).map(lambda one: round(one, 3))


def tables(cells=SCORES, *, least=3, most=15, columns=(2, 5)):
    return st.integers(*columns).flatmap(
        lambda k: st.lists(st.lists(cells, min_size=k, max_size=k), min_size=least, max_size=most)
    )


def tried(measure, *values, **more):
    """What a measure says, or that it is not defined here."""
    try:
        return measure(*values, **more)
    except m.MeasurementError as refusal:
        return type(refusal)


def is_ordered(found):
    return found.low is None or found.low - 1e-9 <= found.value <= found.high + 1e-9


@quick
@given(tables(), st.integers(1, 50), st.integers(-1000, 1000), st.randoms())
def test_alpha_knows_no_units_no_zero_and_no_order(rows, times, plus, random):
    found = tried(m.cronbach_alpha, rows)
    turned = [[times * one + plus for one in row] for row in rows]
    random.shuffle(turned)
    again = tried(m.cronbach_alpha, turned)

    if isinstance(found, type):
        assert again is found
        return
    assert again.value == pytest.approx(found.value, abs=1e-8)
    assert found.value <= 1 + 1e-12
    assert is_ordered(found)
    assert found.n == len(rows)


@quick
@given(tables(), st.integers(-9, 9))
def test_items_that_are_copies_have_an_alpha_of_one_and_no_interval(rows, plus):
    first = [row[0] for row in rows]
    assume(len(set(first)) > 1)

    found = m.cronbach_alpha([[one, one + plus, one] for one in first])

    assert found.value == pytest.approx(1)
    assert (found.low, found.high) == (None, None)


@quick
@given(tables(), st.sampled_from(["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"]), st.integers(1, 9))
def test_an_intraclass_correlation_knows_no_units_and_no_order(rows, form, times):
    found = tried(m.icc, rows, form)
    turned = [[times * one + 7 for one in row[::-1]] for row in rows[::-1]]
    again = tried(m.icc, turned, form)

    if isinstance(found, type):
        assert again is found
        return
    assert again.value == pytest.approx(found.value, rel=1e-9, abs=1e-9)
    assert found.value <= 1 + 1e-12
    assert is_ordered(found)


@quick
@given(tables(columns=(2, 2)), st.integers(1, 4))
def test_a_gap_between_raters_lowers_agreement_and_leaves_consistency(rows, gap):
    # One who is rated far from the others, so that there is something to agree on.
    rows = [[20, 20], *rows]
    if sum(a - b for a, b in rows) < 0:
        rows = [row[::-1] for row in rows]
    spread = m.icc(rows, "C,1")
    apart = [(a + gap, b) for a, b in rows]

    assert m.icc(apart, "C,1").value == pytest.approx(spread.value)
    assert m.icc(apart, "A,1").value < m.icc(rows, "A,1").value


@quick
@given(tables(columns=(2, 2), least=4))
def test_alpha_is_the_consistency_of_a_mean(rows):
    """ICC(C,k) and Cronbach's alpha are one number."""
    alpha, mean = tried(m.cronbach_alpha, rows), tried(m.icc, rows, "C,k")
    assume(not isinstance(alpha, type) and not isinstance(mean, type))

    assert alpha.value == pytest.approx(mean.value, rel=1e-8, abs=1e-8)
    if alpha.low is not None and mean.low is not None:
        assert (alpha.low, alpha.high) == pytest.approx((mean.low, mean.high), rel=1e-6, abs=1e-6)


@quick
@given(tables(columns=(2, 4)), st.integers(1, 9))
def test_the_smallest_detectable_change_has_the_unit_of_scores(rows, times):
    for kind in ("agreement", "consistency"):
        found = tried(m.smallest_detectable_change, rows, kind=kind)
        again = tried(
            m.smallest_detectable_change, [[times * one for one in row] for row in rows], kind=kind
        )
        if isinstance(found, type):
            assert again is found
        else:
            assert again.value == pytest.approx(times * found.value, rel=1e-9)
            assert found.low <= found.value <= found.high
            assert found.group <= found.value


@quick
@given(st.lists(st.lists(SCORES, min_size=2, max_size=2), min_size=3, max_size=12))
def test_two_measurements_of_each_have_one_error_by_either_name(rows):
    found = tried(m.repeatability, rows)
    assume(not isinstance(found, type))

    again = m.smallest_detectable_change(rows)

    assert found.value == pytest.approx(again.value)
    assert found.low <= found.value <= found.high


@quick
@given(st.lists(st.tuples(REALS, REALS), min_size=3, max_size=20))
def test_limits_of_agreement_turn_with_the_order_of_both(pairs):
    first, second = zip(*pairs, strict=True)

    found, turned = m.bland_altman(first, second), m.bland_altman(second, first)

    assert turned.value == pytest.approx(-found.value, abs=1e-9)
    assert turned.upper.value == pytest.approx(-found.lower.value, abs=1e-9)
    assert is_ordered(found)
    assert is_ordered(found.lower)
    assert is_ordered(found.upper)
    assert found.lower.value <= found.value <= found.upper.value


@quick
@given(st.lists(st.tuples(SCORES, SCORES), min_size=3, max_size=12), st.integers(1, 5))
def test_profiles_are_alike_in_shape_whatever_their_height(pairs, plus):
    first, second = zip(*pairs, strict=True)

    found = m.profile_similarity(first, second)
    again = m.profile_similarity([3 * one + plus for one in first], second)

    assert (found is None) is (len(set(first)) == 1 or len(set(second)) == 1)
    if found is not None:
        assert -1 <= found.value <= 1
        assert again.value == pytest.approx(found.value)
        assert is_ordered(found)
        assert m.profile_similarity(second, first).value == pytest.approx(found.value)


@quick
@given(st.integers(0, 400), st.integers(1, 400), st.sampled_from([0.8, 0.95, 0.999]))
def test_a_share_lies_in_its_interval_and_the_interval_in_the_possible(count, n, confidence):
    assume(count <= n)

    found, other = (m.wilson(one, n, confidence=confidence) for one in (count, n - count))

    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high
    assert found.low == pytest.approx(1 - other.high, abs=1e-12)
    assert found.high <= m.wilson(count, n, confidence=0.9999).high


@quick
@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_a_difference_of_shares_turns_with_their_order(n, other_n, data):
    count, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, other_n))

    found, turned = m.newcombe(count, n, other, other_n), m.newcombe(other, other_n, count, n)

    assert -1 <= found.low <= found.value <= found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


@quick
@given(st.lists(REALS, min_size=8, max_size=30), st.integers(1, 9), st.integers(-50, 50))
def test_charts_turn_with_the_unit(values, times, plus):
    for chart in (m.individuals_chart, m.ewma):
        found = tried(chart, values)
        again = tried(chart, [times * one + plus for one in values])
        if isinstance(found, type):
            assert len(set(values)) == 1
            continue
        assert again.mean == pytest.approx(times * found.mean + plus, abs=1e-6)
        assert again.points[-1] == pytest.approx(times * found.points[-1] + plus, abs=1e-6)
        assert np.all(np.array(found.lower) < found.mean)
        assert np.all(found.mean < np.array(found.upper))
        assert found.n == len(values) == len(found.points)


@quick
@given(st.lists(REALS, min_size=8, max_size=20))
def test_an_average_of_weight_one_is_the_values(values):
    assume(len(set(values)) > 1)

    assert m.ewma(values, weight=1).points == pytest.approx(values)


@quick
@given(st.lists(st.lists(REALS, min_size=4, max_size=4), min_size=6, max_size=14))
def test_who_is_first_is_of_no_account_to_the_pooled_model(rows):
    x, y = [row[:2] for row in rows], [row[2:] for row in rows]
    found = tried(m.apim, x, y, pooled=True)
    assume(not isinstance(found, type))
    # One dyad turned around, as if nobody had said who is first.
    turned_x, turned_y = ([side[0][::-1], *side[1:]] for side in (x, y))

    again = m.apim(turned_x, turned_y, pooled=True)

    assert again.actor.value == pytest.approx(found.actor.value, rel=1e-6, abs=1e-6)
    assert again.partner.value == pytest.approx(found.partner.value, rel=1e-6, abs=1e-6)
    assert again.value == pytest.approx(found.value, rel=1e-6, abs=1e-6)
    assert -1 <= found.low <= found.value <= found.high <= 1


@quick
@given(st.lists(st.lists(REALS, min_size=4, max_size=4), min_size=6, max_size=14))
def test_roles_turned_around_turn_the_effects_around(rows):
    x, y = [row[:2] for row in rows], [row[2:] for row in rows]
    found = tried(m.apim, x, y)
    assume(not isinstance(found, type))

    again = m.apim([row[::-1] for row in x], [row[::-1] for row in y])

    assert [one.value for one in again.actor] == pytest.approx(
        [one.value for one in found.actor[::-1]], rel=1e-6, abs=1e-6
    )
    assert [one.value for one in again.partner] == pytest.approx(
        [one.value for one in found.partner[::-1]], rel=1e-6, abs=1e-6
    )
    assert (found.pooling is None) is (found.low is None)
    if found.pooling:
        assert 0 <= found.pooling.p <= 1
        assert found.pooling.statistic >= 0


@quick
@given(
    st.lists(st.floats(0.3, 0.95), min_size=3, max_size=8), st.floats(0.3, 3), st.integers(20, 900)
)
def test_omega_of_a_model_is_that_of_its_loadings(loadings, unit, n):
    table = np.outer(loadings, loadings)
    np.fill_diagonal(table, 1)
    common = sum(loadings) ** 2
    expected = common / (common + sum(1 - one**2 for one in loadings))

    found = tried(m.omega_total, covariance=table * unit, n=n)

    if isinstance(found, type):
        assert n <= len(loadings)
        return
    assert found.value == pytest.approx(expected, abs=1e-6)
    assert found.standardised == pytest.approx(found.value, abs=1e-9)
    assert 0 < found.low < found.value < found.high < 1


@quick
@given(st.lists(st.booleans(), min_size=10, max_size=40), st.data())
def test_an_average_weighted_for_nothing_is_the_average(flags, data):
    assume(sum(flags) - 1 > 0 and not all(flags))
    scores = [data.draw(SCORES) if flag else None for flag in flags]

    found = m.nonresponse(
        flags,
        outcome=scores,
        strata=["one", "two"] * (len(flags) // 2) + ["one"] * (len(flags) % 2),
    )

    there = [one for one in scores if one is not None]
    assert found.averages.raw.value == pytest.approx(sum(there) / len(there))
    assert found.averages.weighted is None
    assert sum(one.asked for one in found.strata) == len(flags)
    assert sum(one.answered for one in found.strata) == sum(flags)


ANSWERS = st.one_of(st.none(), SCORES)


@quick
@given(st.lists(ANSWERS, min_size=12, max_size=12), st.lists(ANSWERS, min_size=6, max_size=6))
def test_a_total_is_a_mean_of_what_was_said_or_none(partner, own):
    for about in (partner, partner[:6]):
        found = m.score_checkin(about, own)
        given_ = [one for one in about if one is not None]

        assert found.n == len(given_)
        assert (found.value is None) is (len(given_) < (10 if len(about) == 12 else 5))
        assert (found.reason is None) is (found.value is not None)
        if found.value is not None:
            assert min(given_) <= found.value <= max(given_)
        assert found.ceiling is (about == [5] * len(about))


@quick
@given(ANSWERS, ANSWERS, ANSWERS)
def test_no_item_moves_by_one_point_or_by_one_wave(before, now, after):
    found = m.movement(before, now, after)

    moved = found.value.startswith("moved")
    if moved:
        assert min(abs(now - before), abs(after - before)) >= 2
        assert (now > before) == (after > before)
    assert m.movement(before, now).value.startswith("moved") is False
    assert m.gap(before, now).value == (None if None in (before, now) else before - now)


@quick
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=20))
def test_squares_do_not_lose_digits_far_from_nought(values):
    far = [2.0**40 + one for one in values]

    assert reading.squares(far) == pytest.approx(reading.squares(values), rel=1e-9, abs=1e-6)


def test_a_hundred_thousand_people_and_two():
    random = np.random.default_rng(8)
    many = random.integers(1, 6, (100_000, 6)) + random.integers(0, 3, (100_000, 1))

    alpha, agreement = m.cronbach_alpha(many), m.icc(many)
    few = m.cronbach_alpha([[1, 2], [2, 4]])

    assert alpha.high - alpha.low < 0.02
    assert agreement.high - agreement.low < 0.02
    assert alpha.n == 100_000
    assert few.n == 2
    assert few.low < -10
    assert m.wilson(10**15, 3 * 10**15).high == pytest.approx(1 / 3, abs=1e-7)
    assert m.wilson(1, 10**15).low > 0
    assert m.bland_altman(many[:, 0].tolist(), many[:, 1].tolist()).upper.low is not None


def test_a_large_common_part_costs_no_digits():
    random = np.random.default_rng(4)
    near = np.round(random.normal(0, 1, (40, 3)) + random.normal(0, 1, (40, 1)), 6)
    far = near + 2.0**30

    assert m.cronbach_alpha(far).value == pytest.approx(m.cronbach_alpha(near).value, abs=1e-6)
    assert m.icc(far).value == pytest.approx(m.icc(near).value, abs=1e-6)
    assert math.isclose(
        m.smallest_detectable_change(far).value,
        m.smallest_detectable_change(near).value,
        rel_tol=1e-6,
    )


@pytest.mark.parametrize("unit", [1e-50, 1e50])
def test_numbers_of_any_size_are_the_same_numbers(unit):
    rows = np.array([[4, 5, 4], [3, 3, 2], [5, 5, 4], [2, 3, 3], [4, 4, 5], [1, 2, 2], [3, 2, 3.0]])
    x, y = rows[:, :2], rows[:, [2, 0]] + np.arange(14).reshape(7, 2) % 5
    large = rows * unit
    close = {"rel": 1e-9}

    assert m.cronbach_alpha(large).value == pytest.approx(m.cronbach_alpha(rows).value)
    assert m.icc(large).low == pytest.approx(m.icc(rows).low)
    assert m.omega_total(large).low == pytest.approx(m.omega_total(rows).low)
    for measure in (m.smallest_detectable_change, lambda table: m.repeatability(table.tolist())):
        assert measure(large).value == pytest.approx(measure(rows).value * unit, **close)
    plain, scaled = (m.bland_altman(of[:, 0], of[:, 1]) for of in (rows, large))
    assert scaled.upper.high == pytest.approx(plain.upper.high * unit, **close)
    for pooled in (False, True):
        plain, scaled = m.apim(x, y, pooled=pooled), m.apim(x * unit, y * unit, pooled=pooled)
        assert (scaled.value, scaled.high) == pytest.approx((plain.value, plain.high))
    values = [4.1, 4.3, 3.9, 4.2, 4.0, 4.4, 4.1, 3.8]
    chart = m.ewma([one * unit for one in values])
    assert chart.upper[-1] == pytest.approx(m.ewma(values).upper[-1] * unit, **close)
