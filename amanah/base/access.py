"""The only doors into the house.

Every view says, above its name, what it may find and who may pass. One that
says nothing fails `tests/doors`.
"""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from amanah.base import clock, written

View = Callable[..., HttpResponse]
Find = Callable[..., QuerySet[Any]]
Text = str | Promise

# The four phrases in which everything says who can see it. The second and third are completed
# by name where there is one (`only_you_and`, `you_and`).
ONLY_YOU = _("Only you")
YOU_AND_THE_OTHER = _("You and your mentor or mentee")
# The second, where there are more than two.
THIS_GROUP = _("This group")
YOU_AND_A_NAMED_PERSON = _("You and a named person")
THE_PROGRAMME = _("The programme")


def only_you_and(names: Iterable[str]) -> str:
    """The second phrase, completed by name; each name keeps its own direction."""
    apart = [f"\u2068{name}\u2069" for name in names]
    return str(_("Only you and %(names)s")) % {"names": written.listed(apart)}


def _join(*phrases: Text) -> str:
    return " · ".join(str(phrase) for phrase in phrases)


_joined = lazy(_join, str)


@dataclass(frozen=True)
class Rule:
    """Who may pass: a test, and the phrases in which a person reads it.

    The test is called with the person, then the thing if there is one. A test
    that depends on the day (an appointment begins and ends) also takes `at`.
    """

    phrases: tuple[Text, ...]
    test: Callable[..., bool]

    @property
    def phrase(self) -> Text:
        """Its phrases as one sentence, for the foot of a field or a card."""
        return self.phrases[0] if len(self.phrases) == 1 else _joined(*self.phrases)

    def __call__(self, *about: Any, at: datetime) -> bool:
        return bool(call_at(self.test, *about, at=at))

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            tuple(dict.fromkeys((*self.phrases, *other.phrases))),
            lambda *about, at: self(*about, at=at) or other(*about, at=at),
        )

    def __and__(self, other: "Rule") -> "Rule":
        # What both must allow is no wider than the narrower of the two: the first named.
        return Rule(
            self.phrases,
            lambda *about, at: self(*about, at=at) and other(*about, at=at),
        )


@dataclass(frozen=True)
class Door:
    """How a view is guarded. Read by the tests that try every door."""

    allow: Rule | None = None
    find: Find | None = None
    open_to_all: bool = field(default=False)


def call_at(question: Callable[..., Any], *about: Any, at: datetime, **named: Any) -> Any:
    """Ask a find or a rule's test, giving it the moment only if it depends on it."""
    if "at" in inspect.signature(question).parameters:
        named["at"] = at
    return question(*about, **named)


def admit(
    person: Any,
    *,
    allow: Rule,
    at: datetime,
    find: Find | None = None,
    pk: Any = None,
    by: str = "pk",
    **within: Any,
) -> list[Any]:
    """Return what a person may find and act upon, or turn them away.

    `find(person)` is everything of its kind that the person may know of. What
    is not among it is 404, so a door does not tell a stranger what is behind
    it. Someone who may look but not touch gets 403 from `allow`.
    """
    things = []
    if find:
        things = [get_object_or_404(call_at(find, person, at=at, **within), **{by: pk})]
    if not allow(person, *things, at=at):
        raise PermissionDenied
    return things


def guard(*, allow: Rule, find: Find | None = None, by: str = "pk") -> Callable[[View], View]:
    """Hand a view the one thing it is about, once the person is admitted to it.

    The thing is named by the part of the address called `by`. Other parts of the address are
    given to `find` where it asks for them by name (the institution a thing is looked for in),
    else to the view.
    """

    def decorate(view: View) -> View:
        asked = set(inspect.signature(find).parameters) if find else set()

        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            pk = parts.pop(by, None)
            within = {name: parts.pop(name) for name in list(parts) if name in asked}
            things = admit(
                request.user, allow=allow, find=find, pk=pk, by=by, at=clock.now(), **within
            )
            return view(request, *things, **parts)

        guarded.door = Door(allow, find)  # type: ignore[attr-defined]
        return guarded

    return decorate


def open_to_all(view: View) -> View:
    """Mark a view as meant for anyone, signed in or not.

    A third-party view is wrapped with it, or with `guard`, one by one.
    """

    @wraps(view)
    def opened(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    opened.door = Door(open_to_all=True)  # type: ignore[attr-defined]
    return opened


anyone_signed_in = Rule((ONLY_YOU,), lambda person, *about: person.is_authenticated)
