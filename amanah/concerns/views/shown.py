"""What a client is given to check: sealed files as they were copied, for the eyes of a script."""

import base64
from typing import Any

from django.http import JsonResponse

from amanah.concerns import queries
from amanah.concerns.models import Concern


def files(concern: Concern) -> JsonResponse:
    """The files that are shown, each with its place and from whose account it came."""
    rows = [
        {
            "room": str(one.room),
            "n": one.n,
            "mid": str(one.mid),
            "epoch": one.epoch,
            "by": str(one.by_id),
            "by_name": one.by.name,
            "kind": one.kind,
            "ref": str(one.ref or ""),
            "at": one.at,
            "sha256": _written(one.sha256),
            "file": _written(one.file),
        }
        for one in queries.disclosed_in(concern)
    ]
    return JsonResponse({"rows": rows})


def _written(content: Any) -> str:
    return base64.b64encode(bytes(content)).decode()
