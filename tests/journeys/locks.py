"""Setting and opening locks, as people do it on the pages of their lock."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect


def set_lock_by_touch(page, *, back):
    """Set a lock with the passkey of this device, and come back."""
    _choose(page, "This device: fingerprint, face or PIN", back)
    page.get_by_role("button", name="Set my lock").click()
    page.wait_for_url(lambda address: urlsplit(address).path == back)


def _choose(page, way, back):
    page.goto(f"/lock/set/?next={back}")
    # Which is proposed is known once the script is awake.
    expect(page.get_by_role("button", name="Set my lock")).to_be_visible()
    page.get_by_label(way).check()


def set_lock_by_phrase(page, *, back):
    """Set a lock with six words, and come back; the words."""
    _choose(page, "Six words that we choose for you", back)
    page.get_by_role("button", name="Set my lock").click()
    phrase = keep_phrase(page, done="Set my lock")
    page.wait_for_url(lambda address: urlsplit(address).path == back)
    return phrase


def keep_phrase(page, *, done):
    """Read six words, say that they are kept, and give back the two that are asked for."""
    shown = page.locator("[data-when=phrase] [data-part=words]")
    expect(shown).to_have_text(re.compile(r"^(\S+ ){5}\S+$"))
    phrase = shown.text_content()
    page.get_by_role("button", name="I have kept it").click()
    for which, field in (("first", "#first-word"), ("second", "#second-word")):
        asked = page.locator(f"[data-part={which}-label]").text_content()
        number = int(re.sub(r"\D", "", asked))
        page.locator(field).fill(phrase.split()[number - 1])
    page.get_by_role("button", name=done).last.click()
    return phrase
