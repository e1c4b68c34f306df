"""The whole matrix on every route: what the product does against what people decided.

`security/matrix.csv` says who may do what; the product has rules of its own. Here everybody goes
to every door with every kind of id, and the answer is held against the matrix: whether it opens,
which words it carries, what it writes, and whether it keeps silent.
"""

import itertools
import uuid
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from amanah.base import clock
from amanah.stewardship.models import Entry
from tests.access import asking, matrix, sealed, world
from tests.access.routes import ROUTES
from tests.proving import prove

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
SAFE = {"GET", "HEAD", "OPTIONS"}
# Kinds of which there is nothing in this world.
NOTHING = {"made up", "not set up"}
MADE_UP = uuid.UUID("00000000-0000-4000-8000-00000000beef")
PUBLIC = sum(route.resource == "public page" for route in ROUTES.values())
ACTORS = [actor.name for actor in world.ACTORS]


@pytest.fixture
def small():
    return world.build()


def enter(actor, small):
    """A browser in which this person has signed in a moment ago."""
    client = Client(raise_request_exception=True)
    if actor.name == "nobody":
        return client
    client.force_login(small.people[actor.name])
    prove(client, small.people[actor.name])
    sealed.open_in(client, small.people[actor.name], clock.now())
    return client


def places_to_ask(name, route, small):
    """Every address of a route: (path, owner, institution), of things that are there."""
    if not route.keys:
        yield reverse(name), None, None
        return
    kinds = [small.things.get(kind, [("made-up", "", "")]) for _part, kind in route.keys]
    for chosen in itertools.product(*kinds):
        parts = {part: key for (part, _kind), (key, _o, _p) in zip(route.keys, chosen, strict=True)}
        (_key, owner, place), within = chosen[-1], {place for _k, _o, place in chosen}
        # A thing looked for in an institution that it is not of is not there.
        yield reverse(name, kwargs=parts), owner, place if len(within) == 1 else "nowhere"


def may(actor, route, method, path, owner, place):
    """What the matrix says: whether this person may do this, and all that they may."""
    role = actor.role_at(path)
    if route.keys and route.keys[-1][1] == "made up":
        place = owner = None
    if place == "nowhere" or (route.keys and route.keys[-1][1] == "not set up"):
        return False, set()
    state = "own" if place is None else world.state_of(actor, owner, place, path)
    if role == "nobody":
        state = "any"
    given = matrix.rights(route.resource, role, state, only=route.field)
    return route.needs[method] in given, given - {"–"}


def allowed_words(actor, small, path):
    """The canaries that may reach somebody on this page."""
    role = actor.role_at(path)
    return {
        word
        for word, (resource, field, owner, place) in small.planted.items()
        if owner == actor.name
        or (word, actor.name) in small.readers
        or matrix.may_read(resource, field, role, world.state_of(actor, owner, place, path))
    }


@pytest.mark.parametrize("name", ACTORS)
def test_doors_open_for_whom_the_matrix_says_and_carry_only_their_words(small, name):
    actor, asked, wrong = world.BY_NAME[name], Counter(), []
    client = enter(actor, small)
    for route_name, route in ROUTES.items():
        silent = {}
        for path, owner, place in places_to_ask(route_name, route, small):
            for method in route.needs:
                wanted, given = may(actor, route, method, path, owner, place)
                with asking.undone(client), asking.writes() as written:
                    response = client.generic(method, path)
                    admitted = asking.is_admitted(response)
                    words = asking.words_in(response) - allowed_words(actor, small, path)
                asked[admitted] += 1
                about = (method, route_name, f"{owner}@{place}", response.status_code)
                if admitted != wanted:
                    wrong.append((*about, "opened" if admitted else "stayed shut"))
                if words:
                    wrong.append((*about, "carried", {small.planted[word][:3] for word in words}))
                if written and (method in SAFE or not admitted):
                    wrong.append((*about, "wrote to", written))
                is_hidden = not wanted and not _knows_of(actor, given, path, place)
                if is_hidden and _tells(response, client, method, route_name, path, silent):
                    wrong.append((*about, "tells that it is there"))
    assert not wrong, asking.told(wrong)
    # The doors that stand open to everybody do not grow in number with the house.
    assert asked[True] > PUBLIC / 2


def _tells(response, client, method, route_name, path, silent):
    """Whether an answer differs from the one to an id that was made up."""
    keys = ROUTES[route_name].keys
    if not keys or keys[-1][1] in NOTHING:
        return False
    before, key, after = _parts(route_name, path)
    if (method, before) not in silent:
        made_up = f"{before}{_made_up(key)}{after}"
        with asking.undone(client):
            silent[method, before] = asking.plain(client.generic(method, made_up), path=made_up)
    return asking.plain(response, path=path) != silent[method, before]


