"""Fingerprints of inputs and results that do not depend on the order of rows."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from amanah.engines.pairing.market import Ints, Market, Policy

Int32s = NDArray[np.int32]
# Mentees, and pairs, that are handled at once: small enough for the caches and for memory.
BLOCK = 1 << 13
CHUNK = 1 << 18


def input_hash(market: Market, policy: Policy) -> str:
    """SHA-256 over the market in the order of its ids, and over the policy; hexadecimal."""
    digest = hashlib.sha256(json.dumps(asdict(policy), sort_keys=True).encode())
    mentees, mentors = _order(market.mentee_id), _order(market.mentor_id)
    new_mentee, new_mentor = _inverse(mentees), _inverse(mentors)
    for ids, rows in ((market.mentee_id, mentees), (market.mentor_id, mentors)):
        digest.update(json.dumps([ids[row] for row in rows.tolist()]).encode())
    _add(digest, market.demand[mentees], market.places[mentors])
    order = np.empty(market.pairs, np.int32)
    done = 0
    for at, key in _by_ids(market, mentees, new_mentor):
        order[done : done + len(at)] = at
        done += len(at)
        _add(digest, key)
    for values in (market.fit, market.mentee_rank, market.mentor_rank):
        _add_in_order(digest, values, order)
    for some in (market.existing, market.locks):
        key = new_mentee[market.mentee_of(some)] * max(market.mentors, 1)
        _add(digest, np.sort(key + new_mentor[market.mentor[some]]))
    if market.first is not None:
        _add(digest, np.asarray(market.first, np.int64)[mentees])
    if market.roles is not None:
        digest.update(json.dumps(market.roles.names).encode())
        _add(digest, market.roles.wants[mentees], market.roles.fit[:, order])
        if market.roles.caps is not None:
            _add(digest, market.roles.caps[mentors])
        if market.roles.takes is not None:
            _add(digest, market.roles.takes[mentors])
    return digest.hexdigest()


def _by_ids(market: Market, mentees: Ints, new_mentor: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs and their keys in the order of ids, block by block: rows stand together already."""
    counts = np.diff(market.indptr)[mentees]
    for first in range(0, len(mentees), BLOCK):
        rows, count = mentees[first : first + BLOCK], counts[first : first + BLOCK]
        at = np.repeat(market.indptr[rows] - (np.cumsum(count) - count), count)
        at += np.arange(len(at))
        key = np.repeat(np.arange(first, first + len(rows)), count) * max(market.mentors, 1)
        key += new_mentor[market.mentor[at]]
        # Rows are nearly sorted already, which the stable sort uses.
        order = np.argsort(key, kind="stable")
        yield at[order], key[order]


def _add_in_order(digest: "hashlib._Hash", values: Ints | None, order: Int32s) -> None:
    if values is None:
        digest.update(b"-")
        return
    for first in range(0, len(order), CHUNK):
        _add(digest, values[order[first : first + CHUNK]])


def _add(digest: "hashlib._Hash", *columns: NDArray[np.generic]) -> None:
    for column in columns:
        digest.update(np.ascontiguousarray(column, "<i8").data)


def result_hash(pairs: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over the sorted lines ``mentee, mentor, role``; hexadecimal."""
    return hashlib.sha256(json.dumps(sorted(pairs)).encode()).hexdigest()


def _order(ids: Sequence[str]) -> Ints:
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)


def _inverse(order: Ints) -> Ints:
    inverse = np.empty(len(order), np.int64)
    inverse[order] = np.arange(len(order))
    return inverse
