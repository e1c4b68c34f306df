"""Somebody who has shown a moment ago who they are."""

from amanah.base import clock


def prove(client, person, *, at=None):
    """Note in a signed-in browser what signing in notes there."""
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": (at or clock.now()).timestamp()}
    ]
    session.save()
