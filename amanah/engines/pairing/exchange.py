"""A market, a policy and a result as one file, with which anybody can check the result anew.

It names people as the market does, so whoever hands it out gives them random names first. Ranks are
apart: a result that is about whom people would rather have needs a second file, for an auditor.
"""

from dataclasses import asdict
from typing import Any

import numpy as np

from amanah.engines.pairing.certificate import Certificate, audit
from amanah.engines.pairing.errors import BrokenCertificate, InvalidMarket
from amanah.engines.pairing.market import Market, Policy, Roles
from amanah.engines.pairing.outcome import Outcome

KIND, RANKS_KIND, FORM = "amanah run", "amanah run ranks", 1


def exported(market: Market, policy: Policy, outcome: Outcome) -> dict[str, Any]:
    """Everything that a check needs but for ranks, as plain values.

    ``mentees`` and ``mentors`` are ids with ``demand``, ``first`` and ``places``; ``eligible`` is
    [mentee, mentor, fit] by rows; ``chosen``, ``existing`` and ``locks`` are numbers of eligible
    pairs.
    """
    found = {
        "kind": KIND,
        "form": FORM,
        "policy": asdict(policy),
        "mentees": list(market.mentee_id),
        "demand": market.demand.tolist(),
        "mentors": list(market.mentor_id),
        "places": market.places.tolist(),
        "eligible": np.stack([market.mentee, market.mentor, market.fit], axis=1).tolist(),
        "existing": market.existing.tolist(),
        "locks": market.locks.tolist(),
        "chosen": outcome.pairs.tolist(),
        "role": outcome.role.tolist(),
        "needs_ranks": market.mentee_rank is not None or market.mentor_rank is not None,
        "input_hash": outcome.input_hash,
        "result_hash": outcome.result_hash,
        "versions": outcome.versions,
    }
    if market.first is not None:
        found["first"] = np.asarray(market.first, bool).tolist()
    if market.roles is not None:
        roles = market.roles
        found["roles"] = {
            "names": list(roles.names),
            "wants": roles.wants.tolist(),
            "fit": roles.fit.tolist(),
            "takes": None if roles.takes is None else roles.takes.tolist(),
            "caps": None if roles.caps is None else np.asarray(roles.caps).tolist(),
        }
    return found


def exported_ranks(market: Market, outcome: Outcome) -> dict[str, Any]:
    """The ranks of the eligible pairs, for an auditor and nobody else; 0 is not ranked."""
    return {
        "kind": RANKS_KIND,
        "form": FORM,
        "input_hash": outcome.input_hash,
        "mentee_rank": None if market.mentee_rank is None else market.mentee_rank.tolist(),
        "mentor_rank": None if market.mentor_rank is None else market.mentor_rank.tolist(),
    }


def check_export(found: dict[str, Any], ranks: dict[str, Any] | None = None) -> Certificate:
    """Re-derive everything that an export claims, without solving anything.

    Raises
    ------
    BrokenCertificate
        Naming the first breach, or if the file is no export.
    InvalidMarket
        If its inputs contradict themselves, or its ranks are needed and not there.
    """
    try:
        if (found["kind"], found["form"]) != (KIND, FORM):
            raise KeyError(found["kind"])
        if found["needs_ranks"] and ranks is None:
            raise InvalidMarket(
                "This result is about whom people would rather have: it is checked with the file "
                "of its ranks, which an auditor has."
            )
        if ranks and (ranks["kind"], ranks["input_hash"]) != (RANKS_KIND, found["input_hash"]):
            raise BrokenCertificate("These are not the ranks of this result.")
        return audit(_market(found, ranks or {}), _policy(found), _outcome(found))
    except (KeyError, TypeError, IndexError, AttributeError) as cause:
        raise BrokenCertificate("The file is no export of a run that can be read.") from cause


def _market(found: dict[str, Any], ranks: dict[str, Any]) -> Market:
    eligible = np.array(found["eligible"], np.int64).reshape(-1, 3)
    mentee = eligible[:, 0]
    if len(mentee) and (np.diff(mentee) < 0).any():
        raise BrokenCertificate("The eligible pairs do not stand mentee by mentee.")
    first = found.get("first")
    return Market(
        mentee_id=found["mentees"],
        mentor_id=found["mentors"],
        demand=found["demand"],
        places=found["places"],
        indptr=np.searchsorted(mentee, np.arange(len(found["mentees"]) + 1)),
        mentor=eligible[:, 1],
        fit=eligible[:, 2],
        mentee_rank=ranks.get("mentee_rank"),
        mentor_rank=ranks.get("mentor_rank"),
        existing=found["existing"],
        locks=found["locks"],
        roles=_roles(found["roles"]) if "roles" in found else None,
        first=None if first is None else np.array(first, bool),
    )


def _roles(found: dict[str, Any]) -> Roles:
    takes, caps = found["takes"], found["caps"]
    return Roles(
        tuple(found["names"]),
        np.array(found["wants"], bool),
        np.array(found["fit"], np.int64).reshape(len(found["names"]), -1),
        caps=None if caps is None else np.array(caps, np.int64),
        takes=None if takes is None else np.array(takes, bool),
    )


def _policy(found: dict[str, Any]) -> Policy:
    return Policy(**{**found["policy"], "bands": tuple(found["policy"]["bands"])})


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(
        pairs=np.array(found["chosen"], np.int64),
        role=np.array(found["role"], np.int64),
        input_hash=found["input_hash"],
        result_hash=found["result_hash"],
        versions=found["versions"],
    )
