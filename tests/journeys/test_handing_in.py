"""A file handed in from a phone: sent once, by the button, and told before it is sent in vain."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from amanah.base import clock
from amanah.programmes import services
from amanah.programmes.models import Answer
from tests.factories import CohortFactory, QuestionFactory
from tests.programmes.files import LIMIT, PDF

CALLED = "خدیجہ مختار.pdf"


@pytest.fixture
def more(person):
    """The page of an application that asks for a file."""
    institution = person.affiliations.get().institution
    cohort = CohortFactory(programme__institution=institution)
    QuestionFactory(programme=cohort.programme, kind="file", text="A short CV?")
    application = services.begin_application(cohort, role="mentee", by=person, at=clock.now())
    return f"/programmes/applications/{application.pk}/more/", application


def chosen(content, name=CALLED):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def test_a_file_travels_once_and_comes_back_as_it_was(page, person, more):
    address, application = more
    mine, sent = page(person, phone=True), []
    mine.on("request", lambda one: one.method == "POST" and sent.append(one))
    mine.goto(address)
    mine.get_by_label("A short CV?").set_input_files(chosen(PDF))
    mine.locator("[name=specialty]").fill("Eyes")
    mine.locator("[name=specialty]").press("Tab")

    expect(mine.locator("#kept")).to_contain_text("Kept.")
    assert all("urlencoded" in one.headers["content-type"] for one in sent)
    application.refresh_from_db()
    assert (application.specialty, Answer.objects.filter(application=application).count()) == (
        "Eyes",
        0,
    )
    mine.get_by_role("button", name="Save").click()

    link = mine.get_by_role("link", name=CALLED)
    expect(link).to_be_visible()
    with mine.expect_download() as waiting:
        link.click()
    assert waiting.value.suggested_filename == CALLED
    assert Path(waiting.value.path()).read_bytes() == PDF
    assert len([one for one in sent if "multipart" in one.headers["content-type"]]) == 1

    # Saving again, with nothing chosen, sends no file and loses none.
    mine.get_by_role("button", name="Save").click()
    expect(link).to_be_visible()
    mine.get_by_label("Take this file away when I save").check()
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    expect(link).to_have_count(0)


def test_a_file_that_is_too_large_is_told_before_any_of_it_is_sent(page, person, more):
    address, _application = more
    mine, sent = page(person, phone=True), []
    mine.goto(address)
    mine.on(
        "request",
        lambda one: "multipart" in (one.headers.get("content-type") or "") and sent.append(one),
    )
    mine.get_by_label("A short CV?").set_input_files(chosen(PDF + b" " * LIMIT))

    expect(mine.get_by_text("This file is too large: 5 MB at most.")).to_be_visible()
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_text("This file is too large: 5 MB at most.")).to_be_visible()
    assert sent == []


def test_without_scripts_it_is_handed_in_all_the_same(page, person, more):
    address, _application = more
    mine = page(person, phone=True, script=False)
    mine.goto(address)
    mine.get_by_label("A short CV?").set_input_files(chosen(PDF))
    mine.get_by_role("button", name="Save").click()

    expect(mine.get_by_role("link", name=CALLED)).to_be_visible()
