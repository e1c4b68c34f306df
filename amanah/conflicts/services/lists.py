"""Lists of ties and posts: read, looked through, and taken over whole or not at all."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import every
from amanah.base.refusal import Refused
from amanah.conflicts import lists, queries
from amanah.conflicts.models import Post, Source, Tie, TieList, folded_department
from amanah.conflicts.services.looking import looking_again
from amanah.engines.tables import Limits, Unreadable, read
from amanah.institutions.models import Institution
from amanah.people.models import Person
from amanah.shell import uploads
from amanah.stewardship import ledger

KEEP_FOR = timedelta(days=1)
AT_ONCE = 500
LIMITS = Limits(
    file_bytes=10 << 20,
    unpacked_bytes=100 << 20,
    rows=25_000,
    columns=60,
    cell_letters=1_000,
    seconds=30,
    memory=1 << 30,
)


class CannotRead(Refused):
    """The file cannot be read as a list of ties or posts; nothing of it was kept."""

    code = "conflicts.cannot_read"


class CannotTakeOver(Refused):
    code = "conflicts.cannot_take_over"


def read_tie_list(
    institution: Institution, path: Path, *, kind: str, by: Person, at: datetime
) -> TieList:
    """Read a file that was uploaded, so that it can be looked through. It changes nothing yet."""
    try:
        table = read(path, LIMITS)
    except Unreadable as reason:
        raise CannotRead(uploads.in_words(reason, most=LIMITS.file_bytes)) from reason
    if not table.rows and not table.crooked:
        raise CannotRead(_("It has the names of columns and nobody under them."))
    place = lists.columns_of(kind, table.header)
    wanted = list(lists.COLUMNS[kind].items())
    lacking = [str(label) for name, label in wanted[: lists.NEEDED] if name not in place]
    if lacking:
        raise CannotRead(
            _("Name these columns in the first row: %(what)s.") % {"what": ", ".join(lacking)}
        )
    rows = [
        [row.line, [_cell(row.cells, place.get(name)) for name, _label in wanted]]
        for row in sorted((*table.rows, *table.crooked), key=lambda row: row.line)
    ]
    return TieList.objects.create(
        institution=institution,
        by=by,
        kind=kind,
        rows=json.dumps(rows, ensure_ascii=False),
        read_at=at,
        keep_until=at + KEEP_FOR,
    )


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def look_through(tie_list: TieList, *, at: datetime) -> list[lists.Judged]:
    """What each row of a list would do, as things stand now."""
    rows = [lists.Row(line, tuple(cells)) for line, cells in json.loads(tie_list.rows)]
    facts = lists.Facts(
        today=tie_list.institution.day_of(at),
        reader=tie_list.by_id,
        people=queries.people_here(tie_list.institution),
        held=_held(tie_list),
    )
    return lists.judge(tie_list.kind, rows, facts)


def _held(tie_list: TieList) -> dict[lists.Key, list[lists.Held]]:
    found: dict[lists.Key, list[lists.Held]] = defaultdict(list)
    if tie_list.kind == TieList.Kind.TIES:
        rows: Any = Tie.objects.values_list("pk", "one", "other", "kind", "since", "until")
    else:
        rows = Post.objects.values_list("pk", "person", "department", "kind", "since", "until")
    for pk, one, other, kind, since, until in rows.filter(
        institution=tie_list.institution_id
    ).order_by("since", "pk"):
        place = folded_department(other) if isinstance(other, str) else other
        found[one, place, kind].append(lists.Held(pk, since, until))
    return found


@transaction.atomic
def take_tie_list_over(tie_list: TieList, *, by: Person, at: datetime) -> Counter[str]:
    """Put in what is new and change what differs: everything in the list, or nothing.

    What is not in it stays as it is. Raises `CannotTakeOver` if a row cannot be used.
    """
    institution = Institution.objects.select_for_update().get(pk=tie_list.institution_id)
    found = TieList.objects.select_related("institution").filter(pk=tie_list.pk, by=by).first()
    if found is None:
        raise CannotTakeOver(_("This list has been taken over or put away meanwhile."))
    judged = look_through(found, at=at)
    counts = Counter(one.verdict for one in judged)
    if counts["wrong"]:
        raise CannotTakeOver(_("Mend the rows that cannot be used, and upload the list again."))
    people = {one.one for one in judged if one.one and one.verdict in {"new", "changed"}}
    with looking_again(institution, people, at=at):
        _change([one for one in judged if one.verdict == "changed"], found)
        _put_in([one for one in judged if one.verdict == "new"], found, at=at)
    ledger.record(
        "conflicts.list_taken_over",
        about=institution,
        by=by,
        at=at,
        institution=institution,
        new=counts["new"],
        changed=counts["changed"],
    )
    found.delete()
    return counts


def _put_in(judged: Sequence[lists.Judged], tie_list: TieList, *, at: datetime) -> None:
    is_ties = tie_list.kind == TieList.Kind.TIES
    first, second = ("one_id", "other_id") if is_ties else ("person_id", "department")
    model: Any = Tie if is_ties else Post
    model.objects.bulk_create(
        [
            model(
                **{first: one.one, second: one.other},
                institution=tie_list.institution,
                kind=one.kind,
                since=one.since,
                until=one.until,
                source=Source.LIST,
                put_in_on=tie_list.institution.day_of(at),
            )
            for one in judged
        ],
        batch_size=AT_ONCE,
    )


def _change(judged: Sequence[lists.Judged], tie_list: TieList) -> None:
    """Many rows of a rota get the same days: one statement for those."""
    model: Any = Tie if tie_list.kind == TieList.Kind.TIES else Post
    same: dict[Any, list[UUID]] = defaultdict(list)
    for one in judged:
        assert one.held is not None  # noqa: S101 (for the type checker)
        same[one.since, one.until].append(one.held.id)
    for (since, until), ids in same.items():
        for begin in range(0, len(ids), AT_ONCE):
            some = model.objects.filter(pk__in=ids[begin : begin + AT_ONCE])
            some.update(since=since, until=until, source=Source.LIST)


@transaction.atomic
def discard_tie_list(tie_list: TieList) -> None:
    """Put a list away that was not taken over. Nothing of it is kept."""
    TieList.objects.filter(pk=tie_list.pk).delete()


@every(timedelta(hours=6), offset=timedelta(hours=1))
def sweep_tie_lists(*, at: datetime) -> None:
    """Forget lists that nobody took over within a day."""
    TieList.objects.filter(keep_until__lte=at).delete()
