"""After a walk through the product, private words are where they belong and nowhere else.

Somebody fills in everything about themselves; a coordinator looks, searches and invites; a copy
of everything is fetched; the address is changed. Then every channel is searched for the words
that were typed, however they are wrapped: tables, files, logs, mails, a backup, the browser.
Each searcher is shown a planted leak first.
"""

from uuid import uuid4

import pytest
from django.conf import settings
from playwright.sync_api import expect

from amanah.base import clock
from amanah.base.models import Job
from tests import canaries
from tests.factories import AffiliationFactory, AppointmentFactory
from tests.journeys import channels

CARD = ("stage", "specialty", "languages", "about")
WORK = ("best_times", "reach_me", "feedback", "at_my_best", "please_know")
# The table in which each word may be read; the others are encrypted there, or written nowhere.
READABLE = {
    "name": "people_person",
    "called": "people_person",
    **dict.fromkeys(CARD, "people_profile"),
    "department": "people_affiliation",
    "invited": "people_invitation",
}


@pytest.fixture
def words():
    names = (*READABLE, *WORK, "contact", "address", "search")
    return {name: canaries.plant(name.replace("_", "."), "walker") for name in names}


@pytest.fixture
def walk(page, server, post, words, sign_in):
    """The walk; gives the pages that were open, and every address that they showed."""
    belonging = AffiliationFactory()
    coordinator = AppointmentFactory(
        institution=belonging.institution, begins_at=clock.now()
    ).person
    AffiliationFactory(person=coordinator, institution=belonging.institution)
    mine, theirs = page(), page(coordinator)
    visited = []
    for opened in (mine, theirs):
        opened.on("framenavigated", lambda frame: visited.append(frame.url))
    sign_in(mine, belonging.person)
    _fill_in(mine, belonging, words)
    _look_around(theirs, belonging, words)
    _take_it_along(mine)
    return mine, theirs, visited


def _fill_in(mine, belonging, words):
    mine.goto("/profile/")
    for name in ("name", "called"):
        mine.locator(f"[name={name}]:visible").fill(words[name])
    _send(mine, "/profile/person/")
    mine.goto("/profile/")
    for name in (*CARD, "contact"):
        mine.locator(f"[name={name}]:visible").fill(words[name])
    _send(mine, "/profile/card/")
    mine.goto("/profile/work/")
    for name in WORK:
        mine.locator(f"[name={name}]:visible").fill(words[name])
    _send(mine, "/profile/work/")
    mine.goto("/institutions/")
    mine.locator("[name=department]:visible").first.fill(words["department"])
    _send(mine, f"/institutions/{belonging.pk}/department/")


def _send(opened, action):
    form = opened.locator(f"form[action='{action}']")
    with opened.expect_response(lambda answer: answer.request.method == "POST") as answer:
        form.locator("button:not([type=button])").first.click()
    assert answer.value.status in {200, 302}, answer.value.status
    opened.wait_for_load_state("networkidle")


def _look_around(theirs, belonging, words):
    place = belonging.institution.slug
    theirs.goto(f"/staff/{place}/people/?search={words['search']}")
    theirs.goto(f"/staff/{place}/people/")
    theirs.goto(f"/staff/{place}/people/{belonging.pk}/")
    expect(theirs.get_by_text(words["about"])).to_be_visible()
    theirs.goto(f"/staff/{place}/invitations/")
    theirs.locator("[name=people]:visible").fill(f"{words['invited']} <{uuid4().hex}@example.org>")
    _send(theirs, f"/staff/{place}/invitations/")
    theirs.goto(f"/staff/{belonging.institution.pk}/acts/")


def _take_it_along(mine):
    mine.goto("/privacy/")
    mine.goto("/privacy/export/")
    mine.get_by_role("button", name="Make a copy").click()
    with mine.expect_download() as download:
        mine.get_by_role("button", name="Fetch it").click()
    assert download.value.suggested_filename == "my-amanah-data.zip"
    mine.goto("/today/")


def test_private_words_are_where_they_belong_and_nowhere_else(
    walk, words, server, post, glass, tmp_path
):
    mine, theirs, visited = walk
    lying = channels.in_tables()

    readable = {words[name]: {table} for name, table in READABLE.items()}
    assert {word: lying.get(word) for word in readable} == readable
    assert {word for word in words.values() if word in lying} == set(readable)

    private = set(words.values())
    encrypted = private - set(readable)
    assert channels.in_log(server) & private == set()
    assert channels.in_mails(post) & private == set()
    assert (
        channels.in_browser(mine, glass) | channels.in_browser(theirs, glass)
    ) & private == set()
    # A search stands in the address while one looks; nothing else that was typed does.
    assert canaries.hits("\n".join(visited)) & private == {words["search"]}
    assert channels.in_backup(tmp_path) & encrypted == set()
    files = {word for found in canaries.hits_in(settings.HOME).values() for word in found}
    assert files & encrypted == set()


def test_every_searcher_sees_a_planted_leak(page, person, server, post, glass, tmp_path):
    leak = {
        name: canaries.plant(name, "leak") for name in ("log", "mail", "table", "file", "browser")
    }
    job = Job.objects.create(
        work="test",
        values={"said": leak["table"]},
        asked_at=clock.now(),
        due_at=clock.now(),
        state="done",
    )
    kept = settings.HOME / "leak.txt"
    kept.write_text(leak["file"])
    opened = page(person)
    opened.goto("/how-this-works/")
    glass(opened).read(f"localStorage.setItem('leak', '{leak['browser']}')")
    try:
        assert channels.in_tables()[leak["table"]] == {"base_job"}
        assert leak["log"] in channels.in_log(server, more=f'{{"said": "{leak["log"]}"}}')
        assert leak["mail"] in channels.in_mails(post, more=[((), f"Dear {leak['mail']}".encode())])
        assert leak["browser"] in channels.in_browser(opened, glass)
        assert leak["table"] in channels.in_backup(tmp_path)
        assert leak["file"] in canaries.hits_in(settings.HOME)["leak.txt"]
    finally:
        job.delete()
        kept.unlink()
