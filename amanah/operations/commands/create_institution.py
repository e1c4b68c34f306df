"""Begin an institution, and invite its first admin by letter.

An institution is a medical school, a hospital, a health service. Its admin sets everything else up
on the pages; the operator sees none of it. The letter goes out through the worker; --show-link
prints its link as well, to be handed over, if mail does not work yet.
"""

import argparse
import json

from amanah.operations.stop import DONE, Stop

SUMMARY = "Begin an institution and invite its first admin."
OPTIONS = {
    "name": "--name",
    "slug": "--slug",
    "language": "--language",
    "time_zone": "--time-zone",
    "email": "--admin-email",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="as people know it: 'King Edward Medical'")
    parser.add_argument("--slug", required=True, help="short, for addresses: king-edward")
    parser.add_argument("--admin-email", required=True, metavar="ADDRESS", help="who is invited")
    parser.add_argument("--admin-name", default="", metavar="NAME", help="as they write it")
    parser.add_argument("--language", default="en", help="of its letters: en, ur (en)")
    parser.add_argument("--time-zone", default="UTC", help="such as Asia/Karachi (UTC)")
    parser.add_argument("--show-link", action="store_true", help="also print the admin's link")
    parser.add_argument("--json", action="store_true", help="for machines: one object")


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.exceptions import ValidationError

    from amanah.base.refusal import Refused
    from amanah.operations import installation

    installation.refuse_unless_ready()
    try:
        institution, link = _begin(options)
    except ValidationError as invalid:
        raise Stop(_sentences(invalid)) from invalid
    except Refused as refusal:
        raise Stop(f"{refusal} Nothing was made.") from refusal
    if options.json:
        found = {"id": str(institution.pk), "slug": institution.slug, "invited": True}
        print(json.dumps({**found, "link": link} if options.show_link else found))
        return DONE
    print(f"{options.name} is there, and a letter to {options.admin_email} is on its way.")
    print(f"Hand over this link, and do not keep it: {link}" if link else "It goes by the worker.")
    return DONE


def _begin(options: argparse.Namespace) -> tuple:
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from amanah.base import clock
    from amanah.institutions.models import Appointment
    from amanah.institutions.services import found_institution
    from amanah.people import services as people
    from amanah.people.addresses import Invitee

    if options.language not in dict(settings.LANGUAGES):
        raise ValidationError({"language": f"Choose one of {', '.join(dict(settings.LANGUAGES))}."})
    at = clock.now()
    with transaction.atomic():
        institution = found_institution(
            name=options.name,
            slug=options.slug,
            language=options.language,
            time_zone=options.time_zone,
            by=None,
            at=at,
        )
        (invitation,) = people.invite(
            institution,
            [Invitee(options.admin_email, options.admin_name)],
            role=Appointment.Role.ADMIN,
            by=None,
            at=at,
        )
    return institution, _link_of(invitation) if options.show_link else ""


def _link_of(invitation) -> str:
    """The link from the letter: its secret is kept nowhere else."""
    import re

    from django.conf import settings

    from amanah.outbox.models import Letter

    letter = Letter.objects.get(about=invitation.pk)
    found = re.search(rf"{re.escape(settings.BASE_URL)}\S+", letter.body)
    return found.group() if found else ""


def _sentences(invalid) -> str:
    """What is wrong with which option."""
    if not hasattr(invalid, "error_dict"):
        return " ".join(invalid.messages) + " Nothing was made."
    found = [
        f"{OPTIONS.get(field, field)}: {' '.join(sentences)}"
        for field, sentences in invalid.message_dict.items()
    ]
    return "; ".join(found) + " Nothing was made."
