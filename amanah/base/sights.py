"""What can be seen of a person, and by whom: said once, beside the rule that decides it.

Each app's `rules.py` declares its sights. The page *Who can see what about me* is made
from them, and so is the sentence under a field; `security/matrix.csv` is held against them.
"""

from dataclasses import dataclass

from amanah.base.access import Rule, Text


@dataclass(frozen=True)
class Sight:
    """One kind of thing that is known about a person.

    `resource` is its name in `security/matrix.csv`, `what` the words a person reads. The rule is
    asked of somebody who might look, and of a person's belonging to an institution: a thing that
    has `person` and `institution`.
    """

    resource: str
    what: Text
    rule: Rule


_sights: dict[str, Sight] = {}


def declare(resource: str, what: Text, rule: Rule) -> Sight:
    """Say that something is known about people, and who may see it."""
    if resource in _sights:
        raise ValueError(f"{resource} is declared twice")
    return _sights.setdefault(resource, Sight(resource, what, rule))


def all_sights() -> list[Sight]:
    """Everything that has been declared, in the order of declaration."""
    return list(_sights.values())
