"""The roster's lines, written out once for the table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amanah.base import written
from amanah.institutions import queries as staff
from amanah.institutions.models import Appointment, Institution

SOMEBODY = UUID(int=0)
SHEET = (_("Name"), _("Department"), _("Since"), _("Staff role"), _("State"))


@dataclass(frozen=True)
class Line:
    """Somebody on the roster, as the table shows them."""

    name: str
    department: str
    since: str
    roles: str
    card_url: str
    appoint_url: str
    gone_url: str
    has_joined: bool


def lines(found: Iterable[dict[str, Any]], institution: Institution, *, at: datetime) -> list[Line]:
    """Write out what `queries.roster` found."""
    rows = list(found)
    names = {role.value: str(role.label) for role in Appointment.Role}
    held = staff.roles_by_person(institution, [row["person_id"] for row in rows], at=at)
    language = get_language()
    # An address is made once and filled in: asking for it on every line costs as much as the rest.
    card = _address("people:staff_card", institution)
    appoint = _address("people:appoint", institution)
    gone = _address("people:gone", institution)
    return [
        Line(
            name=row["person__name"],
            department=row["department"],
            since=_day(row["since"], language),
            roles=written.listed(names[role] for role in held.get(row["person_id"], ())),
            card_url=card.replace(str(SOMEBODY), str(row["pk"])),
            appoint_url=appoint.replace(str(SOMEBODY), str(row["pk"])),
            gone_url=gone.replace(str(SOMEBODY), str(row["pk"])),
            has_joined=row["person__joined_at"] is not None,
        )
        for row in rows
    ]


def sheet_of(
    found: Iterable[dict[str, Any]], institution: Institution, *, at: datetime
) -> Iterable[list[str]]:
    """The same as rows of a workbook, with days that a spreadsheet can sort by."""
    rows = list(found)
    names = {role.value: str(role.label) for role in Appointment.Role}
    held = staff.roles_by_person(institution, [row["person_id"] for row in rows], at=at)
    for row in rows:
        has_joined = row["person__joined_at"] is not None
        yield [
            row["person__name"],
            row["department"],
            row["since"].isoformat() if has_joined else "",
            written.listed(names[role] for role in held.get(row["person_id"], ())),
            "" if has_joined else gettext("Not yet joined"),
        ]


def _address(name: str, institution: Institution) -> str:
    return reverse(name, args=[institution.slug, SOMEBODY])


@lru_cache(maxsize=2048)
def _day(since: date, language: str | None) -> str:
    """A day in the reader's language, which is in force; named so that each has its own."""
    return written.formatted(since, "SHORT_DATE_FORMAT")
