"""Writes docs/reference/permissions.md from the doors table: python -m tests.doors.page"""

import os
import sys
from pathlib import Path

PAGE = Path("docs/reference/permissions.md")
KINDS = (
    "nobody",
    "stranger",
    "mentee",
    "mentor",
    "coordinator",
    "evaluator",
    "safeguarding",
    "admin",
)
HEAD = """# Permissions

Every door of the house, and what each kind of person is answered there. This page is written
from `tests/doors/table.py` by `python -m tests.doors.page`; a test compares the two, and another
goes to every door as everybody. The stranger belongs to another institution. Where a door is
about one thing, it is the mentee's (in stepping down, the coordinator's own appointment).

| answer | means |
|---|---|
| 200 | the page |
| 302 | sent on: to sign in, to show once more who one is, or to the page that follows |
| 401 | signed out meanwhile; what was typed is given back |
| 403 | may know that it is there, and not do this |
| 404 | is not there, or is not theirs to know: the same answer |
| 409, 422 | refused with a sentence; a form that lacks something |
| 410 | a link in a letter that is over or was never sent: the same answer |
| 503 | no worker runs in the test |

What may be seen of whom, field by field, is in `security/matrix.csv` (columns resource, fields,
role, state, right). Rights: – none, existence hidden · X existence, told by a name or address
where needed · A aggregate · S see · E one's own, or what is entrusted · D decide · K only with a
key; `S*` is encrypted at rest. States: own · here, of one's own institution · here, of staff ·
party, one's own thing on staff's pages · elsewhere. People write it, tests read it, the product
never does: `tests/access` holds every door against it.

"""


def written():
    """The page as the table has it now."""
    from tests.doors.table import TABLE

    addresses = dict(_addresses())
    head = [f"| method | address | {' | '.join(KINDS)} |", "|---" * (2 + len(KINDS)) + "|"]
    lines = [
        f"| {method} | `{addresses[name]}` | " + " | ".join(map(str, row)) + " |"
        for (method, name), row in TABLE.items()
    ]
    return HEAD + "\n".join(head + lines) + "\n"


def _addresses(patterns=None, prefix="", space=""):
    from django.urls import URLPattern, get_resolver

    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", f"/{here}"
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from _addresses(entry.url_patterns, here, f"{space}{inner}")


if __name__ == "__main__":
    import tests.surroundings  # noqa: F401

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amanah.config.settings")
    import django

    django.setup()
    PAGE.write_text(written())
    sys.stdout.write(f"{PAGE} is written.\n")
