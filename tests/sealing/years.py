"""A long history of two people, sealed with their own keys and put where the server keeps it."""

import base64
import json
from datetime import datetime

from amanah.sealing.models import Words
from tests import node

SEAL = node.ROOT / "tests" / "sealing" / "clients" / "year.mjs"


def put_history(room, people, *, count, since, until):
    """`people`: of each, where they are signed in and the phrase of their lock; oneself last."""
    told = {
        "room": str(room),
        "people": people,
        "count": count,
        "from": since.isoformat(),
        "until": until.isoformat(),
    }
    rows = json.loads(node.run(SEAL, said=json.dumps(told)))
    Words.objects.bulk_create(
        [
            Words(
                room_id=room,
                n=row["n"],
                mid=row["mid"],
                epoch=row["epoch"],
                by_id=row["by"],
                kind="message",
                at=datetime.fromisoformat(row["at"]),
                sha256=base64.b64decode(row["sha256"]),
                file=base64.b64decode(row["file"]),
            )
            for row in rows
        ],
        batch_size=500,
    )
    return rows
