"""A coordinator brings people in by two lists, and one of them comes in by the letter."""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from amanah.programmes.models import Application, Intake, Participant
from tests.factories import AppointmentFactory, CohortFactory
from tests.people.conftest import NEW_PHRASE

HERE = Path(__file__).parent
SMALL = HERE.parent / "cases" / "people"
# The whole sheets, where they lie beside the clone.
CASES = os.environ.get("SHARED_CASES", HERE.parents[2] / "shared" / "cases")
WHOLE = Path(CASES) / "people"
# What is wrong in the mentors' sheet, by what is written there, and what is written instead.
MENDED = {"-1": "1", "": "1", "01/03/2027": "2027-03-01", "next spring": "2027-03-01"}

LETTERS_MS = 300_000


@pytest.fixture
def cohort():
    return CohortFactory(programme__institution__name="Hearth", programme__name="Residents")


def sheet(folder, name, into, host):
    """A sheet with addresses of its own: what journeys write stays for the next."""
    path = into / name
    text = (folder / name).read_bytes().decode("utf-8-sig")
    path.write_bytes(text.replace("hospital.example", host).encode("utf-8-sig"))
    return path


def upload(mine, cohort, who, path):
    mine.goto(f"/staff/programmes/cohorts/{cohort.pk}/lists/")
    mine.get_by_label(who, exact=True).check()
    mine.locator("[name=file]").set_input_files(path)
    mine.get_by_role("button", name="Read this list").click()
    expect(mine.get_by_role("heading", name="What each column is")).to_be_visible()
    mine.get_by_role("button", name="Look through the list").click()
    expect(mine.get_by_role("heading", name="Take the list over")).to_be_visible()


def mend(mine, host):
    """Mend every cell that is marked, and give the second of two people an address of their own."""
    for cell in mine.locator("input[name^=cell-]").all():
        name, text = cell.get_attribute("name"), cell.input_value()
        if "-email" not in name:
            cell.fill(MENDED[text])
        elif text != f"mentor0012@{host}":
            cell.fill(f"{name}@{host}")
    mine.get_by_role("button", name="Save and look again").click()
    expect(mine.get_by_role("link", name=re.compile("Cannot be used yet"))).to_have_count(0)


def take_over(mine):
    mine.get_by_role("button", name="Take it over").click()
    expect(mine.get_by_role("heading", name="The list is taken over")).to_be_visible()


@pytest.mark.parametrize("sheets", [SMALL, WHOLE], ids=["small", "whole"])
def test_people_are_brought_in_by_lists_and_one_of_them_comes_in(
    page, post, cohort, sheets, tmp_path
):
    if not sheets.exists():
        pytest.skip("no shared cases here: the sheets are not part of the repository")
    host = f"{sheets.parent.name}-{cohort.pk.hex[:8]}.example"
    institution = cohort.programme.institution
    coordinator = AppointmentFactory(institution=institution, role="coordinator").person
    mine = page(coordinator)

    for who, name in (("Mentees", "mentees.csv"), ("Mentors", "mentors.csv")):
        upload(mine, cohort, who, sheet(sheets, name, tmp_path, host))
        mine.get_by_role("button", name="Take it over").click()
        expect(mine.get_by_role("alert")).to_contain_text("Mend them, or leave them out")
        mend(mine, host)
        take_over(mine)

    wanted = Participant.objects.filter(cohort=cohort, person__joined_at=None)
    assert post.to(f"mentee0001@{host}") == []
    mine.get_by_role("link", name="Letters", exact=True).click()
    mine.get_by_role("button", name=re.compile("^Send [0-9,]+ letters$")).click()
    # A letter is some work, and the whole sheets are nearly nine hundred.
    done = mine.get_by_text("No letter is waiting to be sent")
    expect(done).to_be_visible(timeout=LETTERS_MS)
    letter = post.wait_for(f"mentee0001@{host}", subject="Hearth invites you")
    assert wanted.filter(letter_at=None).count() == 0

    [link] = re.findall(r"http://\S+/join/\S+", letter.get_content())
    theirs = page()
    theirs.goto(link)
    theirs.get_by_label("Your name").fill("Dr Leyla Smith")
    theirs.get_by_label("Choose a password").fill(NEW_PHRASE)
    theirs.get_by_role("button", name="Join").click()
    expect(theirs).to_have_url(re.compile("/today/"))
    theirs.goto(reverse("applications:programmes"))
    theirs.get_by_role("link", name="Look at it or change it").click()
    stage = theirs.get_by_label("Where are you in your work or studies?")
    expect(stage).to_have_value("Year 5 student")
    leyla = Participant.objects.get(cohort=cohort, person__name="Dr Leyla Smith")
    said = Application.objects.get(participant=leyla)
    assert (said.state, said.stage, said.specialty) == ("submitted", "Year 5 student", "Radiology")
    assert "work_life_balance" in said.topics


def test_a_file_of_200_mb_is_refused_beside_the_field_before_it_is_sent(page, cohort, tmp_path):
    institution = cohort.programme.institution
    mine = page(AppointmentFactory(institution=institution, role="coordinator").person)
    huge, small = tmp_path / "huge.csv", tmp_path / "small.csv"
    with huge.open("wb") as file:
        file.truncate(200 << 20)
    small.write_text("Name,E-mail\nHina Baig,hina@example.org\n")
    mine.goto(f"/staff/programmes/cohorts/{cohort.pk}/lists/")

    mine.locator("[name=file]").set_input_files(huge)
    expect(mine.get_by_role("alert")).to_have_text("It is too large: 20 MB are read at most.")
    mine.get_by_role("button", name="Read this list").click()
    expect(mine.get_by_role("heading", name="People from a list")).to_be_visible()
    assert not Intake.objects.filter(cohort=cohort).exists()

    mine.locator("[name=file]").set_input_files(small)
    expect(mine.get_by_role("alert")).to_have_count(0)
    mine.get_by_role("button", name="Read this list").click()
    expect(mine.get_by_role("heading", name="What each column is")).to_be_visible()
