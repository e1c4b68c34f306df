"""Ties and posts in words, for those who are named in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.base.access import Text
from amanah.conflicts.models import Post, Tie

Kind = Tie.Kind
# What the other is to the reader, who is below or above them, or their equal.
IS_TO_ME: dict[str, Text] = {
    Kind.SUPERVISOR: _("supervises you"),
    Kind.ASSESSOR: _("assesses you"),
    Kind.EXAMINER: _("examines you"),
    Kind.FAMILY: _("is family"),
    Kind.CO_AUTHOR: _("wrote with you"),
}
I_AM_TO: dict[str, Text] = {
    Kind.SUPERVISOR: _("is supervised by you"),
    Kind.ASSESSOR: _("is assessed by you"),
    Kind.EXAMINER: _("is examined by you"),
    Kind.FAMILY: _("is family"),
    Kind.CO_AUTHOR: _("wrote with you"),
}


@dataclass(frozen=True)
class Line:
    """One thing that staff hold, as somebody reads it who is named in it."""

    name: str
    what: Text
    department: str
    place: str
    since: date
    until: date | None
    source: str


def tie_line(tie: Tie, reader: Any) -> Line:
    is_over = tie.one_id == reader.pk
    name = tie.other.name if is_over else tie.one.name
    return _line(tie, name, (I_AM_TO if is_over else IS_TO_ME)[tie.kind])


def own_post_line(post: Post) -> Line:
    return _line(post, "", Post.Kind(post.kind).label, post.department)


def post_line(post: Post) -> Line:
    return _line(post, post.person.name, Post.Kind(post.kind).label, post.department)


def _line(kept: Tie | Post, name: str, what: Text, department: str = "") -> Line:
    return Line(
        name=name,
        what=what,
        department=department,
        place=kept.institution.name,
        since=kept.since,
        until=kept.until,
        source=kept.get_source_display(),
    )
