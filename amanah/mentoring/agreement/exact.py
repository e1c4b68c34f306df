"""The exact text of an agreement, whose hash is signed: the same in every language.

Browsers make it in js/mentoring/exact.js, from what they show. The server makes it only where
there are no words, which it could not read.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from amanah.mentoring.agreement import clauses

TITLE = "amanah/agreement/v1"


def text_of(agreement: Any, members: Iterable[Any], words: dict[str, str] | None = None) -> str:
    """JSON without spaces: what it is, who is in it, what was chosen, what is written."""
    return json.dumps(
        [
            TITLE,
            str(agreement.mentorship_id),
            str(agreement.version),
            clauses.FIXED,
            sorted([str(one.pk), one.role] for one in members),
            sorted([key, value] for key, value in agreement.choices.items()),
            sorted([clause, text] for clause, text in (words or {}).items()),
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