def strange_ids(right, kind, small):
    """Ids that name nothing of this kind: made up, of another kind, or the right one, distorted."""
    text = str(right)
    yield MADE_UP
    yield from ("-1", "0", "9" * 30, "%00", "..", "null")
    yield f"{{{text}}}"
    if text != text.upper():
        yield text.upper()
    yield text.replace("-", "") if "-" in text else f"{text}.0"
    for other, things in small.things.items():
        if other.split()[0] != kind.split()[0]:
            yield things[0][0]


def keyed_routes():
    """Routes about one thing that is named in the address, and each of their methods."""
    for route_name, route in ROUTES.items():
        if route.keys and route.keys[-1][1] not in NOTHING:
            for method in route.needs:
                yield route_name, route, method


@pytest.mark.parametrize("name", ["mentee", "coordinator", "admin"])
def test_an_id_that_names_nothing_of_its_kind_opens_no_door(small, name):
    actor, wrong = world.BY_NAME[name], []
    client = enter(actor, small)
    for route_name, route, method in keyed_routes():
        kind = route.keys[-1][1]
        mine = [place for place in places_to_ask(route_name, route, small) if place[1] == name]
        path = (mine or list(places_to_ask(route_name, route, small)))[0][0]
        before, key, after = _parts(route_name, path)
        for strange in strange_ids(key, kind, small):
            with asking.undone(client), asking.writes() as written:
                response = client.generic(method, f"{before}{strange}{after}")
                words = asking.words_in(response) - allowed_words(actor, small, path)
            if asking.is_admitted(response) or words or written:
                wrong.append((method, route_name, strange, response.status_code, words, written))
    assert not wrong, asking.told(wrong)


def _parts(route_name, path):
    """An address, before and after the id of the thing that it is about."""
    parts = path.strip("/").split("/")
    at = len(parts) - 1 - _tail(route_name)
    return (
        "/" + "".join(f"{part}/" for part in parts[:at]),
        parts[at],
        "".join(f"/{part}" for part in parts[at + 1 :]) + "/",
    )


def _made_up(key):
    return 987654321 if key.isdigit() else MADE_UP if "-" in key else "made-up"


def _tail(route_name):
    """How many parts of the address follow the id."""
    pattern = reverse(
        route_name,
        kwargs={
            part: {"pk": MADE_UP, "handle": MADE_UP, "slug": "aaaa"}[part]
            if "passkey" not in route_name and "sign_on" not in route_name
            else 987654321
            for part, _kind in ROUTES[route_name].keys
        },
    )
    parts = pattern.rstrip("/").split("/")
    named = [n for n, part in enumerate(parts) if part in (str(MADE_UP), "aaaa", "987654321")]
    return len(parts) - 1 - named[-1]


def _knows_of(actor, given, path, place):
    """Staff of an institution know of it; whoever may see that a thing exists knows of that."""
    is_staff_here = actor.is_staff and actor.place == place and path.startswith("/staff/")
    return bool(given) or is_staff_here


def _two_of(places, name):
    """One's own thing and somebody else's, where there are both."""
    places = list(places)
    own = [place for place in places if place[1] == name][:1]
    return own + [place for place in places if place[1] != name][:1]


