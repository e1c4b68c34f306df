"""The frightened first-year walks through everything, and her mentor H is everything else as well.

H is head of department, coordinator, safeguarding lead and admin, and stands as the confidential
contact. Here H goes to every address there is with every id there is, before and after: whatever
she does for herself must leave all of it as it was, and where she does what H has to notice, it
must read like the same act of a control, a mentee of H's who has nothing to hide.
"""

import io
import re
import uuid
import zipfile
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import mail
from django.urls import NoReverseMatch, reverse

from amanah.base import clock
from amanah.base.models import Job
from amanah.concerns import services
from amanah.concerns.models import Concern
from amanah.conflicts import queries as conflicts
from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.outbox.models import Letter
from amanah.shell.pages import WORKBOOK
from amanah.stewardship import hooks
from amanah.stewardship.models import Chain
from tests.access.asking import plain
from tests.access.routes import ROUTES
from tests.concerns.telling import begin, write
from tests.factories.help import ContactFactory
from tests.factories.sealing import WordsFactory
from tests.sealing import making

pytestmark = pytest.mark.django_db

NIGHT_LINE = "A line that is open at night"
# What is another at another moment: of the lock, and of the greeting and the day on Today.
NOW = re.compile(
    r'"now": "[^"]*"|Good (?:morning|afternoon|evening)'
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day [^<.]*"
)
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASHES = re.compile(r"\b[0-9a-f]{64}\b")  # of each agreement, over the names in it
MADE_UP = uuid.UUID("00000000-0000-4000-8000-00000000beef")
# What has an address.
WITH_ADDRESSES = (
    *("institutions.Institution", "conflicts.Post", "help.Contact", "programmes.Programme"),
    *("programmes.Cohort", "mentoring.Mentorship", "sealing.Room", "concerns.Concern"),
)
# Going there does something: H would be signed out, or asked for a letter.
ACTS = {"account_logout", "mfa_authenticate"}
# A token that is new in every answer, and nothing else.
ALWAYS_NEW = {"shell:session"}


@pytest.fixture
def named(house, head):
    """H is also whom the institution names to talk to; and there is one more."""
    house.help_name, house.help_email = "Professor Hadi", head.email
    house.save()
    return ContactFactory(institution=house, name=NIGHT_LINE)


@pytest.fixture
def control(pair):
    return pair("Bushra")


@pytest.fixture
def scene(scared, control, head, house, deputy, named):
    """Everybody, with the browsers of hers and of H's."""
    return SimpleNamespace(
        scared=scared, control=control, head=head, house=house, deputy=deputy, named=named
    )


@pytest.fixture
def hers(browser, scared):
    return browser(scared.mentee)


@pytest.fixture
def his(browser, head):
    client = browser(head)
    making.opened(client, head)
    return client


def ids():
    """The id of everything that could be asked for."""
    return sorted(
        str(pk)
        for label in WITH_ADDRESSES
        for pk in apps.get_model(label).objects.values_list("pk", flat=True)
    )


def addresses(house, known):
    """Every page of the resolver, with every one of these ids."""
    for name, route in sorted(ROUTES.items()):
        if "GET" not in route.needs or name in ACTS | ALWAYS_NEW:
            continue
        parts = [part for part, _kind in route.keys]
        for one in known if "pk" in parts else [""]:
            values = {"pk": one, "slug": house.slug}
            try:
                address = reverse(name, kwargs={part: values[part] for part in parts})
            except (KeyError, NoReverseMatch):
                break  # a secret, a handle: there is none of these here
            yield address


def seen(client, paths):
    """What is behind each address; of staff pages that are there, the table as a workbook too."""
    views = {}
    for path in paths:
        answer = client.get(path)
        views[path] = _what(answer, path)
        if answer.status_code == 200 and path.startswith("/staff/"):
            views[f"{path}?as=xlsx"] = _what(client.get(path, {"as": "xlsx"}), path)
    return views


def _what(answer, path):
    if answer.headers.get("Content-Type") != WORKBOOK:
        return NOW.sub("now", plain(answer, path=path))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        return {
            name: book.read(name) for name in book.namelist() if not name.startswith("docProps")
        }


def differing(before, after):
    return [path for path in {**before, **after} if before.get(path) != after.get(path)]


