"""Somebody applies on a phone between patients, changes what they said, and takes it back."""

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import expect

from amanah.programmes.models import Application
from tests.factories import AffiliationFactory, AppointmentFactory, CohortFactory

# From the list to *sent*: what three minutes are made of.
MOST_TAPS = 12
SENT = "Your application is sent. You may change it or withdraw it until the last day."


@pytest.fixture
def cohort():
    return CohortFactory(programme__institution__name="Hearth", programme__name="Residents")


class Phone:
    """A phone in one language that counts its taps and never scrolls sideways."""

    def __init__(self, opened, glass, language):
        self.page, self.glass, self.language, self.taps = opened, glass, language, 0

    def says(self, text):
        with translation.override(self.language):
            return gettext(text)

    def tap(self, place):
        place.click()
        self.taps += 1

    def button(self, text):
        return self.page.get_by_role("button", name=self.says(text), exact=True)

    def plate(self, name, value):
        return self.page.locator(f"label:has(input[name={name}][value={value}])")

    def fits(self):
        """Nothing sticks out, and the page runs the way its language does."""
        read = self.glass(self.page).read
        assert read("document.documentElement.scrollWidth") <= read("innerWidth")
        assert read("document.documentElement.dir") == ("rtl" if self.language == "ur" else "ltr")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_apply_edit_and_withdraw_on_a_phone(page, glass, cohort, language):
    institution = cohort.programme.institution
    mentee = AffiliationFactory(institution=institution, person__language=language).person
    phone = Phone(page(mentee, phone=True, language=language), glass, language)
    mine = phone.page
    mine.goto("/programmes/")
    phone.fits()

    phone.tap(phone.button("Look for a mentor"))
    phone.fits()
    for plate in (
        phone.plate("topics", "research_skills"),
        phone.plate("languages", "en"),
        phone.plate("languages", "ur"),
        phone.plate("times", "any_evening"),
    ):
        phone.tap(plate)
    mine.locator("[name=stage]").fill("خدیجہ O'Brien, Year 3")
    mine.locator("[name=do_not_pair]").fill("Dr Stern")
    mine.locator("[name=stage]").focus()
    expect(mine.locator("#kept")).to_have_text(
        phone.says("Kept. You may stop here and go on later.")
    )
    # The train goes into a tunnel: the page is opened again.
    mine.reload()
    expect(mine.locator("[name=stage]")).to_have_value("خدیجہ O'Brien, Year 3")
    assert Application.objects.get(participant__person=mentee).state == "draft"
    phone.tap(phone.button("Send"))
    expect(mine.get_by_text(phone.says(SENT), exact=True)).to_be_visible()
    assert phone.taps <= MOST_TAPS

    mine.get_by_role("link", name=phone.says("Look at it or change it")).click()
    phone.fits()
    mine.locator("[name=stage]").fill("Year 4")
    phone.button("Save the change").click()
    expect(mine.get_by_text(phone.says("Saved."), exact=True)).to_be_visible()
    said = Application.objects.get(participant__person=mentee)
    assert (said.state, said.stage, said.languages) == ("submitted", "Year 4", ["en", "ur"])

    mine.goto("/programmes/")
    mine.get_by_role("link", name=phone.says("Withdraw"), exact=True).click()
    phone.fits()
    phone.button("Withdraw").click()
    expect(mine.get_by_text(phone.says("Your application is withdrawn."))).to_be_visible()
    said.refresh_from_db()
    assert said.state == "withdrawn"


def test_what_a_mentee_sends_is_read_and_a_draft_is_not(page, glass, cohort):
    institution = cohort.programme.institution
    coordinator = AppointmentFactory(institution=institution, role="coordinator").person
    mentee = AffiliationFactory(institution=institution, person__name="Hina Baig").person
    phone = Phone(page(mentee, phone=True), glass, "en")
    theirs = page(coordinator)
    phone.page.goto("/programmes/")
    phone.button("Look for a mentor").click()
    phone.plate("topics", "leadership").click()
    expect(phone.page.locator("#kept")).to_contain_text("Kept.")

    pages = [
        f"/staff/programmes/cohorts/{cohort.pk}/{part}/"
        for part in ("people", "applications", "wait-list")
    ]
    for at in pages:
        theirs.goto(at)
        expect(theirs.get_by_text("Hina Baig")).to_have_count(0)
    phone.plate("languages", "en").click()
    phone.button("Send").click()
    expect(phone.page.get_by_text(SENT)).to_be_visible()
    for at in pages:
        theirs.goto(at)
        expect(theirs.get_by_text("Hina Baig").first).to_be_visible()
    theirs.goto(pages[1])
    theirs.get_by_role("link", name="Hina Baig").click()
    expect(theirs.get_by_text("Leadership")).to_be_visible()

    phone.page.goto("/privacy/")
    expect(phone.page.get_by_text("Read your application")).to_be_visible()
