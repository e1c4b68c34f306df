"""Synthetic mentoring markets: specialties of unlike size, popular mentors, scarce places.

Everything follows from the seed. A market is saved as arrays, so that peers in their own
environment read the very same one.
"""

from pathlib import Path

import numpy as np

SIZES = {
    "200": (200, 60, 50),
    "2k": (2_000, 600, 50),
    "20k": (20_000, 6_000, 30),
    "100k": (100_000, 30_000, 30),
    "1M": (1_000_000, 300_000, 20),
}
SAME_SPECIALTY = 0.8


def saved(name, folder: Path) -> Path:
    """The file of a market, made if it is not there yet."""
    path = folder / f"{name}.npz"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(path, **drawn(*SIZES[name]))
    return path


def drawn(mentees, mentors, candidates, seed=1):
    """Candidate pairs in rows of mentees: both sides' opinion 1 to 1000, fit, and places 1 to 5."""
    random = np.random.default_rng(seed)
    specialties = max(4, min(60, mentors // 15))
    share = 1 / np.arange(1, specialties + 1) ** 0.8
    share /= share.sum()
    of_mentor = np.sort(random.choice(specialties, mentors, p=share))
    of_mentee = random.choice(specialties, mentees, p=share)
    popular = random.beta(2, 2, mentors).astype(np.float32)
    columns = _columns(random, of_mentee, of_mentor, popular, candidates)
    ascending = np.sort(columns, axis=1)
    keep = np.ones(ascending.shape, bool)
    keep[:, 1:] = ascending[:, 1:] != ascending[:, :-1]
    keep &= np.cumsum(keep, axis=1) <= candidates
    counts = keep.sum(1)
    mentor = ascending[keep].astype(np.int64)
    mentee = np.repeat(np.arange(mentees), counts)
    common = 0.35 * (of_mentee[mentee] == of_mentor[mentor]) + 0.25 * popular[mentor]
    common = common + 0.4 * random.random(len(mentor), np.float32)
    opinions = [
        np.clip(np.rint(1000 * (0.7 * common + 0.3 * random.random(len(mentor)))), 1, 1000)
        for _ in range(2)
    ]
    mentees_opinion, mentors_opinion = (opinion.astype(np.int64) for opinion in opinions)
    return {
        "indptr": np.concatenate([[0], np.cumsum(counts)]),
        "mentor": mentor,
        "fit": np.maximum(1, (6 * mentees_opinion + 4 * mentors_opinion) // 10),
        "mentee_rank": _ranks(mentee, mentees_opinion, mentees),
        "mentor_rank": _ranks(mentor, mentors_opinion, mentors),
        "places": random.integers(1, 6, mentors),
    }


def _columns(random, of_mentee, of_mentor, popular, candidates):
    """More mentors than needed for each mentee, mostly of their specialty and rather popular."""
    at = np.arange(of_mentee.max() + 1)
    first = np.searchsorted(of_mentor, at)
    size = np.searchsorted(of_mentor, at, side="right") - first
    shape = (len(of_mentee), int(candidates * 1.25) + 2)

    def draw():
        chance = random.random(shape, np.float32)
        inside = random.random(shape, np.float32) < SAME_SPECIALTY
        few = size[of_mentee][:, None]
        near = first[of_mentee][:, None] + np.minimum((chance * few).astype(int), few - 1)
        far = (chance * len(of_mentor)).astype(int)
        found = np.where(inside & (few > 0), near, far)
        return np.minimum(found, len(of_mentor) - 1).astype(np.int32)

    one, other = draw(), draw()
    chosen = (random.random(shape, np.float32) < 0.5) & (popular[other] > popular[one])
    return np.where(chosen, other, one)


def _ranks(whose, opinion, people):
    """Place of each pair in a person's list, the best opinion first; ties by position."""
    order = np.lexsort((np.arange(len(whose)), -opinion, whose))
    first = np.searchsorted(whose[order], np.arange(people))
    ranks = np.empty(len(whose), np.int64)
    ranks[order] = np.arange(len(whose)) - first[whose[order]] + 1
    return ranks
