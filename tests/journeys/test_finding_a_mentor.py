"""A mentee finds mentors, asks two; one says yes on a phone, and the other request closes."""

import re

from playwright.sync_api import expect

from amanah.base import clock
from amanah.matching.models import Request
from tests.factories import AffiliationFactory, CohortFactory
from tests.factories.matching import mentee_in, mentor_in


def _cohort():
    cohort = CohortFactory(programme__mentees_may_ask=True, programme__name="Walking in step")
    mentee = mentee_in(cohort, stage="third-year student").participant.person
    mentors = [
        mentor_in(cohort, how_i_mentor=f"Slowly, number {number}.").participant.person
        for number in range(3)
    ]
    return mentee, mentors


def _ask(page, mentor):
    page.get_by_role("link", name="Programmes", exact=True).first.click()
    page.get_by_role("link", name="Find a mentor yourself").click()
    page.get_by_role("link", name=f"Ask {mentor.name}", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(mentor.name)
    page.get_by_label("Also show what I look for").check()
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Waits for their answer")


def test_a_mentee_asks_two_and_one_says_yes_on_a_phone(page):
    mentee, (first, second, _third) = _cohort()
    mine = page(mentee)
    mine.goto("/today/")
    _ask(mine, first)
    _ask(mine, second)

    theirs = page(first, phone=True)
    theirs.goto("/today/")
    theirs.get_by_role("link", name="Look at it").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text(mentee.name)
    expect(theirs.get_by_text("third-year student")).to_be_visible()
    theirs.get_by_role("button", name="Yes, begin").click()
    expect(theirs).to_have_url(re.compile("/mentorships/"))

    mine.goto("/requests/")
    expect(mine.get_by_role("link", name=first.name)).to_contain_text("Accepted")
    expect(mine.get_by_role("link", name=second.name)).to_contain_text("Closed")
    asked = Request.objects.get(mentee=mentee, mentor=second)
    others = page(second, phone=True)
    others.goto(f"/requests/{asked.pk}/")
    expect(others.get_by_role("heading", level=2).first).to_have_text("This request is closed.")
    expect(others.get_by_role("main").get_by_text(mentee.name)).to_have_count(0)


def test_without_scripts_a_mentor_says_no_and_is_away(page):
    mentee, (mentor, *_others) = _cohort()
    mine = page(mentee, script=False)
    mine.goto("/today/")
    _ask(mine, mentor)

    theirs = page(mentor, script=False, phone=True)
    theirs.goto("/requests/")
    theirs.get_by_role("link", name=mentee.name).click()
    theirs.get_by_role("link", name="No, or I am away").click()
    theirs.get_by_label("I am away until").fill(f"{clock.now():%Y-%m-%d}")
    theirs.get_by_role("button", name="Say no").click()
    expect(theirs).to_have_url(re.compile("/requests/$"))

    mine.reload()
    expect(mine.get_by_role("heading", level=2).first).to_have_text("This request is closed.")
    expect(mine.get_by_text("It says nothing about you")).to_be_visible()


def test_two_people_begin_without_a_programme(page, person):
    other = AffiliationFactory(institution=person.affiliations.get().institution).person
    mine = page(person)
    mine.goto("/today/")
    mine.get_by_role("link", name="Mentorships", exact=True).first.click()
    mine.get_by_role("link", name="Ask somebody yourself").click()
    mine.get_by_role("button", name="Ask").click()
    link = mine.get_by_role("main").locator("code").inner_text()

    theirs = page(other, phone=True)
    theirs.goto(link)
    expect(theirs.get_by_text(person.name)).to_be_visible()
    theirs.get_by_role("button", name="Yes, begin").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text(person.name)

    theirs.get_by_role("link", name="Close this mentorship").click()
    theirs.get_by_role("button", name="Close it").click()
    mine.goto("/mentorships/")
    expect(mine.get_by_role("link", name=other.name)).to_contain_text("Closed")
