"""Who can see what about somebody, who looked, and what staff did: pages made from the rules."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from amanah.base import clock
from amanah.base.access import anyone_signed_in, guard
from amanah.home import queries
from amanah.institutions import queries as institutions
from amanah.institutions import rules
from amanah.institutions.models import Appointment, Institution
from amanah.people import queries as people
from amanah.people.models import Person
from amanah.shell.pages import sheet, show, wants_sheet
from amanah.stewardship import events
from amanah.stewardship import queries as stewardship
from amanah.stewardship.models import Entry

LINES = 50
LONGEST_SHEET = 10_000
READING = "_seen"


@dataclass(frozen=True)
class Line:
    """One entry of a ledger, in words. Of reading, only the day is shown."""

    what: Any
    who: str
    at: datetime
    shows_hour: bool
    about: str = ""


@guard(allow=anyone_signed_in)
@require_GET
def who_can_see(request: HttpRequest) -> HttpResponse:
    person: Person = request.user  # type: ignore[assignment]
    entries = _page(request, stewardship.entries_shown_to(person))
    context = {
        "belongs_to_several": len(list(people.affiliations_of(person))) > 1,
        "circles": queries.circles_of(person, at=clock.now()),
        "page": entries,
        "lines": [_told_to_subject(entry, person) for entry in entries],
        "leaving": stewardship.leaving_of(person),
    }
    return show(request, "home/privacy.html", context)


@guard(find=institutions.institutions_staffed_by, allow=rules.is_staff)
@require_GET
def acts_of_staff(request: HttpRequest, institution: Institution) -> HttpResponse:
    """What staff did here. Admins see it all, coordinators not the operator's, others their own."""
    person: Person = request.user  # type: ignore[assignment]
    entries = stewardship.acts_of_staff(institution.pk)
    roles = institutions.roles_of(person, institution, at=clock.now())
    if Appointment.Role.ADMIN not in roles:
        entries = entries.exclude(by=None)
        if roles.isdisjoint(institutions.COORDINATING):
            entries = entries.filter(by=person)
    # What was done about somebody they read on their own page, never as staff.
    entries = entries.exclude(subject=person)
    entries = entries.select_related("by", "subject")
    if wants_sheet(request):
        return _acts_sheet(entries)
    page = _page(request, entries)
    context = {
        "institution": institution,
        "page": page,
        "lines": [_told_to_staff(entry) for entry in page],
        "sees_operator": Appointment.Role.ADMIN in roles,
        "sees_own_only": roles.isdisjoint({Appointment.Role.ADMIN, *institutions.COORDINATING}),
    }
    return show(request, "home/acts_of_staff.html", context)


def _acts_sheet(entries: Any) -> HttpResponse:
    """The newest of them, as a workbook: days, and moments only where the page has them."""
    lines = [_told_to_staff(entry) for entry in entries[:LONGEST_SHEET]]
    header = (_("What"), _("Who"), _("About"), _("When"))
    return sheet(
        _("What staff did"),
        header,
        ((one.what, one.who, one.about, one.at.date().isoformat()) for one in lines),
    )


def _page(request: HttpRequest, entries: Any) -> Page[Entry]:
    return Paginator(entries, LINES).get_page(request.GET.get("page"))


def _told_to_subject(entry: Entry, person: Person) -> Line:
    who = _("You") if entry.by_id == person.pk else _name(entry.by)
    return Line(
        events.events[entry.event].to_subject, who, entry.at, not entry.event.endswith(READING)
    )


def _told_to_staff(entry: Entry) -> Line:
    return Line(
        events.events[entry.event].to_staff,
        _name(entry.by),
        entry.at,
        not entry.event.endswith(READING),
        _name(entry.subject) if entry.subject else "",
    )


def _name(person: Person | None) -> str:
    if person is None:
        return _("The operator")
    return person.name or _("Somebody who has been erased")
