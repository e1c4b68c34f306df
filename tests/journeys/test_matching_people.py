"""From an empty institution through two lists to a signed agreement; and the board by keyboard."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from amanah.base import clock
from amanah.matching.models import Proposal, Run
from amanah.mentoring.models import Agreement, Mentorship
from amanah.programmes.models import Cohort
from tests.factories import AffiliationFactory, AppointmentFactory, CohortFactory
from tests.factories.matching import a_board, mentee_in, mentor_in
from tests.journeys.test_bringing_people_in import SMALL, mend, sheet, take_over, upload
from tests.people.conftest import NEW_PHRASE

PICTURES = Path("build/pictures")
SOLID = "main form button.button--solid"
MATCHED_MS = 120_000


@pytest.fixture
def staff(server):
    """Who coordinates an institution in which there is nothing yet, and their deputy."""
    coordinator = AppointmentFactory(role="coordinator", institution__name="Hearth").person
    home = coordinator.appointments.get().institution
    return coordinator, AffiliationFactory(institution=home).person, home


class Pictures:
    """Pictures of a journey, kept with what a build leaves."""

    def __init__(self, name):
        self.name, self.number = name, 0
        PICTURES.mkdir(parents=True, exist_ok=True)

    def take(self, opened, what):
        self.number += 1
        opened.screenshot(
            path=PICTURES / f"{self.name}-{self.number:02}-{what}.png", full_page=True
        )


def set_up(mine, deputy, home):
    """A programme with a cohort, opened; the cohort."""
    mine.goto(f"/staff/{home.slug}/programmes/new/?start=resident_faculty")
    mine.locator("[name=name]").fill("Residents and faculty")
    mine.locator("[name=deputy]").fill(deputy.email)
    mine.locator(SOLID).click()
    expect(mine).to_have_url(re.compile("/staff/programmes/[0-9a-f-]+/$"))
    mine.locator("main a[href$='/cohorts/new/']").first.click()
    mine.locator("[name=name]").fill("Autumn")
    mine.locator(SOLID).click()
    expect(mine).to_have_url(re.compile("/staff/programmes/[0-9a-f-]+/$"))
    mine.locator("form[action$='/open/'] button").click()
    expect(mine.locator("form[action$='/open/']")).to_have_count(0)
    return Cohort.objects.get(programme__institution=home)


def bring_in(mine, cohort, folder, host):
    """Everybody of the two sheets, and a letter to each."""
    for who, name in (("Mentees", "mentees.csv"), ("Mentors", "mentors.csv")):
        upload(mine, cohort, who, sheet(SMALL, name, folder, host))
        mend(mine, host)
        take_over(mine)
    mine.goto(f"/staff/programmes/cohorts/{cohort.pk}/letters/")
    mine.locator(SOLID).last.click()
    expect(mine.get_by_text("No letter is waiting to be sent")).to_be_visible(timeout=MATCHED_MS)


def come_in(opened, post, somebody):
    """Join by the letter: from here on they have a page of their own."""
    letter = post.wait_for(somebody.email)
    [link] = re.findall(r"http://\S+/join/\S+", letter.get_content())
    opened.goto(link)
    opened.locator("[name=name]").fill(somebody.name or "Somebody")
    opened.locator("[name=password]").fill(NEW_PHRASE)
    opened.locator("main form button").last.click()
    expect(opened).to_have_url(re.compile("/today/"))


def match(mine, cohort, pictures):
    """Work a run out, look at it, and ask its people; nobody is asked before."""
    mine.goto(f"/staff/programmes/cohorts/{cohort.pk}/runs/")
    pictures.take(mine, "how-to-match")
    mine.locator(SOLID).click()
    board = mine.locator("#run table")
    result = mine.locator("#run a.button--solid")
    expect(board.or_(result)).to_be_visible(timeout=MATCHED_MS)
    if result.count():
        result.click()
    expect(board).to_be_visible()
    pictures.take(mine, "board")
    assert not Proposal.objects.filter(cohort=cohort).exists()
    mine.locator("a[href$='/send/']").click()
    pictures.take(mine, "before-asking")
    mine.locator(SOLID).click()
    expect(mine).to_have_url(re.compile("/proposals/$"))
    return Run.objects.get(cohort=cohort)


def say_yes(opened, proposal, pictures, what):
    """From Today: how many taps it takes, without a word typed."""
    opened.goto("/today/")
    pictures.take(opened, f"{what}-today")
    taps = 0
    opened.locator(f"main a[href*='/proposals/{proposal.pk}']").first.click()
    taps += 1
    pictures.take(opened, f"{what}-is-asked")
    opened.locator("form[action$='/accept/'] button").click()
    taps += 1
    expect(opened.locator("form[action$='/accept/']")).to_have_count(0)
    return taps


def sign(opened, mentorship, pictures, what):
    opened.goto(f"/mentorships/{mentorship.pk}/agreement/")
    pictures.take(opened, f"{what}-agreement")
    looks_right = opened.get_by_role("button", name=gettext("Looks right: sign it"))
    looks_right.click()
    expect(looks_right).to_have_count(0)
    pictures.take(opened, f"{what}-signed")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_an_empty_institution_to_a_signed_agreement(
    page, post, staff, glass, tmp_path, language
):
    coordinator, deputy, home = staff
    pictures = Pictures(f"matching-{language}")
    mine = page(coordinator)
    cohort = set_up(mine, deputy, home)
    host = f"{language}-{cohort.pk.hex[:8]}.example"
    bring_in(mine, cohort, tmp_path, host)
    theirs = page(coordinator, language=language)

    run = match(theirs, cohort, pictures)

    # A mentor who is asked once: Today shows one thing, and it is this one.
    asked = Counter(run.pairs.values_list("mentor", flat=True))
    once = [mentor for mentor, times in asked.items() if times == 1]
    pair = run.pairs.filter(is_sent=True, mentor__in=once).order_by("pk").first()
    proposal = pair.proposal
    mentee, mentor = (page(phone=True, language=language) for _who in range(2))
    for opened, part in ((mentee, pair.mentee), (mentor, pair.mentor)):
        come_in(opened, post, part.person)
    with translation.override(language):
        assert say_yes(mentor, proposal, pictures, "mentor") <= 2
        assert not Mentorship.objects.filter(cohort=cohort).exists()
        assert say_yes(mentee, proposal, pictures, "mentee") <= 2
        begun = Mentorship.objects.get(cohort=cohort)
        for opened, what in ((mentee, "mentee"), (mentor, "mentor")):
            sign(opened, begun, pictures, what)
    assert Agreement.objects.get(mentorship=begun).is_signed
    assert glass(mentee).read("document.documentElement.scrollWidth") <= 390
    theirs.goto(f"/staff/programmes/cohorts/{cohort.pk}/pairs/")
    expect(theirs.get_by_text(pair.mentee.person.name).first).to_be_visible()
    pictures.take(theirs, "who-is-paired")


def test_a_board_is_worked_on_by_keyboard_alone(page, staff, glass):
    coordinator, _deputy, home = staff
    cohort = CohortFactory(programme__institution=home)
    for _one in range(3):
        mentor_in(cohort)
        mentee_in(cohort)
    board = a_board(cohort, at=clock.now())
    mine = page(coordinator)
    mine.goto(board.get_absolute_url())
    keep = [row.get_by_role("button") for row in mine.locator("#run tbody tr").all()]

    mine.get_by_role("link", name="Take along as Excel").focus()
    mine.keyboard.press("Tab")
    mine.keyboard.press("Tab")
    expect(keep[0]).to_be_focused()
    mine.keyboard.press("ArrowDown")
    expect(keep[1]).to_be_focused()
    mine.keyboard.press("Enter")
    expect(keep[1]).to_have_attribute("aria-pressed", "true")
    expect(keep[1]).to_be_focused()
    mine.keyboard.press("ArrowDown")
    mine.keyboard.press("Tab")
    expect(mine.get_by_role("link", name=re.compile("Other choices")).nth(2)).to_be_focused()
    mine.keyboard.press("Enter")
    expect(mine.get_by_role("heading", name="On the board now")).to_be_visible()
    mine.locator("main tbody summary").first.focus()
    mine.keyboard.press("Enter")
    mine.keyboard.press("Tab")
    expect(mine.get_by_role("button", name=re.compile("^Swap with")).first).to_be_focused()
    mine.keyboard.press("Enter")
    expect(mine.get_by_text("Changed, and kept. You can undo it.")).to_be_visible()
    mine.get_by_role("button", name="Undo").focus()
    mine.keyboard.press("Enter")

    expect(mine.locator("#undo")).to_contain_text("Kept a pair")
    assert board.pairs.filter(is_kept=True, is_off=False).count() == 1
