"""Common factors by maximum likelihood, and a refusal where the solution cannot be one.

The default solvers of several programs stop early or hand over variances below zero without
a word. This one takes scoring steps until the gradient is nothing, on standardised input, and then
looks at what it has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from amanah.engines.measurement.errors import Improper, InvalidInput, NotFitted, TooFew, Undefined
from amanah.engines.measurement.ratings import Floats, Table, centred, gapped, negligible
from amanah.engines.measurement.reading import whole

STEPS, HALVINGS = 150, 60
FLAT_GRADIENT = 1e-9
# Below this an eigenvalue or a unique variance of standardised input counts as none.
NOTHING = 1e-6
LARGEST = 60


@dataclass(frozen=True)
class Input:
    """A covariance matrix and what is known of it: standardised, with the standard deviations."""

    correlation: Floats
    sd: Floats
    n: int


@dataclass(frozen=True)
class Fit:
    """A solution in standardised units, each factor with a variance of 1.

    Attributes
    ----------
    owner
        (k,): the factor of each item.
    loading, unique
        (k,): loadings and unique variances.
    correlation
        (f, f): of factors.
    covariance
        (q, q): of loadings, unique variances, then correlations row by row above the diagonal.
    discrepancy, df
        The minimum of the fitting function; moments less parameters.
    implied
        (k, k): the correlations that the solution implies.
    """

    owner: NDArray[np.int64]
    loading: Floats
    unique: Floats
    correlation: Floats
    covariance: Floats
    discrepancy: float
    df: int
    implied: Floats


def from_answers(found: Table) -> Input:
    """The covariance of answers, standardised.

    Raises
    ------
    Undefined
        If an item does not vary.
    TooFew
        If there are not more people than items.
    """
    if found.n <= found.k:
        raise TooFew(f"{found.n} people answered {found.k} items; there must be more people.")
    about = centred(found.values)
    squares = (about**2).sum(axis=0)
    for at in range(found.k):
        if negligible(float(squares[at]), found.n, found.values[:, at]):
            raise Undefined(f"Item {at} does not vary.")
    unit = about / np.sqrt(squares)
    return checked(Input(unit.T @ unit, np.sqrt(squares / (found.n - 1)), found.n))


def from_covariance(covariance: Any, n: Any) -> Input:
    """A covariance or correlation matrix that somebody printed, standardised.

    Raises
    ------
    InvalidInput
        If it is no symmetric matrix of finite numbers with a positive diagonal.
    TooFew
        If ``n`` is not larger than its size.
    """
    matrix = gapped(covariance)
    if matrix.shape[0] != matrix.shape[1]:
        raise InvalidInput("A covariance is a square matrix.")
    size = float(np.abs(matrix).max())
    if np.isnan(matrix).any() or np.abs(matrix - matrix.T).max() > 1e-8 * size:
        raise InvalidInput("A covariance has no gaps and is symmetric.")
    if not (np.diag(matrix) > 0).all():
        raise InvalidInput("A variance is over 0.")
    n = whole(n, "n")
    if n <= len(matrix):
        raise TooFew(f"n is {n}, of {len(matrix)} items; there must be more people.")
    sd = np.sqrt(np.diag(matrix))
    unit = (matrix + matrix.T) / 2 / np.outer(sd, sd)
    np.fill_diagonal(unit, 1.0)
    return checked(Input(unit, sd, n))


def checked(data: Input) -> Input:
    """As it is, unless items say the same."""
    if len(data.correlation) > LARGEST:
        raise InvalidInput(f"There are {len(data.correlation)} items; at most {LARGEST} are taken.")
    if np.linalg.eigvalsh(data.correlation)[0] < NOTHING:
        raise Undefined("One item is the sum of others, or the same as another.")
    return data


def owners(factors: Mapping[str, Sequence[int]] | None, k: int) -> NDArray[np.int64]:
    """The factor of each of ``k`` items; one for all if none are named.

    Raises
    ------
    InvalidInput
        If an item has no factor or two, or is not there.
    """
    if factors is None:
        return np.zeros(k, np.int64)
    if not isinstance(factors, Mapping) or not factors:
        raise InvalidInput("factors names at least one factor and its items.")
    found = np.full(k, -1)
    for at, (name, items) in enumerate(factors.items()):
        for item in items:
            column = whole(item, f"an item of {name}")
            if column >= k:
                raise InvalidInput(f"{name} has item {column}; there are {k}, counted from 0.")
            if found[column] >= 0:
                raise InvalidInput(f"Item {column} belongs to two factors.")
            found[column] = at
    if (found < 0).any():
        raise InvalidInput(f"Item {int(np.argmin(found))} belongs to no factor.")
    return found


def fit(data: Input, owner: NDArray[np.int64]) -> Fit:
    """Fit simple structure with correlated factors.

    Raises
    ------
    TooFew
        If there are more parameters than moments, or a factor has one item.
    Improper
        If a unique variance is not over 0, or factors correlate by 1: such a solution is none.
    NotFitted
        If no solution is reached, or the data do not tell it from others.
    """
    k, f = len(owner), int(owner.max()) + 1
    df = k * (k + 1) // 2 - 2 * k - f * (f - 1) // 2
    sizes = np.bincount(owner, minlength=f)
    if df < 0 or sizes.min() < 2:  # noqa: PLR2004 items of a factor
        raise TooFew("There are too few items for so many factors.")
    theta = _lowest(data.correlation, owner, f)
    loading, unique, phi = _parts(theta, k, f)
    _look_at(unique, phi)
    sigma = _implied(theta, owner, f)
    gradient, curvature = _slopes(data.correlation, sigma, _derivatives(theta, owner, f))
    if np.linalg.eigvalsh(curvature)[0] < NOTHING * np.abs(np.diag(curvature)).max():
        raise NotFitted("The data do not tell this solution from others near it.")
    if np.abs(gradient).max() > 1e-6:  # noqa: PLR2004 no minimum
        raise NotFitted("No minimum was reached.")
    signs = np.array([np.sign(loading[owner == at].sum()) or 1.0 for at in range(f)])
    turn = np.concatenate([signs[owner], np.ones(k), [signs[a] * signs[b] for a, b in _above(f)]])
    return Fit(
        owner=owner,
        loading=loading * signs[owner],
        unique=unique,
        correlation=phi * np.outer(signs, signs),
        covariance=np.asarray(2 / data.n * np.linalg.inv(curvature) * np.outer(turn, turn), float),
        discrepancy=max(_discrepancy(data.correlation, sigma), 0.0),
        df=df,
        implied=sigma,
    )


def _look_at(unique: Floats, phi: Floats) -> None:
    """Refuse what cannot be a variance or a correlation."""
    if unique.min() < NOTHING:
        raise Improper(
            f"Item {int(unique.argmin())} would have a unique variance of {unique.min():.3g} of "
            "its own: the model does not fit these answers."
        )
    if np.linalg.eigvalsh(phi)[0] < NOTHING:
        raise Improper("Factors would correlate by 1 or more: they are not several.")


def _lowest(r: Floats, owner: NDArray[np.int64], f: int) -> Floats:
    """The lower of the minima that are reached from two places: there can be several."""
    reached = []
    even = np.concatenate([np.full(len(owner), 0.6), np.full(len(owner), 0.64)])
    for start in (_start(r, owner, f), np.concatenate([even, np.zeros(f * (f - 1) // 2)])):
        try:
            reached.append(_descend(r, owner, f, start))
        except (NotFitted, Improper) as cause:
            refusal = cause
    if not reached:
        raise refusal
    return min(reached, key=lambda theta: _discrepancy(r, _implied(theta, owner, f)))


def _start(r: Floats, owner: NDArray[np.int64], f: int) -> Floats:
    """Loadings of the first principal component of each factor's items; no correlation."""
    loading = np.empty(len(owner))
    for at in range(f):
        items = np.flatnonzero(owner == at)
        values, vectors = np.linalg.eigh(r[np.ix_(items, items)])
        first = vectors[:, -1] * (np.sign(vectors[:, -1].sum()) or 1.0)
        loading[items] = np.clip(first * np.sqrt(values[-1]) * 0.9, -0.95, 0.95)
    return np.concatenate([loading, 1 - loading**2, np.zeros(f * (f - 1) // 2)])


def _descend(r: Floats, owner: NDArray[np.int64], f: int, theta: Floats) -> Floats:
    """Scoring steps, each halved until it goes down; damped where the curvature is not clear."""
    sigma = _implied(theta, owner, f)
    value = _discrepancy(r, sigma)
    for _ in range(STEPS):
        gradient, curvature = _slopes(r, sigma, _derivatives(theta, owner, f))
        if np.abs(gradient).max() < FLAT_GRADIENT:
            return theta
        damped = curvature + 1e-10 * np.trace(curvature) / len(theta) * np.eye(len(theta))
        step = np.linalg.lstsq(damped, -gradient, rcond=None)[0]
        for halving in range(HALVINGS):
            trial = theta + step / 2**halving
            sigma = _implied(trial, owner, f)
            found = _discrepancy(r, sigma)
            if found < value:
                break
        else:
            # Nothing goes down any more: `fit` judges whether this is a minimum.
            return theta
        theta, value = trial, found
    # A variance that runs off below zero never arrives: say that, rather than that it took long.
    _look_at(*_parts(theta, len(owner), f)[1:])
    raise NotFitted(f"No solution was reached in {STEPS} steps.")


def _parts(theta: Floats, k: int, f: int) -> tuple[Floats, Floats, Floats]:
    phi = np.eye(f)
    for (a, b), value in zip(_above(f), theta[2 * k :], strict=True):
        phi[a, b] = phi[b, a] = value
    return theta[:k], theta[k : 2 * k], phi


def _above(f: int) -> list[tuple[int, int]]:
    return [(a, b) for a in range(f) for b in range(a + 1, f)]


def _pattern(theta: Floats, owner: NDArray[np.int64], f: int) -> Floats:
    found = np.zeros((len(owner), f))
    found[np.arange(len(owner)), owner] = theta[: len(owner)]
    return found


def _implied(theta: Floats, owner: NDArray[np.int64], f: int) -> Floats:
    _, unique, phi = _parts(theta, len(owner), f)
    pattern = _pattern(theta, owner, f)
    found: Floats = pattern @ phi @ pattern.T + np.diag(unique)
    return found


def _derivatives(theta: Floats, owner: NDArray[np.int64], f: int) -> Floats:
    """(q, k, k): what the implied matrix does with each parameter."""
    k = len(owner)
    pattern, phi = _pattern(theta, owner, f), _parts(theta, k, f)[2]
    pairs = _above(f)
    found = np.zeros((2 * k + len(pairs), k, k))
    at = np.arange(k)
    side = (pattern @ phi)[:, owner].T
    found[at, at, :] += side
    found[at, :, at] += side
    found[k + at, at, at] = 1.0
    for number, (a, b) in enumerate(pairs):
        outer = np.outer(pattern[:, a], pattern[:, b])
        found[2 * k + number] = outer + outer.T
    return found


def _slopes(r: Floats, sigma: Floats, derivatives: Floats) -> tuple[Floats, Floats]:
    """Gradient and expected curvature of the fitting function."""
    inverse = np.linalg.inv(sigma)
    weighted = inverse @ derivatives
    gradient = np.einsum("aij,ji->a", weighted, inverse @ (sigma - r))
    curvature = np.einsum("aij,bji->ab", weighted, weighted)
    return gradient, curvature


def _discrepancy(r: Floats, sigma: Floats) -> float:
    """The fitting function of maximum likelihood; infinite where the matrix is no covariance."""
    try:
        root = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError:
        return np.inf
    half = np.linalg.solve(root, np.linalg.cholesky(r))
    determinant = 2 * float(np.log(np.diag(root)).sum()) - float(np.linalg.slogdet(r)[1])
    return determinant + float((half**2).sum()) - len(r)
