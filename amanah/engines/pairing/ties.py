"""Ties are decided by who people are and by a seed: never by the order of rows or by a solver."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.market import Ints

TIE_BITS = 36


def id_hashes(ids: Sequence[str]) -> NDArray[np.uint64]:
    """A 64-bit number for each id, the same on every machine (BLAKE2b)."""
    return _id_hashes(tuple(ids))


@lru_cache(maxsize=4)
def _id_hashes(ids: tuple[str, ...]) -> NDArray[np.uint64]:
    blake = hashlib.blake2b
    digests = b"".join([blake(name, digest_size=8).digest() for name in map(str.encode, ids)])
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def pair_hashes(
    mentee: NDArray[np.uint64], mentor: NDArray[np.uint64], seed: int
) -> NDArray[np.uint64]:
    """A 64-bit number for each pair of id hashes under a seed.

    The finaliser is that of SplitMix64 (Steele, Lea & Flood 2014, OOPSLA, 453-472).
    """
    x = mentee * np.uint64(0x9E3779B97F4A7C15)
    x ^= mentor * np.uint64(0xC2B2AE3D27D4EB4F)
    x ^= np.uint64(seed * 0x165667B19E3779F9 & 0xFFFFFFFFFFFFFFFF)
    x ^= x >> np.uint64(30)
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


def tie_breaks(hashes: NDArray[np.uint64]) -> Ints:
    """The top 36 bits of pair hashes, as integers: what the stage that decides ties adds up."""
    return (hashes >> np.uint64(64 - TIE_BITS)).astype(np.int64)
