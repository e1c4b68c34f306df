"""An agreement as a member reads it: in words, clause by clause, and where they chose apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from amanah.mentoring.agreement import asked, clauses, made_of, promises
from amanah.mentoring.models import Agreement, Membership


@dataclass(frozen=True)
class Line:
    """One thing that stands in it. `key` and `value` are what is signed, the rest what is read."""

    key: str
    value: str
    label: Any
    says: list[Any]


@dataclass(frozen=True)
class Part:
    """A clause, with what was chosen in it; `mid` names its sealed words."""

    clause: made_of.Clause
    lines: list[Line]
    mid: str

    @property
    def is_said(self) -> bool:
        return bool(self.lines or self.mid)


@dataclass(frozen=True)
class Chosen:
    """What one of them would choose: nothing said is a choice, too."""

    who: str
    membership: Any
    says: list[Any]
    is_in: bool


@dataclass(frozen=True)
class Apart:
    """One thing that not all chose alike."""

    key: str
    clause: made_of.Clause
    label: Any
    now: list[Any]
    chosen: list[Chosen]


@dataclass(frozen=True)
class WordsApart:
    """Sealed words for one clause, of those who wrote some; `now` names those that stand there."""

    clause: made_of.Clause
    now: str
    offered: list[Any]


def members_of(agreement: Agreement) -> list[Membership]:
    """Who signs it; of one that is signed, who did."""
    if agreement.is_signed:
        return [one.membership for one in agreement.signatures.select_related("membership__person")]
    return asked.members_of(agreement.mentorship)


def parts_of(agreement: Agreement, me: Any) -> list[Part]:
    choices = agreement.choices
    parts = []
    for clause in clauses.CLAUSES:
        keys = [(clause.key_of(one), one, one.label) for one in clause.choices]
        if clause.name == clauses.PROMISES:
            keys = _promises(members_of(agreement), me)
        lines = [
            Line(key, choices[key], label, choice.words_for(choices[key]))
            for key, choice, label in keys
            if key in choices
        ]
        parts.append(Part(clause, lines, agreement.words.get(clause.name, "")))
    return parts


def apart(agreement: Agreement, me: Any) -> list[Apart]:
    """Where what they showed is not what stands there, or not alike."""
    sides, now = asked.sides_shown(agreement), agreement.choices
    found = []
    for key, clause, choice, label in _all_keys(asked.members_of(agreement.mentorship), me):
        owners = [one for one in sides if _may_choose(one.membership, key)]
        said = [one.choices.get(key, "") for one in owners]
        if any(value != now.get(key, "") for value in said):
            chosen = [
                Chosen(
                    name_of(one.membership, me),
                    one.membership,
                    choice.words_for(value),
                    value == now.get(key, ""),
                )
                for one, value in zip(owners, said, strict=True)
            ]
            found.append(Apart(key, clause, label, choice.words_for(now.get(key, "")), chosen))
    return found


def words_apart(agreement: Agreement) -> list[WordsApart]:
    """Clauses for which somebody wrote words that do not stand in it."""
    offered = asked.words_offered(agreement)
    found = []
    for name, clause in clauses.WITH_WORDS.items():
        now = agreement.words.get(name, "")
        others = [one for one in offered.get(name, []) if str(one.mid) != now]
        if others:
            found.append(WordsApart(clause, now, others))
    return found


def name_of(membership: Membership, me: Any) -> str:
    """What somebody is called by the reader; where it is printed, by their names: `me` is None."""
    is_me = me is not None and membership.person_id == me.pk
    return _("You") if is_me else membership.person.name


def _may_choose(membership: Membership, key: str) -> bool:
    return not key.startswith(f"{clauses.PROMISES}.") or key.endswith(f".{membership.pk}")


def _all_keys(members: Sequence[Membership], me: Any) -> list[tuple[str, Any, Any, Any]]:
    found: list[tuple[str, Any, Any, Any]] = []
    for clause in clauses.CLAUSES:
        found += [(clause.key_of(one), clause, one, one.label) for one in clause.choices]
        if clause.name == clauses.PROMISES:
            found += [(key, clause, one, label) for key, one, label in _promises(members, me)]
    return found


def _promises(members: Sequence[Membership], me: Any) -> list[tuple[str, Any, Any]]:
    return [
        (
            clauses.promise_key(member, factor.name),
            factor,
            _("%(name)s: %(factor)s")
            % {"name": f"\u2068{name_of(member, me)}\u2069", "factor": factor.label},
        )
        for member in members
        for factor in promises.FACTORS
    ]
