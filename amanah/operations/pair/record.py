"""What stands beside PAIRS.csv, so that it can be checked from files alone."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from amanah import __version__
from amanah.engines.pairing import Policy
from amanah.operations.pair.fields import IGNORE
from amanah.operations.pair.sheets import EVERYBODY
from amanah.operations.pair.work import Run
from amanah.operations.stop import Stop

KIND = "amanah pair certificate"
FORM = 1


def path_of(pairs: Path) -> Path:
    """Where the certificate of a PAIRS.csv lies: beside it."""
    return pairs.with_name(pairs.name + ".certificate.json")


def text_of(run: Run, *, on: date, allow_heads: bool, skip_bad_rows: bool) -> str:
    """The certificate as JSON. It names nobody; the same run gives the same bytes."""
    certificate = run.certificate
    return (
        json.dumps(
            {
                "kind": KIND,
                "form": FORM,
                "says": certificate.sentences(),
                "proved": certificate.proved,
                "policy": asdict(run.policy),
                "on": on.isoformat(),
                "allow_heads": allow_heads,
                "skip_bad_rows": skip_bad_rows,
                "columns": {
                    sheet.side or EVERYBODY: {
                        **sheet.mapping.fields,
                        **dict.fromkeys(sheet.mapping.ignored, IGNORE),
                    }
                    for sheet in run.people.sheets
                },
                "rows_hash": run.people.fingerprint,
                "input_hash": certificate.input_hash,
                "result_hash": certificate.result_hash,
                "versions": {"amanah": __version__, **run.outcome.versions},
            },
            indent=1,
            ensure_ascii=False,
            sort_keys=True,
        )
        + "\n"
    )


def read(pairs: Path) -> dict[str, Any]:
    """The certificate of a PAIRS.csv; `Stop` if it is not there or cannot be read."""
    path = path_of(pairs)
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found["kind"] != KIND or found["form"] != FORM:
            raise ValueError
        found["policy"] = Policy(**{**found["policy"], "bands": tuple(found["policy"]["bands"])})
        found["on"] = date.fromisoformat(found["on"])
    except FileNotFoundError as cause:
        raise Stop(f"{path.name} is missing; it lies beside the pairs that it proves.") from cause
    except (ValueError, KeyError, TypeError) as cause:
        raise Stop(f"{path.name} is no certificate that this version can read.") from cause
    return found
