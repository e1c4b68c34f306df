"""A person's own lock, for their client: JSON there and back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard, open_to_all
from amanah.people.models import Person
from amanah.sealing import hooks, queries, rules, services
from amanah.sealing.models import Pins, Way
from amanah.sealing.services.locks import MOST_WAYS, NewLock
from amanah.sealing.views import said, shown
from amanah.shell.pages import show

FORGET = '"storage"'
KEY_BYTES = 32


def _ways_of(person: Person) -> Any:
    return Way.objects.filter(identity__person=person, identity__state="current")


@guard(allow=rules.is_owner)
@require_GET
@said.answering
def state(request: HttpRequest) -> HttpResponse:
    """How my lock stands."""
    return _state(request)


@guard(allow=rules.is_owner)
@require_GET
@said.answering
def known(request: HttpRequest) -> HttpResponse:
    """Whose keys my client pins from the first day, before I need them."""
    me: Any = request.user
    at = clock.now()
    people = {one.pk: one for ask in hooks.known for one in ask(me, at=at)}
    return JsonResponse({"people": shown.known(list(people.values()))})


@guard(allow=rules.is_owner)
@require_POST
@said.answering
def identity(request: HttpRequest) -> HttpResponse:
    """Make my first lock."""
    me: Any = request.user
    services.make_lock(me, _lock_in(said.said_in(request)), by=me, at=clock.now())
    return _state(request, status=201)


@guard(allow=rules.is_owner)
@require_POST
@said.once_proven
@said.answering
def replacement(request: HttpRequest) -> HttpResponse:
    """I lost every way in: another lock, which waits a day."""
    me: Any = request.user
    services.replace_lock(me, _lock_in(said.said_in(request)), by=me, at=clock.now())
    return _state(request, status=201)


@guard(allow=rules.is_owner)
@require_POST
@said.answering
def stop_replacement(request: HttpRequest) -> HttpResponse:
    """Keep my lock as it is."""
    me: Any = request.user
    services.stop_replacement(me, by=me, at=clock.now())
    return _state(request)


@open_to_all
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def stop_by_letter(request: HttpRequest, secret: str) -> HttpResponse:
    """For who reads the letter and did not lose anything. The link asks; the button does."""
    waiting = queries.whoever_may_stop(secret)
    if waiting is None:
        return show(request, "sealing/stop-over.html", status=410)
    if request.method == "POST":
        try:
            services.stop_replacement(waiting.person, by=waiting.person, at=clock.now())
        except services.NothingWaits:
            return show(request, "sealing/stop-over.html", status=410)
        return show(request, "sealing/stopped.html")
    return show(request, "sealing/stop.html")


@guard(allow=rules.is_owner)
@require_POST
@said.answering
def pins(request: HttpRequest) -> HttpResponse:
    """Keep the next pins."""
    me: Any = request.user
    told = said.said_in(request)
    current = queries.current_identity(me)
    if current is None:
        raise services.LockRefused(_("There is no lock yet."))
    try:
        services.save_pins(
            current, counter=said.number(told, "counter"), blob=said.file(told, "blob")
        )
    except services.PinsMoved as refusal:
        now = Pins.objects.filter(identity=current).first()
        kept = {"counter": now.counter, "blob": said.written(now.blob)} if now else None
        return said.refused(refusal, pins=kept)
    return JsonResponse({})


@guard(allow=rules.is_owner)
@require_POST
@said.once_proven
@said.answering
def ways(request: HttpRequest) -> HttpResponse:
    """Add a way into my lock."""
    me: Any = request.user
    told = said.said_in(request)
    current = queries.current_identity(me)
    if current is None:
        raise services.LockRefused(_("There is no lock yet."))
    replaces = said.name_or_none(told, "replaces")
    services.add_way(current, _way_in(told), replaces=replaces, by=me, at=clock.now())
    return _state(request, status=201)


@guard(allow=rules.is_owner, find=_ways_of)
@require_POST
@said.once_proven
@said.answering
def remove_way(request: HttpRequest, way: Way) -> HttpResponse:
    """Take a way into my lock away."""
    services.remove_way(way, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return _state(request)


@guard(allow=rules.is_owner)
@require_POST
@said.answering
def opening(request: HttpRequest) -> HttpResponse:
    """It is open in this browser from now on."""
    me: Any = request.user
    told = said.said_in(request)
    key, spent = said.file(told, "key"), said.name_or_none(told, "way")
    if len(key) not in {0, KEY_BYTES}:
        raise said.NotUnderstood(_("This could not be understood."))
    if not queries.has_lock(me):
        raise services.LockRefused(_("There is no lock yet."))
    session = request.session.session_key or ""
    half = said.written(key)
    made = services.open_here(me, session=session, key=half, spent=spent, at=clock.now())
    return JsonResponse({"until": made.until})


@guard(allow=rules.is_owner)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close it in this browser."""
    services.close(request.user, session=request.session.session_key)  # type: ignore[arg-type]
    return _forgotten()


@guard(allow=rules.is_owner)
@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """Close it in every browser."""
    me: Any = request.user
    services.close_everywhere(me, by=me, at=clock.now())
    return _forgotten()


def _forgotten() -> HttpResponse:
    return HttpResponse(status=204, headers={"Clear-Site-Data": FORGET})


def _state(request: HttpRequest, status: int = 200) -> JsonResponse:
    me: Any = request.user
    at = clock.now()
    services.bring_due(me, at=at)
    told = shown.lock(me, session=request.session.session_key, at=at)
    return JsonResponse(told, status=status)


def _lock_in(told: said.Said) -> NewLock:
    pins = told.get("pins")
    if not isinstance(pins, dict):
        raise said.NotUnderstood(_("This could not be understood."))
    return NewLock(
        generation=said.number(told, "generation"),
        recipient=said.text(told, "recipient", most=200),
        ways=[_way_in(each) for each in said.objects(told, "ways", most=MOST_WAYS)],
        counter=said.number(pins, "counter"),
        pins=said.file(pins, "blob"),
        private_room=said.name(told, "private_room"),
    )


def _way_in(told: said.Said) -> services.NewWay:
    return services.NewWay(
        kind=said.text(told, "kind", most=20),
        label=said.text(told, "label", most=100),
        credential=said.text(told, "credential", most=1400),
        blob=said.file(told, "blob"),
    )
