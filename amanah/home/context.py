"""What the page frame needs on every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from amanah.base import clock
from amanah.help import queries as help_of
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.sealing import queries as sealing

Role = Appointment.Role


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    is_current: bool = False


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, languages and the contact for help; see shell/page.html."""
    person = getattr(request, "user", None)
    area = _area(request) if person and person.is_authenticated else "public"
    held = _when_asked(lambda: _appointments(person) if area != "public" else [])
    ways = {"public": _public_way, "member": _members_way, "staff": _staff_way}
    return {
        "area": area,
        "navigation": _when_asked(lambda: ways[area](request, held)),
        "account_links": _when_asked(lambda: _account(request) if area != "public" else []),
        "lock_standing": _when_asked(lambda: _lock(request) if area == "member" else None),
        **_help(request, held, area),
        "languages": _languages(),
        "is_demo": settings.IS_DEMO,
        "demo_links": _demo_links(request) if settings.IS_DEMO else [],
    }


def _when_asked(find: Callable[[], Any]) -> Any:
    """Pages without a frame, and parts of pages, ask the database for none of it."""
    return SimpleLazyObject(find)


def _area(request: HttpRequest) -> str:
    return "staff" if request.path.startswith("/staff/") else "member"


def _appointments(person: Any) -> list[Appointment]:
    return list(institutions.appointments_of(person, at=clock.now()))


def _public_way(request: HttpRequest, held: list[Appointment]) -> list[Link]:
    return [_link(request, "account_login", _("Sign in"))]


def _members_way(request: HttpRequest, held: list[Appointment]) -> list[Link]:
    links = [
        _link(request, "home:today", _("Today")),
        _link(request, "mentoring:mentorships", _("Mentorships")),
        _link(request, "applications:programmes", _("Programmes")),
        _link(request, "notifications:notices", _("Notices")),
        _link(request, "people:profile", _("Profile")),
        _link(request, "people:working_card", _("How I like to work")),
        _link(request, "people:belongings", _("Institutions")),
    ]
    # Another set of pages, entered on purpose: no page mixes the two.
    return [*links, _link(request, "institutions:staff", _("Staff pages"))] if held else links


def _staff_way(request: HttpRequest, held: list[Appointment]) -> list[Link]:
    here = _here(request, held)
    back = _link(request, "home:today", _("Your own pages"))
    if here is None:
        return [_link(request, "institutions:staff", _("Institutions")), back]
    roles = {one.role for one in held if one.institution_id == here.pk and not one.scope}
    anywhere = {one.role for one in held if one.institution_id == here.pk}
    links = [_link(request, "home:institution", _("Overview"), here.slug)]
    if Role.ADMIN in roles or not anywhere.isdisjoint(institutions.COORDINATING):
        links.append(_link(request, "programmes:programmes", _("Programmes"), here.slug))
    if not roles.isdisjoint((*institutions.COORDINATING, Role.ADMIN)):
        links.append(_link(request, "people:roster", _("People"), here.slug))
    if Role.SAFEGUARDING_LEAD in roles:
        links.append(_link(request, "concerns:sent", _("Sent to you")))
    if Role.ADMIN in roles:
        links.append(_link(request, "institutions:appointments", _("Appointments"), here.slug))
        links.append(_link(request, "institutions:settings", _("Settings"), here.slug))
    if len({one.institution_id for one in held}) > 1:
        links.append(_link(request, "institutions:staff", _("Institutions")))
    return [*links, back]


def _here(request: HttpRequest, held: list[Appointment]) -> Institution | None:
    """The institution that a staff page is about, if the reader is staff of it."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    named = {parts.get("slug"), parts.get("pk")}
    for appointment in held:
        if {appointment.institution.slug, appointment.institution.pk} & named:
            return appointment.institution
    # A page about a programme or a cohort: whoever is staff of one place only is there.
    places = {one.institution_id for one in held}
    return held[0].institution if len(places) == 1 and not parts.get("slug") else None


def _account(request: HttpRequest) -> list[Link]:
    return [
        _link(request, "conversation:reflections", _("Reflections")),
        _link(request, "people:account", _("Signing in")),
        _link(request, "sealing:lock", _("Your lock")),
        _link(request, "home:privacy", _("Who can see what")),
        _link(request, "conflicts:own", _("With whom I am not paired")),
        _link(request, "concerns:concerns", _("What you showed")),
        _link(request, "stewardship:parcel", _("A copy of everything")),
        _link(request, "stewardship:leaving", _("Leave Amanah")),
    ]


def _lock(request: HttpRequest) -> sealing.Standing:
    """How one's lock stands in this browser, as far as we can know."""
    return sealing.standing_of(
        request.user, session_key=request.session.session_key or "", at=clock.now()
    )


def _help(request: HttpRequest, held: list[Appointment], area: str) -> dict[str, Any]:
    """Whom to turn to, and the number in danger: on staff pages of that institution."""
    found = _when_asked(lambda: _found_help(request, held, area))
    return {
        "help_contact": _when_asked(lambda: next((one.first for one in found if one.first), None)),
        "help_emergency": _when_asked(
            lambda: next((one.emergency for one in found if one.emergency), "")
        ),
    }


def _found_help(request: HttpRequest, held: list[Appointment], area: str) -> list[help_of.Help]:
    if area == "public":
        return []
    here = _here(request, held) if area == "staff" else None
    where = [here] if here else help_of.where_of(request.user)
    return help_of.helps_for(request.user, where, at=clock.now())


def _link(request: HttpRequest, name: str, label: str, *where: Any) -> Link:
    url = reverse(name, args=where)
    return Link(url, label, request.path == url)


def _demo_links(request: HttpRequest) -> list[Link]:
    return [
        _link(request, "demo:people", _("Whom to be")),
        _link(request, "demo:mails", _("Mail")),
        _link(request, "demo:clock", _("Clock")),
        _link(request, "demo:style", _("How it looks")),
    ]


def _languages() -> list[dict[str, Any]]:
    current = get_language()
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"],
            "is_current": code == current,
        }
        for code, _label in settings.LANGUAGES
    ]