def opened(views):
    """The addresses behind which H was shown something."""
    return {
        path for path, what in views.items() if isinstance(what, dict) or what.startswith("200\n")
    }


def taken_along(head):
    return {
        kind: [str(row) for row in part.gather(head)]
        for kind, part in hooks.exports.items()
        # Of what H reads there is nothing stored; of what H does, there may be.
        if kind != "sessions"
    }


def told(person):
    notices = Notice.objects.filter(person=person).values_list("kind", flat=True)
    letters = Letter.objects.filter(reader=person.pk)
    return sorted(notices), sorted(f"{one.subject}\n{one.body}" for one in letters)


def state_of(head, house):
    """Beside the pages: what H is sent, takes along, and finds in the ledger."""
    chain = Chain.objects.filter(pk=house.pk).values_list("length", "head").first()
    return told(head), taken_along(head), chain, len(mail.outbox)


def look_for_help(hers, scared, deputy):
    assert hers.get("/help/").status_code == 200
    assert hers.get("/concerns/new/").status_code == 200
    assert hers.get(f"/mentorships/{scared.mentorship.pk}/show/").status_code == 200


def say_who_decides(hers, scared, deputy):
    page = f"/mentorships/{scared.mentorship.pk}/assessor/"
    assert hers.post(page).status_code == 302
    assert hers.get(page).status_code == 200


def hide_the_screen(hers, scared, deputy):
    assert hers.post("/curtain/", {"curtain": "1"}).status_code == 302


def show_two_messages(hers, scared, deputy):
    """Begun, written, and sent to the deputy, who opens it, answers and closes it."""
    concern = begin(scared, deputy, at=clock.now())
    write(concern, by=scared.mentee)
    services.send_concern(concern, places=(2, 3), by=scared.mentee, at=clock.now())
    assert concern.disclosed.count() == 2
    services.note_opened(concern, by=deputy, at=clock.now())
    WordsFactory(room=concern.file_room, n=1, by=deputy, kind="file-note")
    services.say_state(concern, "received", by=deputy, at=clock.now())
    services.say_state(concern, "closed", by=deputy, at=clock.now())
    notifications.mail_those_due(at=clock.now())


SILENT = (look_for_help, say_who_decides, hide_the_screen, show_two_messages)


def leave(client, pair):
    answer = client.post(f"/mentorships/{pair.mentorship.pk}/close/")
    assert answer.status_code == 302


def test_what_she_does_for_herself_leaves_everything_of_his_as_it_was(scene, hers, his):
    scared, control, deputy = scene.scared, scene.control, scene.deputy
    head, house = scene.head, scene.house
    everywhere = list(dict.fromkeys(addresses(house, ids())))
    # What H does on the way is in H's ledger: it is read between the walks, and not during one.
    ledger = [path for path in everywhere if f"{house.pk}/acts/" in path]
    paths = [path for path in everywhere if path not in ledger]
    before = seen(his, paths)
    of_ledger, beside = seen(his, ledger), state_of(head, house)
    assert len(opened(before)) > 60
    assert len(opened(of_ledger)) == 2  # the page, and its workbook
    assert {f"/mentorships/{one.mentorship.pk}/" for one in (scared, control)} <= opened(before)

    for act in SILENT:
        act(hers, scared, deputy)
        assert state_of(head, house) == beside, act.__name__

    assert seen(his, ledger) == of_ledger
    after = seen(his, paths)
    assert differing(before, after) == []
    assert conflicts.is_said_to_decide(scared.mentee, head)
    assert Concern.objects.get().state == "closed"


def test_whatever_came_into_being_is_to_him_like_something_made_up(scene, hers, his):
    scared, house, deputy = scene.scared, scene.house, scene.deputy
    known = ids()
    for act in SILENT:
        act(hers, scared, deputy)
    came = [one for one in ids() if one not in known]
    assert len(came) == 3  # the concern and its two rooms

    paths = list(dict.fromkeys(addresses(house, came)))
    asked = [path for path in paths if any(one in path for one in came)]
    nothing = {
        path: IDS.sub(lambda one: str(MADE_UP) if one[0] in came else one[0], path)
        for path in asked
    }
    found, made_up = seen(his, asked), seen(his, dict.fromkeys(nothing.values()))
    assert len(asked) > 100
    assert [path for path in asked if found[path] != made_up[nothing[path]]] == []