VARIANTS = {
    "htmx": {"headers": {"HX-Request": "true"}},
    "htmx, partial": {"headers": {"HX-Request": "true", "HX-Request-Type": "partial"}},
    "htmx, restoring": {"headers": {"HX-Request": "true", "HX-History-Restore-Request": "true"}},
    "htmx, another target": {"headers": {"HX-Request": "true", "HX-Target": "roster"}},
    "as JSON": {"headers": {"Accept": "application/json"}, "query": "?format=json"},
    "as a sheet": {"headers": {"Accept": "text/csv"}, "query": "?format=csv&format=xlsx"},
    "as a workbook": {"query": "?as=xlsx"},
    "a part of it": {"headers": {"Range": "bytes=0-99"}},
    "if it changed": {
        "headers": {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    },
    "as a file of the proxy's": {
        "headers": {"X-Accel-Redirect": "/etc/passwd", "X-Original-URL": "/staff/home/"}
    },
    "only the head": {"method": "HEAD"},
    "what is allowed": {"method": "OPTIONS"},
    "put": {"method": "PUT"},
    "patch": {"method": "PATCH"},
    "delete": {"method": "DELETE"},
    "another page": {"query": "?page=99999"},
    "ordered by what is hidden": {"query": "?sort=person__profile__contact&order=-person__email"},
}


@pytest.mark.parametrize("name", ["nobody", "mentee", "coordinator"])
def test_no_way_of_asking_tells_more(small, name):
    """Headers, formats and other methods: the same words at most, and nothing written."""
    actor, wrong = world.BY_NAME[name], []
    client = enter(actor, small)
    for route_name, route in ROUTES.items():
        for path, owner, place in _two_of(places_to_ask(route_name, route, small), name):
            wanted = "GET" in route.needs and may(actor, route, "GET", path, owner, place)[0]
            for variant, how in VARIANTS.items():
                method = how.get("method", "GET")
                with asking.undone(client), asking.writes() as written:
                    response = client.generic(
                        method, path + how.get("query", ""), headers=how.get("headers")
                    )
                    words = asking.words_in(response) - allowed_words(actor, small, path)
                if words or written or response.status_code == 304:
                    wrong.append((variant, route_name, response.status_code, words, written))
                is_open = asking.is_admitted(response) and response.status_code != 405
                if is_open and not wanted and method != "OPTIONS":
                    wrong.append((variant, route_name, response.status_code, "opened"))
    assert not wrong, asking.told(wrong)


@pytest.mark.parametrize("name", ["coordinator", "deputy"])
def test_staff_reading_leaves_one_entry_that_its_subject_sees(small, name):
    actor = world.BY_NAME[name]
    client = enter(actor, small)
    for route_name, route in ROUTES.items():
        for path, owner, place in places_to_ask(route_name, route, small):
            if not route.notes or not may(actor, route, "GET", path, owner, place)[0]:
                continue
            before = set(Entry.objects.values_list("pk", flat=True))
            client.get(path)
            entries = Entry.objects.exclude(pk__in=before)
            assert [(e.event, e.by, e.subject) for e in entries] == [
                (route.notes, small.people[name], small.people[owner])
            ]


def test_a_search_finds_nothing_by_what_it_must_not_look_at(small):
    client = enter(world.BY_NAME["admin"], small)
    hidden = [
        word
        for word, (resource, field, owner, place) in small.planted.items()
        if place == world.HOME and field not in {"name", "department"}
        # An institution's own words stand at the foot of every page.
        if owner != "admin" and resource != "institution"
    ]
    url = reverse("people:roster", args=[world.HOME])

    def found(word):
        return asking.plain(client.get(url, {"search": word}), path=word)

    nothing = found("cnry-nothing-nobody-00000000")
    assert [small.planted[word] for word in hidden if found(word) != nothing] == []
    name = next(w for w, (_r, f, o, _p) in small.planted.items() if (f, o) == ("name", "mentee"))
    assert found(name) != nothing


def test_a_role_that_ends_ends_on_the_next_click(small):
    client = enter(world.BY_NAME["coordinator"], small)
    url = reverse("people:roster", args=[world.HOME])
    assert client.get(url).status_code == 200

    small.people["coordinator"].appointments.update(ends_at=clock.now())

    assert client.get(url).status_code == 404


def test_a_form_loaded_before_a_role_ended_is_refused_after(small):
    client = enter(world.BY_NAME["admin"], small)
    invitation = next(key for key, _o, place in small.things["invitation"] if place == world.HOME)
    url = reverse("people:withdraw", args=[world.HOME, invitation])
    with asking.undone(client):
        assert client.post(url).status_code == 302

    small.people["admin"].appointments.update(ends_at=clock.now())

    with asking.undone(client), asking.writes() as written:
        assert client.post(url).status_code == 404
    assert written == set()


NOT_DOORS = (
    "/.git",
    "/.git/config",
    "/.env",
    "/static/../amanah/config/settings.py",
    "/static/%2e%2e/%2e%2e/field.keys",
    "/static/..%2f..%2ffield.keys",
    "//etc/passwd",
    "/admin",
    "/admin/",
    "/debug",
    "/__debug__/",
    "/docs",
    "/schema",
    "/openapi.json",
    "/api/",
    "/media/",
    "/attachments/",
    "/parcels/",
    "/amanah.sqlite3",
    "/erasures.log",
    "/STAFF/home/people/",
    "/staff/HOME/people/",
    "/staff//home/people/",
    "/staff/home/people",
)


@pytest.mark.parametrize("name", ["nobody", "mentee", "admin"])
@pytest.mark.parametrize("path", NOT_DOORS)
def test_there_is_nothing_beside_the_doors(small, name, path):
    client = enter(world.BY_NAME[name], small)

    response = client.get(path)

    assert not asking.is_admitted(response)
    assert asking.words_in(response) == set()
