"""The kinds of things that people are told: said once, by the app that tells them.

Each app declares its kinds in its `notices.py`. What a kind says is fixed text, which may name
a day and nothing else: it is read in mails and on locked screens.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amanah.base.access import Text
from amanah.outbox import mails


@dataclass(frozen=True)
class Kind:
    """One kind of notice.

    `says` is a sentence; `%(day)s` in it becomes the notice's day. `listed_as` names the kind
    where people choose how to hear of it. `where` gives the page that it leads to. `holds` is
    asked before a mail goes and before it is shown: whether it is still so; `goes`, before a
    mail alone. Where a kind has a `letter` of its own, that template goes to whoever hears of it
    at once, with what `fills` gives; to others it is a line in the letter of the day. `concerns`
    says to whom it is offered where people choose.
    """

    name: str
    says: Text
    listed_as: Text
    where: Callable[[uuid.UUID | None], str]
    holds: Callable[[Any, datetime], bool] = lambda notice, at: True
    mail: str = "digest"
    goes: Callable[[Any, datetime], bool] = lambda notice, at: True
    concerns: Callable[[Any, datetime], bool] = lambda person, at: True
    letter: str = ""
    fills: Callable[[Any], dict[str, Any]] = lambda notice: {}


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    if kind.name in _kinds:
        raise ValueError(f"{kind.name} is declared twice")
    if kind.mail not in {"at_once", "digest", "off"}:
        raise ValueError(f"{kind.name} goes by {kind.mail}, which is no way of mailing")
    return _kinds.setdefault(kind.name, kind)


def declared(name: str) -> Kind:
    mails.discover()
    if name not in _kinds:
        raise ValueError(f"{name} is not declared in the notices.py of its app")
    return _kinds[name]


def find(name: str) -> Kind | None:
    """A kind by name, if it still exists: a notice may outlive the release that told it."""
    mails.discover()
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """Every kind, in the order of their names, so that one app's stand together."""
    mails.discover()
    return [_kinds[name] for name in sorted(_kinds)]
