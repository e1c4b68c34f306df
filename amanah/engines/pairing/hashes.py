"""Fingerprints of inputs and results that do not depend on the order of rows."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import numpy as np

from amanah.engines.pairing.market import Ints, Market, Policy


def input_hash(market: Market, policy: Policy) -> str:
    """SHA-256 over the market in the order of its ids, and over the policy; hexadecimal."""
    digest = hashlib.sha256(json.dumps(asdict(policy), sort_keys=True).encode())
    mentees, mentors = _order(market.mentee_id), _order(market.mentor_id)
    new_mentee, new_mentor = _inverse(mentees), _inverse(mentors)
    key = new_mentee[market.mentee] * max(market.mentors, 1) + new_mentor[market.mentor]
    order = np.argsort(key, kind="stable")
    for ids, rows in ((market.mentee_id, mentees), (market.mentor_id, mentors)):
        digest.update(json.dumps([ids[int(row)] for row in rows]).encode())
    columns: list[Ints | None] = [
        market.demand[mentees],
        market.places[mentors],
        key[order],
        market.fit[order],
        None if market.mentee_rank is None else market.mentee_rank[order],
        None if market.mentor_rank is None else market.mentor_rank[order],
        np.sort(key[market.existing]),
        np.sort(key[market.locks]),
    ]
    if market.roles is not None:
        digest.update(json.dumps(market.roles.names).encode())
        columns += [market.roles.wants[mentees].astype(np.int64), market.roles.fit[:, order]]
        if market.roles.caps is not None:
            columns.append(market.roles.caps[mentors])
    for column in columns:
        digest.update(b"-" if column is None else np.ascontiguousarray(column, "<i8").tobytes())
    return digest.hexdigest()


def result_hash(pairs: Iterable[tuple[str, str, str]]) -> str:
    """SHA-256 over the sorted lines ``mentee, mentor, role``; hexadecimal."""
    return hashlib.sha256(json.dumps(sorted(pairs)).encode()).hexdigest()


def _order(ids: Sequence[str]) -> Ints:
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)


def _inverse(order: Ints) -> Ints:
    inverse = np.empty(len(order), np.int64)
    inverse[order] = np.arange(len(order))
    return inverse
