"""A session that ends while somebody types: they are told, and what they typed is still there."""

from django.conf import settings
from playwright.sync_api import expect

from amanah.people.models import Profile

TYPED = "Nights in paediatrics; listens first."


def test_what_was_typed_stays_and_is_sent_after_signing_in_again(page, person, sign_in):
    mine = page(person)
    mine.goto("/profile/")
    about = mine.locator("#card-form [name=about]")
    save = mine.locator("#card-form button")
    about.fill(TYPED)
    mine.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save.click()

    told = mine.locator("#card-form [data-when=signed-out]")
    expect(told).to_be_visible()
    expect(about).to_have_value(TYPED)
    assert not Profile.objects.filter(person=person, about=TYPED).exists()

    sign_in(mine.context.new_page(), person)
    save.click()
    expect(mine.locator("#card-form [role=status]").first).to_be_visible()
    expect(about).to_have_value(TYPED)
    expect(told).to_be_hidden()
    mine.reload()
    expect(about).to_have_value(TYPED)
    assert Profile.objects.get(person=person).about == TYPED
