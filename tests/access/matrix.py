"""Reading `security/matrix.csv`: what people decided, which the product itself never reads."""

import csv
from pathlib import Path

FILE = Path("security/matrix.csv")
COLUMNS = ["resource", "fields", "role", "state", "right"]
ROLES = (
    "nobody",
    "stranger",
    "mentee",
    "mentor",
    "coordinator",
    "deputy",
    "evaluator",
    "safeguarding",
    "admin",
    "operator",
)
STATES = {
    "any",
    "own",
    "here",
    "here, of staff",
    "party",
    "elsewhere",
    # On members' pages: a mentor whom they may find, a mentee who asks them, the other of a pair.
    "found",
    "asks",
    "pair",
}
NARROWER = {"here, of staff", "party", "found", "asks", "pair"}
# Existence is told by a name or an address where it is told at all.
IDENTITY = {"name", "email"}
SEEING = set("SEDK")


def rows():
    with FILE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _read():
    found = {}
    for row in rows():
        for field in row["fields"].split():
            found[row["resource"], field, row["role"], row["state"]] = row["right"]
    return found


RIGHTS = _read()
RESOURCES = {row["resource"] for row in rows()}


def right(resource, field, role, state):
    """One cell. What is not in the matrix is an error, not a no."""
    for named in ("any", state):
        if (resource, field, role, named) in RIGHTS:
            return RIGHTS[resource, field, role, named]
    # A narrower state that a resource does not tell apart from the wider one.
    if state in NARROWER:
        return right(resource, field, role, "here")
    raise LookupError(f"matrix.csv says nothing of {(resource, field, role, state)}")


def rights(resource, role, state, *, only=""):
    """Everything that a role may do with any field of a resource, or with one."""
    named = {field for kind, field, _role, _state in RIGHTS if kind == resource}
    fields = {only} if only else named
    return set("".join(right(resource, field, role, state) for field in fields))


def may_read(resource, field, role, state):
    """Whether the words of a field may reach this role."""
    given = set(right(resource, field, role, state))
    return bool(given & SEEING) or ("X" in given and field in IDENTITY)
