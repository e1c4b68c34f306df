"""Numbers are taken, whatever brings them, and what is no number is refused."""

import math

import numpy as np
import pytest

from amanah.engines import measurement as m
from tests.engines.measurement.samples import ASKED, ROWS, VALUES, X, Y


def in_rows(measure):
    return lambda bad: measure([[bad, *ROWS[0][1:]], *ROWS[1:]])


TAKES = {
    "cronbach_alpha": in_rows(m.cronbach_alpha),
    "pairwise alpha": in_rows(lambda rows: m.cronbach_alpha(rows, missing="pairwise")),
    "icc": in_rows(m.icc),
    "smallest_detectable_change": in_rows(m.smallest_detectable_change),
    "omega_total": in_rows(m.omega_total),
    "confirmatory": lambda bad: m.confirmatory(
        covariance=[[1, 0.5, 0.4, bad], [0.5, 1, 0.3, 0.2], [0.4, 0.3, 1, 0.2], [bad, 0.2, 0.2, 1]],
        n=80,
    ),
    "alpha_interval": lambda bad: m.alpha_interval(bad, items=5, n=20),
    "spearman_brown": m.spearman_brown,
    "detectable_change_from": lambda bad: m.detectable_change_from(bad, 0.8),
    "reliable_change": lambda bad: m.reliable_change(1, bad, sd=1, reliability=0.5),
    "cut_offs": lambda bad: m.cut_offs((bad, 1), (5, 1)),
    "bland_altman": lambda bad: m.bland_altman([bad, *VALUES], [4, *VALUES[::-1]]),
    "repeatability": lambda bad: m.repeatability([[bad, 2.0], [3.0, 4.0]]),
    "profile_similarity": lambda bad: m.profile_similarity([bad, 2, 3, 5], [1, 2, 5, 2]),
    "norms": lambda bad: m.profile_similarity([1, 2, 3], [1, 3, 2], norms=([bad, 1, 2], [1, 2, 2])),
    "profile_similarities": lambda bad: m.profile_similarities(
        [[bad, 2, 3, 5], [1, 5, 2, 3]], [[1, 3, 2, 4], [1, 3, 2, 2]]
    ),
    "apim": lambda bad: m.apim([[bad, 2], *X[1:]], Y),
    "individuals_chart": lambda bad: m.individuals_chart([bad, *VALUES]),
    "ewma": lambda bad: m.ewma([bad, *VALUES]),
    "ewma weight": lambda bad: m.ewma(VALUES, weight=bad),
    "wilson": lambda bad: m.wilson(bad, 9),
    "newcombe": lambda bad: m.newcombe(1, 5, bad, 9),
    "fisher_exact": lambda bad: m.fisher_exact([[bad, 2], [3, 4]]),
    "nonresponse": lambda bad: m.nonresponse(ASKED, covariates={"year": [bad, *[1, 2, 4] * 6, 2]}),
    "outcome": lambda bad: m.nonresponse(ASKED, outcome=[bad, 3, 4, None] + [4, 2, 1, None] * 4),
    "confidence": lambda bad: m.wilson(1, 9, confidence=bad),
    "score_checkin": lambda bad: m.score_checkin([bad, 4, 4, 4, 4, 4], [4] * 6),
    "gap": lambda bad: m.gap(bad, 3),
    "movement": lambda bad: m.movement(2, bad, 4),
}
GOOD = dict.fromkeys(TAKES, 1) | {
    "confidence": 0.9,
    "ewma weight": 0.3,
    "confirmatory": 0.3,
    "alpha_interval": 0.5,
    "spearman_brown": 0.5,
}
# Where None is an answer that was not given, rather than a mistake.
MAY_BE_MISSING = {
    "cronbach_alpha", "pairwise alpha", "icc", "smallest_detectable_change", "omega_total",
    "bland_altman", "repeatability", "profile_similarity", "profile_similarities", "apim",
    "outcome", "score_checkin", "gap", "movement",
}  # fmt: skip
BAD = [
    1e101,
    -1e101,
    1e-101,
    10**400,
    math.nan,
    math.inf,
    -math.inf,
    True,
    np.True_,
    "3",
    b"3",
    1j,
    [1],
    {},
]


@pytest.mark.parametrize("name", TAKES)
def test_numbers_are_taken(name):
    good = GOOD[name]
    of_numpy = np.float64(good) if isinstance(good, float) else np.int64(good)

    assert TAKES[name](good) == TAKES[name](of_numpy)


@pytest.mark.parametrize("bad", BAD, ids=repr)
@pytest.mark.parametrize("name", TAKES)
def test_what_is_no_finite_number_is_refused(name, bad):
    with pytest.raises(m.InvalidInput):
        TAKES[name](bad)


@pytest.mark.parametrize("name", TAKES)
def test_what_is_missing_is_left_out_or_refused(name):
    if name in MAY_BE_MISSING:
        TAKES[name](None)
    else:
        with pytest.raises(m.InvalidInput):
            TAKES[name](None)


@pytest.mark.parametrize("measure", [m.cronbach_alpha, m.icc, m.smallest_detectable_change])
@pytest.mark.parametrize("kind", [math.nan, math.inf])
def test_an_array_is_looked_at_as_well(measure, kind):
    rows = np.array(ROWS)
    measure(rows)
    measure(rows.astype(object))
    rows[2, 1] = kind

    with pytest.raises(m.InvalidInput, match=r"\(2, 1\)"):
        measure(rows)
    with pytest.raises(m.InvalidInput):
        measure(np.array(ROWS) > 2)
    with pytest.raises(m.InvalidInput):
        measure(np.array(ROWS)[0])
