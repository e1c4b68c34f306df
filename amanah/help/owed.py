"""What this app owes a person: to be forgotten where they are named as somebody to turn to."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from amanah.help.models import Contact
from amanah.institutions.models import Institution
from amanah.stewardship import events, hooks


def declare() -> None:
    hooks.erasure(hooks.Erasure("help", forget, ("help.Contact",)))
    hooks.keep_from_export(
        "help.Contact", "What an institution says of itself: it belongs to nobody."
    )
    for name, said in (
        ("contact_added", _("Named somebody whom everybody can turn to")),
        ("contact_changed", _("Changed what is said of somebody whom everybody can turn to")),
        ("contact_moved", _("Changed the order of those whom everybody can turn to")),
        ("contact_removed", _("Removed somebody whom everybody could turn to")),
    ):
        events.by_staff(f"help.{name}", said, said)


def forget(person: Any, *, at: datetime) -> None:
    """Nobody is named under an address of somebody who is not there any more."""
    address = person.email
    if not address:
        return
    Contact.objects.filter(email__iexact=address).delete()
    Institution.objects.filter(help_email__iexact=address).update(
        help_name="", help_about="", help_phone="", help_email=""
    )
