import pytest

from amanah.people.browsers import coarse
from amanah.people.views.browsers import in_words

SEEN = {
    "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0": "Firefox on Android",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Safari/605.1.15": "Safari on Mac",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) CriOS/138.0 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 "
    "Safari/537.36": "Chrome on Linux",
    "curl/8.5": "",
    "": "",
}


@pytest.mark.parametrize(("user_agent", "name"), SEEN.items())
def test_a_browser_is_named_coarsely(user_agent, name):
    assert coarse(user_agent) == name


def test_a_browser_that_cannot_be_told_still_has_a_name():
    assert in_words("") == "A browser"
    assert in_words("Linux") == "Linux"
    assert in_words("Firefox on Android") == "Firefox on Android"
