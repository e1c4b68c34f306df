"""Pages as somebody reads them, apart from what is new in every answer."""

import re

NEW_EACH_TIME = re.compile(
    r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken": "[^"]*"'
)


def text_of(client, address, person=None):
    if person:
        client.force_login(person)
    return client.get(address).content.decode()


def lasting(page):
    """Without what is made anew for every answer."""
    return NEW_EACH_TIME.sub("", page)
