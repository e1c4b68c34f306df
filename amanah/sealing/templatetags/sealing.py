"""Sealed words and fields in a page: ``{% load sealing %}``. Each tag says what it takes.

A page with one of them is complete: the first brings the texts and the script along.
"""

from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from amanah.sealing import hooks, queries

register = template.Library()
# Bars while the words are locked: enough to see that something is there.
MOST_BARS = 3
PRIVATE = "private"


@register.simple_tag(takes_context=True)
def sealed_words(
    context: Any, room: Any, kinds: str = "", mids: str = "", empty: str = ""
) -> SafeString:
    """Words of a room: ``{% sealed_words room=room kinds="hopes" empty=text %}``.

    room: its id, or "private" for the reader's own. kinds, mids: which words, by spaces; without
    them the newest. empty: what is said where there are none.
    """
    request = context["request"]
    whose = request.user
    chosen = [UUID(mid) for mid in mids.split()]
    rows = queries.newest_rows(whose, _room(room), kinds=kinds.split(), mids=chosen)
    about = {
        "room": room,
        "kinds": kinds,
        "mids": mids,
        "empty": empty,
        "bars": rows[:MOST_BARS],
        "newest": rows[0] if rows else None,
        "is_first": _is_first(request),
    }
    return render_to_string("sealing/part/_words.html", about, request)


@register.simple_tag(takes_context=True)
def sealed_conversation(
    context: Any, room: Any, kind: str, empty: str = "", is_closed: bool = False
) -> SafeString:
    """Words of one kind by day, newest opened first: ``{% sealed_conversation room=room … %}``.

    room: its id, or "private" for the reader's own. kind: of which words. empty: what is said where
    there are none. is_closed: nothing of it can be changed any more.
    """
    request = context["request"]
    rows = queries.newest_rows(request.user, _room(room), kinds=[kind])
    about = {
        "room": room,
        "kind": kind,
        "empty": empty,
        "is_closed": is_closed,
        "bars": rows[:MOST_BARS],
        "newest": rows[0] if rows else None,
        "is_first": _is_first(request),
    }
    return render_to_string("sealing/part/_conversation.html", about, request)


@register.simple_tag(takes_context=True)
def sealed_field(
    context: Any, room: Any, kind: str, label: str, who: Any = "", **told: Any
) -> SafeString:
    """A field that is sealed before it leaves: ``{% sealed_field room=room kind="hopes" … %}``.

    room: its id, or "private". label, help: what is asked. who: who will be able to read it, from
    the rule. once: what one wrote before is changed rather than added to. anew: one begins with
    it, and what is sent are words of their own. many: each time they are new, as in a conversation.
    slot: of its draft, where a page has two fields of
    one kind.
    """
    request = context["request"]
    about = {
        "room": room,
        "kind": kind,
        "label": label,
        "who": who,
        "is_first": _is_first(request),
        **told,
    }
    return render_to_string("sealing/part/_field.html", about, request)


@register.simple_tag(takes_context=True)
def sealed_draft(context: Any, room: Any, kind: str, label: str) -> SafeString:
    """What the reader had begun where nothing more is written: ``{% sealed_draft room=room … %}``.

    Takes what `sealed_field` does; nothing is there for whoever had begun nothing.
    """
    if not queries.has_draft(context["request"].user, room, slot=kind):
        return SafeString()
    return sealed_field(context, room, kind, label)


@register.simple_tag(takes_context=True)
def sealed_copy(context: Any, room: Any, label: str) -> SafeString:
    """A copy of a room to take along: ``{% sealed_copy room=room label=text %}``.

    room: its id, or "private". label: of the button.
    """
    request = context["request"]
    about = {
        "room": room,
        "label": label,
        "kinds": [(one.name, one.called) for one in hooks.kinds.values() if one.called],
        "ids": "own" if room == PRIVATE else "shared",
        "name": "amanah-notes.zip" if room == PRIVATE else "amanah-words.zip",
        "is_first": _is_first(request),
    }
    return render_to_string("sealing/part/_copy.html", about, request)


def _room(room: Any) -> Any:
    return None if room == PRIVATE else room


def _is_first(request: Any) -> bool:
    """Whether nothing sealed has been put into this page before."""
    is_first = not getattr(request, "has_sealed_words", False)
    request.has_sealed_words = True
    return is_first