def test_leaving_after_all_that_reads_like_leaving_for_no_reason(scene, browser, hers, his):
    scared, control, deputy = scene.scared, scene.control, scene.deputy
    head, house = scene.head, scene.house
    for act in SILENT:
        act(hers, scared, deputy)
    views, sent = [], []
    for client, pair in ((hers, scared), (browser(control.mentee), control)):
        before = told(head)
        leave(client, pair)
        sent.append([one for one in told(head)[0] if one not in before[0]] or told(head)[0][-1:])
        own = [
            path
            for path in dict.fromkeys(addresses(house, [str(pair.mentorship.pk)]))
            if str(pair.mentorship.pk) in path
        ]
        shown = {path: str(what) for path, what in seen(his, own).items()}
        views.append({IDS.sub("id", path): _of_anybody(what, pair) for path, what in shown.items()})

    first, second = views
    assert len(first) > 20
    assert "This mentorship is closed." in first["/mentorships/id/"]
    assert differing(first, second) == []
    assert sent[0] == sent[1] == ["mentoring.closed"]


def _of_anybody(what, pair):
    """Without names and ids, and without what follows from them alone: an agreement's exact text
    lists its members by their random ids, and its hash is over that.
    """
    text = HASHES.sub("hash", IDS.sub("id", what.replace(pair.mentee.name, "Mentee")))
    mentor, mentee = (f"[&quot;id&quot;,&quot;{role}&quot;]" for role in ("mentor", "mentee"))
    return text.replace(f"[{mentor},{mentee}", f"[{mentee},{mentor}")


def test_words_of_hers_are_counted_like_words_of_the_control(
    scared, control, head, house, named, his
):
    """H reads her words: but not that one of them was ever shown to anybody."""
    views = []
    for pair in (scared, control):
        WordsFactory(
            room=pair.mentorship.room, n=4, by=pair.mentee, kind="message", file=making.sealed()
        )
        path = f"/mentorships/{pair.mentorship.pk}/conversation/"
        text = _what(his.get(path), path).replace(pair.mentee.name, "Mentee")
        views.append(IDS.sub("id", text))

    assert views[0] == views[1]


@pytest.mark.usefixtures("named")
def test_help_offers_others_than_him(scared, head, deputy, somebody, browser, hers):
    page = hers.get("/help/").content.decode()
    assert ("Hadi" in page, NIGHT_LINE in page) == (False, True)
    told = hers.get("/concerns/new/").content.decode()
    # By name he stands there only as the mentor whose messages may be shown.
    assert (f'value="{head.pk}"' in told, f'value="{deputy.pk}"' in told) == (False, True)
    chosen = hers.get(f"/mentorships/{scared.mentorship.pk}/assessor/").content.decode()
    assert NIGHT_LINE in chosen
    assert "Professor Hadi" not in chosen

    # To whoever has nothing to do with H, H is named like anybody.
    assert "Professor Hadi" in browser(somebody("Chand")).get("/help/").content.decode()


def test_a_change_that_he_could_notice_would_be_found(scared, control, head, house, named, his):
    """The searcher sees: a tie that staff put in, and a name on a page."""
    paths = [one for one in dict.fromkeys(addresses(house, ids())) if "mentorship" in one]
    before, beside = seen(his, paths), state_of(head, house)

    scared.mentee.name = "Ayesha, who is afraid"
    scared.mentee.save()
    Notice.objects.create(
        person=head,
        kind="mentoring.closed",
        about=scared.mentorship.pk,
        made_at=clock.now(),
        event="planted",
    )

    after = seen(his, paths)
    changed = differing(before, after)
    assert f"/mentorships/{scared.mentorship.pk}/" in changed
    assert state_of(head, house) != beside


def test_no_job_and_no_letter_names_any_of_them(scared, deputy, head, named, hers):
    for act in SILENT:
        act(hers, scared, deputy)

    said = " ".join(str(one.values) for one in Job.objects.all())
    said += " ".join(f"{one.subject} {one.body}" for one in Letter.objects.all())
    assert [name for name in ("Ayesha", "Hadi", "Dua") if name in said] == []
    assert not Letter.objects.filter(reader=head.pk).exists()
