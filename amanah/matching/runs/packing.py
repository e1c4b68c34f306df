"""How a saved copy and a result are kept: compressed, and as text, because the column is one."""

import io
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from amanah.engines.pairing import Market, Outcome, Policy, Roles
from amanah.engines.pairing.market import Ints
from amanah.matching.runs.inputs import Inputs
from amanah.matching.runs.working_out import Worked

# Packed quickly rather than tightly: a coordinator waits for it.
LEVEL = 3
PLAIN = ("demand", "places", "indptr", "mentor", "fit", "existing", "locks")
OPTIONAL = ("mentee_rank", "mentor_rank", "first")


class Lazily(Mapping[str, Any]):
    """What somebody said, read when somebody asks: of thousands a page needs a few."""

    def __init__(self, line: str) -> None:
        self._line = line

    @cached_property
    def _said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._line)
        return found

    def __getitem__(self, key: str) -> Any:
        return self._said[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)

    def __len__(self) -> int:
        return len(self._said)


def pack_inputs(inputs: Inputs) -> str:
    """One line of everything else, then a line for what each mentee and each mentor said."""
    people = (*inputs.mentees, *inputs.mentors)
    rest = replace(
        inputs,
        mentees=[replace(one, said={}) for one in inputs.mentees],
        mentors=[replace(one, said={}) for one in inputs.mentors],
    )
    lines = [_as_line(rest.as_json()), *(_as_line(dict(one.said)) for one in people)]
    return b64encode(zlib.compress("\n".join(lines).encode(), LEVEL)).decode()


def unpack_inputs(packed: str) -> Inputs:
    first, *said = zlib.decompress(b64decode(packed)).decode().split("\n")
    return Inputs.from_json(json.loads(first), [Lazily(line) for line in said])


def _as_line(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Kept:
    """What is kept of a result: see `working_out.Worked`."""

    market: Market
    policy: Policy
    outcome: Outcome
    own_fit: Ints
    prices: tuple[Ints, ...]
    stages: tuple[str, ...]
    speaks_with_nobody: tuple[int, ...]


def pack_market(worked: Worked) -> str:
    """The arrays of a result as one compressed file."""
    market, outcome, roles = worked.market, worked.outcome, worked.market.roles
    arrays: dict[str, Any] = {name: _small(getattr(market, name)) for name in PLAIN}
    for name in OPTIONAL:
        if getattr(market, name) is not None:
            arrays[name] = _small(np.asarray(getattr(market, name)))
    if roles is not None:
        arrays |= {"wants": roles.wants, "role_fit": _small(roles.fit), "takes": roles.takes}
    arrays |= {f"price{at}": _small(price) for at, price in enumerate(worked.prices)}
    arrays |= {"own_fit": _small(worked.own_fit)}
    arrays |= {"chosen": _small(outcome.pairs), "role": _small(outcome.role)}
    told = {
        "mentee_id": list(market.mentee_id),
        "mentor_id": list(market.mentor_id),
        "role_names": list(roles.names) if roles else [],
        "policy": asdict(worked.policy),
        "stages": worked.stages,
        "input_hash": outcome.input_hash,
        "result_hash": outcome.result_hash,
        "versions": outcome.versions,
        "speaks_with_nobody": worked.speaks_with_nobody,
    }
    file = io.BytesIO()
    np.savez(file, told=np.frombuffer(json.dumps(told).encode(), np.uint8), **arrays)
    return b64encode(zlib.compress(file.getvalue(), LEVEL)).decode()


def unpack_market(packed: str) -> Kept:
    file = io.BytesIO(zlib.decompress(b64decode(packed)))
    with np.load(file, allow_pickle=False) as arrays:
        told = json.loads(arrays["told"].tobytes())
        roles = None
        if told["role_names"]:
            names = tuple(told["role_names"])
            fit = arrays["role_fit"].astype(np.int64)
            roles = Roles(names, arrays["wants"], fit, takes=arrays["takes"])
        optional = {name: arrays[name] for name in OPTIONAL if name in arrays}
        if "first" in optional:
            optional["first"] = optional["first"].astype(bool)
        plain = {name: arrays[name] for name in PLAIN}
        ids = {name: told[name] for name in ("mentee_id", "mentor_id")}
        outcome = Outcome(
            pairs=arrays["chosen"].astype(np.int64),
            role=arrays["role"].astype(np.int64),
            input_hash=told["input_hash"],
            result_hash=told["result_hash"],
            versions=told["versions"],
        )
        return Kept(
            market=Market(**ids, **plain, **optional, roles=roles),
            policy=Policy(**{**told["policy"], "bands": tuple(told["policy"]["bands"])}),
            outcome=outcome,
            own_fit=arrays["own_fit"].astype(np.int64),
            prices=tuple(
                arrays[f"price{at}"].astype(np.int64) for at in range(len(told["stages"]))
            ),
            stages=tuple(told["stages"]),
            speaks_with_nobody=tuple(told["speaks_with_nobody"]),
        )


def _small(values: Any) -> Any:
    """The same whole numbers in as few bytes as hold them."""
    most = int(np.abs(values).max(initial=0))
    for kind in (np.int8, np.int16, np.int32):
        if most <= np.iinfo(kind).max:
            return values.astype(kind)
    return values
